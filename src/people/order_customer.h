/*
 * order_customer.h
 *
 * Whose order is it?
 */
#ifndef CUSTOMERS_ORDER_CUSTOMER_H
#define CUSTOMERS_ORDER_CUSTOMER_H

#include "postgres.h"

#include "utils/jsonb.h"

/* What an order may say of its customer, in words. */
#define ORDER_CUSTOMER_KEYS "customer_id, identifier, email, name, customer, customer_name, customer_email"

/* A customer, and what their order was placed under; NULL = nothing. */
typedef struct OrderCustomer
{
	int64		customer_id;
	char	   *name;
	char	   *email;
} OrderCustomer;

/* Is a key of an order about its customer? */
extern bool order_customer_takes(const char *key);

/*
 * Finds the customer of an order, by the first of its keys that names one;
 * false if there is none yet.  Likewise.
 */
extern bool order_customer_look_up(Jsonb *order, OrderCustomer *customer);

/*
 * Finds the customer of an order, or creates them; in the current memory
 * context.  SPI must be connected.
 *
 * Errors: two of its keys name two customers, or two bear one of them.
 */
extern void order_customer_find(Jsonb *order, OrderCustomer *customer);

#endif							/* CUSTOMERS_ORDER_CUSTOMER_H */
