/*
 * csv_sniff.c
 *
 * How a file is written.
 *
 *		start of the text
 *			-> "sep=;" line, Excel's own
 *			-> each candidate of delimiter, quote and escape: csv_evidence
 *			-> the best one
 *			-> which of its records is the header
 *
 * What the request says is not questioned; all else is decided by evidence
 * over the sample, never by its first line alone.
 */
#include "postgres.h"

#include "csv/csv_cursor.h"
#include "csv/csv_evidence.h"
#include "csv/csv_sniff.h"

/* A second delimiter this close to the best is worth a note. */
#define DIALECT_DOUBT 0.97

typedef struct Sample
{
	const char *text;
	size_t		len;
	bool		whole;
} Sample;

/* Delimiters by how common they are, and how much to trust them. */
typedef struct Delimiter
{
	const char *text;
	double		trust;
} Delimiter;

static const Delimiter delimiters[] = {
	{",", 1.0},
	{";", 1.0},
	{"\t", 1.0},
	{"|", 1.0},
	{":", 0.6},
	{" ", 0.5},
};

/* What our own exports begin with: a key. */
static const char *const export_keys[] = {"customer_id", "identifier", "email"};

/* Records at the start of the sample that may hold known header words. */
#define NAMED_RECORDS 8

/* The best of the candidates so far. */
typedef struct Contest
{
	const Sample *sample;
	const CsvWords *words;
	CsvEvidence evidence;
	CsvDialect	best;
	double		best_score;
	double		second_score;	/* by another delimiter */
	char		second[CSV_MAX_DELIMITER + 1];
	CsvDialect	named;			/* the one with the most known header words */
	int			nnamed;			/* how many; 0 = none has any */
	double		named_score;
} Contest;

static void check_request(const CsvRequest *request);
static char single_char(const char *option, const char *value);
static const char *requested_delimiter(const CsvRequest *request);
static bool take_sep_line(Sample *sample, char *delimiter);
static void try_quotes(Contest *contest, const CsvRequest *request,
					   const char *delimiter, double trust);
static void try_escapes(Contest *contest, const CsvRequest *request,
						CsvDialect *dialect, double trust);
static void try_candidate(Contest *contest, const CsvDialect *dialect, double trust);
static void try_names(Contest *contest, const CsvDialect *dialect, double score);
static void prefer_named(Contest *contest);
static int	count_known(const Contest *contest, const CsvDialect *dialect,
						const CsvSampleRecord *record);
static bool has_pair(const Sample *sample, char first, char second);
static void widen_delimiter(Contest *contest);
static bool find_export(Contest *contest, const CsvRequest *request, const char *delimiter);
static const char *newline_name(const CsvEvidence *evidence);
static int	find_header(const Contest *contest, const CsvRequest *request, bool *has_header);
static bool is_header(const CsvEvidence *evidence, int index, int width);
static int	data_width(const CsvEvidence *evidence);
static const char *add_note(const char *notes, const char *note);
static const char *describe_doubt(const Contest *contest, const char *notes);

