/*
 * profile.h
 *
 * Who is asked for, as a query over the profiles of customers: what find,
 * segments and export have in common.
 *
 *		ProfileFilter, columns -> profile_query() -> SQL and its parameters
 *
 * Columns are those of customer_profiles, with all that an application has
 * added to customers up to now, whenever the view was last refreshed.  What is
 * neither selected nor asked about is not looked up.
 */
#ifndef CUSTOMERS_PROFILE_H
#define CUSTOMERS_PROFILE_H

#include "postgres.h"

#include "utils/array.h"

#include "schema/profile_select.h"
#include "support/statement.h"

/* Each narrows it down further; NULL = not asked for. */
typedef struct ProfileFilter
{
	const char *search;			/* words, each in the name or the email */
	const char *condition;		/* SQL, checked here */
	const char *group;			/* name of one that must exist */
	const char *segment;		/* same */
	ArrayType  *ids;			/* bigint[] */
} ProfileFilter;

typedef struct ProfileQuery
{
	Statement	statement;
	int			form;			/* of the profiles: see profile_pin_settings() */
	bool		has_condition;	/* what a user wrote: its answer may depend on
								 * TimeZone and the like */
} ProfileQuery;

/*
 * The customers that meet the filter, as a SELECT of columns: a list of SQL
 * expressions over the columns of customer_profiles (unqualified names, or
 * qualified by customer_profiles); none of it from a user, but as
 * quote_identifier() or quote_literal_cstr().  In the order of their ids if
 * ordered.  Result in the current memory context; SPI must be connected.
 *
 * Operators and functions are found by the closed search_path: set it, or better
 * profile_pin_settings(query->form), before the SQL is planned, and leave it on
 * while it runs where that is possible.  The filter's
 * condition, which a user wrote, is read under the search_path on entry: so
 * call this first.
 */
extern void profile_query(const ProfileFilter *filter, const char *columns, bool ordered,
						  ProfileQuery *query);

#endif							/* CUSTOMERS_PROFILE_H */
