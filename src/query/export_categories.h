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

/*
 * Their names (a List of char *), sorted, in the current memory context.  Reads
 * the attributes of all customers that meet the filter.  SPI must be connected.
 */
extern List *export_categories(const ProfileFilter *filter);

#endif							/* CUSTOMERS_EXPORT_CATEGORIES_H */
