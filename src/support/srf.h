/*
 * srf.h
 *
 * Results of functions that return sets: rows are put into a tuplestore, which
 * spills to disk beyond work_mem.  Nothing is left open if the caller stops early.
 */
#ifndef CUSTOMERS_SRF_H
#define CUSTOMERS_SRF_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/tuplestore.h"

typedef struct SrfRows
{
	Tuplestorestate *store;
	TupleDesc	desc;
	MemoryContext context;		/* of the query that reads them */
} SrfRows;

/* Begins the result set of this call; errors if the caller cannot take a set. */
extern SrfRows srf_begin(FunctionCallInfo fcinfo);

/* Adds a copy of a row, with a value for each column of the result. */
extern void srf_put(SrfRows *rows, const Datum *values, const bool *nulls);

/* Adds a row of one text. */
extern void srf_put_text(SrfRows *rows, const char *data, int len);

#endif							/* CUSTOMERS_SRF_H */
