/*
 * profile_form.c
 *
 * Orders of a few customers are best looked up by index, one customer at a time;
 * those of a million are best counted in one pass.  profile_cost.c chooses, from the
 * planner's estimates: a plan takes about a millisecond, the wrong form many
 * seconds.
 *
 * Columns that are not used are not in the query, so no privilege on them is
 * needed.
 *
 * Look-ups for output alone are made for those who meet the filter.  The planner
 * would not always do so: it joins all look-ups before it filters by one of them,
 * if it estimates the same number of rows.
 *
 * In one pass, parallel workers would each compute the counts again: so they are
 * off.  So is jit: compiling can take longer than running the query.
 */
#include "postgres.h"

#include "nodes/bitmapset.h"
#include "nodes/nodeFuncs.h"
#include "parser/parser.h"
#include "tcop/tcopprot.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "query/condition_implied.h"
#include "query/profile_cost.h"
#include "query/profile_form.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/settings_scope.h"
#include "support/target.h"

static Query *
analyze(const char *sql, ParamListInfo params)
{
	RawStmt    *raw = linitial_node(RawStmt, raw_parser(sql, RAW_PARSE_DEFAULT));
	int			nparams = params == NULL ? 0 : params->numParams;
	Oid		   *types = palloc(Max(nparams, 1) * sizeof(Oid));

	for (int i = 0; i < nparams; i++)
		types[i] = params->params[i].ptype;
	return linitial_node(Query, pg_analyze_and_rewrite_fixedparams(raw, sql, types, nparams, NULL));
}

/* ---- columns ---- */

typedef struct UsedColumns
{
	Index		depth;			/* of subqueries */
	Bitmapset  *columns;		/* of the profiles, from 1 */
} UsedColumns;

static bool
used_columns_walker(Node *node, UsedColumns *used)
{
	bool		result;

	if (node == NULL)
		return false;
	if (IsA(node, Var))
	{
		const Var  *var = (Var *) node;

		if (var->varno == 1 && var->varlevelsup == used->depth)
			used->columns = bms_add_member(used->columns, var->varattno);
		return false;
	}
	if (!IsA(node, Query))
		return expression_tree_walker(node, used_columns_walker, used);
	used->depth++;
	result = query_tree_walker((Query *) node, used_columns_walker, used, 0);
	used->depth--;
	return result;
}

/* Its first relation, if that is a subquery; else NULL. */
static const RangeTblEntry *
first_subquery(const Query *query)
{
	const RangeTblEntry *first = query->rtable == NIL ? NULL : linitial_node(RangeTblEntry, query->rtable);

	return first != NULL && first->rtekind == RTE_SUBQUERY ? first : NULL;
}

/*
 * The numbers, from 1, of the profiles' columns that the query uses, or the subquery
 * that has the profiles.
 */
static Bitmapset *
used_columns(Query *query)
{
	UsedColumns used = {0};
	const RangeTblEntry *first;

	while ((first = first_subquery(query)) != NULL && strcmp(first->eref->aliasname, catalog_bare_name(REL_PROFILES)) != 0)
		query = first->subquery;
	(void) query_tree_walker(query, used_columns_walker, &used, 0);
	return used.columns;
}

/* Those of the columns that have these numbers. */
static List *
numbered(const List *all, const Bitmapset *numbers)
{
	List	   *columns = NIL;
	ListCell   *cell;

	foreach(cell, all)
		if (bms_is_member(foreach_current_index(cell) + 1, numbers))
			columns = lappend(columns, lfirst(cell));
	return columns;
}

/* ---- forms ---- */

/* The columns of a query and of its filter, and the look-ups that they need. */
typedef struct Used
{
	List	   *columns;		/* of ProfileColumn */
	List	   *first;			/* those computed before the filter */
	int			look_ups;		/* bits of a form */
	int			late;			/* those made after the filter */
	const char *filter;			/* with what it implies, and the bound */
} Used;

/*
 * If the filter needs a look-up, or rows are bounded, others are made after it.
 * Else the planner filters first by itself.
 */
static Used
find_used(ProfileSql sql, void *state, const char *filter, int64 max_rows, ParamListInfo params)
{
	Used		used = {0};
	List	   *all = profile_all_columns();
	const char *profiles = profile_select(all, 0);
	const char *filtered = psprintf("SELECT FROM (%s) AS %s%s", profiles,
									catalog_bare_name(REL_PROFILES), filter);
	Query	   *query = analyze(filtered, params);
	const char *implied = condition_implied(query, all);
	Bitmapset  *conditions = used_columns(implied[0] == '\0' ? query : analyze(psprintf("%s%s", filtered, implied), params));
	Bitmapset  *output = used_columns(analyze(sql(profiles, state), params));
	int			early = profile_look_ups(numbered(all, conditions));
	ListCell   *cell;

	used.columns = numbered(all, bms_union(output, conditions));
	used.look_ups = profile_look_ups(used.columns);
	used.filter = psprintf("%s%s%s", filter, implied, max_rows == 0 ? ""
						   : psprintf(" ORDER BY customer_profiles.customer_id LIMIT " INT64_FORMAT, max_rows));
	/* each machine filters by itself, too */
	used.late = (early == 0 && max_rows == 0) || target_is_distributed() ? 0 : used.look_ups & ~early;
	foreach(cell, all)
	{
		ProfileColumn *column = lfirst(cell);

		if (strcmp(column->name, "customer_id") == 0 ||
			(list_member_ptr(used.columns, column) &&
			 (profile_look_ups(list_make1(column)) & used.late) == 0))
			used.first = lappend(used.first, column);
	}
	return used;
}

/*
 * The profiles that meet the filter.  OFFSET 0 keeps the planner from joining the
 * late look-ups before it.
 */
static char *
filtered_profiles(const Used *used, int form)
{
	const char *profiles = profile_select(used->late == 0 ? used->columns : used->first, form);
	char	   *filtered = psprintf("SELECT * FROM (%s) AS %s%s", profiles,
									catalog_bare_name(REL_PROFILES), used->filter);

	return used->late == 0 ? filtered
		: profile_select_more(used->columns, psprintf("%s OFFSET 0", filtered), used->late, form);
}

/* What other machines do is not in the plan: one pass is for all customers alone. */
static int
cheapest_form(const char *sql, ParamListInfo params, int look_ups, bool all)
{
	if (look_ups == 0)
		return 0;
	if (target_is_distributed())
		return all ? look_ups : 0;
	return profile_cost_form(pg_plan_query(analyze(sql, params), sql, 0, params), look_ups);
}

void
profile_pin_settings(int form)
{
	settings_scope_close_path();
	settings_scope_set("jit", "off");
	if (form != 0)
		settings_scope_set("max_parallel_workers_per_gather", "0");
}

char *
profile_cheapest(ProfileSql sql, void *state, const char *filter, int64 max_rows,
				 ParamListInfo params, int *form)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext scratch = AllocSetContextCreate(caller, "customers plans", ALLOCSET_DEFAULT_SIZES);
	Used		used;
	char	   *cheapest;

	MemoryContextSwitchTo(scratch);
	PushActiveSnapshot(GetTransactionSnapshot());
	used = find_used(sql, state, filter, max_rows, params);
	*form = cheapest_form(sql(filtered_profiles(&used, 0), state), params, used.look_ups,
						  used.filter[0] == '\0');
	PopActiveSnapshot();
	cheapest = sql(filtered_profiles(&used, *form), state);
	MemoryContextSwitchTo(caller);
	cheapest = pstrdup(cheapest);
	MemoryContextDelete(scratch);
	return cheapest;
}
