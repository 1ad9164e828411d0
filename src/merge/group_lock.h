/*
 * group_lock.h
 *
 * Two spellings of a group's name that differ in the case of letters beyond
 * ASCII are no violation of the unique index.  Who makes groups waits for
 * others who are making the same, by an advisory lock for each name.
 */
#ifndef CUSTOMERS_GROUP_LOCK_H
#define CUSTOMERS_GROUP_LOCK_H

#include "postgres.h"

/*
 * SELECT that takes the locks of the names that another SELECT yields (name),
 * to the end of the transaction, in one order; a row for each lock.  What is
 * read afterwards must be read anew.
 */
extern char *group_lock_sql(const char *names);

/*
 * Error of a transaction that may not see what another session has done to the
 * same groups.
 */
extern void group_lock_refuse_unseen(void) pg_attribute_noreturn();

#endif							/* CUSTOMERS_GROUP_LOCK_H */
