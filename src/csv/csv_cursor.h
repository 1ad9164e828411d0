/*
 * csv_cursor.h
 *
 * Walks over CSV text cell by cell, in one of several readings of its quotes.
 * It is for text whose reading is in question: sniffing a dialect, repairing a
 * broken record, and dialects that libcsv does not know (delimiters of more
 * than one byte, quotes escaped by a backslash).
 *
 *		csv_cursor_init(&cursor, text, len, &dialect, CSV_QUOTES_INNER, false);
 *		while (csv_cursor_next(&cursor, &slice))
 *			...								-- cursor.record_end: last of its record
 */
#ifndef CUSTOMERS_CSV_CURSOR_H
#define CUSTOMERS_CSV_CURSOR_H

#include "postgres.h"

#include "csv/csv_arena.h"
#include "csv/csv_dialect.h"
#include "csv/csv_record.h"

/* What to make of text that follows a closing quote. */
typedef enum CsvLeniency
{
	CSV_QUOTES_STRICT,			/* it is malformed: the cursor stops */
	CSV_QUOTES_SPACED,			/* the same, but spaces may stand around the
								 * quotes */
	CSV_QUOTES_INNER,			/* the quote is part of the cell, which goes
								 * on: "Joe "Bob" Smith" */
	CSV_QUOTES_TRAILING,		/* the cell is closed, and the text up to the
								 * delimiter joins it: "Joe" Smith */
	CSV_QUOTES_ORDINARY			/* no quote means anything */
} CsvLeniency;

typedef struct CsvCursor
{
	const CsvDialect *dialect;
	size_t		delimiter_len;
	char		escape;			/* '\0' if quotes are doubled only */
	CsvLeniency leniency;
	bool		multiline;		/* may a quoted cell hold line breaks? */

	const char *at;				/* next character to read */
	const char *end;

	/* about the cells read so far */
	bool		record_end;		/* the last one ended its record */
	bool		stray;			/* text after a closing quote was seen */
	bool		unclosed;		/* a quoted cell ran into the end of its line
								 * (of the text, if multiline) */
	int64		breaks;			/* line breaks passed */
} CsvCursor;

/* A cell as it stands in the text. */
typedef struct CsvSlice
{
	const char *data;			/* between the quotes, if quoted */
	size_t		len;
	bool		quoted;
	bool		escaped;		/* holds escaped quotes */
	const char *tail;			/* CSV_QUOTES_TRAILING: the text that follows */
	size_t		tail_len;
} CsvSlice;

/* Where a record's cells go. */
typedef struct CsvCellSink
{
	CsvCell    *cells;			/* room for max_cells */
	int			max_cells;
	int			ncells;			/* cells beyond max_cells count, but are not
								 * kept */
	CsvArena   *arena;			/* text of cells that had to be rewritten */
} CsvCellSink;

extern void csv_cursor_init(CsvCursor *cursor, const char *text, size_t len,
							const CsvDialect *dialect, CsvLeniency leniency,
							bool multiline);
extern bool csv_cursor_next(CsvCursor *cursor, CsvSlice *slice);

/* Adds a slice to the record, its escapes undone. */
extern void csv_cursor_keep(const CsvCursor *cursor, const CsvSlice *slice,
							CsvCellSink *sink);

/* The same in memory of its own. */
extern CsvCell csv_cursor_copy(const CsvCursor *cursor, const CsvSlice *slice);

/* Was the last record read ended by a line break, not by the text's end? */
static inline bool
csv_cursor_ended_line(const CsvCursor *cursor)
{
	return cursor->record_end && cursor->breaks > 0 &&
		(cursor->at[-1] == '\n' || cursor->at[-1] == '\r');
}

/* Bytes of the line break at text (below end): 0, 1 or 2. */
static inline size_t
csv_break_len(const char *text, const char *end)
{
	if (*text == '\n')
		return 1;
	if (*text != '\r')
		return 0;
	return (text + 1 < end && text[1] == '\n') ? 2 : 1;
}

/* Is a line blank, that is, no record? */
static inline bool
csv_is_blank(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
	{
		/* 0x1a ended text files of CP/M and DOS */
		if (data[i] != ' ' && data[i] != '\t' && data[i] != 0x1a)
			return false;
	}
	return true;
}

#endif							/* CUSTOMERS_CSV_CURSOR_H */
