/*
 * condition_implied.c
 *
 *		'VIP' = ANY (groups) AND ...	-> EXISTS (a membership of that group)
 *		orders_count = 0 AND ...		-> NOT EXISTS (an order)
 *
 * The planner cannot look into an aggregate: without these it would count the
 * orders and collect the groups of everybody to find the few.  They are added to
 * the condition, not put in its place, and read what the look-ups read.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "nodes/nodeFuncs.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "query/condition_implied.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/target.h"

/* Is it this column of the profiles? */
static bool
is_column(const Node *node, const List *columns, const char *name)
{
	const Var  *var = (const Var *) node;

	return IsA(node, Var) && var->varno == 1 && var->varlevelsup == 0 &&
		var->varattno > 0 && var->varattno <= list_length(columns) &&
		strcmp(((const ProfileColumn *) list_nth(columns, var->varattno - 1))->name, name) == 0;
}

static bool
is_zero(const Node *node)
{
	const Const *value = (const Const *) node;

	return IsA(node, Const) && !value->constisnull &&
		((value->consttype == INT4OID && DatumGetInt32(value->constvalue) == 0) ||
		 (value->consttype == INT8OID && DatumGetInt64(value->constvalue) == 0));
}

/* orders_count = 0 */
static bool
is_no_orders(const OpExpr *test, const List *columns)
{
	Oid			function = get_opcode(test->opno);

	return (function == F_INT84EQ || function == F_INT8EQ) &&
		is_column(linitial(test->args), columns, "orders_count") && is_zero(lsecond(test->args));
}

char *
condition_group(const Node *node, const List *columns)
{
	const ScalarArrayOpExpr *test = (const ScalarArrayOpExpr *) node;
	const Const *name;

	if (!IsA(node, ScalarArrayOpExpr) || !IsA(linitial(test->args), Const))
		return NULL;
	name = linitial(test->args);
	if (!test->useOr || get_opcode(test->opno) != F_TEXTEQ || !OidIsValid(test->inputcollid) ||
		!get_collation_isdeterministic(test->inputcollid) || name->consttype != TEXTOID ||
		name->constisnull || !is_column(lsecond(test->args), columns, "groups"))
		return NULL;
	return TextDatumGetCString(name->constvalue);
}

char *
condition_is_member(const char *group)
{
	return psprintf("EXISTS (SELECT FROM %s AS m JOIN %s AS g ON g.group_id = m.group_id"
					" WHERE m.customer_id = customer_profiles.customer_id AND m.status = 'accepted'"
					" AND g.name = %s)", catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_GROUPS),
					quote_literal_cstr(group));
}

static void
add_implied(StringInfo sql, const Node *condition, const List *columns)
{
	ListCell   *cell;
	const char *group;

	if (condition == NULL)
		return;
	if (is_andclause(condition))
		foreach(cell, ((const BoolExpr *) condition)->args)
			add_implied(sql, lfirst(cell), columns);
	else if (IsA(condition, OpExpr) && is_no_orders((const OpExpr *) condition, columns))
		appendStringInfo(sql, " AND NOT EXISTS (SELECT FROM %s AS o"
						 " WHERE o.customer_id = customer_profiles.customer_id%s)", catalog_name(REL_ORDERS), target_and_counted());
	else if ((group = condition_group(condition, columns)) != NULL)
		appendStringInfo(sql, " AND %s", condition_is_member(group));
}

char *
condition_implied(const Query *query, const List *columns)
{
	StringInfoData sql;

	initStringInfo(&sql);
	add_implied(&sql, query->jointree->quals, columns);
	return sql.data;
}
