/*
 * statement.c
 *
 *		SQL, parameters -> SPI -> is it what was meant to happen? -> rows
 *
 * SPI leaves the caller in a memory context of its own; nothing here does.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "support/rule.h"
#include "support/session_plan.h"
#include "support/statement.h"

Statement
statement(const char *sql)
{
	Statement	statement = {.sql = sql};

	return statement;
}

/* ---- parameters ---- */

void
statement_datum(Statement *statement, Oid type, Datum value, bool isnull)
{
	int			i = statement->nparams++;

	if (i >= STATEMENT_MAX_PARAMS)
		elog(ERROR, "too many parameters: %s", statement->sql);
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

/* ---- running ---- */

static int
execute(Statement *statement)
{
	return statement->kept
		? session_execute_with_args(statement->sql, statement->nparams, statement->types,
									statement->values, statement->nulls, statement->read_only,
									statement->limit)
		: SPI_execute_with_args(statement->sql, statement->nparams, statement->types,
								statement->values, statement->nulls, statement->read_only,
								statement->limit);
}

static void
refuse_result(const Statement *statement, int result)
{
	rule_refuse(result);
	elog(ERROR, "%s: %s", SPI_result_code_string(result), statement->sql);
}

uint64
statement_select(Statement *statement)
{
	MemoryContext caller = CurrentMemoryContext;
	int			result = execute(statement);

	MemoryContextSwitchTo(caller);
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
	MemoryContext caller = CurrentMemoryContext;
	int			result = execute(statement);

	MemoryContextSwitchTo(caller);
	if (!is_write(result))
		refuse_result(statement, result);
	return SPI_processed;
}

void
statement_utility(const char *sql)
{
	Statement	utility = statement(sql);
	MemoryContext caller = CurrentMemoryContext;
	int			result = execute(&utility);

	MemoryContextSwitchTo(caller);
	if (result != SPI_OK_UTILITY)
		refuse_result(&utility, result);
}

void
statement_each(Statement *statement, int batch_rows, StatementBatch callback, void *state)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext batch = AllocSetContextCreate(caller, "customers batch of rows",
												ALLOCSET_DEFAULT_SIZES);
	Portal		portal = SPI_cursor_open_with_args(NULL, statement->sql, statement->nparams,
												   statement->types, statement->values,
												   statement->nulls, statement->read_only, 0);
	bool		more = true;

	while (more)
	{
		SPITupleTable *rows;

		CHECK_FOR_INTERRUPTS();
		SPI_cursor_fetch(portal, true, batch_rows);
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
