/*
 * query_run.c
 *
 *		SQL -> parse, analyze, plan -> executor -> QueryRowCallback
 *
 * The executor is run as for a SQL function that returns a set row by row
 * (functions.c): its state and locks belong to the resource owner of the calling
 * portal.  A callback that returns false stops ExecutorRun() like a DestReceiver
 * that is full; the next call continues after that row.
 *
 * The callback runs under settings that make the text of values the same in every
 * session.  The query runs under them too, unless it contains a user's condition,
 * which may depend on TimeZone.  Then rows are buffered and passed on together:
 * changing the settings takes longer than writing a row.
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

/* Rows buffered of a query with a user's condition. */
#define KEPT_ROWS 100

/* Rows that were read ahead. */
typedef struct Hold
{
	MemoryContext context;		/* of the rows */
	Size		bytes;			/* that they may take */
	List	   *rows;			/* of MinimalTuple */
	int			next;			/* row that the callback gets next */
	QueryRowCallback callback;	/* of the query, and its state */
	void	   *state;
	QueryRowCallback look;
	void	   *look_state;
} Hold;

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
	bool		stopped;		/* the query paused, and has not ended */
	bool		ended;
	Hold	   *hold;			/* rows that wait; NULL = none */

	/* for a query with a user's condition: */
	bool		has_condition;
	TupleTableSlot *slot;		/* for the callback */
	MemoryContext context;		/* of kept */
	MinimalTuple kept[KEPT_ROWS];
	int			nkept;
	int			next;			/* of kept, for the callback */
};

static void
receiver_startup(DestReceiver *self, int operation, TupleDesc typeinfo)
{
}

static void
receiver_shutdown(DestReceiver *self)
{
}

/* Buffers a row; false if the buffer is full. */
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
			/* the destination may be any but DestNone and DestSPI */
			receiver_receive, receiver_startup, receiver_shutdown, receiver_shutdown, DestTuplestore
		}, run
	};
	plan = plan_query(query, params);
	/* taken after the locks of planning */
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

/* Continues the query; false if it has ended. */
static bool
run_query(QueryRun *run)
{
	int			scope = enter_scope(run->form, run->has_condition);

	run->stopped = false;
	compat_executor_run(run->desc);
	settings_scope_leave(scope);
	return run->stopped;
}

/* Passes the buffered rows to the callback; false if it returned false. */
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

/* Like run_query(), with buffered rows. */
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

static bool
run_on(QueryRun *run)
{
	if (run->ended)
		return false;
	PushActiveSnapshot(run->desc->snapshot);
	run->ended = !(run->has_condition ? run_condition(run) : run_query(run));
	PopActiveSnapshot();
	return !run->ended;
}

/* ---- rows that are held ---- */

/* QueryRowCallback: holds a row. */
static bool
hold_row(void *state, TupleTableSlot *slot)
{
	Hold	   *hold = state;
	MemoryContext old = MemoryContextSwitchTo(hold->context);

	hold->rows = lappend(hold->rows, ExecCopySlotMinimalTuple(slot));
	MemoryContextSwitchTo(old);
	(void) hold->look(hold->look_state, slot);
	return MemoryContextMemAllocated(hold->context, false) < hold->bytes;
}

bool
query_run_hold(QueryRun *run, Size bytes, QueryRowCallback look, void *state)
{
	Hold	   *hold = palloc0(sizeof(Hold));

	hold->context = AllocSetContextCreate(CurrentMemoryContext, "customers held rows", ALLOCSET_DEFAULT_SIZES);
	hold->bytes = bytes;
	hold->look = look;
	hold->look_state = state;
	hold->callback = run->callback;
	hold->state = run->state;
	run->callback = hold_row;
	run->state = hold;
	(void) run_on(run);
	run->callback = hold->callback;
	run->state = hold->state;
	run->hold = hold;
	return run->ended;
}

/* Passes the rows that are held to the callback; false if it returned false. */
static bool
give_held(QueryRun *run)
{
	Hold	   *hold = run->hold;
	int			scope = settings_scope_enter();
	bool		more = true;

	settings_scope_pin_text();
	while (more && hold->next < list_length(hold->rows))
	{
		ExecStoreMinimalTuple(list_nth(hold->rows, hold->next++), run->slot, false);
		more = run->callback(run->state, run->slot);
	}
	settings_scope_leave(scope);
	return more;
}

bool
query_run_next(QueryRun *run)
{
	if (run->hold != NULL)
	{
		if (!give_held(run))
			return true;
		MemoryContextDelete(run->hold->context);
		run->hold = NULL;
	}
	return run_on(run);
}

void
query_run_end(QueryRun *run)
{
	ExecDropSingleTupleTableSlot(run->slot);
	ExecutorFinish(run->desc);
	ExecutorEnd(run->desc);
	FreeQueryDesc(run->desc);
}
