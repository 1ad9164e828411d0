/*
 * order_known.h
 *
 * An order_number is placed once: placing the same order again finds it.
 */
#ifndef CUSTOMERS_ORDER_KNOWN_H
#define CUSTOMERS_ORDER_KNOWN_H

#include "postgres.h"

#include "people/order_customer.h"
#include "people/order_values.h"

/*
 * Locks the numbers of orders (an object or an array of objects): others who
 * place one of them wait for this transaction.
 */
extern void order_known_lock(Jsonb *orders);

/*
 * Returns the id of the order of this number, if it is of the same customer and
 * equal in all values given; 0 if no order has the number.
 *
 * Errors: the order of this number differs; or this transaction cannot see it,
 * under REPEATABLE READ.
 */
extern int64 order_known(Jsonb *order, const OrderValues *values);

#endif							/* CUSTOMERS_ORDER_KNOWN_H */
