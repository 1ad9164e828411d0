/*
 * interrupt.c
 *
 * For tests alone: a statement is interrupted at a chosen place.  interrupt_next()
 * says how and where, for the next statement of the session:
 *
 *	signal		SIGINT comes so many microseconds after its executor started
 *	cancel, lock, deadlock, timeout
 *				at the n-th event: whenever a query in it, or it itself, has been
 *				analyzed, or is about to be planned, started, finished or ended,
 *				or a utility command to be run.  "cancel" is SIGINT, with its
 *				interrupt check at once; the others are the errors of lock_timeout,
 *				of a deadlock's victim and of statement_timeout.
 *	watch		it is left alone; how long it took and how many events it had
 *				can be asked for afterwards
 *
 * A statement that was to be interrupted never ends well: one that came to its
 * end first fails as "too late" (SQLSTATE TL000), so that nothing it did is
 * there.  One that ended well although it had been interrupted has swallowed
 * the error, and fails as such (SW000).
 */
#include "postgres.h"

#include <dirent.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "access/xact.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "optimizer/planner.h"
#include "parser/analyze.h"
#include "portability/instr_time.h"
#include "tcop/utility.h"
#include "utils/builtins.h"

PG_MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

typedef enum How
{
	NOTHING, WATCH, SIGNAL, CANCEL, LOCK, DEADLOCK, TIMEOUT
} How;

static const char *const how_names[] = {"nothing", "watch", "signal", "cancel", "lock", "deadlock", "timeout"};

static How	armed = NOTHING;	/* for the next statement */
static How	how = NOTHING;		/* of the statement that runs */
static int64 at;
static int64 events;
static int64 took;
static bool fired;
static QueryDesc *watched;
static SubTransactionId watched_in;
static instr_time started;
static timer_t timer;

static ExecutorStart_hook_type next_start;
static ExecutorFinish_hook_type next_finish;
static ExecutorEnd_hook_type next_end;
static planner_hook_type next_planner;
static post_parse_analyze_hook_type next_analyze;
static ProcessUtility_hook_type next_utility;

static void
set_timer(int64 microseconds)
{
	struct itimerspec spec = {{0, 0}, {microseconds / 1000000, microseconds % 1000000 * 1000}};

	if (timer_settime(timer, 0, &spec, NULL) != 0)
		elog(ERROR, "could not set a timer: %m");
}

/* Did the timer that was set come to its end? */
static bool
timer_rang(void)
{
	struct itimerspec left;

	if (timer_gettime(timer, &left) != 0)
		elog(ERROR, "could not read a timer: %m");
	return left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0;
}

static void
stop_watching(void)
{
	set_timer(0);
	watched = NULL;
	how = NOTHING;
}

static void
start_watching(QueryDesc *query)
{
	how = armed;
	armed = NOTHING;
	watched = query;
	watched_in = GetCurrentSubTransactionId();
	events = 0;
	fired = false;
	INSTR_TIME_SET_CURRENT(started);
	if (how == SIGNAL)
		set_timer(Max(at, 1));
}

/* One of the events of the statement that is watched. */
static void
event(void)
{
	if (watched == NULL)
		return;
	events++;
	if (how < CANCEL || events != at)
		return;
	fired = true;
	if (how == CANCEL)
	{
		raise(SIGINT);
		CHECK_FOR_INTERRUPTS();
	}
	else if (how == LOCK)
		ereport(ERROR, (errcode(ERRCODE_LOCK_NOT_AVAILABLE), errmsg("canceling statement due to lock timeout")));
	else if (how == DEADLOCK)
		ereport(ERROR, (errcode(ERRCODE_T_R_DEADLOCK_DETECTED), errmsg("deadlock detected")));
	else
		ereport(ERROR, (errcode(ERRCODE_QUERY_CANCELED), errmsg("canceling statement due to statement timeout")));
}

/* The statement came to its end. */
static void
end_watched(void)
{
	instr_time	now;
	bool		harmless = how == WATCH;
	bool		came = how == SIGNAL ? timer_rang() : fired;
	bool		swallowed = came && !QueryCancelPending;

	INSTR_TIME_SET_CURRENT(now);
	INSTR_TIME_SUBTRACT(now, started);
	took = (int64) INSTR_TIME_GET_MICROSEC(now);
	stop_watching();
	QueryCancelPending = false;
	if (swallowed)
		ereport(ERROR, (errcode(MAKE_SQLSTATE('S', 'W', '0', '0', '0')),
						errmsg("the statement was interrupted, and ended well")));
	if (!harmless)
		ereport(ERROR, (errcode(MAKE_SQLSTATE('T', 'L', '0', '0', '0')),
						errmsg("the statement ended before it was interrupted")));
}

