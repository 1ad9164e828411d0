/*
 * csv_aside.c
 *
 * Records that are none of the table's.  See csv_aside.h.
 */
#include "postgres.h"

#include "csv/csv_aside.h"
#include "csv/csv_cursor.h"
#include "csv/csv_evidence.h"

/* What a rule is drawn of. */
static const char rule_characters[] = "-=_*+#~ ";

/* Colons, spaces and stars that may stand behind a word for a total. */
#define TOTAL_SIGNS 3

/* Lines below the table that are looked at, and records above them. */
#define FOOT_LINES 10
#define FOOT_BODY 50

/* What a line of totals begins with, in lower case. */
static const char *const totals[] = {
	"total", "totals", "grand total", "subtotal", "sub total", "sum", "count",
	"totalt", "i alt", "antall", "antal", "summa", "sammanlagt",
	"summe", "gesamt", "gesamtsumme", "insgesamt", "anzahl",
	"somme", "total general", "total g\xc3\xa9n\xc3\xa9ral", "suma", "totaal", "aantal",
	"yhteens\xc3\xa4", "soma", "totale", "totale generale", "somma", "razem",
	"og\xc3\xb3\xc5\x82" "em", "\xc5\x82\xc4\x85" "cznie",
};

/* Notes that a cell of a text, and so many characters more, may begin a record. */
static void
note_length(CsvAside *aside, const char *text, uint32 len, int more)
{
	uint8		first = len > 0 ? (uint8) text[0] : 0;

	for (int i = 0; i <= more; i++)
	{
		uint32		bit = (uint32) 1 << Min(len + i, CSV_ASIDE_LENGTHS);

		aside->lengths[first] |= bit;
		aside->lengths[pg_toupper(first)] |= bit;
	}
}

void
csv_aside_init(CsvAside *aside, const CsvRecord *header, int ncolumns)
{
	memset(aside, 0, sizeof(CsvAside));
	aside->ncolumns = ncolumns;
	for (const char *p = rule_characters; *p; p++)
		aside->lengths[(uint8) *p] = ~(uint32) 0;
	for (size_t i = 0; i < lengthof(totals); i++)
		note_length(aside, totals[i], strlen(totals[i]), TOTAL_SIGNS);
	if (header == NULL)
		return;
	aside->nheader = header->ncells;
	aside->header = palloc((header->ncells + 1) * sizeof(CsvCell));
	for (int i = 0; i < header->ncells; i++)
	{
		aside->header[i] = header->cells[i];
		aside->header[i].data = pnstrdup(header->cells[i].data, header->cells[i].len);
		if (header->cells[i].len > 0)
			note_length(aside, header->cells[i].data, header->cells[i].len, 0);
	}
}

static bool
is_empty(const CsvCell *cell)
{
	return csv_is_blank(cell->data, cell->len);
}

static bool
is_same(const CsvCell *a, const CsvCell *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static bool
repeats_header(const CsvAside *aside, const CsvRecord *record)
{
	int			nfilled = 0;

	if (aside->header == NULL || record->ncells < aside->nheader)
		return false;
	for (int i = 0; i < record->ncells; i++)
	{
		if (i < aside->nheader ? !is_same(&record->cells[i], &aside->header[i]) : !is_empty(&record->cells[i]))
			return false;
		nfilled += !is_empty(&record->cells[i]);
	}
	return nfilled > 1 || aside->ncolumns == 1;
}

/* Nothing but dashes and their like, three in a row at least. */
static bool
is_rule(const CsvRecord *record)
{
	uint32		longest = 0;

	for (int i = 0; i < record->ncells; i++)
	{
		const CsvCell *cell = &record->cells[i];

		for (uint32 j = 0; j < cell->len; j++)
			if (strchr(rule_characters, cell->data[j]) == NULL || cell->data[j] == '\0')
				return false;
		if (!is_empty(cell))
			longest = Max(longest, cell->len);
	}
	return longest >= 3;
}

/* Is the cell a word for a total, in any case and with a colon behind it? */
static bool
is_total_word(const CsvCell *cell)
{
	const char *start = cell->data;
	const char *end = start + cell->len;

	while (start < end && (*start == ' ' || *start == '*'))
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == ':' || end[-1] == '*'))
		end--;
	for (size_t i = 0; i < lengthof(totals); i++)
		if (strlen(totals[i]) == (size_t) (end - start) &&
			pg_strncasecmp(totals[i], start, end - start) == 0)
			return true;
	return false;
}

