/*
 * statement.c
 *
 *		SQL, parameters -> SPI -> result code as expected? -> rows
 *
 * SPI changes the current memory context; the functions here restore it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/snapmgr.h"

#include "support/distributed.h"
#include "support/session_plan.h"
#include "support/settings_scope.h"
#include "support/statement.h"

#define FIRST_PARAMS 8

void
statement_connect(void)
{
	MemoryContext caller = CurrentMemoryContext;

	SPI_connect();
	MemoryContextSwitchTo(caller);
}

Statement
statement(const char *sql)
{
	Statement	statement = {.sql = sql};

	return statement;
}

/* ---- parameters ---- */

static void
make_room(Statement *statement, MemoryContext context, int nparams)
{
	if (statement->maxparams == 0)
	{
		statement->types = MemoryContextAlloc(context, nparams * sizeof(Oid));
		statement->values = MemoryContextAlloc(context, nparams * sizeof(Datum));
		statement->nulls = MemoryContextAlloc(context, nparams);
	}
	else
	{
		statement->types = repalloc(statement->types, nparams * sizeof(Oid));
		statement->values = repalloc(statement->values, nparams * sizeof(Datum));
		statement->nulls = repalloc(statement->nulls, nparams);
	}
	statement->maxparams = nparams;
}

void
statement_datum(Statement *statement, Oid type, Datum value, bool isnull)
{
	int			i = statement->nparams++;

	if (i == statement->maxparams)
		make_room(statement, CurrentMemoryContext, Max(2 * i, FIRST_PARAMS));
	statement->types[i] = type;
	statement->values[i] = isnull ? (Datum) 0 : value;
	statement->nulls[i] = isnull ? 'n' : ' ';
}

void
statement_int8(Statement *statement, int64 value)
{
	statement_datum(statement, INT8OID, Int64GetDatum(value), false);
}

void
statement_text(Statement *statement, const char *value)
{
	statement_datum(statement, TEXTOID, value == NULL ? (Datum) 0 : CStringGetTextDatum(value),
					value == NULL);
}

ParamListInfo
statement_params(const Statement *statement)
{
	ParamListInfo list;

	if (statement->nparams == 0)
		return NULL;
	list = makeParamList(statement->nparams);
	for (int i = 0; i < statement->nparams; i++)
	{
		list->params[i].value = statement->values[i];
		list->params[i].isnull = statement->nulls[i] == 'n';
		list->params[i].pflags = PARAM_FLAG_CONST;
		list->params[i].ptype = statement->types[i];
	}
	return list;
}

/* ---- the search_path ---- */

#define NO_SCOPE 0

/*
 * Citus writes dates into statements for other machines as DateStyle says, and these read
 * them as ISO.
 */
static bool
is_style_misread(void)
{
	return DateStyle != USE_ISO_DATES && distributed_is_possible();
}

static int
enter_path(const Statement *statement)
{
	int			scope;
	bool		misread = is_style_misread();

	if (!misread && !statement->closed && settings_scope_is_pg_catalog_first())
		return NO_SCOPE;
	scope = settings_scope_enter();
	if (misread)
		settings_scope_set("DateStyle", "ISO");
	if (statement->closed)
		settings_scope_close_path();
	else
		settings_scope_pg_catalog_first();
	return scope;
}

static void
leave_path(int scope)
{
	if (scope != NO_SCOPE)
		settings_scope_leave(scope);
}

/* ---- what other machines have lost ---- */

/* SQLSTATE of a warning of citus: a part of a query was not found, and taken for empty. */
#define PART_NOT_FOUND MAKE_SQLSTATE('C', 'I', 'I', 'N', 'F')

/* Error context callback: notes such a warning. */
static void
note_lost(void *lost)
{
	if (geterrcode() == PART_NOT_FOUND)
		*(bool *) lost = true;
}

