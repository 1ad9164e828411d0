/*
 * erase.h
 *
 * Erases a person for good.  Only a keyed hash of each key is kept (erasure.h),
 * so that no import creates the person again unasked.
 */
#ifndef CUSTOMERS_ERASE_H
#define CUSTOMERS_ERASE_H

#include "postgres.h"

/*
 * By customer_id, which must be a customer's; or by email, which the person has
 * or had.  Returns how many rows of imports and orders were emptied.
 *
 * Waits for imports, fixes, merges, saves and orders under way; later ones wait
 * for the end of this transaction.  (Saves, deletions and orders wait at
 * erase_guard.h, plain SQL that writes orders at the table.)
 *
 * Errors: no such customer; another session was changing the email or
 * identifier; the isolation level hides rows written meanwhile.  SPI must be
 * connected.
 */
extern int64 erase_customer(int64 customer_id);
extern int64 erase_email(const char *email);

#endif							/* CUSTOMERS_ERASE_H */
