/*
 * attempt.h
 *
 * Work that may turn out to be no good, and is then as if never done.
 */
#ifndef CUSTOMERS_ATTEMPT_H
#define CUSTOMERS_ATTEMPT_H

#include "postgres.h"

/* Does the work; false: it is no good. */
typedef bool (*AttemptWork) (void *state);

/*
 * Runs work in a subtransaction, which is undone unless the work returns true.
 * An error of the work is caught: false, and *error in the current memory
 * context, for the caller to rethrow (else NULL).  That somebody cancels the
 * statement, or its time is up, is not: it ends here.
 */
extern bool attempt(AttemptWork work, void *state, ErrorData **error);

#endif							/* CUSTOMERS_ATTEMPT_H */
