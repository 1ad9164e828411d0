/*
 * csv_wrap.h
 *
 * What some programs put around each line of a table that is written already: a
 * spreadsheet that took each line for one cell quotes it as a whole, and pads it
 * with delimiters of its own.
 *
 *		"email,name";;;
 *		"ann@example.com,""Ann""";;;
 */
#ifndef CUSTOMERS_CSV_WRAP_H
#define CUSTOMERS_CSV_WRAP_H

#include "postgres.h"

#include "csv/csv_dialect.h"

/* Where in a wrapped line the text ends that was unwrapped so far. */
typedef enum CsvWrapState
{
	WRAP_LINE_START,
	WRAP_PLAIN,					/* in a line that is not in quotes, or behind it */
	WRAP_QUOTED,				/* in one that is */
	WRAP_QUOTE					/* behind a quote in one that is */
} CsvWrapState;

/* All zero: nothing is around the lines. */
typedef struct CsvWrap
{
	bool		quoted;			/* lines are in quotes as a whole */
	char		tail;			/* what each line ends in, '\0' = nothing */
	int			ntail;			/* so many times */
	CsvWrapState state;
} CsvWrap;

static inline bool
csv_wrap_is_needed(const CsvWrap *wrap)
{
	return wrap->quoted || wrap->ntail > 0;
}

/* What may be around the lines of text, which is all of it: whole. */
extern void csv_wrap_find_tail(const char *text, size_t len, bool whole, CsvWrap *wrap);
extern bool csv_wrap_find_quotes(const char *text, size_t len, bool whole, CsvWrap *wrap);

/*
 * Unwraps the text from from to len in place, as a continuation of what stands
 * before; returns the new len.
 */
extern size_t csv_wrap_strip(CsvWrap *wrap, char *text, size_t from, size_t len);

/* What it is, in words. */
extern const char *csv_wrap_describe(const CsvWrap *wrap);

#endif							/* CUSTOMERS_CSV_WRAP_H */
