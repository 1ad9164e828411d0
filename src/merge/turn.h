/*
 * turn.h
 *
 * The turn is the lock of merges.  This is the order in which all of our functions
 * take locks that others may wait for, to avoid deadlocks:
 *
 *		1. the turn, an advisory lock: by merge, revert, fix, exclude, include,
 *			cancel, purge and import_csv; by a save only if no unique index guards
 *			the keys (key_guard.h)
 *		2. customer_imports, the table: by an erasure against all others (erase.c),
 *			by an import, by writers of customers (erase_guard.h), and with the
 *			turn
 *		3. rows of customer_imports, then of customer_import_rows
 *		4. customers, in the order of their ids
 *		5. the names of groups that are created (group_lock.h), groups, then
 *			memberships, in the order of their customers; orders
 *
 * A holder of the turn holds 2 as well, and never waits for one while it holds the
 * other.  So a transaction may erase first and take the turn afterwards: no other
 * session can hold the turn then.
 *
 * Three kinds of transaction break this order and may end in "deadlock detected":
 * those that import, save or order, and then take the turn; those that write
 * customers or memberships, by our functions or by plain SQL, and then take the
 * turn; and those that do anything else first, and then erase.
 */
#ifndef CUSTOMERS_TURN_H
#define CUSTOMERS_TURN_H

/*
 * Waits for erasures, and for all holders of the turn of the same table customers,
 * and makes later ones wait until the transaction ends.  Holds neither of the two
 * locks while it waits, unless the transaction had it before.  So a merge sees that
 * the same file was merged before, a fix is in a merge completely or not at all,
 * and files with the same customers in different orders do not deadlock.
 */
extern void turn_take(void);

#endif							/* CUSTOMERS_TURN_H */
