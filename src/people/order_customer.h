/*
 * order_customer.h
 *
 * The customer of an order.
 */
#ifndef CUSTOMERS_ORDER_CUSTOMER_H
#define CUSTOMERS_ORDER_CUSTOMER_H

#include "postgres.h"

#include "utils/jsonb.h"

/* Keys of an order that describe its customer, for messages. */
#define ORDER_CUSTOMER_KEYS "customer_id, identifier, email, name, customer, customer_name, customer_email"

/* A customer, and the name and email of their order; NULL = none. */
typedef struct OrderCustomer
{
	int64		customer_id;
	char	   *name;
	char	   *email;
} OrderCustomer;

/* Does this key of an order describe its customer? */
extern bool order_customer_takes(const char *key);

/*
 * Finds the customer of an order by the first of its keys that names one; false
 * if none does.  Allocates in the current memory context; SPI must be connected.
 *
 * Errors: two customers have that key.
 */
extern bool order_customer_look_up(Jsonb *order, OrderCustomer *customer);

/*
 * The same, but creates the customer if there is none.
 *
 * Errors: two customers have a key; two keys name two customers.
 */
extern void order_customer_find(Jsonb *order, OrderCustomer *customer);

#endif							/* CUSTOMERS_ORDER_CUSTOMER_H */
