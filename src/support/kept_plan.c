/*
 * kept_plan.c
 *
 * SPI keeps plans until the session ends; here the end of a memory context
 * frees them, also when that comes by an error.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "support/kept_plan.h"

static void
free_plan(void *plan)
{
	SPI_freeplan(plan);
}

SPIPlanPtr
kept_plan(MemoryContext context, const char *sql, int nargs, Oid *types)
{
	MemoryContextCallback *callback = MemoryContextAlloc(context, sizeof(MemoryContextCallback));
	SPIPlanPtr	plan = SPI_prepare(sql, nargs, types);

	if (plan == NULL)
		elog(ERROR, "could not prepare: %s", sql);
	SPI_keepplan(plan);
	callback->func = free_plan;
	callback->arg = plan;
	MemoryContextRegisterResetCallback(context, callback);
	return plan;
}
