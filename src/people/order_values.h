/*
 * order_values.h
 *
 * The values that an order gives for columns of customer_orders.
 */
#ifndef CUSTOMERS_ORDER_VALUES_H
#define CUSTOMERS_ORDER_VALUES_H

#include "postgres.h"

#include "utils/jsonb.h"

/* A column that the order gives a value for. */
typedef struct OrderColumn
{
	char	   *name;
	Oid			type;
	int32		typmod;
} OrderColumn;

typedef struct OrderValues
{
	int			ncolumns;
	OrderColumn *columns;
	Jsonb	   *values;			/* for jsonb_to_record() */
	char	   *record;			/* (name type, ...) of it; NULL = no columns */
	bool		has_name;		/* orders have a column customer_name */
	bool		has_email;		/* and one customer_email */
	char	   *number;			/* order_number, not empty; NULL = none */
} OrderValues;

/* The number of an order, trimmed; NULL if it has none. */
extern char *order_number(JsonbContainer *order);

/*
 * Reads the order into the current memory context; SPI must be connected.
 * Numbers, dates and booleans given as strings are read as import reads cells.
 *
 * Errors: a key that neither is a column nor describes the customer; a value
 * that the column cannot store, with the SQLSTATE of its type.
 */
extern OrderValues *order_read(Jsonb *order);

#endif							/* CUSTOMERS_ORDER_VALUES_H */
