/*
 * find.h
 *
 * Finds customers, and explains the query.
 */
#ifndef CUSTOMERS_FIND_H
#define CUSTOMERS_FIND_H

#include "postgres.h"

#include "query/profile.h"
#include "support/srf.h"

/* The customers that meet the filter, as rows of customer_profile. */
extern void find_customers(const ProfileFilter *filter, SrfRows *rows);

/* The plan of the same query, one row for each line; analyze runs it. */
extern void find_explain(const ProfileFilter *filter, bool analyze, SrfRows *rows);

#endif							/* CUSTOMERS_FIND_H */
