/*
 * profile_form.c
 *
 * Orders of a few customers are best looked up by index, one customer after
 * the other; of a million, they are best counted in one pass.  How many it
 * will be, the planner estimates: so it is asked what each form would cost.
 * A plan takes about a millisecond, the wrong form many seconds.
 *
 * What is computed for all at once is best computed once: parallel workers
 * would each do it again.  Compiling the query (jit) has been seen to take
 * longer than to run it.
 */
#include "postgres.h"

#include "parser/parser.h"
#include "tcop/tcopprot.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "profile_form.h"
#include "profile_select.h"
#include "settings_scope.h"

/* What the planner holds the query to cost. */
static double
plan_cost(const char *sql, int form, ParamListInfo params)
{
	RawStmt    *raw = linitial_node(RawStmt, raw_parser(sql, RAW_PARSE_DEFAULT));
	int			nparams = params == NULL ? 0 : params->numParams;
	Oid		   *types = palloc(Max(nparams, 1) * sizeof(Oid));
	List	   *queries;

	for (int i = 0; i < nparams; i++)
		types[i] = params->params[i].ptype;
	queries = compat_analyze_and_rewrite(raw, sql, types, nparams);
	return pg_plan_query(linitial_node(Query, queries), sql,
						 form == 0 ? CURSOR_OPT_PARALLEL_OK : 0, params)->planTree->total_cost;
}

void
profile_pin_settings(int form)
{
	settings_scope_set("search_path", PROFILE_SEARCH_PATH);
	settings_scope_set("jit", "off");
	if (form != 0)
		settings_scope_set("max_parallel_workers_per_gather", "0");
}

int
profile_cheapest(ProfileSql sql, void *state, ParamListInfo params)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext scratch = AllocSetContextCreate(caller, "customers plans", ALLOCSET_DEFAULT_SIZES);
	int			best = 0;
	double		best_cost;

	MemoryContextSwitchTo(scratch);
	PushActiveSnapshot(GetTransactionSnapshot());
	best_cost = plan_cost(sql(best, state), best, params);
	for (int choice = 1; choice < NUM_PROFILE_FORMS; choice <<= 1)
	{
		double		cost = plan_cost(sql(best | choice, state), best | choice, params);

		if (cost < best_cost)
		{
			best |= choice;
			best_cost = cost;
		}
	}
	PopActiveSnapshot();
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(scratch);
	return best;
}