static void
refuse_lost(const char *sql)
{
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("citus has not read all that a statement needs"),
			 errdetail("%s", sql),
			 errhint("Nothing was changed. Please report it, with the release of citus.")));
}

/* ---- running ---- */

/* Runs a statement whose AFTER triggers fire at the end of the outer statement. */
static int
run_queueing(Statement *statement)
{
	SPIPlanPtr	plan = SPI_prepare(statement->sql, statement->nparams, statement->types);
	int			result;

	if (plan == NULL)
		return SPI_result;
	result = SPI_execute_snapshot(plan, statement->values, statement->nulls, InvalidSnapshot,
								  InvalidSnapshot, statement->read_only, false, statement->limit);
	SPI_freeplan(plan);
	return result;
}

/*
 * Runs a statement whose joins are merge joins.  It is planned under settings that its
 * triggers must not see: they keep the plans that they make.
 */
static int
run_joining_sets(Statement *statement)
{
	SPIPlanPtr	plan = SPI_prepare_cursor(statement->sql, statement->nparams, statement->types,
										  CURSOR_OPT_GENERIC_PLAN);
	int			scope;
	int			result;

	if (plan == NULL)
		return SPI_result;
	scope = settings_scope_enter();
	settings_scope_set("enable_nestloop", "off");
	settings_scope_set("enable_hashjoin", "off");
	ReleaseCachedPlan(SPI_plan_get_cached_plan(plan), NULL);
	settings_scope_leave(scope);
	result = SPI_execute_plan(plan, statement->values, statement->nulls, statement->read_only,
							  statement->limit);
	SPI_freeplan(plan);
	return result;
}

static int
run(Statement *statement)
{
	bool		read_only = statement->read_only || statement->latest;

	if (statement->plan != NULL)
		return SPI_execute_plan(statement->plan, statement->values, statement->nulls, read_only,
								statement->limit);
	if (statement->kept)
		return session_plan_execute(statement->sql, statement->nparams, statement->types,
									statement->values, statement->nulls, read_only,
									statement->limit);
	if (statement->joins_sets)
		return run_joining_sets(statement);
	if (statement->queues_triggers)
		return run_queueing(statement);
	return SPI_execute_with_args(statement->sql, statement->nparams, statement->types,
								 statement->values, statement->nulls, read_only,
								 statement->limit);
}

static int
execute(Statement *statement)
{
	MemoryContext caller = CurrentMemoryContext;
	int			scope = enter_path(statement);
	bool		lost = false;
	ErrorContextCallback callback = {error_context_stack, note_lost, &lost};
	int			result;

	if (statement->latest)
		PushActiveSnapshot(GetLatestSnapshot());
	error_context_stack = &callback;
	result = run(statement);
	error_context_stack = callback.previous;
	if (lost)
		refuse_lost(statement->sql);
	if (statement->latest)
		PopActiveSnapshot();
	leave_path(scope);
	MemoryContextSwitchTo(caller);
	return result;
}

static void
refuse_result(const Statement *statement, int result)
{
	if (result == SPI_OK_REWRITTEN)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
				 errmsg("a rule does something else in place of a change of customers"),
				 errhint("Make the DO INSTEAD rule a trigger, or drop it.")));
	elog(ERROR, "%s: %s", SPI_result_code_string(result), statement->sql);
}

uint64
statement_select(Statement *statement)
{
	int			result = execute(statement);

	if (result != SPI_OK_SELECT)
		refuse_result(statement, result);
	return SPI_processed;
}

static bool
is_write(int result)
{
	switch (result)
	{
		case SPI_OK_INSERT:
		case SPI_OK_UPDATE:
		case SPI_OK_DELETE:
		case SPI_OK_INSERT_RETURNING:
		case SPI_OK_UPDATE_RETURNING:
		case SPI_OK_DELETE_RETURNING:
			return true;
		default:
			return false;
	}
}

