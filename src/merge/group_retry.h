/*
 * group_retry.h
 *
 * Groups and memberships that two sessions write at once.
 */
#ifndef CUSTOMERS_GROUP_RETRY_H
#define CUSTOMERS_GROUP_RETRY_H

#include "support/subxact.h"

/*
 * Does work that writes groups or memberships, and returns true.  If another
 * session has just made the same ones, or dropped the group, what was done is
 * undone, and the work begins anew: it finds them then.
 *
 * Errors: those of the work; ERRCODE_T_R_SERIALIZATION_FAILURE where the
 * transaction may not see what the other session did.
 */
extern void group_retry(SubxactWork work, void *state);

#endif							/* CUSTOMERS_GROUP_RETRY_H */
