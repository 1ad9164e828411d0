/*
 * session_plan.h
 *
 * Plans of the statements that every call runs, kept for the session: to plan
 * them costs more than to run them.  PostgreSQL plans them anew when a table
 * changes under them.
 */
#ifndef CUSTOMERS_SESSION_PLAN_H
#define CUSTOMERS_SESSION_PLAN_H

#include "postgres.h"

/*
 * SPI_execute_plan() of a statement that is planned at its first use; returns
 * what that does.  SPI must be connected.
 */
extern int	session_execute_with_args(const char *sql, int nargs, const Oid *types,
									  const Datum *values, const char *nulls, bool read_only,
									  long count);

/* The same without parameters. */
extern int	session_execute(const char *sql, bool read_only, long count);

#endif							/* CUSTOMERS_SESSION_PLAN_H */
