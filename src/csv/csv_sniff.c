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

#include <ctype.h>

#include "csv/csv_columns.h"
#include "csv/csv_cursor.h"
#include "csv/csv_evidence.h"
#include "csv/csv_header.h"
#include "csv/csv_sniff.h"

/* A second delimiter this close to the best is worth a note. */
#define DIALECT_DOUBT 0.97

typedef struct Sample
{
	const char *text;
	size_t		len;
	bool		whole;
} Sample;

/* A delimiter of less trust is one only if it splits each record alike. */
#define TRUST_ANYHOW 0.75

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
	{"\x1f", 1.0},
	{"\x1e", 1.0},
	{"\x01", 1.0},
	{"\x02", 1.0},
	{"~", 0.95},
	{"^", 0.95},
	{"\xc2\xa6", 0.95},				/* broken bar */
	{"\xc2\xac", 0.95},				/* not sign */
	{"\xc2\xa7", 0.9},				/* section sign */
	{"\xc2\xa4", 0.9},				/* currency sign */
	{"|~|", 1.5},
	{"~|~", 1.5},
	{"|^|", 1.5},
	{"^|^", 1.5},
	{"#|#", 1.5},
	{"#", 0.7},
	{"!", 0.7},
	{"*", 0.7},
	{"&", 0.7},
	{"$", 0.7},
	{"\xc2\xb6", 0.7},				/* pilcrow */
	{"\xc2\xb7", 0.7},				/* middle dot */
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
static bool has_text(const Sample *sample, const char *text);
static bool has_pair(const Sample *sample, char first, char second);
static void widen_delimiter(Contest *contest);
static bool find_export(Contest *contest, const CsvRequest *request, const char *delimiter);
static const char *newline_name(const CsvEvidence *evidence);
static void describe_doubt(const Contest *contest, CsvDialect *dialect);

/* No delimiter is one: the text is read by a delimiter that it hardly has. */
static void
take_one_column(Contest *contest)
{
	contest->best = (CsvDialect) {.delimiter = ",", .quote = '"', .escape = '"'};
	if (has_text(contest->sample, ","))
		contest->best.delimiter[0] = '\t';
	contest->best_score = csv_evidence_score(&contest->evidence);
}

/* Finds the best reading of a sample. */
static bool
hold_contest(Contest *contest, const CsvRequest *request, const char *delimiter)
{
	const Sample *sample = contest->sample;

	contest->best_score = -1;
	contest->evidence.records = palloc(sizeof(CsvSampleRecord) * CSV_EVIDENCE_RECORDS);
	if (request->header != CSV_HEADER_ABSENT && find_export(contest, request, delimiter))
		return true;
	if (delimiter)
		try_quotes(contest, request, delimiter, 1.0);
	else
	{
		for (int i = 0; i < (int) lengthof(delimiters); i++)
			if (i == 0 || has_text(sample, delimiters[i].text))
				try_quotes(contest, request, delimiters[i].text, delimiters[i].trust);
		prefer_named(contest);
		if (contest->best_score < 0)
			take_one_column(contest);
		widen_delimiter(contest);
	}
	return false;
}

static void
set_found(CsvFinding *finding, CsvCertainty certainty, const char *evidence)
{
	finding->certainty = certainty;
	finding->evidence = evidence;
}

/* What speaks for the dialect. */
static void
describe_dialect(const Contest *contest, CsvFinding *finding)
{
	const CsvEvidence *evidence = &contest->evidence;
	int			matching;
	int			width = csv_evidence_width(evidence, &matching);
	bool		doubt = contest->second[0] != '\0' &&
		contest->second_score >= contest->best_score * DIALECT_DOUBT;
	const char *text;

	if (width == 1)
	{
		set_found(finding, CSV_LIKELY, "no delimiter splits the records alike: they have one cell each");
		return;
	}
	text = psprintf("%d of the %d records looked at have %d cells", matching, evidence->nrecords, width);
	if (contest->nnamed > 0)
		text = psprintf("%d known header words stand between its delimiters, and %s", contest->nnamed, text);
	if (doubt)
		text = psprintf("%s, as nearly as many have with delimiter %s", text,
						csv_delimiter_name(contest->second));
	set_found(finding, doubt ? CSV_GUESSED
			  : contest->nnamed > 0 || matching == evidence->nrecords ? CSV_SURE : CSV_LIKELY, text);
}

