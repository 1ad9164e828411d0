/*
 * profile_select.h
 *
 * The SELECT of customer_profiles, from src/schema/profile.sql, for the view and
 * for the functions that find customers.
 */
#ifndef CUSTOMERS_PROFILE_SELECT_H
#define CUSTOMERS_PROFILE_SELECT_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/pg_list.h"

/*
 * Forms: groups and orders are looked up for each customer (0), or for all at
 * once.
 */
#define PROFILE_GROUPS_OF_ALL	1
#define PROFILE_ORDERS_OF_ALL	2

typedef struct ProfileColumn
{
	const char *name;
	const char *sql;			/* as an item of a SELECT list */
} ProfileColumn;

/*
 * All columns of customer_profiles (ProfileColumn *), with those that an
 * application has added to customers, in the current memory context.  SPI must
 * be connected, and the closed search_path (settings_scope.h) set.
 */
extern List *profile_all_columns(void);

/*
 * The same for the view: those that it has come first, in its order, since CREATE
 * OR REPLACE VIEW can add columns only at the end.
 */
extern List *profile_view_columns(void);

/* The row type customer_profile, which functions return. */
extern TupleDesc profile_type(void);

/* Is the column computed, rather than one of customers? */
extern bool profile_is_computed(const char *name);

/* Names of the columns of customers that customer_profile has, in its order. */
extern List *profile_core_columns(void);

/* The bits of a form that matter for these columns. */
extern int	profile_look_ups(const List *columns);

/*
 * The SELECT of these columns, in the current memory context.  Run it under the
 * closed search_path.
 */
extern char *profile_select(const List *columns, int form);

/*
 * The SELECT of these columns of the customers of a query, which has all of them,
 * and customer_id, except those of the look-ups; the look-ups are added.
 */
extern char *profile_select_more(const List *columns, const char *customers, int look_ups, int form);

#endif							/* CUSTOMERS_PROFILE_SELECT_H */
