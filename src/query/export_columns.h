/*
 * export_columns.h
 *
 * The columns of an export: the header word of each, and its SQL expression or
 * category.
 */
#ifndef CUSTOMERS_EXPORT_COLUMNS_H
#define CUSTOMERS_EXPORT_COLUMNS_H

#include "postgres.h"

#include "nodes/pg_list.h"

typedef struct ExportColumn
{
	char	   *header;
	char	   *sql;			/* over customer_profiles; NULL: a category */
	char	   *category;		/* key of attributes, or NULL */
} ExportColumn;

/*
 * The columns of these names (a List of char *); NIL: all that import reads.
 * "attributes" stands for all of categories (a List of char *).  Errors: a name
 * that is not a column, or is given twice.
 */
extern List *export_columns(List *names, List *categories);

/* Do these names (NIL: the default) include all categories? */
extern bool export_columns_want_categories(List *names);

#endif							/* CUSTOMERS_EXPORT_COLUMNS_H */
