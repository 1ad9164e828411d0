/*
 * adopt_orders.h
 *
 * An application's own table as the orders of the schema.
 *
 *		table -> which column is which (adopt_order_columns.h)
 *			-> the view adopted_orders, through which our SQL sees it
 *
 * Nothing is added to the table.
 */
#ifndef CUSTOMERS_ADOPT_ORDERS_H
#define CUSTOMERS_ADOPT_ORDERS_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "support/srf.h"

/*
 * Adopts a table of orders, in place of one that was adopted before; a row a column:
 * column_name, type, field, note.  With dry_run all of it is undone, and only the rows
 * stay.  SPI must be connected.
 *
 * Errors: see adopt_order_columns(); the table cannot be adopted, by this role or at
 * all; the schema has orders of its own.
 */
extern void adopt_orders(Oid table, Jsonb *columns, Jsonb *counted, bool dry_run, SrfRows *rows);

/* As adopt_lose(), adopt_lose_whole() and adopt_again() do for customers (adopt.h). */
extern void adopt_orders_lose(const char *why);
extern void adopt_orders_lose_whole(const char *why);
extern void adopt_orders_again(Oid table);

/* Gives the table back; returns its name, NULL if none was adopted.  Drops customer_profiles. */
extern char *adopt_orders_release(void);

#endif							/* CUSTOMERS_ADOPT_ORDERS_H */