void
csv_sniff_dialect(const CsvRequest *request, const char *text, size_t len,
				  bool whole, CsvDialect *dialect, size_t *offset)
{
	Sample		sample = {text, len, whole};
	Contest		contest = {.sample = &sample, .words = &request->words};
	const char *delimiter = requested_delimiter(request);
	char		sep[2] = {'\0', '\0'};
	bool		sep_line;
	bool		export;
	int			header;

	check_request(request);
	sep_line = request->skip < 0 && take_sep_line(&sample, &sep[0]);
	if (delimiter == NULL && sep_line)
		delimiter = sep;

	contest.best_score = -1;
	contest.evidence.records = palloc(sizeof(CsvSampleRecord) * CSV_EVIDENCE_RECORDS);
	export = request->header != CSV_HEADER_ABSENT && find_export(&contest, request, delimiter);
	if (!export && delimiter)
		try_quotes(&contest, request, delimiter, 1.0);
	else if (!export)
	{
		for (int i = 0; i < (int) lengthof(delimiters); i++)
		{
			if (i == 0 || memchr(sample.text, delimiters[i].text[0],
								 Min(sample.len, CSV_EVIDENCE_BYTES)) != NULL)
				try_quotes(&contest, request, delimiters[i].text, delimiters[i].trust);
		}
		prefer_named(&contest);
		widen_delimiter(&contest);
	}

	csv_evidence_gather(&contest.evidence, sample.text, sample.len, sample.whole,
						&contest.best);
	memcpy(dialect->delimiter, contest.best.delimiter, sizeof(dialect->delimiter));
	dialect->quote = contest.best.quote;
	dialect->escape = contest.best.escape;
	dialect->exported = contest.best.exported;
	dialect->newline = newline_name(&contest.evidence);
	dialect->notes = describe_doubt(&contest, dialect->notes);

	dialect->has_header = false;
	dialect->header_line = 1 + (sep_line ? 1 : 0);
	dialect->ncolumns = 0;
	*offset = sample.text - text;
	if (contest.evidence.nrecords > 0)
	{
		const CsvSampleRecord *record;

		header = find_header(&contest, request, &dialect->has_header);
		if (export)
		{
			header = 0;
			dialect->has_header = true;
		}
		record = &contest.evidence.records[header];
		dialect->header_line += record->line - 1;
		dialect->ncolumns = dialect->has_header ? record->ncells : data_width(&contest.evidence);
		if (!dialect->has_header && request->header == CSV_HEADER_FIND_OUT &&
			is_header(&contest.evidence, header, record->ncells))
			dialect->notes = add_note(dialect->notes,
									  "the first record is read as data, since mapping names columns by position; if it holds the names of the columns, add header => true");
		*offset += record->offset;
	}
	pfree(contest.evidence.records);
}

/*
 * The request.
 */

static void
check_request(const CsvRequest *request)
{
	const char *delimiter = requested_delimiter(request);
	char		quote = '\0';

	if (request->quote)
		quote = single_char("quote", request->quote);
	if (request->escape)
		single_char("escape", request->escape);
	if (delimiter == NULL)
		return;
	if (delimiter[0] == '\0' || strlen(delimiter) > CSV_MAX_DELIMITER)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("delimiter must have one to %d bytes", CSV_MAX_DELIMITER)));
	if (strpbrk(delimiter, "\r\n") != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("delimiter cannot be a newline or carriage return")));
	if (quote != '\0' && strchr(delimiter, quote) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("delimiter and quote must be different")));
}

/* The character of an option that takes one, or '\0' if it is empty. */
static char
single_char(const char *option, const char *value)
{
	if (strlen(value) > 1 || IS_HIGHBIT_SET(value[0]) ||
		value[0] == '\n' || value[0] == '\r')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a single one-byte character", option)));
	return value[0];
}

/* NULL if it is to be found.  A tab can be written as \t or tab. */
static const char *
requested_delimiter(const CsvRequest *request)
{
	if (request->delimiter == NULL)
		return NULL;
	if (strcmp(request->delimiter, "\\t") == 0 || strcmp(request->delimiter, "tab") == 0)
		return "\t";
	return request->delimiter;
}

/*
 * The candidates.
 */

/* Excel's "sep=;" on a line of its own above the table. */
static bool
take_sep_line(Sample *sample, char *delimiter)
{
	const char *p = sample->text;
	const char *end = p + sample->len;
	bool		quoted = sample->len > 0 && *p == '"';

	p += quoted;
	if (end - p < 6 || pg_strncasecmp(p, "sep=", 4) != 0)
		return false;
	*delimiter = p[4];
	p += 5;
	if (quoted && *p == '"')
		p++;
	if (p >= end || csv_break_len(p, end) == 0 || strchr("\r\n\"", *delimiter) != NULL)
		return false;
	p += csv_break_len(p, end);
	sample->text = p;
	sample->len = end - p;
	return true;
}

