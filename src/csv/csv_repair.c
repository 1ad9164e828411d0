/*
 * csv_repair.c
 *
 * Broken records.  Each is read in several ways, from the one that honours
 * its quotes most to the one that honours none; the first with the table's
 * number of cells is taken.
 *
 *		"Joe "Bob" Smith",x		quotes inside the cell
 *		"Joe" Smith,x			text behind the cell
 *		over several lines		the same, as far as CSV_REPAIR_BROKEN_REACH
 *		"Joe,x					quotes mean nothing
 */
#include "postgres.h"

#include "csv/csv_repair.h"

/* One way to read a record. */
typedef struct Reading
{
	CsvLeniency leniency;
	bool		multiline;

	int			ncells;
	int			nfilled;		/* cells up to the last that is not empty */
	int			trouble;		/* first cell that was stray or unclosed, -1 */
	bool		closed;
} Reading;

static bool lines_fit(const char *text, size_t len, const CsvDialect *dialect,
					  CsvLeniency leniency, int ncolumns, bool all);
static bool holds_prose(const char *text, size_t len, const CsvDialect *dialect);
static bool fits(const Reading *reading, int ncolumns);
static void read_as(const char *text, size_t len, const CsvDialect *dialect,
					Reading *reading, CsvCellSink *sink, CsvRepair *repair);
static const Reading *choose(const Reading *readings, int nreadings, int ncolumns);

void
csv_repair_record(const char *text, size_t len, const CsvDialect *dialect,
				  int ncolumns, CsvCellSink *sink, CsvRepair *repair)
{
	Reading		readings[] = {
		{.leniency = CSV_QUOTES_INNER, .multiline = false},
		{.leniency = CSV_QUOTES_TRAILING, .multiline = false},
		{.leniency = CSV_QUOTES_INNER, .multiline = true},
		{.leniency = CSV_QUOTES_ORDINARY, .multiline = false},
	};
	Reading		whole = {.leniency = CSV_QUOTES_SPACED, .multiline = true};
	Reading		chosen;

	/* spaces around quotes, a quote in an unquoted cell: nothing is broken */
	read_as(text, Min(len, CSV_REPAIR_REACH), dialect, &whole, NULL, repair);
	if (whole.closed &&
		(repair->breaks <= 1 || ncolumns == 0 ||
		 !csv_repair_swallowed(text, repair->taken, dialect, fits(&whole, ncolumns), ncolumns)))
	{
		read_as(text, repair->taken, dialect, &whole, sink, repair);
		repair->defect = CSV_SOUND;
		repair->defect_cell = -1;
		return;
	}

	for (int i = 0; i < (int) lengthof(readings); i++)
	{
		read_as(text, readings[i].multiline ? Min(len, CSV_REPAIR_BROKEN_REACH) : len,
				dialect, &readings[i], NULL, repair);
		if (readings[i].multiline && readings[i].closed &&
			lines_fit(text, repair->taken, dialect, CSV_QUOTES_INNER, ncolumns, false))
			readings[i].closed = false;
	}

	chosen = *choose(readings, lengthof(readings), ncolumns);
	read_as(text, len, dialect, &chosen, sink, repair);

	repair->defect = CSV_SOUND;
	repair->defect_cell = -1;
	if (chosen.leniency == CSV_QUOTES_ORDINARY)
		repair->defect = readings[0].closed ? CSV_STRAY_QUOTE : CSV_UNCLOSED_QUOTE;
	else if (chosen.trouble >= 0 && ncolumns > 0 && !fits(&chosen, ncolumns))
		repair->defect = CSV_STRAY_QUOTE;
	if (repair->defect != CSV_SOUND)
		repair->defect_cell = Min(readings[0].trouble, chosen.ncells - 1);
}

bool
csv_repair_swallowed(const char *text, size_t len, const CsvDialect *dialect,
					 bool fits, int ncolumns)
{
	if (dialect->exported)
		return false;
	/* in a table of two columns, an address has as many cells */
	return (ncolumns > 2 && lines_fit(text, len, dialect, CSV_QUOTES_ORDINARY, ncolumns, true) &&
			!(fits && holds_prose(text, len, dialect))) ||
		(!fits &&
		 lines_fit(text, len, dialect, CSV_QUOTES_INNER, ncolumns, false));
}

