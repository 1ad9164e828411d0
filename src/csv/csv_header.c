/*
 * csv_header.c
 *
 * Where the table begins.  See csv_header.h.
 *
 *		records of the sample
 *			-> one whose words are known, above the data
 *			-> else text above columns of numbers, dates, addresses
 *			-> else the first that is no title
 */
#include "postgres.h"

#include "csv/csv_header.h"

/* Records above the table that may hold notes. */
#define HEADER_NOTES 24

void
csv_header_walk(const CsvReading *reading, const CsvSampleRecord *record, CsvCursor *cursor)
{
	csv_cursor_init(cursor, reading->text + record->offset,
					Min(reading->len, CSV_EVIDENCE_BYTES) - record->offset,
					reading->dialect, CSV_QUOTES_INNER, true);
}

/* The kind of most filled cells of a column below a record, or CSV_KIND_TEXT. */
static CsvCellKind
column_kind(const CsvEvidence *evidence, int first, int column, int width)
{
	int			counts[NUM_CSV_KINDS] = {0};
	int			filled = 0;

	for (int i = first; i < evidence->nrecords; i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];

		if (record->ncells != width)
			continue;
		counts[record->kinds[column]]++;
		filled += record->kinds[column] != CSV_KIND_EMPTY;
	}
	for (int kind = 0; kind < NUM_CSV_KINDS; kind++)
	{
		if (csv_kind_is_data(kind) && counts[kind] * 10 > filled * 6)
			return kind;
	}
	return CSV_KIND_TEXT;
}

/*
 * Does a record look like column names rather than data?  It does unless its
 * cells are of the same kinds as those below them.
 */
bool
csv_header_is_like(const CsvEvidence *evidence, int index, int width)
{
	const CsvSampleRecord *record = &evidence->records[index];
	int			columns = Min(record->ncells, CSV_EVIDENCE_COLUMNS);
	bool		years = csv_evidence_names_years(evidence, index);
	int			data = 0;
	int			names = 0;

	for (int i = 0; i < columns; i++)
	{
		CsvCellKind kind = record->kinds[i];
		CsvCellKind below = i < width ?
			column_kind(evidence, index + 1, i, width) : CSV_KIND_TEXT;

		if (kind == CSV_KIND_EMAIL)
			return false;
		if (kind == CSV_KIND_NUMBER && years)
			continue;
		if (csv_kind_is_data(kind) && (kind == below || index + 1 == evidence->nrecords))
			data++;
		else if (kind == CSV_KIND_TEXT && csv_kind_is_data(below))
			names++;
	}
	return data == 0 || names > data;
}

/*
 * One filled cell (of prose, which spaces split, any number) above a blank
 * line, or above one of delimiters only.
 */
static bool
is_title(const CsvEvidence *evidence, int index, int width, bool prose)
{
	const CsvSampleRecord *record = &evidence->records[index];
	bool		gap = record[1].nfilled == 0 || record[1].line > record->line + 1;

	return gap && record->ncells > 1 &&
		(record->nfilled == 1 || (prose && csv_header_is_like(evidence, index + 1, width)));
}

/* The first record of the table, past titles and notes above it. */
static int
table_start(const CsvEvidence *evidence, int width, bool prose)
{
	const CsvSampleRecord *records = evidence->records;
	int			first = 0;

	while (first < evidence->nrecords - 1 &&
		   (records[first].ncells != width || records[first].comment ||
			records[first].nfilled == 0 ||
			(width > 2 && records[first].nfilled == 1) ||
			is_title(evidence, first, width, prose)))
		first++;
	if (records[first].ncells != width || records[first].nfilled == 0)
	{
		for (first = 0; records[first].ncells != width; first++)
			;
		return first;
	}

	/* a header wider than its records, or without their trailing delimiter or last column */
	if (first > 0 && !records[first - 1].comment &&
		records[first - 1].line + 1 == records[first].line &&
		records[first - 1].nfilled == records[first - 1].ncells &&
		(records[first - 1].ncells > width ||
		 (records[first - 1].ncells == width - 1 && width <= CSV_EVIDENCE_COLUMNS &&
		  (width > 3 || records[first].kinds[width - 1] == CSV_KIND_EMPTY))) &&
		csv_header_is_like(evidence, first - 1, width))
		return first - 1;
	return first;
}

