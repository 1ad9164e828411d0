/*
 * example_lines.h
 *
 * Lines of a file as examples of what is counted: as JSON and in words.
 */
#ifndef CUSTOMERS_EXAMPLE_LINES_H
#define CUSTOMERS_EXAMPLE_LINES_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

/* Adds the pair "lines": [2, 5] to an object. */
extern void lines_put(JsonbParseState **state, const int64 *lines, int nlines);

/*
 * Reads the array of an object's lines, at most max of them; returns their number, or
 * -1 if it is no such array.
 */
extern int	lines_read(JsonbContainer *object, int64 *lines, int max);

/* " (line 2)", " (lines 2, 5)", " (lines 2, 5 ...)" if there are more records; or "". */
extern void lines_append(StringInfo text, const int64 *lines, int nlines, int64 records);

#endif							/* CUSTOMERS_EXAMPLE_LINES_H */
