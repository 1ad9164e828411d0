/*
 * view.c
 *
 *		CREATE VIEW ... AS query -> parsed, analyzed -> deparsed
 *			= pg_get_viewdef() of the view?
 *
 *		the view's query -> its columns, and the columns of customers they show
 *			-> ALTER VIEW ... RENAME COLUMN if the names differ
 *
 * When a column is renamed, a view still shows it, but under the old name.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/table.h"
#include "catalog/pg_class.h"
#include "nodes/parsenodes.h"
#include "parser/analyze.h"
#include "parser/parser.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"
#include "utils/snapmgr.h"

#include "schema/view.h"
#include "support/catalog.h"
#include "support/statement.h"

/* ---- definition ---- */

Query *
view_query(const char *create)
{
	RawStmt    *parsed = linitial_node(RawStmt, raw_parser(create, RAW_PARSE_DEFAULT));
	RawStmt    *query = makeNode(RawStmt);

	query->stmt = castNode(ViewStmt, parsed->stmt)->query;
	query->stmt_location = parsed->stmt_location;
	query->stmt_len = parsed->stmt_len;
	return parse_analyze_fixedparams(query, create, NULL, 0, NULL);
}

bool
view_is(Oid view, const char *create)
{
	Relation	relation = relation_open(view, AccessShareLock);
	bool		same = relation->rd_rel->relkind == RELKIND_VIEW &&
		RelationHasSecurityInvoker(relation);
	Datum		definition;

	relation_close(relation, NoLock);
	if (!same)
		return false;
	PushActiveSnapshot(GetLatestSnapshot());	/* this statement may have made it */
	definition = DirectFunctionCall1(pg_get_viewdef, ObjectIdGetDatum(view));
	PopActiveSnapshot();
	return strcmp(TextDatumGetCString(definition),
				  psprintf("%s;", pg_get_querydef(view_query(create), false))) == 0;
}

/* ---- renamed columns ---- */

typedef struct Rename
{
	const char *from;
	const char *to;
} Rename;

/* The column of customers that the entry is, or NULL. */
static char *
shown_column(const Query *query, const TargetEntry *entry, Oid customers)
{
	const Var  *var = (const Var *) entry->expr;
	const RangeTblEntry *table;

	if (!IsA(var, Var) || var->varlevelsup != 0)
		return NULL;
	table = rt_fetch(var->varno, query->rtable);
	if (table->rtekind != RTE_RELATION || table->relid != customers)
		return NULL;
	return get_attname(customers, var->varattno, false);
}

/* The renames needed (Rename *), in the current memory context. */
static List *
find_renames(Relation view, Oid customers)
{
	const Query *query = get_view_query(view);
	List	   *renames = NIL;
	ListCell   *cell;

	foreach(cell, query->targetList)
	{
		const TargetEntry *entry = lfirst(cell);
		const char *name = NameStr(TupleDescAttr(RelationGetDescr(view), entry->resno - 1)->attname);
		char	   *shown = shown_column(query, entry, customers);
		Rename	   *rename;

		if (shown == NULL || strcmp(shown, name) == 0)
			continue;
		rename = palloc(sizeof(Rename));
		rename->from = pstrdup(name);
		rename->to = shown;
		renames = lappend(renames, rename);
	}
	return renames;
}

static void
rename_column(const char *from, const char *to)
{
	statement_utility(psprintf("ALTER VIEW %s RENAME COLUMN %s TO %s", catalog_name(REL_PROFILES),
							   quote_identifier(from), quote_identifier(to)));
}

/* Names may have been swapped: use temporary names first. */
void
view_rename_columns(void)
{
	Oid			oid = catalog_oid(REL_PROFILES, true);
	Relation	view;
	List	   *renames;
	ListCell   *cell;

	if (!OidIsValid(oid) || get_rel_relkind(oid) != RELKIND_VIEW)
		return;
	view = table_open(oid, AccessShareLock);
	renames = find_renames(view, catalog_oid(REL_CUSTOMERS, false));
	table_close(view, NoLock);
	foreach(cell, renames)
		rename_column(((Rename *) lfirst(cell))->from,
					  psprintf("renamed column %d", foreach_current_index(cell)));
	foreach(cell, renames)
		rename_column(psprintf("renamed column %d", foreach_current_index(cell)),
					  ((Rename *) lfirst(cell))->to);
}
