/*
 * order_known.h
 *
 * An order_number is placed once: the same order again is the one that is
 * there.
 */
#ifndef CUSTOMERS_ORDER_KNOWN_H
#define CUSTOMERS_ORDER_KNOWN_H

#include "postgres.h"

#include "people/order_customer.h"
#include "people/order_values.h"

/*
 * Whoever places an order of one of these numbers waits for this transaction
 * from here on: orders is an object or an array of them.
 */
extern void order_known_lock(Jsonb *orders);

/*
 * The order of this number that is there already, if it is the same: of this
 * customer, and the same in all that is given.  0 if there is none.
 *
 * Errors: one is there that is another order; or one that this transaction
 * cannot see, under REPEATABLE READ.
 */
extern int64 order_known(Jsonb *order, const OrderValues *values);

#endif							/* CUSTOMERS_ORDER_KNOWN_H */
