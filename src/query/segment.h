/*
 * segment.h
 *
 * Segments: named conditions over customer_profiles, evaluated when used.
 */
#ifndef CUSTOMERS_SEGMENT_H
#define CUSTOMERS_SEGMENT_H

#include "postgres.h"

#include "support/srf.h"

/* Stores a condition under a name; replaces one that exists. */
extern void segment_define(const char *name, const char *condition, const char *description);

/* Errors if there is no such segment. */
extern void segment_drop(const char *name);

/*
 * The condition of a segment, checked for the current user and deparsed, in
 * the current memory context.  Errors if there is no such segment, or if its
 * condition is no longer valid.
 */
extern char *segment_condition(const char *name);

/*
 * Returns a row (name, number of customers) for each segment, counted together.
 * One whose condition fails has NULL, and a warning.
 */
extern void segment_counts(SrfRows *rows);

#endif							/* CUSTOMERS_SEGMENT_H */
