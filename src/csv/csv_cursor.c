/*
 * csv_cursor.c
 *
 * Walks over CSV text cell by cell.  See csv_cursor.h.
 */
#include "postgres.h"

#include "csv/csv_cursor.h"

static const char *skip_blanks(const CsvCursor *cursor, const char *p);
static bool read_quoted(CsvCursor *cursor, CsvSlice *slice, const char *p);
static void read_plain(CsvCursor *cursor, CsvSlice *slice);
static bool at_cell_end(const CsvCursor *cursor, const char *p);
static void pass_cell_end(CsvCursor *cursor, const char *p);
static size_t unescape(const CsvCursor *cursor, const CsvSlice *slice, char *out);

void
csv_cursor_init(CsvCursor *cursor, const char *text, size_t len,
				const CsvDialect *dialect, CsvLeniency leniency, bool multiline)
{
	memset(cursor, 0, sizeof(CsvCursor));
	cursor->dialect = dialect;
	cursor->delimiter_len = strlen(dialect->delimiter);
	cursor->escape = dialect->escape == dialect->quote ? '\0' : dialect->escape;
	cursor->leniency = dialect->quote ? leniency : CSV_QUOTES_ORDINARY;
	cursor->multiline = multiline;
	cursor->at = text;
	cursor->end = text + len;
	cursor->record_end = true;
}

/*
 * Reads the next cell.  False at the end of the text, and where a strict
 * (or spaced) reading is malformed or unclosed.
 */
bool
csv_cursor_next(CsvCursor *cursor, CsvSlice *slice)
{
	const char *p;

	if (cursor->at >= cursor->end && cursor->record_end)
		return false;

	memset(slice, 0, sizeof(CsvSlice));
	if (cursor->leniency != CSV_QUOTES_ORDINARY)
	{
		p = cursor->leniency == CSV_QUOTES_STRICT ?
			cursor->at : skip_blanks(cursor, cursor->at);
		if (p < cursor->end && *p == cursor->dialect->quote)
			return read_quoted(cursor, slice, p + 1);
	}
	read_plain(cursor, slice);
	return true;
}

void
csv_cursor_keep(const CsvCursor *cursor, const CsvSlice *slice, CsvCellSink *sink)
{
	CsvCell    *cell;

	if (sink->ncells++ >= sink->max_cells)
		return;
	cell = &sink->cells[sink->ncells - 1];
	cell->quoted = slice->quoted;
	cell->canonical = false;
	cell->data = slice->data;
	cell->len = (uint32) slice->len;
	if (slice->escaped || slice->tail_len > 0)
	{
		char	   *text = csv_arena_alloc(sink->arena, slice->len + slice->tail_len);
		size_t		len = unescape(cursor, slice, text);

		if (slice->tail_len > 0)
			memcpy(text + len, slice->tail, slice->tail_len);
		cell->data = text;
		cell->len = (uint32) (len + slice->tail_len);
	}
}

CsvCell
csv_cursor_copy(const CsvCursor *cursor, const CsvSlice *slice)
{
	char	   *text = palloc(slice->len + slice->tail_len + 1);
	size_t		len = slice->len;

	if (slice->escaped)
		len = unescape(cursor, slice, text);
	else
		memcpy(text, slice->data, len);
	if (slice->tail_len > 0)
		memcpy(text + len, slice->tail, slice->tail_len);
	len += slice->tail_len;
	text[len] = '\0';
	return (CsvCell) {.data = text, .len = (uint32) len, .quoted = slice->quoted};
}

/* Past the spaces and tabs that are no delimiter. */
static const char *
skip_blanks(const CsvCursor *cursor, const char *p)
{
	char		delimiter = cursor->dialect->delimiter[0];

	while (p < cursor->end && (*p == ' ' || *p == '\t') && *p != delimiter)
		p++;
	return p;
}

