/*
 * profile_form.h
 *
 * The columns of the profiles that a query uses, and its cheapest form.
 */
#ifndef CUSTOMERS_PROFILE_FORM_H
#define CUSTOMERS_PROFILE_FORM_H

#include "postgres.h"

#include "nodes/params.h"

/*
 * Returns a query, in the current memory context, whose FROM begins with the
 * subquery profiles, or with a subquery of which this is true.
 */
typedef char *(*ProfileSql) (const char *profiles, void *state);

/*
 * Returns the query over the profiles that meet the filter, with the columns that
 * it or the filter uses, in the form that is estimated to be the cheapest with
 * these parameters (or NULL), in the current memory context.  The filter is empty,
 * or begins with WHERE.  max_rows: only the lowest ids, if not 0; the query must use
 * customer_id.  The closed search_path must be set, and SPI connected.
 */
extern char *profile_cheapest(ProfileSql sql, void *state, const char *filter,
							  int64 max_rows, ParamListInfo params, int *form);

/*
 * Sets what the query must be planned and run under, within a settings scope.
 * The search_path is the one that conditions were deparsed under.
 */
extern void profile_pin_settings(int form);

#endif							/* CUSTOMERS_PROFILE_FORM_H */
