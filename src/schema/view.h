/*
 * view_state.h
 *
 * Whether a view needs to be made anew: to replace one that is as it should be
 * would lock it against all who read it.
 */
#ifndef CUSTOMERS_VIEW_STATE_H
#define CUSTOMERS_VIEW_STATE_H

#include "postgres.h"

/*
 * Is the relation a view with the columns, the query and the caller's rights
 * (security_invoker) that a CREATE VIEW statement would give it?  Locks it, and
 * what the statement reads, in AccessShareLock until the transaction ends.
 *
 * Errors: whatever the statement's query would raise.
 */
extern bool view_state_is(Oid view, const char *statement);

#endif							/* CUSTOMERS_VIEW_STATE_H */
