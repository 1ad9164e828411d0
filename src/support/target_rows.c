/*
 * target_rows.c
 *
 *		WHERE of the view -> its conditions, of which those on the marking column
 *			alone say that a row is not deleted, and the others that it is in the list
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/sysattr.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "rewrite/rewriteManip.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"

#include "support/settings_scope.h"
#include "support/target_rows.h"

static bool
begins(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* ---- the view ---- */

/* The conditions of the view, on range table entry 1; NIL = none. */
static List *
conditions(const Target *target)
{
	Relation	view;
	const Query *query;
	List	   *quals;

	if (target->is_ours)
		return NIL;
	view = relation_open(target->named, AccessShareLock);
	query = get_view_query(view);
	quals = make_ands_implicit((Expr *) copyObject(query->jointree->quals));
	ChangeVarNodes((Node *) quals, linitial_node(RangeTblRef, query->jointree->fromlist)->rtindex, 1, 0);
	relation_close(view, NoLock);
	return quals;
}

/*
 * The view's column whose name begins so: its number in the table, and its name.  If
 * number is given, of that column of the table.  0 = none.
 */
static AttrNumber
deciding_column(const Target *target, const char *prefix, AttrNumber number, char **name)
{
	Relation	view;
	const Query *query;
	AttrNumber	found = InvalidAttrNumber;
	ListCell   *cell;

	if (target->is_ours)
		return InvalidAttrNumber;
	view = relation_open(target->named, AccessShareLock);
	query = get_view_query(view);
	foreach(cell, query->targetList)
	{
		const TargetEntry *entry = lfirst_node(TargetEntry, cell);
		const FormData_pg_attribute *column = TupleDescAttr(RelationGetDescr(view), entry->resno - 1);
		const Var  *var = (const Var *) entry->expr;

		if (!begins(NameStr(column->attname), prefix) || !IsA(var, Var) ||
			(number != InvalidAttrNumber && var->varattno != number))
			continue;
		found = var->varattno;
		if (name != NULL)
			*name = pstrdup(NameStr(column->attname));
	}
	relation_close(view, NoLock);
	return found;
}

/* The marking column: its number in the table, and its name in the view; 0 = none. */
static AttrNumber
marking_column(const Target *target, char **name)
{
	return deciding_column(target, TARGET_DELETED, InvalidAttrNumber, name);
}

AttrNumber
target_rows_marking(const Target *target)
{
	return marking_column(target, NULL);
}

AttrNumber
target_rows_default(const Target *target, AttrNumber number)
{
	Relation	view;
	AttrNumber	found = InvalidAttrNumber;
	ListCell   *cell;

	if (target->is_ours)
		return InvalidAttrNumber;
	view = relation_open(target->named, AccessShareLock);
	foreach(cell, get_view_query(view)->targetList)
	{
		const TargetEntry *entry = lfirst_node(TargetEntry, cell);
		const Var  *var = (const Var *) entry->expr;

		if (IsA(var, Var) && var->varattno == number &&
			TupleDescAttr(RelationGetDescr(view), entry->resno - 1)->atthasdef)
			found = entry->resno;
	}
	relation_close(view, NoLock);
	return found;
}

bool
target_rows_is_decided(const Target *target, AttrNumber number)
{
	return deciding_column(target, TARGET_FIXED, number, NULL) != InvalidAttrNumber ||
		deciding_column(target, TARGET_DELETED, number, NULL) != InvalidAttrNumber;
}

/* Is the condition on this column alone? */
static bool
is_about(Node *condition, AttrNumber number)
{
	Bitmapset  *columns = NULL;

	pull_varattnos(condition, 1, &columns);
	return number != InvalidAttrNumber &&
		bms_equal(columns, bms_make_singleton(number - FirstLowInvalidHeapAttributeNumber));
}

/* A condition as SQL that means the same under any search_path. */
static char *
deparse(const Target *target, Node *condition, const char *alias)
{
	int			scope = settings_scope_enter();
	char	   *text;

	settings_scope_close_path();
	text = deparse_expression(condition, deparse_context_for(alias, RelationGetRelid(target->relation)), true, false);
	settings_scope_leave(scope);
	return text;
}

static void
append_and(StringInfo list, const char *condition)
{
	appendStringInfo(list, "%s(%s)", list->len > 0 ? " AND " : "", condition);
}

char *
target_rows_condition(const Target *target, const char *alias)
{
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	foreach(cell, conditions(target))
		append_and(&list, deparse(target, lfirst(cell), alias));
	return list.len == 0 ? NULL : list.data;
}

/* ---- marked as deleted ---- */

bool
target_rows_can_be_marked(const Target *target)
{
	return marking_column(target, NULL) != InvalidAttrNumber;
}

char *
target_rows_mark(const Target *target)
{
	char	   *name = NULL;
	AttrNumber	number = marking_column(target, &name);
	Oid			type = TupleDescAttr(RelationGetDescr(target->relation), number - 1)->atttypid;

	return psprintf("%s = %s", quote_identifier(name),
					type == BOOLOID ? "true" : type == TIMESTAMPOID ? TARGET_NOW_UTC : "pg_catalog.now()");
}

/* WHERE: is row t in the list, and marked? */
static char *
marked_condition(const Target *target)
{
	AttrNumber	number = marking_column(target, NULL);
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	foreach(cell, conditions(target))
	{
		char	   *condition = deparse(target, lfirst(cell), "t");

		append_and(&list, is_about(lfirst(cell), number) ? psprintf("(%s) IS NOT TRUE", condition) : condition);
	}
	return list.data;
}

static char *
table_name(const Target *target)
{
	return quote_qualified_identifier(get_namespace_name(RelationGetNamespace(target->relation)),
									  RelationGetRelationName(target->relation));
}

/* The table's column by the name of ours, or NULL of its kind. */
static char *
column_sql(const Target *target, const char *name)
{
	char	   *own = target_own_name(target, name);

	return own == NULL ? psprintf("NULL::pg_catalog.text COLLATE pg_catalog.\"C\" AS %s", name)
		: psprintf("t.%s AS %s", quote_identifier(own), name);
}

char *
target_rows_marked(const Target *target)
{
	return psprintf("(SELECT %s, %s, %s, NULL::pg_catalog.bool AS subscribed FROM %s AS t WHERE %s)", column_sql(target, "customer_id"),
					column_sql(target, "identifier"), column_sql(target, "email"), table_name(target),
					marked_condition(target));
}

char *
target_rows_delete_marked(const Target *target)
{
	return psprintf("DELETE FROM %s AS t WHERE t.%s OPERATOR(pg_catalog.=) ANY ($1) AND %s", table_name(target),
					quote_identifier(target_own_name(target, "customer_id")), marked_condition(target));
}
