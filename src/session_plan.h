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

#include "executor/spi.h"

/* The plan of a statement, prepared at its first use.  SPI must be connected. */
extern SPIPlanPtr session_plan(const char *sql, int nargs, const Oid *types);

/* SPI_execute() by such a plan. */
extern int	session_execute(const char *sql, bool read_only, long count);

#endif							/* CUSTOMERS_SESSION_PLAN_H */
