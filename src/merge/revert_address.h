/*
 * revert_address.h
 *
 * The addresses of customers to whom a revert gives their old address back, to whom it
 * leaves that of the import, or whom it subscribes again: an address may have said no
 * since, by another import that stands or while it was somebody else's.
 *
 *		unsubscribed = revert_address_begin(import_id, resubscribe);
 *		... put everything back ...
 *		revert_address_finish(import_id, email, unsubscribed);
 *
 * SPI must be connected.
 */
#ifndef CUSTOMERS_REVERT_ADDRESS_H
#define CUSTOMERS_REVERT_ADDRESS_H

#include "postgres.h"

/* Customers of the import who are not subscribed, and may be so, as int8[]. */
extern Datum revert_address_begin(int64 import_id, bool resubscribe);

/*
 * Unsubscribes those who have such an address, and are subscribed; email is the index of
 * the import's field, -1 = none.  Returns how many.
 */
extern int64 revert_address_finish(int64 import_id, int email, Datum unsubscribed);

#endif							/* CUSTOMERS_REVERT_ADDRESS_H */
