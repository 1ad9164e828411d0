/*
 * turn.h
 *
 * The order in which all of our functions take locks that others may wait for.
 * Each takes some of these, and none before another that stands above it, so
 * that no two transactions wait for each other however many of the functions
 * they call:
 *
 *		1. the turn, an advisory lock: by merge, revert, correction, exclusion,
 *			cancel, purge and import_csv; by a save only where no index guards the
 *			keys (key_guard.h)
 *		2. customer_imports, the table: by an erasure against all others (erase.c),
 *			by an import, by whoever writes customers (erase_guard.h), and with
 *			the turn
 *		3. rows of customer_imports, then of customer_import_rows
 *		4. customers, in the order of their ids
 *		5. the names of groups that are made (group_lock.h), groups, then
 *			memberships, in the order of their customers; orders
 *
 * Who has the turn has 2 as well, and gets both without waiting for one with the
 * other in hand.  So an erasure can come before whatever takes a turn: nobody
 * else can have it then.
 *
 * Three transactions come to a lock above one that they have, and can end in
 * PostgreSQL's "deadlock detected", as any two that write the same rows in
 * different orders: who imports, saves or orders, and then takes a turn; who
 * has written customers or memberships, by our functions or by plain SQL, and
 * then takes a turn; and who does anything else first, and then erases.
 */
#ifndef CUSTOMERS_TURN_H
#define CUSTOMERS_TURN_H

/*
 * Waits for erasures, and for all others who take a turn at the same table of
 * customers, and makes later ones wait until the transaction ends.  While it
 * waits it has neither of the two locks, unless the transaction had it before.  So a merge
 * finds an earlier one of the same file merged, a correction is in a merge whole
 * or not at all, and files that hold the same customers in different orders do
 * not wait for each other for ever.
 */
extern void turn_take(void);

#endif							/* CUSTOMERS_TURN_H */
