/*
 * merge.h
 *
 * Applies a staged import to the live customers.
 */
#ifndef CUSTOMERS_MERGE_H
#define CUSTOMERS_MERGE_H

#include "postgres.h"

#include "import/import_log.h"

typedef enum ConflictPolicy
{
	CONFLICT_ERROR,				/* merge nothing */
	CONFLICT_SKIP				/* exclude such rows */
} ConflictPolicy;

/*
 * Merges a staged import: exactly what was reviewed, or nothing.  Returns the
 * import's counts.  SPI must be connected.
 *
 * Errors: no such import; merged, cancelled or reverted before; the same bytes
 * merged meanwhile; under CONFLICT_ERROR, a customer whose reviewed values
 * have changed since, or a key that has been taken since
 * (ERRCODE_T_R_SERIALIZATION_FAILURE).
 */
extern ImportCounts merge_run(int64 import_id, ConflictPolicy policy);

/* Takes the lock of merges (turn.h), before an import is staged. */
extern void merge_take_turn(void);

/* Drops a staged import. */
extern void merge_cancel(int64 import_id);

#endif							/* CUSTOMERS_MERGE_H */
