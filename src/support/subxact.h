/*
 * subxact.h
 *
 * Work that may turn out to be no good, and is then as if never done.
 */
#ifndef CUSTOMERS_SUBXACT_H
#define CUSTOMERS_SUBXACT_H

#include "postgres.h"

/* Does the work; false: it is no good. */
typedef bool (*SubxactWork) (void *state);

/*
 * Runs work in a subtransaction, which is undone unless the work returns true.
 * An error of the work is caught: false, and *error in the current memory
 * context, for the caller to judge or rethrow (else NULL).  Errors that end the
 * call whatever raised them are not: a cancel, a timeout, a lock not to be had,
 * a deadlock, no memory, no disk, a shutdown and their like are rethrown here,
 * so that no caller takes one for the fault of a record.  Of a type outside of
 * the core, XX000 may be all that it says of a value it cannot take: such an
 * error is the caller's to judge.
 */
extern bool subxact_run(SubxactWork work, void *state, ErrorData **error);

#endif							/* CUSTOMERS_SUBXACT_H */
