/*
 * profile_form.h
 *
 * Which columns and which form of the profiles a question needs.
 */
#ifndef CUSTOMERS_PROFILE_FORM_H
#define CUSTOMERS_PROFILE_FORM_H

#include "postgres.h"

#include "nodes/params.h"

/*
 * A query FROM (profiles), which stands first in its FROM; in the current
 * memory context.
 */
typedef char *(*ProfileSql) (const char *profiles, void *state);

/*
 * The query over no more of the profiles than it uses, in the form that the
 * planner holds for the cheapest with these parameters (or NULL).  In the
 * current memory context.  Needs the closed search_path and SPI connected.
 */
extern char *profile_cheapest(ProfileSql sql, void *state, ParamListInfo params, int *form);

/*
 * Within a settings scope: what the query is planned and run under.  The
 * search_path is the one that conditions were checked under.
 */
extern void profile_pin_settings(int form);

#endif							/* CUSTOMERS_PROFILE_FORM_H */
