/*
 * profile_form.h
 *
 * Which form of the profile query is the cheapest for a question.
 */
#ifndef CUSTOMERS_PROFILE_FORM_H
#define CUSTOMERS_PROFILE_FORM_H

#include "postgres.h"

#include "nodes/params.h"

/* A query over profile_select(form), in the current memory context. */
typedef char *(*ProfileSql) (int form, void *state);

/*
 * The query in the form that the planner holds for the cheapest with these
 * parameters (or NULL).  Needs PROFILE_SEARCH_PATH and SPI connected.
 */
extern char *profile_cheapest(ProfileSql sql, void *state, ParamListInfo params);

#endif							/* CUSTOMERS_PROFILE_FORM_H */
