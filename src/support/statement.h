/*
 * statement.h
 *
 * The gate to the database: one SQL statement with typed parameters.
 *
 *		Statement	find = statement("SELECT customer_id FROM crm.customers WHERE email = $1");
 *
 *		statement_text(&find, email);
 *		n = statement_select(&find);
 *		for (int i = 0; i < n; i++)
 *			ids[i] = spi_int64(i, 1, "customers.customer_id");		-- spi_value.h
 *		statement_done();
 *
 * SPI must be connected: by SPI_connect(), or by statement_connect() if the caller's
 * result must outlive SPI_finish().  No function changes the current memory context.
 * Parameter values must live until the statement has run.  A result can be read
 * (spi_value.h) until the next statement runs.  All functions error if the result is
 * not of the expected kind, as when a rule (CREATE RULE ... DO INSTEAD) replaces the
 * statement.
 *
 * A statement runs with pg_catalog first on the search_path, or under the closed
 * one; settings_scope.h says what needs no schema under each.
 */
#ifndef CUSTOMERS_STATEMENT_H
#define CUSTOMERS_STATEMENT_H

#include "postgres.h"

#include "nodes/params.h"
#include "tcop/dest.h"

typedef struct Statement
{
	const char *sql;

	/* may be set by the caller; zero by default */
	bool		read_only;		/* use the active snapshot, not a new one */
	bool		latest;			/* read under the latest snapshot, whatever the
								 * isolation level */
	bool		closed;			/* under the closed search_path (settings_scope.h):
								 * runs no code of an application */
	bool		kept;			/* keep the plan for the session: for statements
								 * that every call runs */
	bool		joins_sets;		/* join by merging whole sets in order: where the
								 * planner cannot know how many rows there are */
	bool		queues_triggers;	/* AFTER triggers fire at the end of the outer
									 * statement; not if prepared */
	long		limit;			/* rows; 0 = all */

	/* private */
	struct _SPI_plan *plan;		/* of statement_prepare() */
	int			nparams;
	int			maxparams;
	Oid		   *types;
	Datum	   *values;
	char	   *nulls;
} Statement;

extern Statement statement(const char *sql);

/* Adds the next parameter: $1, $2, ...  NULL pointers are NULL. */
extern void statement_int8(Statement *statement, int64 value);
extern void statement_text(Statement *statement, const char *value);
extern void statement_datum(Statement *statement, Oid type, Datum value, bool isnull);

/* Runs a SELECT; returns the number of rows. */
extern uint64 statement_select(Statement *statement);

/*
 * Runs an INSERT, UPDATE or DELETE; returns the number of rows written.  With
 * RETURNING, they are the result.
 */
extern uint64 statement_write(Statement *statement);

/* Runs DDL or another utility statement, without parameters. */
extern void statement_utility(const char *sql);

/* Runs a statement of any kind; returns the number of rows processed. */
extern uint64 statement_run(Statement *statement);

/* Frees the result; else SPI_finish() does. */
extern void statement_done(void);

/* SPI_connect() that does not change the current memory context. */
extern void statement_connect(void);

/* ---- many rows ---- */

/*
 * Runs a SELECT batch by batch.  The callback finds the rows of a batch as the
 * result, runs in a memory context that is reset after it, and returns false to
 * stop.  Once it has read the rows, it may run other statements.
 */
typedef bool (*StatementBatch) (void *state, uint64 nrows);

extern void statement_each(Statement *statement, int batch_rows, StatementBatch callback,
						   void *state);

/* Runs a SELECT and sends its rows to a receiver; there is no result to read. */
extern void statement_send(Statement *statement, DestReceiver *receiver);

/*
 * The parameters, for a caller that runs the executor itself.  NULL if there are
 * none, as planner and executor hooks may not expect an empty list.
 */
extern ParamListInfo statement_params(const Statement *statement);

/* ---- many runs ---- */

/*
 * Plans a statement that is run many times, for parameters of these types.  The plan
 * is freed with the memory context; SPI may be disconnected meanwhile.  Before each
 * further run, statement_again() clears the parameters.
 */
extern void statement_prepare(Statement *statement, MemoryContext context, int ntypes,
							  const Oid *types);
extern void statement_again(Statement *statement);

/* ---- a result while other statements run ---- */

typedef struct StatementResult
{
	struct SPITupleTable *rows;
	uint64		nrows;
} StatementResult;

/* Puts the result aside while other statements run; take it up to read it. */
extern StatementResult statement_put_aside(void);
extern void statement_take_up(const StatementResult *result);

#endif							/* CUSTOMERS_STATEMENT_H */