static bool
has_address(const CsvSampleRecord *record)
{
	for (int i = 0; i < Min(record->ncells, CSV_EVIDENCE_COLUMNS); i++)
		if (record->kinds[i] == CSV_KIND_EMAIL)
			return true;
	return false;
}

/* May a record be one of customers, rather than a title or a header? */
static bool
looks_like_data(const CsvSampleRecord *record, int width)
{
	int			data = 0;

	if (record->ncells != width)
		return false;
	if (has_address(record))
		return true;
	for (int i = 0; i < Min(width, CSV_EVIDENCE_COLUMNS); i++)
		data += csv_kind_is_data(record->kinds[i]);
	return data * 2 > record->nfilled;
}

/* The first record that may be a header where the table begins is told. */
static int
first_named(const CsvEvidence *evidence)
{
	int			first = 0;

	while (first < evidence->nrecords - 1 && evidence->records[first].ncells == 1 &&
		   evidence->records[first].nfilled == 0)
		first++;
	return first;
}

/* Those who know words look up all cells of a record together. */
static void
expect_cells(const CsvReading *reading, const CsvSampleRecord *record)
{
	CsvCursor	cursor;
	CsvSlice	slice;

	csv_header_walk(reading, record, &cursor);
	while (csv_cursor_next(&cursor, &slice))
	{
		reading->words->expect(reading->words->state, slice.data, slice.len);
		if (cursor.record_end)
			break;
	}
}

/* How many cells of a record are header words that the caller knows. */
int
csv_header_count_known(const CsvReading *reading, const CsvSampleRecord *record)
{
	const CsvWords *words = reading->words;
	CsvCursor	cursor;
	CsvSlice	slice;
	int			known = 0;

	if (words->knows == NULL)
		return 0;
	expect_cells(reading, record);
	csv_header_walk(reading, record, &cursor);
	while (csv_cursor_next(&cursor, &slice))
	{
		known += words->knows(words->state, slice.data, slice.len);
		if (cursor.record_end)
			break;
	}
	return known;
}

/* The body of a table: what kinds of cells its columns hold, by its later half. */
typedef struct Body
{
	int			width;
	CsvCellKind kinds[CSV_EVIDENCE_COLUMNS];
	int			ntyped;			/* columns of numbers, dates, addresses */
} Body;

static void
find_body(const CsvEvidence *evidence, int width, Body *body)
{
	memset(body, 0, sizeof(Body));
	body->width = width;
	for (int i = 0; i < Min(width, CSV_EVIDENCE_COLUMNS); i++)
	{
		body->kinds[i] = column_kind(evidence, Max(evidence->nrecords / 2, 1), i, width);
		body->ntyped += csv_kind_is_data(body->kinds[i]);
	}
}

/* How many cells of a record are of their column's kind, and how many are text instead. */
static void
compare_with_body(const CsvSampleRecord *record, const Body *body, int *same, int *other)
{
	*same = *other = 0;
	for (int i = 0; i < Min(Min(record->ncells, body->width), CSV_EVIDENCE_COLUMNS); i++)
	{
		if (!csv_kind_is_data(body->kinds[i]) || record->kinds[i] == CSV_KIND_EMPTY)
			continue;
		if (record->kinds[i] == body->kinds[i])
			(*same)++;
		else
			(*other)++;
	}
}

/* Is a record one of customers?  Where the body cannot tell, by its own cells. */
static bool
is_of_body(const CsvEvidence *evidence, const Body *body, int index)
{
	int			same,
				other;

	if (body->ntyped == 0)
		return looks_like_data(&evidence->records[index], body->width);
	compare_with_body(&evidence->records[index], body, &same, &other);
	return same > other && !csv_evidence_names_years(evidence, index);
}

