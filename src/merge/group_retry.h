/*
 * group_retry.h
 *
 * Retries work that writes the same groups or memberships as another session.
 */
#ifndef CUSTOMERS_GROUP_RETRY_H
#define CUSTOMERS_GROUP_RETRY_H

#include "support/subxact.h"

/*
 * Runs work that writes groups or memberships, and returns true.  If another
 * session has just created the same ones, or dropped the group, the subxact is
 * rolled back and the work runs again.
 *
 * Errors: those of the work; ERRCODE_T_R_SERIALIZATION_FAILURE where the
 * transaction may not see what the other session did.
 */
extern void group_retry(SubxactWork work, void *state);

#endif							/* CUSTOMERS_GROUP_RETRY_H */
