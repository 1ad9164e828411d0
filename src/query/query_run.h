/*
 * query_run.h
 *
 * A query that is run piece by piece, across calls of a function that returns
 * a set: what a cursor is, but owned by the portal that called us, so that it
 * ends with that one (at a LIMIT, CLOSE, rollback) and is held with it.
 */
#ifndef CUSTOMERS_QUERY_RUN_H
#define CUSTOMERS_QUERY_RUN_H

#include "postgres.h"

#include "executor/tuptable.h"

#include "query/profile.h"

typedef struct QueryRun QueryRun;

/* Takes a row; false asks for a break behind it.  No context is promised. */
typedef bool (*QueryRowCallback) (void *state, TupleTableSlot *slot);

/*
 * Plans the query and starts it under a snapshot of its own, in the current
 * memory context, which must outlive it.  Texts are written under pinned
 * settings.
 */
extern QueryRun *query_run_start(const ProfileQuery *query, QueryRowCallback callback, void *state);

/* The columns of its rows. */
extern TupleDesc query_run_columns(const QueryRun *run);

/* Runs it up to the next break; false if it came to its end. */
extern bool query_run_next(QueryRun *run);

extern void query_run_end(QueryRun *run);

#endif							/* CUSTOMERS_QUERY_RUN_H */
