/*
 * group_lock.h
 *
 * The unique index does not see that two names differ only in the case of letters
 * beyond ASCII.  So sessions that create the same group wait for each other, by an
 * advisory lock for each name.
 */
#ifndef CUSTOMERS_GROUP_LOCK_H
#define CUSTOMERS_GROUP_LOCK_H

#include "postgres.h"

#include "support/compat.h"

/*
 * Returns a SELECT that locks the names that the SELECT names yields (name), to the
 * end of the transaction, sorted; one row for each lock.  Read the groups again
 * afterwards.
 */
extern char *group_lock_sql(const char *names);

/*
 * Errors as the transaction cannot see what another session has done to the same
 * groups.
 */
pg_noreturn extern void group_lock_refuse_unseen(void);

#endif							/* CUSTOMERS_GROUP_LOCK_H */
