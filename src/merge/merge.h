/*
 * merge.h
 *
 * Applies a staged import to the live customers.
 */
#ifndef CUSTOMERS_MERGE_H
#define CUSTOMERS_MERGE_H

#include "postgres.h"

#include "import/import_log.h"
#include "merge/gate.h"

typedef enum ConflictPolicy
{
	CONFLICT_ERROR,				/* merge nothing */
	CONFLICT_SKIP				/* exclude such rows */
} ConflictPolicy;

typedef struct MergeRequest
{
	int64		import_id;
	ConflictPolicy policy;
	bool		over_limits;	/* merge it though it is held */
} MergeRequest;

typedef struct MergeResult
{
	MergeStatus status;
	ImportCounts counts;		/* of the import, merged or not */
} MergeResult;

/*
 * Merges a staged import: exactly what was reviewed, or nothing.  If the gate does not
 * let it pass, nothing is written, and the result says so (gate.h).  SPI must be
 * connected.
 *
 * Errors: no such import; merged, cancelled or reverted before; the same bytes
 * merged meanwhile; under CONFLICT_ERROR, a customer whose reviewed values
 * have changed since, or a key that has been taken since
 * (ERRCODE_T_R_SERIALIZATION_FAILURE).
 */
extern MergeResult merge_run(const MergeRequest *request);

/* Takes the lock of merges (turn.h), before an import is staged. */
extern void merge_take_turn(void);

/* Drops a staged import. */
extern void merge_cancel(int64 import_id);

#endif							/* CUSTOMERS_MERGE_H */
