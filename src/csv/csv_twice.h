/*
 * csv_twice.h
 *
 * UTF-8 that was taken for another encoding and converted to UTF-8 once more:
 * every character above ASCII has become two or three ("José" is "JosÃ©").
 */
#ifndef CUSTOMERS_CSV_TWICE_H
#define CUSTOMERS_CSV_TWICE_H

#include "postgres.h"

#include "csv/csv_codepage.h"

/* What a text says of itself. */
typedef struct CsvTwice
{
	const char *encoding;		/* what UTF-8 was taken for; NULL = nothing of it */
	int			ntwice;			/* characters that were encoded twice */
	int			nsure;			/* of them, those that no text has by chance */
	int			nonce;			/* characters that were not */
	int			nlines;			/* lines with any of these */
	int64		last_line;		/* the last of them */
} CsvTwice;

extern void csv_twice_detect(const char *text, size_t len, CsvTwice *twice);

/* What UTF-8 was taken for, to undo it; NULL if it cannot be. */
extern CsvCodepage *csv_twice_load(const char *encoding);

/*
 * Undoes it, where the text shows it, in as much of text as can be told: all of
 * it when last is set.  Returns the bytes used; out has room for len.
 */
extern size_t csv_twice_undo(const CsvCodepage *page, const char *text, size_t len,
							 bool last, char *out, size_t *written);

#endif							/* CUSTOMERS_CSV_TWICE_H */
