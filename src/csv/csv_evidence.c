/*
 * csv_evidence.c
 *
 * What a reading of a text says for itself.  See csv_evidence.h.
 */
#include "postgres.h"

#include "csv/csv_cursor.h"
#include "csv/csv_evidence.h"
#include "csv/csv_recipients.h"
#include "csv/csv_repair.h"

/* How far a quoted cell may reach while evidence is gathered. */
#define EVIDENCE_REACH 8192

/* What a reading with cells has to surpass, to be one. */
#define EVIDENCE_ONE_COLUMN 0.1

static bool gather_record(CsvEvidence *evidence, const char *text, size_t len,
						  const CsvDialect *dialect, CsvLeniency leniency,
						  bool multiline, CsvSampleRecord *record, CsvCursor *cursor);
static void gather_broken(CsvEvidence *evidence, const CsvEvidence *before,
						  const char *text, size_t len, const CsvDialect *dialect,
						  CsvSampleRecord *record, CsvCursor *cursor);
static void count_cell(CsvEvidence *evidence, CsvSampleRecord *record,
					   const CsvSlice *slice);
static void count_break(CsvEvidence *evidence, const char *start, const char *end);
static bool is_number(const char *data, size_t len);
static bool is_date(const char *data, size_t len);
static bool is_email(const char *data, size_t len);

void
csv_evidence_gather(CsvEvidence *evidence, const char *text, size_t len,
					bool whole, const CsvDialect *dialect)
{
	CsvSampleRecord *records = evidence->records;
	size_t		offset = 0;
	int64		line = 1;

	memset(evidence, 0, sizeof(CsvEvidence));
	evidence->records = records;
	if (len > CSV_EVIDENCE_BYTES)
	{
		len = CSV_EVIDENCE_BYTES;
		whole = false;
	}
	while (offset < len && evidence->nrecords < CSV_EVIDENCE_RECORDS)
	{
		CsvSampleRecord *record = &records[evidence->nrecords];
		CsvEvidence before = *evidence;
		CsvCursor	cursor;
		size_t		reach = Min(len - offset, EVIDENCE_REACH);

		record->offset = offset;
		record->comment = reach > 1 && text[offset] == '#' && text[offset + 1] == ' ';
		record->line = line;
		if (!gather_record(evidence, text + offset, reach, dialect, CSV_QUOTES_INNER, true,
						   record, &cursor))
			gather_broken(evidence, &before, text + offset, len - offset, dialect,
						  record, &cursor);
		record->nlines = cursor.breaks;
		line += cursor.breaks;
		offset = cursor.at - text;
		if (offset == len && !whole && evidence->nrecords > 0)
		{
			*evidence = before;
			break;
		}
		if (record->ncells > 1 || record->nfilled > 0 || record->quoted)
			evidence->nrecords++;

		/* the text's very last line break may have been added to it */
		if (offset < len || evidence->nrecords <= 1)
			count_break(evidence, text, cursor.at);
	}
}

int
csv_evidence_width(const CsvEvidence *evidence, int *matching)
{
	int			width = 1;
	double		best = 0;

	*matching = 0;
	for (int i = 0; i < evidence->nrecords; i++)
	{
		int			ncells = evidence->records[i].ncells;
		int			same = 0;
		double		weight;

		for (int j = 0; j < evidence->nrecords; j++)
			same += evidence->records[j].ncells == ncells;
		weight = same * (1.05 - 1.0 / ncells);
		if (weight > best)
		{
			best = weight;
			width = ncells;
			*matching = same;
		}
	}
	return width;
}

bool
csv_evidence_names_years(const CsvEvidence *evidence, int index)
{
	const CsvSampleRecord *record = &evidence->records[index];
	int			nnumbers = 0;
	int			nyears = 0;

	if (record->nyears < 2 || record->nyears < record->nnumbers || !record->years_in_order)
		return false;
	for (int i = index + 1; i < evidence->nrecords; i++)
	{
		nnumbers += evidence->records[i].nnumbers;
		nyears += evidence->records[i].nyears;
	}
	return nyears * 2 < nnumbers;
}

