/*
 * query_run.c
 *
 *		SQL -> parse, analyze, plan -> executor -> QueryRowCallback
 *
 * The executor is driven as for a SQL function that returns a set row by row
 * (functions.c): its state and locks belong to the resource owner of the
 * portal that called.  A callback that asks for a break stops ExecutorRun()
 * as a DestReceiver that is full does; the next call goes on behind it.
 *
 * Rows are given to the callback under settings by which values become texts
 * that are the same in every session.  The query runs under them as well, but
 * not one that holds a user's condition, for what is today depends on TimeZone.
 * Its rows are kept until there are some, and then given: settings take longer
 * to set than a row to write.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/snapmgr.h"

#include "query/profile_form.h"
#include "query/query_run.h"
#include "support/compat.h"
#include "support/settings_scope.h"

/* Rows of a user's condition that are kept until they are given. */
#define KEPT_ROWS 100

typedef struct RowReceiver
{
	DestReceiver pub;
	struct QueryRun *run;
} RowReceiver;

struct QueryRun
{
	RowReceiver receiver;
	QueryRowCallback callback;
	void	   *state;
	QueryDesc  *desc;
	int			form;			/* of the profiles */
	bool		stopped;		/* the query had a break, and has not ended */

	/* of a query that holds a user's condition: */
	bool		has_condition;
	TupleTableSlot *slot;		/* what is kept is given in */
	MemoryContext context;		/* of what is kept */
	MinimalTuple kept[KEPT_ROWS];
	int			nkept;
	int			next;			/* of those, to be given */
};

static void
receiver_startup(DestReceiver *self, int operation, TupleDesc typeinfo)
{
}

static void
receiver_shutdown(DestReceiver *self)
{
}

/* Keeps a row; false if there are enough. */
static bool
keep_row(QueryRun *run, TupleTableSlot *slot)
{
	MemoryContext old = MemoryContextSwitchTo(run->context);

	run->kept[run->nkept++] = ExecCopySlotMinimalTuple(slot);
	MemoryContextSwitchTo(old);
	return run->nkept < KEPT_ROWS;
}

static bool
receiver_receive(TupleTableSlot *slot, DestReceiver *self)
{
	QueryRun   *run = ((RowReceiver *) self)->run;
	bool		more = run->has_condition ? keep_row(run, slot) : run->callback(run->state, slot);

	run->stopped = !more;
	return more;
}

/* Settings of planning and running; the caller leaves the scope. */
static int
enter_scope(int form, bool has_condition)
{
	int			scope = settings_scope_enter();

	if (!has_condition)
		settings_scope_pin_text();
	profile_pin_settings(form);
	return scope;
}

static PlannedStmt *
plan_query(const ProfileQuery *query, ParamListInfo params)
{
	const Statement *find = &query->statement;
	RawStmt    *parsed = linitial_node(RawStmt, pg_parse_query(find->sql));
	List	   *queries = pg_analyze_and_rewrite_fixedparams(parsed, find->sql, find->types,
															 find->nparams, NULL);

	return pg_plan_query(linitial_node(Query, queries), find->sql, 0, params);
}

QueryRun *
query_run_start(const ProfileQuery *query, QueryRowCallback callback, void *state)
{
	QueryRun   *run = palloc0(sizeof(QueryRun));
	ParamListInfo params = statement_params(&query->statement);
	int			scope = enter_scope(query->form, query->has_condition);
	PlannedStmt *plan;

	run->callback = callback;
	run->state = state;
	run->form = query->form;
	run->has_condition = query->has_condition;
	run->receiver = (RowReceiver)
	{
		{
			receiver_receive, receiver_startup, receiver_shutdown, receiver_shutdown, DestTuplestore
		}, run					/* any but DestNone, DestSPI */
	};
	plan = plan_query(query, params);
	/* younger than the locks that planning has taken */
	PushActiveSnapshot(GetTransactionSnapshot());
	run->desc = CreateQueryDesc(plan, query->statement.sql, GetActiveSnapshot(), InvalidSnapshot,
								&run->receiver.pub, params, NULL, 0);
	ExecutorStart(run->desc, EXEC_FLAG_SKIP_TRIGGERS);
	PopActiveSnapshot();
	run->slot = MakeSingleTupleTableSlot(run->desc->tupDesc, &TTSOpsMinimalTuple);
	run->context = AllocSetContextCreate(CurrentMemoryContext, "customers rows", ALLOCSET_DEFAULT_SIZES);
	settings_scope_leave(scope);
	return run;
}

TupleDesc
query_run_columns(const QueryRun *run)
{
	return run->desc->tupDesc;
}

/* Goes on with the query; false if it came to its end. */
static bool
run_query(QueryRun *run)
{
	int			scope = enter_scope(run->form, run->has_condition);

	run->stopped = false;
	compat_executor_run(run->desc);
	settings_scope_leave(scope);
	return run->stopped;
}

/* Gives what is kept to the callback; false if that asked for a break. */
static bool
give_kept(QueryRun *run)
{
	int			scope = settings_scope_enter();
	bool		more = true;

	settings_scope_pin_text();
	while (more && run->next < run->nkept)
	{
		ExecStoreMinimalTuple(run->kept[run->next++], run->slot, false);
		more = run->callback(run->state, run->slot);
	}
	settings_scope_leave(scope);
	return more;
}

/* The same as run_query(), by way of what is kept. */
static bool
run_condition(QueryRun *run)
{
	while (give_kept(run))
	{
		if (run->nkept > 0 && !run->stopped)
			return false;
		ExecClearTuple(run->slot);
		MemoryContextReset(run->context);
		run->nkept = run->next = 0;
		(void) run_query(run);
		if (run->nkept == 0)
			return false;
	}
	return true;
}

bool
query_run_next(QueryRun *run)
{
	bool		stopped;

	PushActiveSnapshot(run->desc->snapshot);
	stopped = run->has_condition ? run_condition(run) : run_query(run);
	PopActiveSnapshot();
	return stopped;
}

void
query_run_end(QueryRun *run)
{
	ExecDropSingleTupleTableSlot(run->slot);
	ExecutorFinish(run->desc);
	ExecutorEnd(run->desc);
	FreeQueryDesc(run->desc);
}