/*
 * Do all the lines (or is there one but the first to) have as many cells as
 * the table has columns?
 */
static bool
lines_fit(const char *text, size_t len, const CsvDialect *dialect,
		  CsvLeniency leniency, int ncolumns, bool all)
{
	const char *end = text + len;
	const char *p = text;

	while (p < end)
	{
		Reading		line = {.leniency = leniency, .multiline = false};
		CsvRepair	repair;
		bool		fits;

		read_as(p, end - p, dialect, &line, NULL, &repair);
		fits = line.ncells == ncolumns;
		if (all && !fits)
			return false;
		if (!all && fits && p > text)
			return true;
		p += repair.taken;
	}
	return all;
}

/* Counts the delimiters of a text, and those of them that a space follows. */
static void
count_delimiters(const char *text, size_t len, const char *delimiter, int *ndelimiters, int *nspaced)
{
	size_t		delimiter_len = strlen(delimiter);

	for (size_t i = 0; i + delimiter_len <= len; i++)
	{
		if (memcmp(text + i, delimiter, delimiter_len) != 0)
			continue;
		(*ndelimiters)++;
		*nspaced += i + delimiter_len < len && text[i + delimiter_len] == ' ';
	}
}

/*
 * Is what the record's cells hold over several lines prose?  A space follows most
 * of its commas, and none of the delimiters between the cells.
 */
static bool
holds_prose(const char *text, size_t len, const CsvDialect *dialect)
{
	CsvCursor	cursor;
	CsvSlice	slice;
	int			ndelimiters = 0;
	int			nspaced = 0;

	csv_cursor_init(&cursor, text, len, dialect, CSV_QUOTES_INNER, true);
	for (;;)
	{
		const char *start = cursor.at;

		if (!csv_cursor_next(&cursor, &slice))
			break;
		if (start > text && start < cursor.end && *start == ' ')
			return false;
		if (slice.quoted &&
			(memchr(slice.data, '\n', slice.len) != NULL || memchr(slice.data, '\r', slice.len) != NULL))
			count_delimiters(slice.data, slice.len, dialect->delimiter, &ndelimiters, &nspaced);
		if (cursor.record_end)
			break;
	}
	return nspaced * 2 > ndelimiters;
}

/* Has it the table's width?  Empty cells behind the last column are none. */
static bool
fits(const Reading *reading, int ncolumns)
{
	return reading->ncells >= ncolumns && reading->nfilled <= ncolumns;
}

/* Reads the record; keeps its cells in the sink if there is one. */
static void
read_as(const char *text, size_t len, const CsvDialect *dialect,
		Reading *reading, CsvCellSink *sink, CsvRepair *repair)
{
	CsvCursor	cursor;
	CsvSlice	slice;
	bool		ended = false;

	reading->ncells = 0;
	reading->nfilled = 0;
	reading->trouble = -1;
	csv_cursor_init(&cursor, text, len, dialect, reading->leniency, reading->multiline);
	while (csv_cursor_next(&cursor, &slice))
	{
		if (sink)
			csv_cursor_keep(&cursor, &slice, sink);
		if (reading->trouble < 0 && (cursor.stray || cursor.unclosed))
			reading->trouble = reading->ncells;
		reading->ncells++;
		if (slice.quoted || !csv_is_blank(slice.data, slice.len))
			reading->nfilled = reading->ncells;
		if (cursor.record_end)
		{
			ended = true;
			break;
		}
	}
	reading->closed = ended && !cursor.unclosed && csv_cursor_ended_line(&cursor);
	repair->taken = cursor.at - text;
	repair->breaks = cursor.breaks;
}

/*
 * The first reading with the table's width.  If there is none: the first that
 * closes its quotes on its own line, else the one without quotes.
 */
static const Reading *
choose(const Reading *readings, int nreadings, int ncolumns)
{
	for (int i = 0; i < nreadings; i++)
	{
		if (readings[i].closed &&
			(fits(&readings[i], ncolumns) || ncolumns == 0))
			return &readings[i];
	}
	for (int i = 0; i < nreadings; i++)
	{
		if (readings[i].closed && !readings[i].multiline &&
			readings[i].leniency == CSV_QUOTES_INNER)
			return &readings[i];
	}
	return &readings[nreadings - 1];
}
