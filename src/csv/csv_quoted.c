/*
 * csv_quoted.c
 *
 * Records with quoted cells.
 *
 *		text -> physical line after physical line -> libcsv
 *			-> field callback: cell text, copied to the batch's arena
 *			-> record callback: stop
 *
 * Feeding line by line means that libcsv never sees text beyond the record.
 * All memory a callback needs is reserved before the call, so that no error
 * is raised inside it.
 */
#include "postgres.h"

#include "csv/csv_libcsv.h"
#include "csv/csv_quoted.h"

/* libcsv grows its cell buffer by this much at a time */
#define QUOTED_GROWTH 65536

struct CsvQuoted
{
	const CsvDialect *dialect;
	bool		use_libcsv;
	struct csv_parser parser;

	/* about the record being read; set anew for each */
	const char *raw;			/* the next cell as it stands in the text */
	CsvCellSink *sink;
	char	   *room;			/* reserved for cell text */
	size_t		room_left;
	bool		record_end;
};

static CsvParse parse_by_libcsv(CsvQuoted *quoted, const char *text, size_t len,
								size_t *taken, int64 *breaks);
static CsvParse parse_by_cursor(CsvQuoted *quoted, const char *text, size_t len,
								size_t *taken, int64 *breaks);
static bool feed(CsvQuoted *quoted, const char *text, size_t len);
static void field_callback(void *data, size_t len, void *state);
static void record_callback(int terminator, void *state);
static void *resize(void *pointer, size_t size);
static void release(void *pointer);
static int	no_space(unsigned char c);

CsvQuoted *
csv_quoted_create(const CsvDialect *dialect)
{
	CsvQuoted  *quoted = palloc0(sizeof(CsvQuoted));

	quoted->dialect = dialect;
	quoted->use_libcsv = dialect->quote != '\0' && strlen(dialect->delimiter) == 1 &&
		(dialect->escape == dialect->quote || dialect->escape == '\0');

	if (csv_init(&quoted->parser, CSV_STRICT) != 0)
		elog(ERROR, "could not initialize libcsv");
	csv_set_realloc_func(&quoted->parser, resize);
	csv_set_free_func(&quoted->parser, release);
	csv_set_blk_size(&quoted->parser, QUOTED_GROWTH);
	csv_set_space_func(&quoted->parser, no_space);
	csv_set_delim(&quoted->parser, (unsigned char) dialect->delimiter[0]);
	csv_set_quote(&quoted->parser, (unsigned char) dialect->quote);
	return quoted;
}

CsvParse
csv_quoted_parse(CsvQuoted *quoted, const char *text, size_t len,
				 CsvCellSink *sink, size_t *taken, int64 *breaks)
{
	quoted->sink = sink;
	if (quoted->use_libcsv)
		return parse_by_libcsv(quoted, text, len, taken, breaks);
	return parse_by_cursor(quoted, text, len, taken, breaks);
}

void
csv_quoted_free(CsvQuoted *quoted)
{
	csv_free(&quoted->parser);
	pfree(quoted);
}

static CsvParse
parse_by_libcsv(CsvQuoted *quoted, const char *text, size_t len,
				size_t *taken, int64 *breaks)
{
	const char *end = text + len;
	const char *p = text;

	quoted->raw = text;
	quoted->record_end = false;
	quoted->room_left = 0;
	*breaks = 0;
	while (p < end)
	{
		const char *line = p;

		while (p < end && *p != '\n' && *p != '\r')
			p++;
		if (p < end)
		{
			/* a CR is fed alone: behind a record, LF is not to be fed */
			(*breaks)++;
			p++;
		}
		if (!feed(quoted, line, p - line))
		{
			csv_fini(&quoted->parser, NULL, NULL, NULL);
			return CSV_PARSE_MALFORMED;
		}
		if (p < end && p[-1] == '\r' && *p == '\n')
		{
			/* the second half of one line break */
			if (!quoted->record_end && !feed(quoted, p, 1))
				elog(ERROR, "libcsv failed inside a quoted cell");
			p++;
		}
		if (quoted->record_end)
		{
			*taken = p - text;
			return CSV_PARSE_RECORD;
		}
	}
	csv_fini(&quoted->parser, NULL, NULL, NULL);
	return CSV_PARSE_UNCLOSED;
}

/* False if the text is malformed. */
static bool
feed(CsvQuoted *quoted, const char *text, size_t len)
{
	/* what libcsv holds of the cell may come out with the text now fed */
	size_t		need = len + quoted->parser.entry_pos;

	if (quoted->room_left < need)
	{
		/* room for a long cell grows with it, by doubling */
		if (quoted->parser.entry_pos > 0)
			need *= 2;
		quoted->room = csv_arena_alloc(quoted->sink->arena, need);
		quoted->room_left = need;
	}
	if (csv_parse(&quoted->parser, text, len,
				  field_callback, record_callback, quoted) == len)
		return true;
	if (csv_error(&quoted->parser) != CSV_EPARSE)
		elog(ERROR, "libcsv: %s", csv_strerror(csv_error(&quoted->parser)));
	return false;
}

/*
 * libcsv hands out a cell.  Whether it was quoted is seen in the text itself,
 * whose cells are passed in step: in a well-formed record a quoted cell takes
 * its length, two quotes, and one more for each quote within.
 */
static void
field_callback(void *data, size_t len, void *state)
{
	CsvQuoted  *quoted = state;
	CsvCellSink *sink = quoted->sink;
	char		quote = quoted->dialect->quote;
	bool		in_quotes = *quoted->raw == quote;

	quoted->raw += len + 1;
	if (in_quotes)
	{
		const char *p = data;
		const char *end = p + len;

		quoted->raw += 2;
		while ((p = memchr(p, quote, end - p)) != NULL)
		{
			quoted->raw++;
			p++;
		}
	}

	if (sink->ncells++ >= sink->max_cells)
		return;
	Assert(quoted->room_left >= len);
	memcpy(quoted->room, data, len);
	sink->cells[sink->ncells - 1] = (CsvCell)
	{
		.data = quoted->room, .len = (uint32) len, .quoted = in_quotes
	};
	quoted->room += len;
	quoted->room_left -= len;
}

static void
record_callback(int terminator, void *state)
{
	((CsvQuoted *) state)->record_end = true;
}

static void *
resize(void *pointer, size_t size)
{
	return pointer ? repalloc(pointer, size) : palloc(size);
}

static void
release(void *pointer)
{
	if (pointer)
		pfree(pointer);
}

/* libcsv is to trim nothing. */
static int
no_space(unsigned char c)
{
	return 0;
}

static CsvParse
parse_by_cursor(CsvQuoted *quoted, const char *text, size_t len,
				size_t *taken, int64 *breaks)
{
	CsvCursor	cursor;
	CsvSlice	slice;

	csv_cursor_init(&cursor, text, len, quoted->dialect, CSV_QUOTES_STRICT, true);
	while (csv_cursor_next(&cursor, &slice))
	{
		csv_cursor_keep(&cursor, &slice, quoted->sink);
		if (!cursor.record_end)
			continue;
		if (!csv_cursor_ended_line(&cursor))
			return CSV_PARSE_UNCLOSED;
		*breaks = cursor.breaks;
		*taken = cursor.at - text;
		return CSV_PARSE_RECORD;
	}
	return cursor.stray ? CSV_PARSE_MALFORMED : CSV_PARSE_UNCLOSED;
}
