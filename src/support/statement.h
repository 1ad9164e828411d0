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
 *
 * SPI must be connected.  The caller's memory context is current again when a
 * call returns, and its values need to live only as long as the call.  A result
 * is that of SPI (SPI_tuptable) until the next statement.  Every function
 * errors for a result that is not of the expected kind; of a statement whose
 * place a rule (CREATE RULE ... DO INSTEAD) has taken it says so.
 */
#ifndef CUSTOMERS_STATEMENT_H
#define CUSTOMERS_STATEMENT_H

#include "postgres.h"

#define STATEMENT_MAX_PARAMS 40

typedef struct Statement
{
	const char *sql;
	int			nparams;
	Oid			types[STATEMENT_MAX_PARAMS];
	Datum		values[STATEMENT_MAX_PARAMS];
	char		nulls[STATEMENT_MAX_PARAMS];

	/* what a caller may set; all zero at first */
	bool		read_only;		/* under the active snapshot; else it sees what
								 * this transaction has written, and others
								 * have committed */
	bool		kept;			/* its plan is kept for the session: for those
								 * that every call runs */
	long		limit;			/* rows; 0 = all */
} Statement;

extern Statement statement(const char *sql);

/* The next parameter: $1, $2, ...  NULL pointers are NULL. */
extern void statement_int8(Statement *statement, int64 value);
extern void statement_text(Statement *statement, const char *value);
extern void statement_datum(Statement *statement, Oid type, Datum value, bool isnull);

/* Rows that a SELECT found. */
extern uint64 statement_select(Statement *statement);

/*
 * Rows that an INSERT, UPDATE or DELETE has written; with RETURNING they are
 * there to be read.
 */
extern uint64 statement_write(Statement *statement);

/* DDL and other utility statements, without parameters. */
extern void statement_utility(const char *sql);

/*
 * Reads what a SELECT finds batch by batch.  The callback gets the rows of one
 * as the result of SPI, in a memory context that is reset after it; it returns
 * whether it wants more.
 */
typedef bool (*StatementBatch) (void *state, uint64 nrows);

extern void statement_each(Statement *statement, int batch_rows, StatementBatch callback,
						   void *state);

#endif							/* CUSTOMERS_STATEMENT_H */