/* Quotes that open now and then, never close, and enclose no cell. */
static bool
quotes_are_ordinary(const CsvEvidence *evidence)
{
	return evidence->quoted == 0 && evidence->unclosed >= 2 &&
		evidence->unclosed * 33 >= evidence->nrecords;
}

/* Tries a delimiter with each quote that the request and the text allow. */
static void
try_quotes(Contest *contest, const CsvRequest *request,
		   const char *delimiter, double trust)
{
	CsvDialect	dialect = {0};
	bool		ordinary;

	strlcpy(dialect.delimiter, delimiter, sizeof(dialect.delimiter));
	if (request->quote)
	{
		dialect.quote = request->quote[0];
		try_escapes(contest, request, &dialect, trust);
		return;
	}
	dialect.quote = '"';
	try_escapes(contest, request, &dialect, trust);
	ordinary = quotes_are_ordinary(&contest->evidence);
	if (has_pair(contest->sample, '\'', delimiter[0]) ||
		has_pair(contest->sample, '\'', '\n') || has_pair(contest->sample, '\'', '\r'))
	{
		dialect.quote = '\'';
		try_escapes(contest, request, &dialect, trust);
	}
	if (ordinary)
	{
		dialect.quote = '\0';
		try_escapes(contest, request, &dialect, trust);
	}
}

static void
try_escapes(Contest *contest, const CsvRequest *request,
			CsvDialect *dialect, double trust)
{
	if (request->escape)
	{
		dialect->escape = request->escape[0];
		try_candidate(contest, dialect, trust);
		return;
	}
	if (dialect->quote && has_pair(contest->sample, '\\', dialect->quote))
	{
		dialect->escape = '\\';
		try_candidate(contest, dialect, trust * 0.99);
	}
	dialect->escape = dialect->quote;
	try_candidate(contest, dialect, trust);
}

static void
try_candidate(Contest *contest, const CsvDialect *dialect, double trust)
{
	const Sample *sample = contest->sample;
	double		score;

	csv_evidence_gather(&contest->evidence, sample->text, sample->len, sample->whole,
						dialect);
	score = csv_evidence_score(&contest->evidence) * trust;
	try_names(contest, dialect, score);
	if (score > contest->best_score)
	{
		if (strcmp(contest->best.delimiter, dialect->delimiter) != 0)
		{
			contest->second_score = contest->best_score;
			strlcpy(contest->second, contest->best.delimiter, sizeof(contest->second));
		}
		contest->best = *dialect;
		contest->best_score = score;
	}
	else if (score > contest->second_score &&
			 strcmp(contest->best.delimiter, dialect->delimiter) != 0)
	{
		contest->second_score = score;
		strlcpy(contest->second, dialect->delimiter, sizeof(contest->second));
	}
}

/* Would no other delimiter split a cell of the record? */
static bool
is_clean(const CsvSampleRecord *record)
{
	for (int i = 0; i < Min(record->ncells, CSV_EVIDENCE_COLUMNS); i++)
		if (record->kinds[i] == CSV_KIND_UNCLEAN)
			return false;
	return true;
}

/*
 * Looks for a header by its words: a record near the start most of whose cells,
 * and two at least, are known, above one of as many cells.
 */
static void
try_names(Contest *contest, const CsvDialect *dialect, double score)
{
	const CsvEvidence *evidence = &contest->evidence;

	for (int i = 0; i < Min(evidence->nrecords - 1, NAMED_RECORDS); i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];
		int			known;

		if (record->ncells < 2 || record[1].ncells != record->ncells || !is_clean(record))
			continue;
		known = count_known(contest, dialect, record);
		if (known < 2 || known * 2 <= record->nfilled || known < contest->nnamed ||
			(known == contest->nnamed && score <= contest->named_score))
			continue;
		contest->named = *dialect;
		contest->nnamed = known;
		contest->named_score = score;
	}
}

/* Known header words prove a delimiter, whatever long cells below may look like. */
static void
prefer_named(Contest *contest)
{
	if (contest->nnamed == 0 ||
		strcmp(contest->named.delimiter, contest->best.delimiter) == 0)
		return;
	contest->best = contest->named;
	contest->best_score = 1;
	contest->second[0] = '\0';
}

