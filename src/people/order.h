/*
 * order.h
 *
 * Places orders that a shop gives as JSON.
 */
#ifndef CUSTOMERS_ORDER_H
#define CUSTOMERS_ORDER_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/jsonb.h"

/*
 * Places one order (an object) or many (an array); returns their ids in the
 * order given, in the current memory context.  SPI must be connected.
 *
 * The customer is the one whom customer_id, identifier or email names, tried in
 * that order, and is not changed.  If none names a customer, one is created
 * (save_customers()).
 *
 * An order_number is placed once: if it is known, the id of that order is
 * returned, or an error raised if a given value differs.
 *
 * Errors: a key that neither is a column of customer_orders nor describes the
 * customer; an order without a customer; errors of save_customers().
 */
extern int64 *order_place(Jsonb *orders, int *norders);

#endif							/* CUSTOMERS_ORDER_H */
