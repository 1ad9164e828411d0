/*
 * condition.h
 *
 * Conditions over customer_profiles that a person wrote: read, checked, and
 * written anew, so that nothing of the text itself ever runs.
 *
 * A condition runs with the rights of whoever reads it.  So that one that
 * another role defined cannot run code as the reader, everything that it
 * reaches is built into PostgreSQL or belongs to the reader; see
 * condition_trust.c.  It is checked for the current user: check it again
 * whenever it is used.
 */
#ifndef CUSTOMERS_CONDITION_H
#define CUSTOMERS_CONDITION_H

#include "postgres.h"

typedef enum ConditionSource
{
	CONDITION_GIVEN,			/* with the call: read under its search_path */
	CONDITION_STORED			/* as checked before: read under pg_catalog */
} ConditionSource;

/*
 * The condition as PostgreSQL deparses it, in the current memory context: one
 * boolean expression, over columns of customer_profiles, to be run with
 * search_path = pg_catalog, pg_temp.  Errors if it is not that, or does
 * what it must not; what names it in the error's context ("filter").
 * SPI must be connected.
 */
extern char *condition_check(const char *text, ConditionSource source, const char *what);

#endif							/* CUSTOMERS_CONDITION_H */