/*
 * The record with the most header words that the caller knows, if they are most
 * of its cells, up to last and above the data; -1 if there is none.  A record with
 * an address is none, though cells of consent are header words, too.
 */
static int
known_header(const CsvReading *reading, const Body *body, int last)
{
	const CsvEvidence *evidence = reading->evidence;
	int			header = -1;
	int			most = 0;

	last = Min(last, evidence->nrecords - 1);
	for (int i = 0; reading->words->knows != NULL && i <= last; i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];
		int			known = csv_header_count_known(reading, record);
		bool		alone = record->nfilled == 1 && body->width > 2;

		if (known * 2 > record->nfilled && known > most && !alone && !has_address(record))
		{
			header = i;
			most = known;
		}
		else if (is_of_body(evidence, body, i))
			break;
	}
	return header;
}

/* Do its cells number the columns: 1, 2, 3, or from 0 on? */
static bool
numbers_columns(const CsvReading *reading, const CsvSampleRecord *record)
{
	CsvCursor	cursor;
	CsvSlice	slice;
	int			column = 0;
	bool		from[2] = {record->ncells > 1, record->ncells > 1};

	csv_header_walk(reading, record, &cursor);
	while (csv_cursor_next(&cursor, &slice))
	{
		for (int first = 0; first < 2; first++)
		{
			char		number[16];
			size_t		len = snprintf(number, sizeof(number), "%d", column + first);

			from[first] &= slice.len == len && memcmp(slice.data, number, len) == 0;
		}
		column++;
		if (cursor.record_end)
			break;
	}
	return from[0] || from[1];
}

/* Have all filled cells of a column below a record a digit? */
static bool
column_has_digits(const CsvEvidence *evidence, int first, int column, int width)
{
	int			filled = 0;

	for (int i = first; i < evidence->nrecords; i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];

		if (record->ncells != width || record->kinds[column] == CSV_KIND_EMPTY)
			continue;
		if ((record->digits & (UINT64CONST(1) << column)) == 0)
			return false;
		filled++;
	}
	return filled > 0;
}

/*
 * Does something show that a record, which may be one of names, is not one of
 * customers: a word above cells of data, or such as all have digits?
 */
static bool
stands_out(const CsvReading *reading, int index, int width)
{
	const CsvEvidence *evidence = reading->evidence;
	const CsvSampleRecord *record = &evidence->records[index];

	if (numbers_columns(reading, record))
		return true;
	for (int i = 0; i < Min(Min(record->ncells, width), CSV_EVIDENCE_COLUMNS); i++)
		if (record->kinds[i] == CSV_KIND_TEXT && (record->digits & (UINT64CONST(1) << i)) == 0 &&
			(csv_kind_is_data(column_kind(evidence, index + 1, i, width)) ||
			 column_has_digits(evidence, index + 1, i, width)))
			return true;
	return false;
}

/*
 * Without a header, what is as wide as the table and no title is data; also
 * what is in quotes and empty, which is no blank line; and whatever has an
 * address, of any width: a person is not passed over.
 */
static int
first_data(const CsvEvidence *evidence, int first, int width, bool prose)
{
	const CsvSampleRecord *records = evidence->records;

	while (first > 0 && records[first - 1].ncells == width &&
		   (records[first - 1].nfilled > 0 || records[first - 1].quoted) &&
		   !records[first - 1].comment && !is_title(evidence, first - 1, width, prose))
		first--;
	for (int i = 0; i < first; i++)
		if (has_address(&records[i]))
			return i;
	return first;
}

/* Cells of most records; 0 if a single one cannot say. */
int
csv_header_data_width(const CsvEvidence *evidence)
{
	int			matching;

	return evidence->nrecords > 1 ? csv_evidence_width(evidence, &matching) : 0;
}

