/*
 * session_plan.h
 *
 * Plans of the statements that every call runs, kept for the session: planning them
 * costs more than running them.  PostgreSQL plans them again if a table changes.
 */
#ifndef CUSTOMERS_SESSION_PLAN_H
#define CUSTOMERS_SESSION_PLAN_H

#include "postgres.h"

/*
 * Runs a statement, which is planned at its first use; returns the result of
 * SPI_execute_plan().  Only statement.c calls this, for Statement.kept.
 */
extern int	session_plan_execute(const char *sql, int nparams, Oid *types, Datum *values,
								 const char *nulls, bool read_only, long limit);

#endif							/* CUSTOMERS_SESSION_PLAN_H */
