/*
 * view.h
 *
 * Views that setup has made.  To replace one that is as it should be would lock
 * it against all who read it.
 */
#ifndef CUSTOMERS_VIEW_H
#define CUSTOMERS_VIEW_H

#include "postgres.h"

/*
 * Is the relation a view with the columns, the query and the caller's rights
 * (security_invoker) that a CREATE VIEW statement would give it?  Locks it, and
 * what the statement reads, in AccessShareLock until the transaction ends.
 *
 * Errors: whatever the statement's query would raise.
 */
extern bool view_is(Oid view, const char *create);

/*
 * Gives the columns of the view customer_profiles the names that those of
 * customers have by now: CREATE OR REPLACE VIEW cannot.  Does nothing where there
 * is no view.  SPI must be connected.
 */
extern void view_rename_columns(void);

#endif							/* CUSTOMERS_VIEW_H */
