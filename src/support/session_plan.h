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
 * what that does.  Only statement.c calls it: the member kept of a Statement.
 */
extern int	session_plan_execute(const char *sql, int nparams, Oid *types, Datum *values,
								 const char *nulls, bool read_only, long limit);

#endif							/* CUSTOMERS_SESSION_PLAN_H */