/*
 * A good reading has records of one width, many cells each, cells that are
 * clean, and quotes in their places.
 */
double
csv_evidence_score(const CsvEvidence *evidence)
{
	int			matching;
	int			width = csv_evidence_width(evidence, &matching);
	double		consistency;
	double		clean;
	double		sense;
	int			first = 0;

	if (evidence->nrecords == 0)
		return 0;
	if (width == 1)
		return EVIDENCE_ONE_COLUMN;

	/* notes above the table say less against the reading than ones below */
	while (evidence->records[first].ncells != width)
		first++;
	first = Min(first, matching);
	consistency = matching / (evidence->nrecords - 0.3 * first);
	clean = evidence->clean / evidence->ncells;
	sense = 1.0 - (double) evidence->troubled / evidence->nrecords;
	return consistency * consistency * (1.02 - 1.0 / width) / 1.02 *
		clean * (0.1 + 0.9 * sense);
}

/* False if its quotes do not make sense over several lines. */
static bool
gather_record(CsvEvidence *evidence, const char *text, size_t len,
			  const CsvDialect *dialect, CsvLeniency leniency, bool multiline,
			  CsvSampleRecord *record, CsvCursor *cursor)
{
	CsvSlice	slice;

	record->ncells = record->nfilled = record->nnumbers = record->nyears = 0;
	record->digits = 0;
	record->quoted = false;
	record->years_in_order = true;
	csv_cursor_init(cursor, text, len, dialect, leniency, multiline);
	while (csv_cursor_next(cursor, &slice))
	{
		count_cell(evidence, record, &slice);
		if (cursor->record_end)
			break;
	}
	if (cursor->unclosed || cursor->stray)
		return false;
	return cursor->breaks <= 1 ||
		!csv_repair_swallowed(text, cursor->at - text, dialect, true, record->ncells);
}

/* A record whose quotes make no sense ends with its line. */
static void
gather_broken(CsvEvidence *evidence, const CsvEvidence *before,
			  const char *text, size_t len, const CsvDialect *dialect,
			  CsvSampleRecord *record, CsvCursor *cursor)
{
	*evidence = *before;
	gather_record(evidence, text, len, dialect, CSV_QUOTES_INNER, false, record, cursor);
	if (cursor->unclosed)
	{
		*evidence = *before;
		gather_record(evidence, text, len, dialect, CSV_QUOTES_ORDINARY, false, record, cursor);
		evidence->unclosed++;
	}
	evidence->quoted = before->quoted;
	evidence->troubled++;
}

/* Notes whether a number may be a year, and follows one. */
static void
count_number(CsvSampleRecord *record, const char *data, size_t len)
{
	int			year = 0;

	record->nnumbers++;
	if (len != 4)
		return;
	for (size_t i = 0; i < len; i++)
	{
		if (data[i] < '0' || data[i] > '9')
			return;
		year = year * 10 + data[i] - '0';
	}
	if (year < 1900 || year >= 2100)
		return;
	if (record->nyears++ > 0 && abs(year - record->last_year) != 1)
		record->years_in_order = false;
	record->last_year = year;
}

static bool
has_digit(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (data[i] >= '0' && data[i] <= '9')
			return true;
	return false;
}

