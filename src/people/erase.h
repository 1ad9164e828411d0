/*
 * erase.h
 *
 * Erases a person for good.  What is left is a keyed hash of each key
 * (erasure.h), so that no import brings the person back unasked.
 */
#ifndef CUSTOMERS_ERASE_H
#define CUSTOMERS_ERASE_H

#include "postgres.h"

/*
 * By customer_id, who must be a customer; or by email, whoever has or had it.
 * Returns how many rows of imports and orders were emptied.
 *
 * Waits for imports, corrections, merges, saves and orders under way, and they
 * wait for the end of the transaction: none of them can leave the person in.
 * (Saves, deletions and orders do so by erase_guard.h, orders by plain SQL at
 * their table.)  Errors: no such customer; one whose email or identifier another
 * session was changing; an isolation level under which rows written meanwhile
 * could not be seen.  SPI must be connected.
 */
extern int64 erase_customer(int64 customer_id);
extern int64 erase_email(const char *email);

#endif							/* CUSTOMERS_ERASE_H */
