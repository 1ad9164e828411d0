/*
 * export_categories.h
 *
 * The segment categories that the customers of an export have.
 */
#ifndef CUSTOMERS_EXPORT_CATEGORIES_H
#define CUSTOMERS_EXPORT_CATEGORIES_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "query/profile.h"

typedef struct ExportCategories ExportCategories;

/* None yet; in the current memory context. */
extern ExportCategories *export_categories_create(void);

/* Adds those of a customer, by attributes (jsonb). */
extern void export_categories_add(ExportCategories *categories, Datum attributes);

/* Adds those of all customers whom the filter finds. */
extern void export_categories_find(ExportCategories *categories, const ProfileFilter *filter);

/* The names, in order (a List of char *), in the current memory context; frees the rest. */
extern List *export_categories_end(ExportCategories *categories);

#endif							/* CUSTOMERS_EXPORT_CATEGORIES_H */
