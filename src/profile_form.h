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
 * The form that the planner holds for the cheapest with these parameters (or
 * NULL).  Needs PROFILE_SEARCH_PATH and SPI connected.
 */
extern int	profile_cheapest(ProfileSql sql, void *state, ParamListInfo params);

/*
 * Within a settings scope: what the query is planned and run under.  The
 * search_path is the one that conditions were checked under.
 */
extern void profile_pin_settings(int form);

#endif							/* CUSTOMERS_PROFILE_FORM_H */
