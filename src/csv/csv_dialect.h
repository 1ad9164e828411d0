/*
 * csv_dialect.h
 *
 * How a file is written: found by evidence over a sample, or told.
 */
#ifndef CUSTOMERS_CSV_DIALECT_H
#define CUSTOMERS_CSV_DIALECT_H

#include "postgres.h"

#include "csv/csv_record.h"

#define CSV_MAX_DELIMITER 4		/* bytes, UTF-8 */
#define CSV_KNOWN_COLUMNS 64	/* columns whose cells are looked at */

/*
 * Words that stand in headers; all may be NULL: none is known.  Of several cells,
 * each is expected before the first is asked for, so that they can be looked up
 * together.
 */
typedef struct CsvWords
{
	void		(*expect) (void *state, const char *cell, size_t len);	/* UTF-8 */
	bool		(*knows) (void *state, const char *cell, size_t len);	/* UTF-8 */
	bool		(*is_id) (void *state, const char *cell, size_t len);	/* of a customer */
	void	   *state;
} CsvWords;

/* Does the table begin with the names of its columns? */
typedef enum CsvHeader
{
	CSV_HEADER_FIND_OUT,
	CSV_HEADER_PRESENT,
	CSV_HEADER_ABSENT			/* the first record is data */
} CsvHeader;

/* What the caller wants read in a certain way; zero/NULL/-1 = find out. */
typedef struct CsvRequest
{
	const char *delimiter;
	const char *quote;			/* "" = quotes are ordinary characters */
	const char *escape;
	const char *encoding;		/* any name PostgreSQL knows, or UTF16, UTF16LE,
								 * UTF16BE, UTF32, ... */
	int64		skip;			/* physical lines before the table, -1 = find
								 * out */
	CsvHeader	header;
	bool		by_position;	/* columns are named by position, so that a
								 * header is not expected */
	CsvWords	words;			/* help to tell the header from a title or data */
	size_t		max_field_size; /* bytes; a longer cell is a defect */
	bool		force_libcsv;	/* for tests: no fast path for plain records */
} CsvRequest;

/* How sure something is that was found, and by what, in a sentence. */
typedef enum CsvCertainty
{
	CSV_GUESSED,				/* something else is as likely */
	CSV_LIKELY,
	CSV_SURE,
	CSV_TOLD					/* the caller said so */
} CsvCertainty;

typedef struct CsvFinding
{
	CsvCertainty certainty;
	const char *evidence;
} CsvFinding;

typedef struct CsvDialect
{
	/* as found */
	const char *encoding;		/* PostgreSQL's name (UTF8, WIN1252, ...), or
								 * UTF16LE, UTF16BE, UTF32LE, UTF32BE */
	bool		decided_late;	/* the encoding was found far into the file */
	bool		bom;
	char		delimiter[CSV_MAX_DELIMITER + 1];
	char		quote;			/* '\0' = none */
	char		escape;			/* equal to quote (doubling), or another
								 * character, usually '\\' */
	const char *newline;		/* "LF", "CRLF", "CR", "mixed" */
	bool		has_header;
	int64		header_line;	/* the file's line of the header; with no
								 * header, of the first record */
	int			ncolumns;		/* cells of the header; with no header, of
								 * most records */
	CsvCell    *header;			/* the names of the columns, where they are not
								 * the cells of the header's record; or NULL */
	int			nheader;
	bool		names_unclear;	/* most records have more cells than there are
								 * names, and nothing says which names are which
								 * cells' */
	bool		ends_early;		/* records may lack cells at their end */
	uint8		kinds[CSV_KNOWN_COLUMNS];	/* of a column's cells, as bits: what
											 * a short record may have there */
	CsvFinding	encoding_found;
	CsvFinding	dialect_found;
	CsvFinding	header_found;
	bool		exported;		/* as far as the sample goes, written as export
								 * does: its quotes mean what they say */
	const char *notes;			/* what could not be decided for sure, in
								 * words, or NULL */
} CsvDialect;

/* Adds a note to the others. */
extern void csv_dialect_note(CsvDialect *dialect, const char *note);

/* A delimiter as a message shows it, and as the option that sets it. */
extern const char *csv_delimiter_name(const char *delimiter);
extern const char *csv_delimiter_option(const char *delimiter);

#endif							/* CUSTOMERS_CSV_DIALECT_H */
