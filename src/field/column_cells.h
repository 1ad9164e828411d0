/*
 * column_cells.h
 *
 * What the cells of a column hold, by a sample, and which field they cannot be.
 *
 *		sample -> column_cells() -> counts -> column_contradiction()
 */
#ifndef CUSTOMERS_COLUMN_CELLS_H
#define CUSTOMERS_COLUMN_CELLS_H

#include "postgres.h"

#include "field/field.h"
#include "field/null_words.h"
#include "field/record_sample.h"
#include "field/value_words.h"

typedef struct ColumnCells
{
	int			nrecords;		/* looked at */
	int			filled;			/* cells that say something; those below are of them */
	int			addresses;		/* one email address */
	int			with_at;		/* an @ */
	int			no_address;		/* what stands in the place of an address where there is none */
	int			wordless;		/* no letter */
	int			numberless;		/* no digit */
	int			wordy;			/* about as many letters as digits, or more */
	int			short_numbers;	/* one to three digits, and nothing else */
	int			plain_numbers;	/* digits, and nothing else */
	int			long_numbers;	/* as many digits as a phone number */
	int			phones;			/* five digits or more, and hardly a letter */
	int			dates;
	int			years;			/* a year alone, of a living person */
	int			months;			/* a month and a year, without a day */
	int			recipients;		/* a name and an address */
	int			places;			/* a postal code and a town */
	int			streets;		/* a word and a number, at the beginning or the end */
	int			codes;			/* a postal code alone */
	int			regions;		/* a town and a region */
	int			phone_pairs;	/* two phone numbers */
	int			yes_no;			/* a word for yes or no */
	int			several;		/* several words, all of letters */
	int			small;			/* begins with a small letter, or ', and has no digit */
	int			lengthy;		/* longer than any code */
	bool		repeats;		/* a cell is there twice */
	bool		constant;		/* all are the same */
} ColumnCells;

/*
 * Counts, in the current memory context; zeros without a sample.  no_key: the words that
 * stand for nothing as keys; NULL = none.
 */
extern ColumnCells *column_cells(const RecordSample *sample, const ValueWords *words,
								 const NullWords *no_key, int column);

/*
 * Why most of the cells cannot be this field ("are no dates"); NULL if they can,
 * or are too few to tell.  exact: the header is the field's name, so that only
 * cells speak against it which are errors, and all of them.
 */
extern const char *column_contradiction(const ColumnCells *cells, const char *field, bool exact);

/* Are all of the cells, and there are some, clearly what the field is, or clearly none of it? */
extern bool column_is_clearly(const ColumnCells *cells, const char *field);
extern bool column_is_clearly_not(const ColumnCells *cells, const char *field);

/* Does the column count the records, from 0 or 1? */
extern bool column_counts_records(const RecordSample *sample, int column);

/* Is a cell a whole number that is greater? */
extern bool column_exceeds(const RecordSample *sample, int column, int limit);

/* Are the cells email addresses, but for one in ten? */
extern bool column_holds_addresses(const ColumnCells *cells);

/* Are more than half of the cells so, and there are some? */
static inline bool
column_most(const ColumnCells *cells, int n)
{
	return n > 0 && n * 2 > cells->filled;
}

#endif							/* CUSTOMERS_COLUMN_CELLS_H */
