/*
 * profile_cost.h
 *
 * Which form of the profiles costs least for a query.
 */
#ifndef CUSTOMERS_PROFILE_COST_H
#define CUSTOMERS_PROFILE_COST_H

#include "postgres.h"

#include "nodes/plannodes.h"

/*
 * Returns the cheapest form of a query, given its plan in form 0, not parallel.
 * look_ups: the bits of a form that matter.  The relations must be locked.
 */
extern int	profile_cost_form(const PlannedStmt *statement, int look_ups);

#endif							/* CUSTOMERS_PROFILE_COST_H */
