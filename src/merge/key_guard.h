/*
 * key_guard.h
 *
 * Keeps emails and identifiers unique where no index does.
 */
#ifndef CUSTOMERS_KEY_GUARD_H
#define CUSTOMERS_KEY_GUARD_H

/*
 * To be called before keys are checked and written.  If a unique index guards
 * both keys, does nothing; else takes a turn (turn.h), after which nobody else
 * writes keys until the transaction ends.
 */
extern void key_guard_lock(void);

#endif							/* CUSTOMERS_KEY_GUARD_H */
