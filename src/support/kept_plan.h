/*
 * kept_plan.h
 *
 * A statement that a trigger runs for many rows, planned once: its plan lives
 * as long as a memory context, such as that of the trigger's FmgrInfo, and
 * goes with it.
 */
#ifndef CUSTOMERS_KEPT_PLAN_H
#define CUSTOMERS_KEPT_PLAN_H

#include "postgres.h"

#include "executor/spi.h"

/* SPI must be connected; the plan outlives SPI_finish(). */
extern SPIPlanPtr kept_plan(MemoryContext context, const char *sql, int nargs, Oid *types);

#endif							/* CUSTOMERS_KEPT_PLAN_H */