static void
count_cell(CsvEvidence *evidence, CsvSampleRecord *record, const CsvSlice *slice)
{
	static const double clean[NUM_CSV_KINDS] = {
		[CSV_KIND_EMPTY] = 0.7,
		[CSV_KIND_NUMBER] = 1.0,
		[CSV_KIND_DATE] = 1.0,
		[CSV_KIND_EMAIL] = 1.0,
		[CSV_KIND_TEXT] = 0.9,
		[CSV_KIND_UNCLEAN] = 0.2,
	};
	CsvCellKind kind = csv_evidence_kind(slice->data, slice->len, slice->quoted);

	if (record->ncells < CSV_EVIDENCE_COLUMNS)
	{
		record->kinds[record->ncells] = kind;
		if (has_digit(slice->data, slice->len))
			record->digits |= UINT64CONST(1) << record->ncells;
	}
	record->ncells++;
	if (kind == CSV_KIND_NUMBER)
		count_number(record, slice->data, slice->len);
	record->nfilled += kind != CSV_KIND_EMPTY;
	record->quoted |= slice->quoted;
	evidence->ncells++;
	evidence->clean += slice->quoted ? 1.0 : clean[kind];
	evidence->quoted += slice->quoted;
}

/* Notes which line break stands before end. */
static void
count_break(CsvEvidence *evidence, const char *start, const char *end)
{
	if (end[-1] == '\r')
		evidence->cr++;
	else if (end[-1] == '\n' && end - start > 1 && end[-2] == '\r')
		evidence->crlf++;
	else if (end[-1] == '\n')
		evidence->lf++;
}

CsvCellKind
csv_evidence_kind(const char *data, size_t len, bool quoted)
{
	while (len > 0 && (data[0] == ' ' || data[0] == '\t'))
	{
		data++;
		len--;
	}
	while (len > 0 && (data[len - 1] == ' ' || data[len - 1] == '\t'))
		len--;

	if (len == 0)
		return CSV_KIND_EMPTY;
	if (is_number(data, len))
		return CSV_KIND_NUMBER;
	if (is_date(data, len))
		return CSV_KIND_DATE;
	if (data[len - 1] == '>' && csv_recipients_is_one(data, len))
		return CSV_KIND_EMAIL;
	if (!quoted)
	{
		if (memchr("\"'", data[0], 2) != NULL || memchr("\"'", data[len - 1], 2) != NULL)
			return CSV_KIND_UNCLEAN;
		for (size_t i = 0; i < len; i++)
		{
			if (memchr(",;\t|", data[i], 4) != NULL)
				return CSV_KIND_UNCLEAN;
		}
	}
	return is_email(data, len) ? CSV_KIND_EMAIL : CSV_KIND_TEXT;
}

/* Digits with signs, separators, a currency sign, a percent sign. */
static bool
is_number(const char *data, size_t len)
{
	int			digits = 0;
	int			others = 0;

	for (size_t i = 0; i < len; i++)
	{
		if (data[i] >= '0' && data[i] <= '9')
			digits++;
		else if (strchr("+-.,' %$()", data[i]) == NULL && !IS_HIGHBIT_SET(data[i]))
			return false;
		else
			others++;
	}
	return digits > 0 && others <= digits + 3 &&
		!(memchr(data + 1, '-', len - 1) != NULL && digits >= 4);
}

/* Six digits and more in groups: 2018-02-13, 13.02.2018, 2018-02-13T10:00Z. */
static bool
is_date(const char *data, size_t len)
{
	int			digits = 0;
	int			separators = 0;

	if (len > 32 || data[0] < '0' || data[0] > '9')
		return false;
	for (size_t i = 0; i < len; i++)
	{
		if (data[i] >= '0' && data[i] <= '9')
			digits++;
		else if (strchr("-/.:", data[i]) != NULL)
			separators++;
		else if (strchr(" TZ+", data[i]) == NULL)
			return false;
	}
	return separators >= 1 && digits >= 4;
}

static bool
is_email(const char *data, size_t len)
{
	const char *at = memchr(data, '@', len);
	size_t		rest;

	if (at == NULL || at == data || memchr(data, ' ', len) != NULL)
		return false;
	rest = len - (at + 1 - data);
	return memchr(at + 1, '.', rest) != NULL && memchr(at + 1, '@', rest) == NULL;
}
