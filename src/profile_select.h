/*
 * profile_select.h
 *
 * The SELECT of customer_profiles, from src/profile.sql: for the view, and for
 * the functions that find customers.
 */
#ifndef CUSTOMERS_PROFILE_SELECT_H
#define CUSTOMERS_PROFILE_SELECT_H

#include "postgres.h"

/* How groups and orders are looked up: for each customer, or for all at once. */
#define PROFILE_GROUPS_OF_ALL	1
#define PROFILE_ORDERS_OF_ALL	2
#define NUM_PROFILE_FORMS		4

/* By which the SELECT, and conditions over it, find functions and operators. */
#define PROFILE_SEARCH_PATH "pg_catalog, pg_temp"

/*
 * The SELECT, in the current memory context, with all columns that customers
 * has by now.  SPI must be connected; needs PROFILE_SEARCH_PATH, as does the
 * SELECT itself.
 */
extern char *profile_select(int form);

#endif							/* CUSTOMERS_PROFILE_SELECT_H */
