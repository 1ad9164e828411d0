/*
 * search.h
 *
 * Searching customers by words of their names and email.
 */
#ifndef CUSTOMERS_SEARCH_H
#define CUSTOMERS_SEARCH_H

#include "postgres.h"

#include "nodes/pg_list.h"

/*
 * The words of a search as LIKE patterns (char *); the customer's
 * customers_search_text() must match each.  Errors if the search is too long.
 */
extern List *search_patterns(const char *search);

/* SQL: that text of a row of customer_profiles, with a collation for LIKE. */
extern char *search_expression(void);

/*
 * Builds the index for searches if it does not exist; returns a message of what
 * was done.  Errors without pg_trgm.  SPI must be connected.
 */
extern char *search_build_index(void);

#endif							/* CUSTOMERS_SEARCH_H */
