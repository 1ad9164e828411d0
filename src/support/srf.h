/*
 * srf.h
 *
 * Results of functions that return sets: rows go to a tuplestore, which keeps
 * what exceeds work_mem on disk.  Nothing stays open if the caller stops early.
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

/* Makes the result of this call a set; errors where none is expected. */
extern SrfRows srf_begin(FunctionCallInfo fcinfo);

/* Adds a row of as many values as the result has columns; nothing is kept. */
extern void srf_put(SrfRows *rows, const Datum *values, const bool *nulls);

/* Adds a row of one text. */
extern void srf_put_text(SrfRows *rows, const char *data, int len);

#endif							/* CUSTOMERS_SRF_H */
