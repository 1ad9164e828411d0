/*
 * subxact.h
 *
 * Work that may fail, and is then rolled back.
 */
#ifndef CUSTOMERS_SUBXACT_H
#define CUSTOMERS_SUBXACT_H

#include "postgres.h"

/* Does the work; false = failed, roll back. */
typedef bool (*SubxactWork) (void *state);

/*
 * Runs work in a subtransaction, which is rolled back unless the work returns true.
 * An error of the work is caught: returns false and sets *error, in the current
 * memory context (else NULL), for the caller to judge or rethrow.  Errors that do
 * not depend on a record, such as a cancel, a deadlock or out of memory, are
 * rethrown here.  XX000 is not: a type's input function may raise it for a value
 * that it cannot read.
 */
extern bool subxact_run(SubxactWork work, void *state, ErrorData **error);

#endif							/* CUSTOMERS_SUBXACT_H */