/* Does second follow first anywhere in the sample? */
static bool
has_pair(const Sample *sample, char first, char second)
{
	const char *p = sample->text;
	const char *end = p + Min(sample->len, CSV_EVIDENCE_BYTES);

	while ((p = memchr(p, first, end - p)) != NULL)
	{
		if (++p < end && *p == second)
			return true;
	}
	return false;
}

/*
 * A delimiter that is always followed by a space, or always doubled, has two
 * characters.
 */
static void
widen_delimiter(Contest *contest)
{
	const Sample *sample = contest->sample;
	CsvDialect	wider = contest->best;
	CsvCursor	cursor;
	CsvSlice	slice;
	char		next = '\0';
	int			pairs = 0;

	csv_cursor_init(&cursor, sample->text, Min(sample->len, CSV_EVIDENCE_BYTES),
					&contest->best, CSV_QUOTES_INNER, true);
	while (csv_cursor_next(&cursor, &slice))
	{
		if (cursor.record_end || cursor.at >= cursor.end)
			continue;
		if (next == '\0' && (*cursor.at == ' ' || *cursor.at == wider.delimiter[0]))
			next = *cursor.at;
		if (*cursor.at != next)
			return;
		pairs++;
		if (next != ' ')
			cursor.at++;
	}
	if (pairs == 0 || wider.delimiter[0] == ' ')
		return;
	wider.delimiter[1] = next;
	wider.delimiter[2] = '\0';
	contest->best = wider;
}

static bool
is_export_key(const CsvSlice *slice)
{
	for (size_t i = 0; i < lengthof(export_keys); i++)
		if (slice->len == strlen(export_keys[i]) &&
			memcmp(slice->data, export_keys[i], slice->len) == 0)
			return true;
	return false;
}

/*
 * A cell as we write it: one with a quote, an outer space or a leading ' is
 * quoted, and no header word is empty, as with || for a delimiter they would be.
 */
static bool
is_strict_cell(const CsvSlice *slice, bool is_header)
{
	char		first = slice->len > 0 ? slice->data[0] : '\0';
	char		last = slice->len > 0 ? slice->data[slice->len - 1] : '\0';

	if (slice->len == 0)
		return !is_header;
	if (slice->quoted)
		return true;
	return first != '\'' && first != ' ' && last != ' ' && memchr(slice->data, '"', slice->len) == NULL;
}

/* Is the text written as we write it, as far as it goes? */
static bool
is_strict(const Sample *sample, const CsvDialect *dialect)
{
	CsvCursor	cursor;
	CsvSlice	slice;
	int			width = 0;
	int			ncells = 0;

	csv_cursor_init(&cursor, sample->text, sample->len, dialect, CSV_QUOTES_STRICT, true);
	while (csv_cursor_next(&cursor, &slice))
	{
		/* the sample's end may have cut the cell, behind a space of it even */
		if (cursor.at >= cursor.end && !sample->whole)
			return width > 1;
		if (!is_strict_cell(&slice, width == 0))
			return false;
		if (ncells++ == 0 && width == 0 && !is_export_key(&slice))
			return false;
		if (!cursor.record_end)
			continue;
		if (width > 0 && ncells != width)
			return false;
		width = ncells;
		ncells = 0;
	}
	return width > 1 && !cursor.stray && !(cursor.unclosed && sample->whole);
}

/*
 * An export of ours, which no evidence is needed for: its long cells, which
 * hold anything, would only mislead.
 */
static bool
find_export(Contest *contest, const CsvRequest *request, const char *delimiter)
{
	CsvDialect	dialect = {.quote = '"', .escape = '"', .exported = true};

	if (request->skip >= 0 || request->quote != NULL || request->escape != NULL)
		return false;
	for (int i = 0; i < (int) lengthof(delimiters); i++)
	{
		strlcpy(dialect.delimiter, delimiter ? delimiter : delimiters[i].text,
				sizeof(dialect.delimiter));
		if (!is_strict(contest->sample, &dialect))
			continue;
		contest->best = dialect;
		contest->best_score = 1;
		return true;
	}
	return false;
}

