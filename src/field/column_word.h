/*
 * column_word.h
 *
 * What a column of the file is called: its word in the header, and how
 * messages tell it.
 *
 * See field.h for field_clip_word(), which is in column_word.c too.
 */
#ifndef CUSTOMERS_COLUMN_WORD_H
#define CUSTOMERS_COLUMN_WORD_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/field.h"

/* The word of a header cell: trimmed, on one line, unless it is exact. */
extern char *column_word(const CsvCell *cell);

/* How messages call a column: its word, or its place. */
extern char *column_describe(const FieldMap *map, int column);

/* "Name", "Phone", column 3 */
extern char *column_list(const FieldMap *map);

/* Adds a word to a list of which n are told already; a long one ends in "...". */
extern void column_append_listed(StringInfo list, const char *word, int n);

#endif							/* CUSTOMERS_COLUMN_WORD_H */
