/*
 * adopt_order_columns.h
 *
 * Which column of a table of orders that is to be adopted is which column of
 * customer_orders.
 *
 *		option columns -> the same name -> the primary key, a foreign key to the
 *			customers -> not used
 */
#ifndef CUSTOMERS_ADOPT_ORDER_COLUMNS_H
#define CUSTOMERS_ADOPT_ORDER_COLUMNS_H

#include "postgres.h"

#include "utils/jsonb.h"
#include "utils/rel.h"

#include "schema/adopt_columns.h"

/* A field whose hundredth is the field total. */
#define ADOPT_ORDER_CENTS "total_cents"

/*
 * The columns of an open table, in the current memory context; customers and
 * customer_orders must exist.
 *
 * Errors: what columns (NULL = nothing) says of a column or field that does not exist,
 * of a type that the field cannot have, or of two columns; no column that can be
 * customer_id; a personal column that an erasure could not empty; likewise counted, which
 * names columns, and the values in them of orders that count.
 */
extern AdoptColumns adopt_order_columns(Relation relation, Jsonb *columns, Jsonb *counted);

/*
 * The same by a mapping that is kept (adopt_mapping.h), of the table as it is now.
 * *lost: see there.  Errors: no column is customer_id any more.
 */
extern AdoptColumns adopt_order_columns_again(Relation relation, Jsonb *mapping, List **lost);

/* SQL: does an order t count?  NULL = every order does. */
extern char *adopt_order_counts(const AdoptColumns *all);

/* Is it the name of a column of customer_orders, or ADOPT_ORDER_CENTS? */
extern bool adopt_order_is_field(const char *name);

/*
 * SQL of a column of customer_orders that the table lacks, as a constant of its type;
 * walks through all of them: NULL after the last.  *name is set.
 */
extern const char *adopt_order_field(int number, const char **name);

#endif							/* CUSTOMERS_ADOPT_ORDER_COLUMNS_H */
