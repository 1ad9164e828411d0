/*
 * search.h
 *
 * Finding people by how their name or email is written, roughly.
 */
#ifndef CUSTOMERS_SEARCH_H
#define CUSTOMERS_SEARCH_H

#include "postgres.h"

#include "nodes/pg_list.h"

/*
 * The words of a search as LIKE patterns (char *) for what
 * customers_search_text() makes of a customer; each must be met.  Errors if
 * it is too long.
 */
extern List *search_patterns(const char *search);

/* SQL of that text of customer_profiles, with a collation for LIKE. */
extern char *search_expression(void);

/*
 * Builds the index that makes searches fast, if it is not there; says what it
 * did, in words.  Errors without pg_trgm.  SPI must be connected.
 */
extern char *search_build_index(void);

#endif							/* CUSTOMERS_SEARCH_H */
