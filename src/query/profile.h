/*
 * profile.h
 *
 * A filter of customers as a query over their profiles, for find and export.
 *
 *		ProfileFilter, columns -> profile_query() -> SQL and its parameters
 *
 * Columns are those of customer_profiles and all that an application has added to
 * customers, even after the view was last refreshed.  Columns that are neither
 * selected nor filtered by are not computed.
 */
#ifndef CUSTOMERS_PROFILE_H
#define CUSTOMERS_PROFILE_H

#include "postgres.h"

#include "utils/array.h"

#include "schema/profile_select.h"
#include "support/statement.h"

/* A customer must meet all of these; NULL = no restriction. */
typedef struct ProfileFilter
{
	const char *search;			/* words that the names or email contain */
	const char *condition;		/* SQL, not yet checked */
	const char *group;			/* name; must exist */
	const char *segment;		/* name; must exist */
	ArrayType  *ids;			/* bigint[] */
	int64		max_rows;		/* those with the lowest ids; 0 = all */
} ProfileFilter;

typedef struct ProfileQuery
{
	Statement	statement;
	int			form;			/* of the profiles: see profile_pin_settings() */
	bool		has_condition;	/* by a user: its result may depend on TimeZone
								 * and other settings */
} ProfileQuery;

/*
 * Builds a SELECT of the customers that meet the filter, in the current memory
 * context.  columns is a list of SQL expressions over the columns of
 * customer_profiles (unqualified, or qualified by customer_profiles); it must not
 * contain user input unless quoted.  ordered: by id.  SPI must be connected.
 *
 * Call profile_pin_settings(query->form) before the SQL is planned, and keep the
 * settings while it runs if possible.  Call profile_query() before that: the
 * user's condition is read under the search_path on entry.
 */
extern void profile_query(const ProfileFilter *filter, const char *columns, bool ordered,
						  ProfileQuery *query);

#endif							/* CUSTOMERS_PROFILE_H */