uint64
statement_write(Statement *statement)
{
	int			result = execute(statement);

	if (!is_write(result))
		refuse_result(statement, result);
	return SPI_processed;
}

void
statement_utility(const char *sql)
{
	Statement	utility = statement(sql);
	int			result = execute(&utility);

	if (result != SPI_OK_UTILITY)
		refuse_result(&utility, result);
}

uint64
statement_run(Statement *statement)
{
	int			result = execute(statement);

	if (result < 0)
		refuse_result(statement, result);
	return SPI_processed;
}

void
statement_done(void)
{
	SPI_freetuptable(SPI_tuptable);
}

/* ---- many rows ---- */

static Portal
open_cursor(Statement *statement)
{
	int			scope = enter_path(statement);
	Portal		portal = SPI_cursor_open_with_args(NULL, statement->sql, statement->nparams,
												   statement->types, statement->values,
												   statement->nulls, statement->read_only, 0);

	leave_path(scope);
	return portal;
}

void
statement_each(Statement *statement, int batch_rows, StatementBatch callback, void *state)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext batch = AllocSetContextCreate(caller, "customers batch of rows",
												ALLOCSET_DEFAULT_SIZES);
	Portal		portal = open_cursor(statement);
	bool		more = true;

	while (more)
	{
		SPITupleTable *rows;
		bool		lost = false;
		ErrorContextCallback guard = {error_context_stack, note_lost, &lost};

		CHECK_FOR_INTERRUPTS();
		error_context_stack = &guard;
		SPI_cursor_fetch(portal, true, batch_rows);
		error_context_stack = guard.previous;
		if (lost)
			refuse_lost(statement->sql);
		rows = SPI_tuptable;
		MemoryContextSwitchTo(batch);
		more = SPI_processed > 0 && callback(state, SPI_processed);
		SPI_freetuptable(rows);
		MemoryContextReset(batch);
	}
	SPI_cursor_close(portal);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(batch);
}

void
statement_send(Statement *statement, DestReceiver *receiver)
{
	MemoryContext caller = CurrentMemoryContext;
	SPIExecuteOptions options = {
		.params = statement_params(statement), .read_only = statement->read_only,
		.tcount = statement->limit, .dest = receiver
	};
	int			scope = enter_path(statement);
	int			result = statement->plan != NULL ? SPI_execute_plan_extended(statement->plan, &options)
		: SPI_execute_extended(statement->sql, &options);

	leave_path(scope);
	MemoryContextSwitchTo(caller);
	if (result != SPI_OK_SELECT)
		refuse_result(statement, result);
}

/* ---- many runs ---- */

/* Reset callback: frees a kept plan with a memory context. */
static void
free_plan(void *plan)
{
	SPI_freeplan(plan);
}

void
statement_prepare(Statement *statement, MemoryContext context, int ntypes, const Oid *types)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContextCallback *callback = MemoryContextAlloc(context, sizeof(MemoryContextCallback));
	int			scope = enter_path(statement);

	statement->sql = MemoryContextStrdup(context, statement->sql);
	statement->plan = SPI_prepare(statement->sql, ntypes, unconstify(Oid *, types));
	if (statement->plan == NULL)
		refuse_result(statement, SPI_result);
	SPI_keepplan(statement->plan);
	callback->func = free_plan;
	callback->arg = statement->plan;
	MemoryContextRegisterResetCallback(context, callback);
	leave_path(scope);
	MemoryContextSwitchTo(caller);
	make_room(statement, context, Max(ntypes, 1));
}

void
statement_again(Statement *statement)
{
	statement->nparams = 0;
}

/* ---- a result while other statements run ---- */

StatementResult
statement_put_aside(void)
{
	StatementResult result = {SPI_tuptable, SPI_processed};

	SPI_tuptable = NULL;
	return result;
}

void
statement_take_up(const StatementResult *result)
{
	SPI_tuptable = result->rows;
	SPI_processed = result->nrows;
}
