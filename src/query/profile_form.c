/*
 * profile_form.c
 *
 * Orders of a few customers are best looked up by index, one customer at a time;
 * those of a million are best counted in one pass.  The planner estimates the
 * cost of each form: a plan takes about a millisecond, the wrong form many
 * seconds.
 *
 * Columns that are not used are not in the query, so no privilege on them is
 * needed.
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

#include "query/profile_form.h"
#include "schema/profile_select.h"
#include "support/settings_scope.h"

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

/* The columns of the profiles that the query uses. */
static List *
used_columns(List *all, Query *query)
{
	UsedColumns used = {0};
	List	   *columns = NIL;
	ListCell   *cell;

	(void) query_tree_walker(query, used_columns_walker, &used, 0);
	foreach(cell, all)
		if (bms_is_member(foreach_current_index(cell) + 1, used.columns))
			columns = lappend(columns, lfirst(cell));
	return columns;
}

/* ---- forms ---- */

/* The planner's estimate of the query's cost. */
static double
plan_cost(const char *sql, int form, ParamListInfo params)
{
	return pg_plan_query(analyze(sql, params), sql, form == 0 ? CURSOR_OPT_PARALLEL_OK : 0,
						 params)->planTree->total_cost;
}

/* The cheapest of the forms that differ for these columns, found greedily. */
static int
cheapest_form(ProfileSql sql, void *state, ParamListInfo params, const List *columns)
{
	int			look_ups = profile_look_ups(columns);
	int			best = 0;
	double		best_cost;

	if (look_ups == 0)
		return best;
	best_cost = plan_cost(sql(profile_select(columns, best), state), best, params);
	for (int choice = 1; choice < NUM_PROFILE_FORMS; choice <<= 1)
	{
		double		cost;

		if ((look_ups & choice) == 0)
			continue;
		cost = plan_cost(sql(profile_select(columns, best | choice), state), best | choice, params);
		if (cost < best_cost)
		{
			best |= choice;
			best_cost = cost;
		}
	}
	return best;
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
profile_cheapest(ProfileSql sql, void *state, ParamListInfo params, int *form)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext scratch = AllocSetContextCreate(caller, "customers plans", ALLOCSET_DEFAULT_SIZES);
	List	   *columns;
	char	   *cheapest;

	MemoryContextSwitchTo(scratch);
	PushActiveSnapshot(GetTransactionSnapshot());
	columns = profile_all_columns();
	columns = used_columns(columns, analyze(sql(profile_select(columns, 0), state), params));
	*form = cheapest_form(sql, state, params, columns);
	PopActiveSnapshot();
	MemoryContextSwitchTo(caller);
	cheapest = sql(profile_select(columns, *form), state);
	MemoryContextDelete(scratch);
	return cheapest;
}
