/*
 * gate.h
 *
 * The one gate before customers are changed: every way to a merge passes it, once the
 * turn is taken (turn.h) and before the import is claimed.  It stays shut for an import
 * that is held (import/held.h), or needs the approval of somebody else (approval.h).
 */
#ifndef CUSTOMERS_GATE_H
#define CUSTOMERS_GATE_H

#include "postgres.h"

/* What became of a merge: the column status of its result. */
typedef enum MergeStatus
{
	MERGE_DONE,
	MERGE_HELD,
	MERGE_NEEDS_APPROVAL
} MergeStatus;

/* The word of the column. */
extern const char *merge_status_word(MergeStatus status);

/*
 * May a staged import be merged?  MERGE_DONE = yes.  Else a WARNING says why not, and
 * what to type; that is no error, as an error would roll back what the transaction has
 * staged.  over_limits: somebody has looked at it and says so.
 */
extern MergeStatus gate_pass(int64 import_id, bool over_limits);

#endif							/* CUSTOMERS_GATE_H */
