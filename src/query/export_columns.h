/*
 * export_columns.h
 *
 * Which columns an export has: their header words, and the SQL that yields
 * them or the categories that they are.
 */
#ifndef CUSTOMERS_EXPORT_COLUMNS_H
#define CUSTOMERS_EXPORT_COLUMNS_H

#include "postgres.h"

#include "nodes/pg_list.h"

typedef struct ExportColumn
{
	char	   *header;
	char	   *sql;			/* over the columns of customer_profiles; NULL: */
	char	   *category;		/* of attributes, by its name */
} ExportColumn;

/*
 * The columns of these names (a List of char *), or those that import again
 * as they are, if there are none.  attributes stands for all of categories (a
 * List of char *).  Errors: a name that is no column, or is given twice.
 */
extern List *export_columns(List *names, List *categories);

/* Do these names (NIL: the default) ask for all categories? */
extern bool export_columns_want_categories(List *names);

#endif							/* CUSTOMERS_EXPORT_COLUMNS_H */
