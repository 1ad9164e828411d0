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
	int			nfar;			/* those of three bytes and more that are letters, */
	int			nfar_runs;		/* in how many words they are, */
	int			script;			/* and their script; 0 = there are none */
	int			nonce;			/* characters that were not */
	int			nlines;			/* lines with any of these */
	int64		last_line;		/* the last of them */
} CsvTwice;

/* Looks through text that comes in pieces, which end with lines. */
typedef struct CsvTwiceWatch CsvTwiceWatch;

extern CsvTwiceWatch *csv_twice_watch_create(void);
extern void csv_twice_watch(CsvTwiceWatch *watch, const char *text, size_t len);
extern void csv_twice_result(const CsvTwiceWatch *watch, CsvTwice *twice);
extern void csv_twice_watch_free(CsvTwiceWatch *watch);

/* How much of a file's start is looked at to tell whether it is to be undone. */
extern size_t csv_twice_sample(const char *text, size_t len);

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
