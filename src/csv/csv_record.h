/*
 * csv_record.h
 *
 * A record of a file, as the reader hands it out.
 */
#ifndef CUSTOMERS_CSV_RECORD_H
#define CUSTOMERS_CSV_RECORD_H

#include "postgres.h"

/* One cell as read: quotes and escapes undone, outer spaces kept. */
typedef struct CsvCell
{
	const char *data;			/* UTF-8, not NUL-terminated */
	uint32		len;			/* bytes */
	bool		quoted;			/* it stood in quotes in the file */
	bool		canonical;		/* not of a file: a value as it was staged,
								 * '' to clear; see value.h */
} CsvCell;

/* What is wrong with a record as a whole; CSV_SOUND for nearly all. */
typedef enum CsvDefect
{
	CSV_SOUND = 0,
	CSV_NUL_BYTE,				/* a cell holds a NUL byte */
	CSV_BAD_ENCODING,			/* a cell holds bytes that are no text in the
								 * file's encoding */
	CSV_FIELD_TOO_LARGE,		/* a cell exceeds max_field_size */
	CSV_TOO_MANY_CELLS,			/* more cells than the reader keeps */
	CSV_UNCLOSED_QUOTE,			/* a quote was opened and never closed */
	CSV_STRAY_QUOTE				/* text after a closing quote, in a way that
								 * leaves the record's cells in doubt */
} CsvDefect;

/* What a record is that is none of the table's; see csv_aside.h. */
typedef enum CsvAsideKind
{
	CSV_ASIDE_NONE = 0,			/* it is one of the table's */
	CSV_ASIDE_LINE,				/* the header once more, a rule */
	CSV_ASIDE_WORDS				/* a total, text below the table */
} CsvAsideKind;

/* Cells kept of one record. */
#ifndef CSV_MAX_CELLS
#define CSV_MAX_CELLS 10000
#endif

typedef struct CsvRecord
{
	int64		line;			/* the file's own line (1 = first) on which
								 * the record starts */
	int			ncells;
	CsvAsideKind aside;
	CsvDefect	defect;
	int			defect_cell;	/* 0-based cell it was seen in, or -1 */
	bool		composed;		/* its cells are surely in Unicode's normal form
								 * C */
	CsvCell    *cells;			/* also set for a defective record, as far as
								 * it could be read (a too large cell is
								 * clipped, undecodable bytes are replaced) */
} CsvRecord;

#endif							/* CUSTOMERS_CSV_RECORD_H */
