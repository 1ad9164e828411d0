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
 * SPI must be connected: by SPI_connect(), or, for a result that outlives
 * SPI_finish(), by statement_connect(), which leaves the caller's memory context
 * current.  So does every call here, and its values need to live only as long as
 * the call.  A result can be read (spi_value.h) until the next statement is run.
 * Every function errors for a result that is not of the expected kind; of a
 * statement whose place a rule (CREATE RULE ... DO INSTEAD) has taken it says so.
 *
 * A statement runs with pg_catalog first on the search_path, or under the closed
 * one; settings_scope.h says what may be written plainly under each.
 */
#ifndef CUSTOMERS_STATEMENT_H
#define CUSTOMERS_STATEMENT_H

#include "postgres.h"

#include "nodes/params.h"
#include "tcop/dest.h"

typedef struct Statement
{
	const char *sql;

	/* what a caller may set; all zero at first */
	bool		read_only;		/* under the active snapshot; else it sees what
								 * this transaction has written, and others
								 * have committed */
	bool		latest;			/* read as anyone would see it now, whatever
								 * the transaction sees */
	bool		closed;			/* under the closed search_path (settings_scope.h):
								 * nothing of an application's runs along */
	bool		kept;			/* its plan is kept for the session: for those
								 * that every call runs */
	bool		queues_triggers;	/* AFTER triggers wait for the statement around
									 * this one; not if it is prepared */
	long		limit;			/* rows; 0 = all */

	/* the gate's own */
	struct _SPI_plan *plan;		/* of statement_prepare() */
	int			nparams;
	int			maxparams;
	Oid		   *types;
	Datum	   *values;
	char	   *nulls;
} Statement;

extern Statement statement(const char *sql);

/* The next parameter: $1, $2, ...  NULL pointers are NULL. */
extern void statement_int8(Statement *statement, int64 value);
extern void statement_text(Statement *statement, const char *value);
extern void statement_datum(Statement *statement, Oid type, Datum value, bool isnull);

/* Runs a SELECT; returns how many rows it found. */
extern uint64 statement_select(Statement *statement);

/*
 * Runs an INSERT, UPDATE or DELETE; returns how many rows it has written.  With
 * RETURNING they are there to be read.
 */
extern uint64 statement_write(Statement *statement);

/* DDL and other utility statements, without parameters. */
extern void statement_utility(const char *sql);

/* Runs a statement of whatever kind; returns how many rows it processed. */
extern uint64 statement_run(Statement *statement);

/* Frees the result; else it goes when SPI is disconnected. */
extern void statement_done(void);

/* SPI_connect(), with the caller's memory context still the current one. */
extern void statement_connect(void);

/* ---- many rows ---- */

/*
 * Reads what a SELECT finds batch by batch.  The callback gets the rows of one
 * as the result, in a memory context that is reset after it; it returns whether
 * it wants more.  It may run statements once it has read the rows.
 */
typedef bool (*StatementBatch) (void *state, uint64 nrows);

extern void statement_each(Statement *statement, int batch_rows, StatementBatch callback,
						   void *state);

/* The rows of a SELECT go to a receiver, one by one; there is no result. */
extern void statement_send(Statement *statement, DestReceiver *receiver);

/*
 * The parameters, for a caller that runs the SQL by the executor itself; NULL if
 * there are none: planners and executors that extensions add tell no list from
 * an empty one by that.
 */
extern ParamListInfo statement_params(const Statement *statement);

/* ---- many runs ---- */

/*
 * Plans a statement once, for parameters of these types.  The plan, and the
 * room for parameters, go with the memory context; SPI may be disconnected
 * meanwhile.  Before each further run statement_again() forgets the parameters
 * of the last one.
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

/* Puts the result aside; take it up to read on. */
extern StatementResult statement_put_aside(void);
extern void statement_take_up(const StatementResult *result);

#endif							/* CUSTOMERS_STATEMENT_H */