static bool
at_delimiter(const CsvCursor *cursor, const char *p)
{
	const char *delimiter = cursor->dialect->delimiter;

	if (*p != delimiter[0])
		return false;
	return cursor->delimiter_len == 1 ||
		((size_t) (cursor->end - p) >= cursor->delimiter_len &&
		 memcmp(p, delimiter, cursor->delimiter_len) == 0);
}

static bool
at_cell_end(const CsvCursor *cursor, const char *p)
{
	return p >= cursor->end || *p == '\n' || *p == '\r' || at_delimiter(cursor, p);
}

/* p is at a cell's end: on to the next cell or record. */
static void
pass_cell_end(CsvCursor *cursor, const char *p)
{
	cursor->record_end = true;
	if (p < cursor->end)
	{
		size_t		len = csv_break_len(p, cursor->end);

		if (len > 0)
			cursor->breaks++;
		else
		{
			cursor->record_end = false;
			len = cursor->delimiter_len;
		}
		p += len;
	}
	cursor->at = p;
}

/* A cell without quotes around it: all up to the delimiter. */
static void
read_plain(CsvCursor *cursor, CsvSlice *slice)
{
	const char *p = cursor->at;

	slice->data = p;
	while (!at_cell_end(cursor, p))
		p++;
	slice->len = p - slice->data;
	pass_cell_end(cursor, p);
}

/*
 * p is behind the opening quote.  Looks for the quote that closes the cell; a
 * cell that none closes ends with its line, or with the text.
 */
static bool
read_quoted(CsvCursor *cursor, CsvSlice *slice, const char *p)
{
	const CsvDialect *dialect = cursor->dialect;
	const char *after;

	slice->data = p;
	slice->quoted = true;
	for (;; p++)
	{
		if (p >= cursor->end)
			break;
		if (*p == '\n' || *p == '\r')
		{
			if (!cursor->multiline)
				break;
			p += csv_break_len(p, cursor->end) - 1;
			cursor->breaks++;
			continue;
		}
		if (cursor->escape && *p == cursor->escape && p + 1 < cursor->end &&
			p[1] != '\n' && p[1] != '\r')
		{
			slice->escaped = true;
			p++;
			continue;
		}
		if (*p != dialect->quote)
			continue;
		if (p + 1 < cursor->end && p[1] == dialect->quote)
		{
			slice->escaped = true;
			p++;
			continue;
		}

		/* a single quote: does the cell end here? */
		after = cursor->leniency == CSV_QUOTES_STRICT ?
			p + 1 : skip_blanks(cursor, p + 1);
		if (at_cell_end(cursor, after))
		{
			slice->len = p - slice->data;
			pass_cell_end(cursor, after);
			return true;
		}
		cursor->stray = true;
		if (cursor->leniency <= CSV_QUOTES_SPACED)
			return false;
		if (cursor->leniency == CSV_QUOTES_TRAILING)
		{
			slice->len = p - slice->data;
			slice->tail = p + 1;
			after = p + 1;
			while (!at_cell_end(cursor, after))
				after++;
			slice->tail_len = after - slice->tail;
			pass_cell_end(cursor, after);
			return true;
		}
	}

	cursor->unclosed = true;
	slice->len = p - slice->data;
	pass_cell_end(cursor, p);
	return cursor->leniency > CSV_QUOTES_SPACED;
}

/* Writes the text between the quotes, at most slice->len bytes. */
static size_t
unescape(const CsvCursor *cursor, const CsvSlice *slice, char *out)
{
	const CsvDialect *dialect = cursor->dialect;
	const char *p = slice->data;
	const char *end = p + slice->len;
	char	   *start = out;

	while (p < end)
	{
		bool		pair = p + 1 < end &&
			((*p == dialect->quote && p[1] == dialect->quote) ||
			 (cursor->escape && *p == cursor->escape &&
			  (p[1] == dialect->quote || p[1] == cursor->escape)));

		if (pair)
			p++;
		*out++ = *p++;
	}
	return out - start;
}
