/*
 * profile_select.h
 *
 * The SELECT of customer_profiles, from src/schema/profile.sql: for the view, and for
 * the functions that find customers.
 */
#ifndef CUSTOMERS_PROFILE_SELECT_H
#define CUSTOMERS_PROFILE_SELECT_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/pg_list.h"

/*
 * Forms: how groups and orders are looked up, for each customer (0) or for all
 * at once.
 */
#define PROFILE_GROUPS_OF_ALL	1
#define PROFILE_ORDERS_OF_ALL	2
#define NUM_PROFILE_FORMS		4

typedef struct ProfileColumn
{
	const char *name;
	const char *sql;			/* as an item of a SELECT list */
} ProfileColumn;

/*
 * All columns of customer_profiles (ProfileColumn *), with those that
 * customers has by now, in the current memory context.  SPI must be connected;
 * needs the closed search_path (settings_scope.h).
 */
extern List *profile_all_columns(void);

/* The type of a customer that functions return. */
extern TupleDesc profile_type(void);

/* Is it a column that is computed, and not one of customers? */
extern bool profile_is_computed(const char *name);

/* Names of the columns of customers that the type has, in its order. */
extern List *profile_core_columns(void);

/* The look-ups that some of them need: the bits of a form that matter. */
extern int	profile_look_ups(const List *columns);

/*
 * The SELECT of some of the columns, in the current memory context; to be run
 * under the closed search_path.
 */
extern char *profile_select(const List *columns, int form);

#endif							/* CUSTOMERS_PROFILE_SELECT_H */