/*
 * One cell a record, of a file whose header is no word that is known: says which
 * delimiter would give more.
 */
static void
suggest_delimiter(const Contest *contest, const CsvRequest *request, CsvDialect *dialect)
{
	Contest		other = {.sample = contest->sample, .words = contest->words};
	CsvReading	reading = {contest->sample->text, contest->sample->len, &contest->best,
		contest->words, &contest->evidence};
	CsvRequest	open = *request;
	int			matching;
	const char *delimiter = contest->second;

	if (contest->evidence.nrecords < 2 || csv_evidence_width(&contest->evidence, &matching) > 1 ||
		csv_header_count_known(&reading, &contest->evidence.records[0]) > 0)
		return;
	if (request->delimiter != NULL)
	{
		open.delimiter = NULL;
		hold_contest(&other, &open, NULL);
		delimiter = other.best.delimiter;
		csv_evidence_gather(&other.evidence, other.sample->text, other.sample->len,
							other.sample->whole, &other.best);
		if (csv_evidence_width(&other.evidence, &matching) == 1)
			return;
	}
	if (delimiter[0] != '\0' && delimiter[0] != ' ')
		csv_dialect_note(dialect, psprintf("the records are read as one column; if they have more, import with %s",
										   csv_delimiter_option(delimiter)));
}

/* What speaks for the header, or against there being one. */
static void
describe_header(const CsvReading *reading, CsvHeaderSign sign, int header, CsvFinding *finding)
{
	const CsvSampleRecord *record = &reading->evidence->records[header];
	int			known = csv_header_count_known(reading, record);

	switch (sign)
	{
		case CSV_HEADER_BY_REQUEST:
			set_found(finding, CSV_TOLD, "the option header says so");
			return;
		case CSV_HEADER_BY_WORDS:
			set_found(finding, known * 2 > record->nfilled + 1 || known == record->nfilled ? CSV_SURE : CSV_LIKELY,
					  psprintf("%d of its %d words are known", known, record->nfilled));
			return;
		case CSV_HEADER_BY_BODY:
			set_found(finding, CSV_LIKELY,
					  "it holds words where the records below hold numbers, dates or addresses");
			return;
		case CSV_HEADER_BY_PLACE:
			set_found(finding, CSV_GUESSED,
					  "it is the first record that is no title, and looks no more like data than like names");
			return;
		case CSV_HEADER_NONE:
			set_found(finding, CSV_LIKELY,
					  "there is none: the first record is of the kinds of those below it");
			return;
	}
}

/* Where the table begins, and what its columns are called. */
static const CsvSampleRecord *
sniff_header(Contest *contest, const CsvRequest *request, bool exported, CsvDialect *dialect)
{
	const CsvEvidence *evidence = &contest->evidence;
	CsvReading	reading = {contest->sample->text, contest->sample->len, &contest->best,
		contest->words, evidence};
	CsvHeaderSign sign = CSV_HEADER_BY_WORDS;
	int			header = exported ? 0 : csv_header_find(&reading, request, &sign);
	int			foreign = -1;

	if (sign == CSV_HEADER_NONE && request->header != CSV_HEADER_ABSENT && header > 0)
		foreign = csv_columns_foreign(&reading, header, dialect);
	dialect->has_header = sign != CSV_HEADER_NONE || foreign >= 0;
	if (exported)
		set_found(&dialect->header_found, CSV_SURE, "it is written as customers_export writes");
	else if (request->header == CSV_HEADER_ABSENT)
		set_found(&dialect->header_found, CSV_TOLD, "there is none: the option header says so");
	else if (foreign >= 0)
		set_found(&dialect->header_found, CSV_LIKELY,
				  "another delimiter splits the line above the records into as many words as they have cells");
	else
		describe_header(&reading, sign, header, &dialect->header_found);
	if (foreign >= 0)
		header = foreign;
	else if (dialect->has_header && !exported)
		header = csv_columns_fit(&reading, header, dialect);
	dialect->ncolumns = !dialect->has_header ? csv_header_data_width(evidence)
		: dialect->header ? dialect->nheader : evidence->records[header].ncells;
	if (!dialect->has_header && request->header == CSV_HEADER_FIND_OUT &&
		csv_header_is_like(evidence, header, evidence->records[header].ncells))
		csv_dialect_note(dialect,
						 "the first record is read as data, since mapping names columns by position; if it holds the names of the columns, add header => true");
	return &evidence->records[header];
}