/* A word for a total, then numbers and empty cells. */
static bool
is_total(const CsvRecord *record, int first)
{
	int			nempty = first;

	if (!is_total_word(&record->cells[first]))
		return false;
	for (int i = first + 1; i < record->ncells; i++)
	{
		CsvCellKind kind = csv_evidence_kind(record->cells[i].data, record->cells[i].len,
											 record->cells[i].quoted);

		if (kind != CSV_KIND_EMPTY && kind != CSV_KIND_NUMBER)
			return false;
		nempty += kind == CSV_KIND_EMPTY;
	}
	return nempty > 0;
}

bool
csv_aside_is(const CsvAside *aside, const CsvRecord *record)
{
	const CsvCell *cell = record->cells;
	int			first = 0;
	char		c;

	while (first < record->ncells && is_empty(&cell[first]))
		first++;
	if (first == record->ncells || !csv_aside_may_begin(aside, &cell[first]))
		return false;
	if (aside->header && is_same(&cell[0], &aside->header[0]) && repeats_header(aside, record))
		return true;
	c = cell[first].data[0];
	return (strchr(rule_characters, c) != NULL && is_rule(record)) || is_total(record, first);
}

/*
 * Below the table
 */

static int
count_filled(const CsvRecord *record)
{
	int			nfilled = 0;

	for (int i = 0; i < record->ncells; i++)
		nfilled += !is_empty(&record->cells[i]);
	return nfilled;
}

static int
count_spaces(const CsvCell *cell)
{
	int			nspaces = 0;

	for (uint32 i = 0; i < cell->len; i++)
		nspaces += cell->data[i] == ' ';
	return nspaces;
}

/* Is a cell words rather than a key or a name: several, or marked as a note? */
static bool
is_note(const CsvCell *cell, bool names_have_spaces)
{
	return count_spaces(cell) > (names_have_spaces ? 1 : 0) ||
		(cell->len > 1 && (cell->data[0] == '*' || cell->data[cell->len - 1] == ':'));
}

/* The records above the foot: how many cells they fill, what their first is like. */
typedef struct Body
{
	int			nrecords;
	int			nfilled;
	int			nspaced;
} Body;

static void
look_above(const CsvRecord *records, int end, Body *body)
{
	memset(body, 0, sizeof(Body));
	for (int i = Max(0, end - FOOT_BODY); i < end; i++)
	{
		int			nfilled = count_filled(&records[i]);

		if (nfilled == 0)
			continue;
		body->nrecords++;
		body->nfilled += nfilled;
		body->nspaced += count_spaces(&records[i].cells[0]) > 0;
	}
}

/* May a record be a line of text below the table: one or two cells, no address? */
static bool
may_be_foot(const CsvAside *aside, const CsvRecord *record)
{
	int			nfilled = count_filled(record);

	if (record->aside || nfilled == 0)
		return true;
	if (nfilled > 2 || nfilled >= aside->ncolumns || is_empty(&record->cells[0]))
		return false;
	for (int i = 0; i < record->ncells; i++)
		if (memchr(record->cells[i].data, '@', record->cells[i].len) != NULL)
			return false;
	return csv_evidence_kind(record->cells[0].data, record->cells[0].len, false) == CSV_KIND_TEXT;
}

/* Is there a blank line above, or one of delimiters only? */
static bool
has_gap_above(const CsvRecord *record)
{
	const CsvRecord *above = record - 1;
	int64		nlines = 1;

	for (int i = 0; i < above->ncells; i++)
		for (uint32 j = 0; j < above->cells[i].len; j++)
			nlines += above->cells[i].data[j] == '\n';
	return count_filled(above) == 0 || above->line + nlines < record->line;
}

/*
 * Lines below the table fill fewer cells than its records, and stand below a gap,
 * or begin with words where no record does.
 */
void
csv_aside_mark_foot(const CsvAside *aside, CsvRecord *records, int nrecords)
{
	int			top = nrecords;
	int			start = nrecords;
	Body		body;

	while (top > 1 && nrecords - top < FOOT_LINES && may_be_foot(aside, &records[top - 1]))
		top--;
	look_above(records, top, &body);
	for (int i = nrecords - 1; i >= top && body.nrecords > 0; i--)
	{
		int			nfilled = count_filled(&records[i]);

		if (nfilled == 0 || records[i].aside)
			continue;
		if (nfilled * body.nrecords >= body.nfilled ||
			!is_note(&records[i].cells[0], body.nspaced > 0))
			break;
		if (has_gap_above(&records[i]) || (body.nspaced == 0 && body.nrecords > 2))
			start = i;
	}
	for (int i = start; i < nrecords; i++)
		records[i].aside |= count_filled(&records[i]) > 0;
}
