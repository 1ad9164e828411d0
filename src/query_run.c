/*
 * query_run.c
 *
 *		SQL -> parse, analyze, plan -> executor -> QueryRowCallback
 *
 * The executor is driven as for a SQL function that returns a set row by row
 * (functions.c): its state and locks belong to the resource owner of the
 * portal that called.  A callback that asks for a break stops ExecutorRun()
 * as a DestReceiver that is full does; the next call goes on behind it.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "profile_form.h"
#include "query_run.h"
#include "settings_scope.h"

typedef struct RowReceiver
{
	DestReceiver pub;
	QueryRowCallback callback;
	void	   *state;
	bool		stopped;		/* the callback asked for a break */
} RowReceiver;

struct QueryRun
{
	RowReceiver receiver;
	QueryDesc  *desc;
	int			form;			/* of the profiles */
};

static void
receiver_startup(DestReceiver *self, int operation, TupleDesc typeinfo)
{
}

static void
receiver_shutdown(DestReceiver *self)
{
}

static bool
receiver_receive(TupleTableSlot *slot, DestReceiver *self)
{
	RowReceiver *receiver = (RowReceiver *) self;

	receiver->stopped = !receiver->callback(receiver->state, slot);
	return !receiver->stopped;
}

/* Settings of planning and running; the caller leaves the scope. */
static int
enter_scope(int form)
{
	int			scope = settings_scope_enter();

	settings_scope_pin_text();
	profile_pin_settings(form);
	return scope;
}

static PlannedStmt *
plan_query(const ProfileQuery *query, ParamListInfo params)
{
	RawStmt    *statement = linitial_node(RawStmt, pg_parse_query(query->sql));
	List	   *queries = compat_analyze_and_rewrite(statement, query->sql, query->types,
													 query->nparams);

	return pg_plan_query(linitial_node(Query, queries), query->sql, 0, params);
}

QueryRun *
query_run_start(const ProfileQuery *query, QueryRowCallback callback, void *state)
{
	QueryRun   *run = palloc0(sizeof(QueryRun));
	ParamListInfo params = profile_params(query);
	int			scope = enter_scope(query->form);

	run->form = query->form;
	run->receiver = (RowReceiver)
	{
		{
			receiver_receive, receiver_startup, receiver_shutdown, receiver_shutdown, DestTuplestore
		}, callback, state, false	/* any but DestNone, DestSPI */
	};
	run->desc = CreateQueryDesc(plan_query(query, params), query->sql, GetActiveSnapshot(),
								InvalidSnapshot, &run->receiver.pub, params, NULL, 0);
	ExecutorStart(run->desc, EXEC_FLAG_SKIP_TRIGGERS);
	settings_scope_leave(scope);
	return run;
}

TupleDesc
query_run_columns(const QueryRun *run)
{
	return run->desc->tupDesc;
}

bool
query_run_next(QueryRun *run)
{
	int			scope = enter_scope(run->form);

	run->receiver.stopped = false;
	PushActiveSnapshot(run->desc->snapshot);
	compat_executor_run(run->desc);
	PopActiveSnapshot();
	settings_scope_leave(scope);
	return run->receiver.stopped;
}

void
query_run_end(QueryRun *run)
{
	ExecutorFinish(run->desc);
	ExecutorEnd(run->desc);
	FreeQueryDesc(run->desc);
}