void
csv_sniff_dialect(const CsvRequest *request, const char *text, size_t len,
				  bool whole, CsvDialect *dialect, size_t *offset)
{
	Sample		sample = {text, len, whole};
	Contest		contest = {.sample = &sample, .words = &request->words};
	const char *delimiter = requested_delimiter(request);
	char		sep[2] = {'\0', '\0'};
	bool		sep_line;
	bool		exported;

	check_request(request);
	sep_line = request->skip < 0 && take_sep_line(&sample, &sep[0]);
	if (delimiter == NULL && sep_line)
		delimiter = sep;

	exported = hold_contest(&contest, request, delimiter);
	csv_evidence_gather(&contest.evidence, sample.text, sample.len, sample.whole,
						&contest.best);
	memcpy(dialect->delimiter, contest.best.delimiter, sizeof(dialect->delimiter));
	dialect->quote = contest.best.quote;
	dialect->escape = contest.best.escape;
	dialect->exported = contest.best.exported;
	dialect->newline = newline_name(&contest.evidence);
	describe_doubt(&contest, dialect);
	if (delimiter != NULL)
		set_found(&dialect->dialect_found, sep_line && delimiter == sep ? CSV_SURE : CSV_TOLD,
				  delimiter == sep ? "the first line says which delimiter it is" : "the option delimiter says so");
	else if (exported)
		set_found(&dialect->dialect_found, CSV_SURE, "it is written as customers_export writes");
	else
		describe_dialect(&contest, &dialect->dialect_found);
	if (!exported)
		suggest_delimiter(&contest, request, dialect);

	dialect->has_header = false;
	dialect->header_line = 1 + (sep_line ? 1 : 0);
	dialect->ncolumns = 0;
	*offset = sample.text - text;
	if (contest.evidence.nrecords > 0)
	{
		const CsvSampleRecord *record = sniff_header(&contest, request, exported, dialect);

		dialect->header_line += record->line - 1;
		*offset += record->offset;
	}
	pfree(contest.evidence.records);
}

/* The most common width of a reading's records, if nearly all have it; else 0. */
static int
common_width(const CsvEvidence *evidence)
{
	int			matching;
	int			width = csv_evidence_width(evidence, &matching);

	return evidence->nrecords > 1 && (evidence->nrecords - matching) * 20 <= evidence->nrecords ? width : 0;
}

/* Does the text that is left without the wrap read as a table, better than with it? */
static bool
is_table_within(const CsvRequest *request, const CsvWrap *wrap, const Sample *sample)
{
	const char *delimiter = requested_delimiter(request);
	Sample		bare = {.text = palloc(sample->len + 1), .whole = sample->whole};
	Contest		within = {.sample = &bare, .words = &request->words};
	Contest		outside = {.sample = sample, .words = &request->words};
	CsvWrap		strip = *wrap;
	int			width;

	memcpy(unconstify(char *, bare.text), sample->text, sample->len);
	bare.len = csv_wrap_strip(&strip, unconstify(char *, bare.text), 0, sample->len);
	hold_contest(&within, request, delimiter);
	csv_evidence_gather(&within.evidence, bare.text, bare.len, bare.whole, &within.best);
	width = common_width(&within.evidence);
	if (width < 2 || within.best.delimiter[0] == wrap->tail || within.best.delimiter[0] == ' ')
		return false;
	if (wrap->quoted)
		return width > 2 || within.nnamed > 0 || within.evidence.quoted > 0;
	hold_contest(&outside, request, delimiter);
	if (outside.best.delimiter[0] != wrap->tail || outside.best_score < within.best_score)
		return true;

	/* nothing but one cell and the tail? */
	csv_evidence_gather(&outside.evidence, sample->text, sample->len, sample->whole, &outside.best);
	return width > 2 && common_width(&outside.evidence) == wrap->ntail + 1;
}

