/*
 * live_copy.h
 *
 * Live rows in a temporary file, numbered from 1 in the order in which they are put.
 * Of customers on other machines: to read a row there again costs more than to read all
 * of them once.
 */
#ifndef CUSTOMERS_LIVE_COPY_H
#define CUSTOMERS_LIVE_COPY_H

#include "postgres.h"

#include "import/live.h"

typedef struct LiveCopy LiveCopy;

/* Bytes of memory that a row takes. */
#define LIVE_COPY_ROW_BYTES sizeof(int64)

/* For the rows of a reader, in the current memory context: it is closed with that. */
extern LiveCopy *live_copy_create(const LiveReader *reader);

extern void live_copy_put(LiveCopy *copy, const LiveRow *row);

/*
 * Hands row `number` to the callback.  The nearer it is to the one before, the less it
 * costs.
 */
extern void live_copy_read(LiveCopy *copy, int64 number, LiveRowCallback callback, void *state);

extern void live_copy_close(LiveCopy *copy);

#endif							/* CUSTOMERS_LIVE_COPY_H */
