/*
 * key_guard.h
 *
 * Keeps emails and identifiers unique where no index does.
 */
#ifndef CUSTOMERS_KEY_GUARD_H
#define CUSTOMERS_KEY_GUARD_H

/*
 * Call this before checking and writing keys.  Does nothing if unique indexes guard
 * both keys; else takes the lock of merges (turn.h), so that no other session
 * writes keys until the transaction ends.
 */
extern void key_guard_lock(void);

#endif							/* CUSTOMERS_KEY_GUARD_H */