bool
csv_sniff_wrap(const CsvRequest *request, const char *text, size_t len, bool whole,
			   CsvWrap *wrap)
{
	Sample		sample = {text, Min(len, CSV_EVIDENCE_BYTES),
	whole && len <= CSV_EVIDENCE_BYTES};

	check_request(request);
	csv_wrap_find_tail(sample.text, sample.len, sample.whole, wrap);
	if (request->quote == NULL && request->escape == NULL)
		csv_wrap_find_quotes(sample.text, sample.len, sample.whole, wrap);
	if (csv_wrap_is_needed(wrap) && is_table_within(request, wrap, &sample))
		return true;
	memset(wrap, 0, sizeof(CsvWrap));
	return false;
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

/* Are all records of one width, and is their first cell not always empty? */
static bool
splits_each_record(const CsvEvidence *evidence)
{
	int			matching;
	bool		filled = false;

	csv_evidence_width(evidence, &matching);
	for (int i = 0; i < evidence->nrecords; i++)
		filled |= evidence->records[i].kinds[0] != CSV_KIND_EMPTY;
	return filled && matching == evidence->nrecords;
}

/* Is any cell a number, a date or an address, or in quotes, which no text of words has? */
static bool
holds_data(const CsvEvidence *evidence)
{
	for (int i = 0; i < evidence->nrecords; i++)
		for (int j = 0; j < Min(evidence->records[i].ncells, CSV_EVIDENCE_COLUMNS); j++)
			if (csv_kind_is_data(evidence->records[i].kinds[j]))
				return true;
	return evidence->quoted > 0;
}

/* Is the first line that is not blank, as one cell, a header word that is known? */
static bool
is_word_alone(const Contest *contest)
{
	const CsvWords *words = contest->words;
	const char *p = contest->sample->text;
	const char *end = p + contest->sample->len;
	const char *stop;

	if (words->knows == NULL)
		return false;
	while (p < end && isspace((unsigned char) *p))
		p++;
	stop = p;
	while (stop < end && *stop != '\n' && *stop != '\r')
		stop++;
	words->expect(words->state, p, stop - p);
	return stop > p && words->knows(words->state, p, stop - p);
}

static bool
is_space(const CsvDialect *dialect)
{
	return strcmp(dialect->delimiter, " ") == 0;
}

/*
 * A list of names has a space in each of them, or a comma and a space, and a word
 * above them: that is one column.
 */
static bool
splits_texts(const Contest *contest, const CsvDialect *dialect)
{
	const CsvEvidence *evidence = &contest->evidence;

	if (holds_data(evidence))
		return false;
	return is_space(dialect) ||
		(strcmp(dialect->delimiter, ",") == 0 && evidence->nrecords > 1 &&
		 evidence->records[0].ncells == 1 && is_word_alone(contest));
}

static void
try_candidate(Contest *contest, const CsvDialect *dialect, double trust)
{
	const Sample *sample = contest->sample;
	double		score;

	csv_evidence_gather(&contest->evidence, sample->text, sample->len, sample->whole,
						dialect);
	if (trust < TRUST_ANYHOW && strchr(": ", dialect->delimiter[0]) == NULL &&
		!splits_each_record(&contest->evidence))
		return;
	if (is_space(dialect) && is_word_alone(contest))
		return;					/* First Name, above Anna Maria */
	score = csv_evidence_score(&contest->evidence) * trust;
	try_names(contest, dialect, score);
	if (splits_texts(contest, dialect))
		return;
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
	CsvReading	reading = {contest->sample->text, contest->sample->len, dialect,
		contest->words, evidence};

	for (int i = 0; i < Min(evidence->nrecords - 1, NAMED_RECORDS); i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];
		int			known;

		if (record->ncells < 2 || record[1].ncells != record->ncells || !is_clean(record))
			continue;
		known = csv_header_count_known(&reading, record);
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

/* Does a text stand anywhere in the sample? */
static bool
has_text(const Sample *sample, const char *text)
{
	const char *p = sample->text;
	const char *end = p + Min(sample->len, CSV_EVIDENCE_BYTES);
	size_t		len = strlen(text);

	while ((p = memchr(p, text[0], end - p)) != NULL && (size_t) (end - p) >= len)
	{
		if (memcmp(p, text, len) == 0)
			return true;
		p++;
	}
	return false;
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

	if (wider.delimiter[1] != '\0')
		return;					/* it has several bytes */

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

/* Adds to notes what was nearly as likely. */
static void
describe_doubt(const Contest *contest, CsvDialect *dialect)
{
	if (contest->second[0] == '\0' ||
		contest->second_score < contest->best_score * DIALECT_DOUBT)
		return;
	csv_dialect_note(dialect, psprintf("the delimiter could also be %s: if so, import with %s",
									   csv_delimiter_name(contest->second),
									   csv_delimiter_option(contest->second)));
}