static const char *
newline_name(const CsvEvidence *evidence)
{
	int			kinds = (evidence->lf > 0) + (evidence->crlf > 0) + (evidence->cr > 0);

	if (kinds > 1)
		return "mixed";
	if (evidence->crlf > 0)
		return "CRLF";
	return evidence->cr > 0 ? "CR" : "LF";
}

static const char *
add_note(const char *notes, const char *note)
{
	return notes ? psprintf("%s; %s", notes, note) : note;
}

/* Adds to notes what was nearly as likely. */
static const char *
describe_doubt(const Contest *contest, const char *notes)
{
	const char *doubt;

	if (contest->second[0] == '\0' ||
		contest->second_score < contest->best_score * DIALECT_DOUBT)
		return notes;
	doubt = psprintf("the delimiter could also be \"%s\"", contest->second);
	return add_note(notes, doubt);
}

/*
 * The header.
 */

static bool
is_data_kind(CsvCellKind kind)
{
	return kind == CSV_KIND_NUMBER || kind == CSV_KIND_DATE || kind == CSV_KIND_EMAIL;
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
		if (is_data_kind(kind) && counts[kind] * 10 > filled * 6)
			return kind;
	}
	return CSV_KIND_TEXT;
}

/*
 * Does a record look like column names rather than data?  It does unless its
 * cells are of the same kinds as those below them.
 */
static bool
is_header(const CsvEvidence *evidence, int index, int width)
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
		if (is_data_kind(kind) && (kind == below || index + 1 == evidence->nrecords))
			data++;
		else if (kind == CSV_KIND_TEXT && is_data_kind(below))
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
		(record->nfilled == 1 || (prose && is_header(evidence, index + 1, width)));
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

	/* a header wider than its records, or without their trailing delimiter */
	if (first > 0 && !records[first - 1].comment &&
		records[first - 1].line + 1 == records[first].line &&
		records[first - 1].nfilled == records[first - 1].ncells &&
		(records[first - 1].ncells > width ||
		 (records[first - 1].ncells == width - 1 && width <= CSV_EVIDENCE_COLUMNS &&
		  records[first].kinds[width - 1] == CSV_KIND_EMPTY)) &&
		is_header(evidence, first - 1, width))
		return first - 1;
	return first;
}

/* May a record be one of customers, rather than a title or a header? */
static bool
looks_like_data(const CsvSampleRecord *record, int width)
{
	int			data = 0;

	if (record->ncells != width)
		return false;
	for (int i = 0; i < Min(width, CSV_EVIDENCE_COLUMNS); i++)
	{
		if (record->kinds[i] == CSV_KIND_EMAIL)
			return true;
		data += is_data_kind(record->kinds[i]);
	}
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

/* How many cells of a record are header words that the caller knows. */
static int
count_known(const Contest *contest, const CsvDialect *dialect, const CsvSampleRecord *record)
{
	const CsvWords *words = contest->words;
	const Sample *sample = contest->sample;
	CsvCursor	cursor;
	CsvSlice	slice;
	int			known = 0;

	if (words->knows == NULL)
		return 0;
	csv_cursor_init(&cursor, sample->text + record->offset,
					Min(sample->len, CSV_EVIDENCE_BYTES) - record->offset,
					dialect, CSV_QUOTES_INNER, true);
	while (csv_cursor_next(&cursor, &slice))
	{
		known += words->knows(words->state, slice.data, slice.len);
		if (cursor.record_end)
			break;
	}
	return known;
}

/*
 * The record of up to last with the most header words that the caller knows,
 * if they are most of its cells; -1 if there is none above the data.
 */
static int
known_header(const Contest *contest, int width, int last)
{
	const CsvEvidence *evidence = &contest->evidence;
	int			header = -1;
	int			most = 0;

	last = Min(last, evidence->nrecords - 1);
	for (int i = 0; contest->words->knows != NULL && i <= last; i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];
		int			known = count_known(contest, &contest->best, record);

		if (known * 2 > record->nfilled && known > most)
		{
			header = i;
			most = known;
		}
		else if (looks_like_data(record, width))
			break;
	}
	return header;
}