/* May a record name the columns, by what the caller says and the cells show? */
static bool
may_be_header(const CsvReading *reading, const CsvRequest *request, int index, int width)
{
	if (request->header == CSV_HEADER_PRESENT)
		return true;
	return csv_header_is_like(reading->evidence, index, width) &&
		(!request->by_position || stands_out(reading, index, width));
}

/* The first record of the body; nrecords if there is none. */
static int
body_start(const CsvEvidence *evidence, const Body *body)
{
	for (int i = 0; i < evidence->nrecords; i++)
		if (evidence->records[i].ncells == body->width && !evidence->records[i].comment &&
			is_of_body(evidence, body, i))
			return i;
	return evidence->nrecords;
}

/* Is there a blank line, or one of delimiters only, above a record? */
static bool
has_gap_above(const CsvEvidence *evidence, int index)
{
	const CsvSampleRecord *above = &evidence->records[index - 1];

	return above->nfilled == 0 || above->line + above->nlines < evidence->records[index].line;
}

/*
 * The record above the body that names its columns: text where the body has
 * data.  Of several the fullest, which is the highest of equals, below the last
 * gap.  -1 if the body shows none.
 */
static int
header_above_body(const CsvEvidence *evidence, const Body *body)
{
	int			width = body->width;
	int			start = body->ntyped == 0 ? 0 : body_start(evidence, body);
	int			header = -1;

	if (start == evidence->nrecords)
		return -1;
	for (int i = start - 1; i >= Max(0, start - HEADER_NOTES); i--)
	{
		const CsvSampleRecord *record = &evidence->records[i];
		int			same,
					other;

		compare_with_body(record, body, &same, &other);
		if (record->ncells >= width - 1 && record->ncells > 1 && !record->comment &&
			(record->nfilled > 1 || (width < 3 && !is_title(evidence, i, width, false))) &&
			other > same && csv_header_is_like(evidence, i, width) &&
			(header < 0 || record->nfilled >= evidence->records[header].nfilled))
			header = i;
		if (header >= 0 && i > 0 && has_gap_above(evidence, i))
			break;
	}
	return header;
}

/*
 * Where neither words nor the body tell: the first record of the table, or of
 * several rows that may be it the fullest, which is the lowest of equals if the
 * one above it has gaps.
 */
static int
header_by_place(const CsvEvidence *evidence, int header, int width)
{
	while (header + 2 < evidence->nrecords &&
		   evidence->records[header + 1].ncells == width &&
		   evidence->records[header + 1].nfilled > evidence->records[header].nfilled &&
		   evidence->records[header].nfilled < evidence->records[header].ncells &&
		   csv_header_is_like(evidence, header + 1, width))
		header++;
	return header;
}

int
csv_header_find(const CsvReading *reading, const CsvRequest *request, CsvHeaderSign *sign)
{
	const CsvEvidence *evidence = reading->evidence;
	bool		told = request->skip >= 0;
	int			matching;
	int			width = csv_evidence_width(evidence, &matching);
	bool		prose = reading->dialect->delimiter[0] == ' ';
	int			start = told ? first_named(evidence) : table_start(evidence, width, prose);
	Body		body;
	int			header;

	*sign = CSV_HEADER_NONE;
	if (request->header == CSV_HEADER_ABSENT)
		return 0;
	find_body(evidence, width, &body);
	header = known_header(reading, &body,
						  told ? start : body.ntyped == 0 ? start + 2 : start + HEADER_NOTES);
	if (header >= 0)
	{
		*sign = CSV_HEADER_BY_WORDS;
		return header;
	}
	header = told ? -1 : header_above_body(evidence, &body);
	if (header >= 0 && may_be_header(reading, request, header, width))
	{
		*sign = CSV_HEADER_BY_BODY;
		return header;
	}
	if (!may_be_header(reading, request, start, width))
		return told ? 0 : first_data(evidence, start, width, prose);
	*sign = request->header == CSV_HEADER_PRESENT ? CSV_HEADER_BY_REQUEST : CSV_HEADER_BY_PLACE;
	return told ? start : header_by_place(evidence, start, width);
}
