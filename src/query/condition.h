/*
 * condition.h
 *
 * Conditions over customer_profiles that a user wrote: parsed, checked, and
 * deparsed, so that the text itself is never run.
 *
 * A condition runs with the privileges of the role that uses it.  Another role
 * may have written it, and must not run code through it: everything it uses must
 * be built into PostgreSQL or belong to the current user (condition_trust.c).
 * Check it again whenever it is used.
 */
#ifndef CUSTOMERS_CONDITION_H
#define CUSTOMERS_CONDITION_H

#include "postgres.h"

typedef enum ConditionSource
{
	CONDITION_GIVEN,			/* in the call: read under its search_path */
	CONDITION_STORED			/* deparsed before: read under the closed one */
} ConditionSource;

/*
 * Returns the condition deparsed, in the current memory context: one boolean
 * expression over columns of customer_profiles, to be run under the closed
 * search_path (settings_scope.h).  Errors if it is anything else, or not trusted;
 * "what" is the error's context ("filter").  SPI must be connected.
 */
extern char *condition_check(const char *text, ConditionSource source, const char *what);

/*
 * The same of a stored condition that is asked of all customers at once: it asks for
 * the members of a group, where it tests for one, and not for the groups of everybody.
 */
extern char *condition_check_of_all(const char *text, const char *what);

#endif							/* CUSTOMERS_CONDITION_H */
