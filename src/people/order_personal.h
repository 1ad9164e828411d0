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

#endif							/* CUSTOMERS_ORDER_PERSONAL_H */
