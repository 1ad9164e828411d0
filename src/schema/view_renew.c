/*
 * view_renew.c
 *
 *		CREATE VIEW ... AS query -> its columns = those of the view?
 *			-> replaced in place, with all that others have on it
 *			-> else dropped, made, and granted again
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_type.h"
#include "nodes/nodeFuncs.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "schema/view.h"
#include "schema/view_renew.h"
#include "schema/view_renew.sql.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

typedef struct Grant
{
	char	   *privilege;
	char	   *column;			/* NULL = the whole view */
	char	   *grantee;		/* and grant option, as SQL */
} Grant;

static char *
view_name(Oid view)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(view)), get_rel_name(view));
}

/* ---- a view that reads nothing ---- */

void
view_renew_stub(Oid view, const char *why)
{
	Statement	find = statement(sql_text(view_renew_sql, "columns", NULL));
	char	   *columns;
	char	   *name = view_name(view);
	char	   *quoted = quote_literal_cstr(why);

	find.closed = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(view), false);
	statement_select(&find);
	columns = spi_text_not_null(0, 1, "the columns of a view");
	statement_done();
	statement_utility(sql_text(view_renew_sql, "stub", "view", name, "columns", columns, "why", quoted, NULL));
	statement_utility(sql_text(view_renew_sql, "comment", "view", name, "why", quoted, NULL));
}

/* ---- other columns ---- */

bool
view_renew_is_used(Oid view)
{
	Statement	find = statement(sql_text(view_renew_sql, "used", NULL));
	bool		used;

	find.closed = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(view), false);
	statement_select(&find);
	used = spi_bool(0, 1, "whether a view is used");
	statement_done();
	return used;
}

/* Has the query all columns of the view, as they are, and maybe more after them? */
static bool
has_columns(const Query *query, Relation view)
{
	TupleDesc	columns = RelationGetDescr(view);
	int			n = 0;
	ListCell   *cell;

	foreach(cell, query->targetList)
	{
		const TargetEntry *entry = lfirst_node(TargetEntry, cell);
		Form_pg_attribute column = n < columns->natts ? TupleDescAttr(columns, n) : NULL;

		if (entry->resjunk || column == NULL)
			continue;
		if (strcmp(NameStr(column->attname), entry->resname) != 0 || column->atttypid != exprType((Node *) entry->expr) ||
			column->atttypmod != exprTypmod((Node *) entry->expr) ||
			column->attcollation != exprCollation((Node *) entry->expr))
			return false;
		n++;
	}
	return n == columns->natts;
}

/* Can the statement replace the view in place? */
static bool
can_replace(Oid view, const char *create)
{
	Relation	relation = relation_open(view, AccessShareLock);
	int			scope = settings_scope_enter();
	bool		can;

	settings_scope_close_path();
	can = has_columns(view_query(create), relation);
	settings_scope_leave(scope);
	relation_close(relation, NoLock);
	return can;
}

static List *
read_grants(Oid view)
{
	Statement	find = statement(sql_text(view_renew_sql, "grants", NULL));
	List	   *grants = NIL;
	uint64		n;

	find.closed = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(view), false);
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
	{
		Grant	   *grant = palloc(sizeof(Grant));

		*grant = (Grant) {spi_text_not_null(i, 1, "a privilege"), spi_text(i, 2), spi_text_not_null(i, 3, "a role")};
		grants = lappend(grants, grant);
	}
	statement_done();
	return grants;
}

List *
view_renew_make_way(Oid view, const char *create)
{
	List	   *grants;

	if (!OidIsValid(view) || can_replace(view, create))
		return NIL;
	grants = read_grants(view);
	statement_utility(psprintf("DROP VIEW %s", view_name(view)));
	return grants;
}

void
view_renew_grant(const char *view, const List *grants)
{
	ListCell   *cell;

	foreach(cell, grants)
	{
		const Grant *grant = lfirst(cell);

		if (grant->column != NULL && get_attnum(DatumGetObjectId(DirectFunctionCall1(to_regclass, CStringGetTextDatum(view))),
												grant->column) == InvalidAttrNumber)
			continue;
		statement_utility(psprintf("GRANT %s%s ON %s TO %s", grant->privilege,
								   grant->column == NULL ? "" : psprintf(" (%s)", quote_identifier(grant->column)),
								   view, grant->grantee));
	}
}

void
view_renew(Oid view, const char *name, const char *create)
{
	List	   *grants = view_renew_make_way(view, create);

	statement_utility(create);
	view_renew_grant(name, grants);
}
