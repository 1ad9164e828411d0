/*
 * erase_guard.h
 *
 * Makes writers of customers and orders, and erasures, wait for each other.
 */
#ifndef CUSTOMERS_ERASE_GUARD_H
#define CUSTOMERS_ERASE_GUARD_H

/*
 * Call this before looking for a customer in order to write them, or an order of
 * theirs.  Waits for erasures under way (erase.h), and makes later ones wait for
 * the end of the transaction.  Else a person erased between the look-up and the
 * write would be written again.  Imports need no call: writing to customer_imports
 * takes the same lock.
 */
extern void erase_guard_lock(void);

/* Takes the lock if that needs no wait; else false. */
extern bool erase_guard_try(void);

/* Releases the lock, before anything has been done under it. */
extern void erase_guard_release(void);

#endif							/* CUSTOMERS_ERASE_GUARD_H */
