/*
 * erase_guard.h
 *
 * Keeps those who write customers and orders apart from who erases a person.
 */
#ifndef CUSTOMERS_ERASE_GUARD_H
#define CUSTOMERS_ERASE_GUARD_H

/*
 * To be called before a customer is looked for who is then written, or written
 * about: waits for the end of erasures under way (erase.h), and makes later
 * ones wait until the transaction ends.  Else a person could be erased between
 * the look and the write, and be left.  Imports need no call: what they write
 * to customer_imports is the same lock.
 */
extern void erase_guard_lock(void);

/* Does the same if it need not wait; false, and nothing, if it must. */
extern bool erase_guard_try(void);

/* Takes one call of these back, before anything has been done under it. */
extern void erase_guard_release(void);

#endif							/* CUSTOMERS_ERASE_GUARD_H */
