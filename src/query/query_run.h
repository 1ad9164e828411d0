/*
 * query_run.h
 *
 * A query that is run in pieces, across calls of a function that returns a set.
 * It is like a cursor, but belongs to the calling portal: it ends with it (at a
 * LIMIT, CLOSE, rollback) and is held with it.
 */
#ifndef CUSTOMERS_QUERY_RUN_H
#define CUSTOMERS_QUERY_RUN_H

#include "postgres.h"

#include "executor/tuptable.h"

#include "query/profile.h"

typedef struct QueryRun QueryRun;

/* Called for each row, in any memory context; false pauses the query after it. */
typedef bool (*QueryRowCallback) (void *state, TupleTableSlot *slot);

/*
 * Plans the query and starts it under a new snapshot, in the current memory
 * context, which must outlive it.  The callback runs under pinned settings.
 */
extern QueryRun *query_run_start(const ProfileQuery *query, QueryRowCallback callback, void *state);

/* The columns of its rows. */
extern TupleDesc query_run_columns(const QueryRun *run);

/*
 * Reads the first rows and holds them, up to so many bytes, before the query is run:
 * query_run_next() gives them first.  Each is shown to look, which cannot pause.  True
 * if these are all rows.
 */
extern bool query_run_hold(QueryRun *run, Size bytes, QueryRowCallback look, void *state);

/* Runs it up to the next pause; false if it has ended. */
extern bool query_run_next(QueryRun *run);

extern void query_run_end(QueryRun *run);

#endif							/* CUSTOMERS_QUERY_RUN_H */
