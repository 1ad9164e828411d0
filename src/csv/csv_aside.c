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

CsvAsideKind
csv_aside_kind(const CsvAside *aside, const CsvRecord *record)
{
	const CsvCell *cell = record->cells;
	int			first = 0;

	while (first < record->ncells && is_empty(&cell[first]))
		first++;
	if (first == record->ncells || !csv_aside_may_begin(aside, &cell[first]))
		return CSV_ASIDE_NONE;
	if (aside->header && is_same(&cell[0], &aside->header[0]) && repeats_header(aside, record))
		return CSV_ASIDE_LINE;
	if (strchr(rule_characters, cell[first].data[0]) != NULL && is_rule(record))
		return CSV_ASIDE_LINE;
	return is_total(record, first) ? CSV_ASIDE_WORDS : CSV_ASIDE_NONE;
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

/* Spaces between words; those around them are padding. */
static int
count_spaces(const CsvCell *cell)
{
	int			nspaces = 0;

	for (uint32 i = 1; i < cell->len; i++)
		nspaces += cell->data[i] != ' ' && cell->data[i - 1] == ' ';
	return nspaces - (cell->len > 0 && cell->data[0] == ' ' && nspaces > 0);
}

/* Is a cell words rather than a key or a name: several, or marked as a note? */
static bool
is_note(const CsvCell *cell, bool names_have_spaces)
{
	return count_spaces(cell) > (names_have_spaces ? 1 : 0) ||
		(cell->len > 1 && (cell->data[0] == '*' || cell->data[cell->len - 1] == ':'));
}

static CsvCellKind
cell_kind(const CsvCell *cell)
{
	return csv_evidence_kind(cell->data, cell->len, cell->quoted);
}

/* The line behind a record. */
static int64
line_behind(const CsvRecord *record)
{
	int64		line = record->line + 1;

	for (int i = 0; i < record->ncells; i++)
		for (uint32 j = 0; j < record->cells[i].len; j++)
			line += record->cells[i].data[j] == '\n';
	return line;
}

static void
look_above(const CsvRecord *records, int end, CsvAsideBody *body)
{
	memset(body, 0, sizeof(CsvAsideBody));
	for (int i = Max(0, end - FOOT_BODY); i < end; i++)
	{
		int			nfilled = count_filled(&records[i]);

		if (nfilled == 0)
			continue;
		body->nrecords++;
		body->nfilled += nfilled;
		body->nfirst += !is_empty(&records[i].cells[0]);
		body->nspaced += count_spaces(&records[i].cells[0]) > 0;
		for (int j = 0; j < Min(records[i].ncells, CSV_ASIDE_COLUMNS); j++)
			body->kinds[j] |= 1 << cell_kind(&records[i].cells[j]);
	}
	if (end == 0)
		return;
	body->end_line = line_behind(&records[end - 1]);
	body->ends_blank = count_filled(&records[end - 1]) == 0;
}

void
csv_aside_look(CsvAside *aside, const CsvRecord *records, int nrecords)
{
	look_above(records, nrecords, &aside->above);
}

/* May a record be a line of text below the table: one or two cells, no address? */
static bool
may_be_foot(const CsvAside *aside, const CsvRecord *record)
{
	int			nfilled = count_filled(record);

	if (record->aside != CSV_ASIDE_NONE || nfilled == 0)
		return true;
	if (nfilled > 2 || nfilled >= aside->ncolumns || is_empty(&record->cells[0]))
		return false;
	for (int i = 0; i < record->ncells; i++)
		if (memchr(record->cells[i].data, '@', record->cells[i].len) != NULL)
			return false;
	return csv_evidence_kind(record->cells[0].data, record->cells[0].len, false) == CSV_KIND_TEXT;
}

/* Is there a blank line above a record of the batch, or one of delimiters only? */
static bool
has_gap_above(const CsvAside *aside, const CsvRecord *records, int index)
{
	if (index == 0)
		return aside->above.ends_blank || aside->above.end_line < records[0].line;
	return count_filled(&records[index - 1]) == 0 || line_behind(&records[index - 1]) < records[index].line;
}

/* Is a cell behind the first one of a kind that its column has? */
static bool
has_cell_of_column(const CsvRecord *record, const CsvAsideBody *body)
{
	for (int i = 1; i < Min(record->ncells, CSV_ASIDE_COLUMNS); i++)
	{
		CsvCellKind kind = cell_kind(&record->cells[i]);

		if (kind != CSV_KIND_EMPTY && (body->kinds[i] & (1 << kind)) != 0)
			return true;
	}
	return false;
}

/*
 * Lines below the table fill fewer cells than its records, and stand below a gap;
 * or they begin with words where no record does, and go on with nothing that a
 * record would have there.
 */
void
csv_aside_mark_foot(const CsvAside *aside, CsvRecord *records, int nrecords)
{
	int			top = nrecords;
	int			start = nrecords;
	CsvAsideBody body;

	while (top > (aside->above.nrecords > 0 ? 0 : 1) && nrecords - top < FOOT_LINES &&
		   may_be_foot(aside, &records[top - 1]))
		top--;
	look_above(records, top, &body);
	if (body.nrecords == 0)
		body = aside->above;
	for (int i = nrecords - 1; i >= top && body.nrecords > 0; i--)
	{
		int			nfilled = count_filled(&records[i]);

		if (nfilled == 0 || records[i].aside != CSV_ASIDE_NONE)
			continue;
		if (nfilled * body.nrecords >= body.nfilled ||
			!is_note(&records[i].cells[0], body.nspaced > 0))
			break;
		if (has_gap_above(aside, records, i))
			start = i;
		else if (has_cell_of_column(&records[i], &body))
			break;
		else if (body.nspaced == 0 && body.nfirst > 3)
			start = i;
	}
	for (int i = start; i < nrecords; i++)
		if (records[i].aside == CSV_ASIDE_NONE && count_filled(&records[i]) > 0)
			records[i].aside = CSV_ASIDE_WORDS;
}
