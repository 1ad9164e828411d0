/*
 * weak_match.h
 *
 * Finds the live customers who have the weak keys of records, in one scan.
 *
 *		weak_matcher_add(matcher, &keys);	-- each record, until it is full
 *		weak_matcher_scan(matcher);
 *		weak_matcher_found(matcher, i);		-- of the i-th record, from 0
 *		weak_matcher_clear(matcher);		-- for the next ones
 *
 * Of the tests of a record the first counts that finds somebody who does not
 * contradict.
 */
#ifndef CUSTOMERS_WEAK_MATCH_H
#define CUSTOMERS_WEAK_MATCH_H

#include "postgres.h"

#include "import/weak_key.h"

typedef struct WeakMatcher WeakMatcher;

typedef struct WeakFound
{
	int64		first;			/* smallest id; 0 = nobody */
	int64		second;			/* the next; 0 = nobody else */
	int64		other;			/* smallest id of those who contradict, or 0 */
	WeakTest	test;			/* that found them */
} WeakFound;

/* In the current memory context; limit in bytes.  SPI must stay connected. */
extern WeakMatcher *weak_matcher_create(WeakReader *reader, Size limit);

extern void weak_matcher_add(WeakMatcher *matcher, const WeakKeys *keys);

/* Has the memory been used that is allowed? */
extern bool weak_matcher_is_full(const WeakMatcher *matcher);
extern Size weak_matcher_memory(const WeakMatcher *matcher);

/* Reads all customers, under the active snapshot. */
extern void weak_matcher_scan(WeakMatcher *matcher);
extern const WeakFound *weak_matcher_found(const WeakMatcher *matcher, int i);
extern void weak_matcher_clear(WeakMatcher *matcher);

#endif							/* CUSTOMERS_WEAK_MATCH_H */
