/*
 * order_personal.h
 *
 * What of an order is about a person: an erasure empties it.
 */
#ifndef CUSTOMERS_ORDER_PERSONAL_H
#define CUSTOMERS_ORDER_PERSONAL_H

#include "postgres.h"

/*
 * Does an erasure empty this column of orders, by the name that our SQL has for it?  Of
 * an adopted table, also the columns that were named by their own names.
 */
extern bool order_is_personal(const char *column);

/*
 * The SET list of an UPDATE that removes persons from orders, in the current memory
 * context; "" if the table has nothing of them that can be emptied.
 */
extern char *order_emptied(void);

/*
 * Of distributed orders of ours, whose customer_id cannot change: the columns of an
 * emptied copy of a row, and what is in them, as SQL; false if they are not distributed.
 */
extern bool order_emptied_copy(char **columns, char **values);

#endif							/* CUSTOMERS_ORDER_PERSONAL_H */