/* Do its cells number the columns: 1, 2, 3, or from 0 on? */
static bool
numbers_columns(const Contest *contest, const CsvSampleRecord *record)
{
	const Sample *sample = contest->sample;
	CsvCursor	cursor;
	CsvSlice	slice;
	int			column = 0;
	bool		from[2] = {record->ncells > 1, record->ncells > 1};

	csv_cursor_init(&cursor, sample->text + record->offset,
					Min(sample->len, CSV_EVIDENCE_BYTES) - record->offset,
					&contest->best, CSV_QUOTES_INNER, true);
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
stands_out(const Contest *contest, int index, int width)
{
	const CsvEvidence *evidence = &contest->evidence;
	const CsvSampleRecord *record = &evidence->records[index];

	if (numbers_columns(contest, record))
		return true;
	for (int i = 0; i < Min(Min(record->ncells, width), CSV_EVIDENCE_COLUMNS); i++)
		if (record->kinds[i] == CSV_KIND_TEXT && (record->digits & (UINT64CONST(1) << i)) == 0 &&
			(is_data_kind(column_kind(evidence, index + 1, i, width)) ||
			 column_has_digits(evidence, index + 1, i, width)))
			return true;
	return false;
}

/*
 * Without a header, what is as wide as the table and no title is data; also
 * what is in quotes and empty, which is no blank line.
 */
static int
first_data(const CsvEvidence *evidence, int first, int width, bool prose)
{
	const CsvSampleRecord *records = evidence->records;

	while (first > 0 && records[first - 1].ncells == width &&
		   (records[first - 1].nfilled > 0 || records[first - 1].quoted) &&
		   !records[first - 1].comment && !is_title(evidence, first - 1, width, prose))
		first--;
	return first;
}

/* Cells of most records; 0 if a single one cannot say. */
static int
data_width(const CsvEvidence *evidence)
{
	int			matching;

	return evidence->nrecords > 1 ? csv_evidence_width(evidence, &matching) : 0;
}

/* May a record name the columns, by what the caller says and the cells show? */
static bool
may_be_header(const Contest *contest, const CsvRequest *request, int index, int width)
{
	if (request->header == CSV_HEADER_PRESENT)
		return true;
	return is_header(&contest->evidence, index, width) &&
		(!request->by_position || stands_out(contest, index, width));
}

/*
 * The record that names the columns, by its words if those are known.  Of
 * several rows that may, the fullest, which is the lowest of equals if the one
 * above it has gaps.  If there is none, the table's first record.
 */
static int
find_header(const Contest *contest, const CsvRequest *request, bool *has_header)
{
	const CsvEvidence *evidence = &contest->evidence;
	bool		told = request->skip >= 0;
	int			matching;
	int			width = csv_evidence_width(evidence, &matching);
	bool		prose = contest->best.delimiter[0] == ' ';
	int			header = told ? first_named(evidence) : table_start(evidence, width, prose);
	int			known;

	*has_header = false;
	if (request->header == CSV_HEADER_ABSENT)
		return 0;
	known = known_header(contest, width, told ? header : header + 2);
	*has_header = known >= 0 || may_be_header(contest, request, header, width);
	if (known >= 0)
		return known;
	if (!*has_header)
		return told ? 0 : first_data(evidence, header, width, prose);
	while (!told && header + 2 < evidence->nrecords &&
		   evidence->records[header + 1].ncells == width &&
		   evidence->records[header + 1].nfilled > evidence->records[header].nfilled &&
		   evidence->records[header].nfilled < evidence->records[header].ncells &&
		   is_header(evidence, header + 1, width))
		header++;
	return header;
}
