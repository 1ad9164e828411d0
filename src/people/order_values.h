/*
 * order_values.h
 *
 * What an order says of itself, as values of columns of customer_orders.
 */
#ifndef CUSTOMERS_ORDER_VALUES_H
#define CUSTOMERS_ORDER_VALUES_H

#include "postgres.h"

#include "utils/jsonb.h"

/* A column that the order gives a value to. */
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
	char	   *number;			/* order_number; NULL or a text that is not empty */
} OrderValues;

/* The number of an order, as its column holds it; NULL if it has none. */
extern char *order_number(JsonbContainer *order);

/*
 * Reads the order; in the current memory context, SPI connected.  Numbers,
 * dates and booleans given as strings are read as import reads cells.
 *
 * Errors: a key that is no column and says nothing of the customer either; a
 * value that the column does not take, with the SQLSTATE of its type.
 */
extern OrderValues *order_read(Jsonb *order);

#endif							/* CUSTOMERS_ORDER_VALUES_H */