static void
on_start(QueryDesc *query, int flags)
{
	if (armed != NOTHING)
		start_watching(query);
	event();
	if (next_start)
		next_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

static void
on_finish(QueryDesc *query)
{
	event();
	if (next_finish)
		next_finish(query);
	else
		standard_ExecutorFinish(query);
}

static void
on_end(QueryDesc *query)
{
	event();
	if (query == watched)
		end_watched();
	if (next_end)
		next_end(query);
	else
		standard_ExecutorEnd(query);
}

static PlannedStmt *
on_plan(Query *query, const char *text, int options, ParamListInfo params)
{
	event();
	return next_planner ? next_planner(query, text, options, params) :
		standard_planner(query, text, options, params);
}

static void
on_analyze(ParseState *state, Query *query, JumbleState *jumble)
{
	if (next_analyze)
		next_analyze(state, query, jumble);
	event();
}

static void
on_utility(PlannedStmt *statement, const char *text, bool read_only, ProcessUtilityContext context,
		   ParamListInfo params, QueryEnvironment *environment, DestReceiver *receiver, QueryCompletion *completion)
{
	event();
	if (next_utility)
		next_utility(statement, text, read_only, context, params, environment, receiver, completion);
	else
		standard_ProcessUtility(statement, text, read_only, context, params, environment, receiver, completion);
}

/* A statement that failed is watched no longer, nor in which of its savepoints. */
static void
on_transaction(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_ABORT && watched != NULL)
		stop_watching();
}

static void
on_subtransaction(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB && watched != NULL && mine <= watched_in)
		stop_watching();
}

void
_PG_init(void)
{
	if (timer_create(CLOCK_MONOTONIC, &(struct sigevent) {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGINT}, &timer) != 0)
		elog(ERROR, "could not create a timer: %m");
	next_start = ExecutorStart_hook;
	ExecutorStart_hook = on_start;
	next_finish = ExecutorFinish_hook;
	ExecutorFinish_hook = on_finish;
	next_end = ExecutorEnd_hook;
	ExecutorEnd_hook = on_end;
	next_planner = planner_hook;
	planner_hook = on_plan;
	next_analyze = post_parse_analyze_hook;
	post_parse_analyze_hook = on_analyze;
	next_utility = ProcessUtility_hook;
	ProcessUtility_hook = on_utility;
	RegisterXactCallback(on_transaction, NULL);
	RegisterSubXactCallback(on_subtransaction, NULL);
}

/* interrupt_next(how text, at bigint) */
PG_FUNCTION_INFO_V1(interrupt_next);
Datum
interrupt_next(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));

	for (armed = TIMEOUT; strcmp(how_names[armed], name) != 0; armed--)
		if (armed == NOTHING)
			elog(ERROR, "no such way to interrupt: %s", name);
	at = PG_GETARG_INT64(1);
	PG_RETURN_VOID();
}

/* The time that the watched statement took, in microseconds. */
PG_FUNCTION_INFO_V1(interrupt_took);
Datum
interrupt_took(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(took);
}

/* How many events the last statement had before it ended. */
PG_FUNCTION_INFO_V1(interrupt_events);
Datum
interrupt_events(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(events);
}

/* The files that this process has open, but the server's own. */
PG_FUNCTION_INFO_V1(interrupt_open_files);
Datum
interrupt_open_files(PG_FUNCTION_ARGS)
{
	DIR		   *folder = opendir("/proc/self/fd");
	struct dirent *entry;
	int32		files = 0;

	while (folder != NULL && (entry = readdir(folder)) != NULL)
	{
		char		path[64];
		char		target[MAXPGPATH];
		ssize_t		length;

		snprintf(path, sizeof(path), "/proc/self/fd/%.20s", entry->d_name);
		length = readlink(path, target, sizeof(target) - 1);
		if (length <= 0 || target[0] != '/')
			continue;
		target[length] = '\0';
		if (strncmp(target, DataDir, strlen(DataDir)) == 0 && strstr(target, "pgsql_tmp") == NULL)
			continue;
		if (strncmp(target, "/dev/", 5) == 0 || strncmp(target, "/proc/", 6) == 0 ||
			strstr(target, ".log") != NULL)
			continue;
		files++;
	}
	if (folder != NULL)
		closedir(folder);
	PG_RETURN_INT32(files);
}
