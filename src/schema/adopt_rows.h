/*
 * adopt_rows.h
 *
 * Which rows of a table that is adopted are customers (support/target_rows.h reads it
 * back from the view).
 */
#ifndef CUSTOMERS_ADOPT_ROWS_H
#define CUSTOMERS_ADOPT_ROWS_H

#include "postgres.h"

#include "schema/adopt_columns.h"

/* Items of the view for the columns that decide it, each after a comma; or "". */
extern char *adopt_rows_items(const AdoptColumns *all);

/* WHERE of the view, of table t; or "". */
extern char *adopt_rows_where(const AdoptColumns *all);

/* Gives the view its defaults: new rows get the fixed values, and times. */
extern void adopt_rows_set_defaults(const AdoptColumns *all);

#endif							/* CUSTOMERS_ADOPT_ROWS_H */
