/*
 * segment.h
 *
 * Segments: named conditions over customer_profiles.  Who is in one is
 * computed when it is asked for.
 */
#ifndef CUSTOMERS_SEGMENT_H
#define CUSTOMERS_SEGMENT_H

#include "postgres.h"

#include "support/srf.h"

/* Stores a condition under a name, in place of one that is there. */
extern void segment_define(const char *name, const char *condition, const char *description);

/* Errors if there is no such segment. */
extern void segment_drop(const char *name);

/*
 * The condition of a segment, checked for the current user and deparsed, in
 * the current memory context.  Errors if there is no such segment, or if it
 * does not hold any more.
 */
extern char *segment_condition(const char *name);

/*
 * A row (name, number of customers) for each segment, from one pass over the
 * customers.  One that does not hold any more has no number, and a warning.
 */
extern void segment_counts(SrfRows *rows);

#endif							/* CUSTOMERS_SEGMENT_H */
