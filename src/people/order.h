/*
 * order.h
 *
 * Orders as a shop gives them, placed under their customers.
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
 * The customer is whom customer_id, identifier or email names, in that order,
 * and stays as they are; one whom none of them names is created
 * (save_customers()).
 *
 * An order whose order_number has been placed is not placed again: its id is
 * returned if it is the same in all that is given, else it is an error.
 *
 * Errors: a key that is no column of customer_orders, and says nothing of the
 * customer either; an order without a customer; whatever save_customers()
 * objects to in a new one.
 */
extern int64 *order_place(Jsonb *orders, int *norders);

#endif							/* CUSTOMERS_ORDER_H */
