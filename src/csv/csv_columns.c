/*
 * csv_columns.c
 *
 * What the columns are called.  See csv_columns.h.
 *
 *		header, records below it
 *			-> two rows of names: joined
 *			-> a delimiter too many behind the names
 *			-> one cell more than names: row numbers in front, or no name behind
 *			-> one cell less: the last ones are missing, if the kinds of the
 *			   others say so
 */
#include "postgres.h"

#include "csv/csv_columns.h"

/* Of the records below the header so many must be alike. */
#define ALIKE(n, all) ((n) * 10 >= (all) * 9)

/* Rows of more names are not joined: each is compared with each. */
#define JOINED_NAMES 1000

/* The records below the header that hold anything. */
typedef struct Below
{
	int			nrecords;
	int			width;			/* of most */
	int			nwide;			/* of how many */
	int			nshort;			/* of fewer cells than the header */
	bool		has_full;		/* one has as many */
	bool		filled_beyond;	/* a cell stands beyond the last name */
} Below;

/* Names of columns. */
typedef struct Names
{
	CsvCell    *cells;
	int			ncells;
	bool		changed;		/* they are not the header's own cells */
} Names;

/* The cells of a record, in memory of their own; none if the sample cuts it. */
static Names
read_names(const CsvReading *reading, const CsvSampleRecord *record)
{
	Names		names = {palloc((record->ncells + 1) * sizeof(CsvCell)), 0, false};
	CsvCursor	cursor;
	CsvSlice	slice;

	csv_header_walk(reading, record, &cursor);
	while (csv_cursor_next(&cursor, &slice) && names.ncells < record->ncells)
	{
		names.cells[names.ncells++] = csv_cursor_copy(&cursor, &slice);
		if (cursor.record_end)
			break;
	}
	if (names.ncells != record->ncells)
		names.ncells = 0;
	return names;
}

static bool
is_blank_cell(const CsvCell *cell)
{
	return csv_is_blank(cell->data, cell->len);
}

static bool
same_cell(const CsvCell *a, const CsvCell *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static int
count_known(const CsvWords *words, const Names *names)
{
	int			known = 0;

	if (words->knows == NULL)
		return 0;
	for (int i = 0; i < names->ncells; i++)
		words->expect(words->state, names->cells[i].data, names->cells[i].len);
	for (int i = 0; i < names->ncells; i++)
		known += words->knows(words->state, names->cells[i].data, names->cells[i].len);
	return known;
}

/*
 * Two rows of names
 */

/* Do two columns of the row have one name? */
static bool
is_repeated(const Names *names, int column)
{
	for (int i = 0; i < names->ncells; i++)
		if (i != column && same_cell(&names->cells[i], &names->cells[column]))
			return true;
	return false;
}

static CsvCell
join_cells(const CsvCell *group, const CsvCell *name)
{
	CsvCell		cell = *name;
	char	   *text = psprintf("%.*s %.*s", (int) group->len, group->data,
								(int) name->len, name->data);

	cell.data = text;
	cell.len = (uint32) strlen(text);
	return cell;
}

/*
 * A row of groups above one of names: where a name is missing it is the group's,
 * and where it stands twice the group goes before it.
 */
static Names
join_rows(const Names *groups, const Names *names)
{
	Names		joined = {palloc((names->ncells + 1) * sizeof(CsvCell)), names->ncells, false};
	const CsvCell *group = NULL;

	for (int i = 0; i < names->ncells; i++)
	{
		bool		own = !is_blank_cell(&groups->cells[i]);

		if (own)
			group = &groups->cells[i];
		joined.cells[i] = names->cells[i];
		if (is_blank_cell(&names->cells[i]))
		{
			if (!own)
				continue;
			joined.cells[i] = *group;
		}
		else if (group != NULL && is_repeated(names, i))
			joined.cells[i] = join_cells(group, &names->cells[i]);
		else
			continue;
		joined.changed = true;
	}
	return joined;
}

/* Is a record a row of names over groups of those in the next one? */
static bool
is_row_of_names(const CsvEvidence *evidence, int index, int width)
{
	const CsvSampleRecord *record = &evidence->records[index];

	if (record->ncells != width || record->comment || record->nfilled < 2 ||
		record->line + record->nlines != record[1].line)
		return false;
	for (int i = 0; i < Min(width, CSV_EVIDENCE_COLUMNS); i++)
		if (csv_kind_is_data(record->kinds[i]))
			return false;
	return true;
}

/*
 * Does the record below a header hold the names that it lacks, and none where it
 * has one of a column by itself?  Its words must be known: a customer may lack as much.
 */
static bool
is_completed_below(const CsvReading *reading, int header)
{
	const CsvEvidence *evidence = reading->evidence;
	const CsvSampleRecord *upper = &evidence->records[header];
	const CsvSampleRecord *lower = upper + 1;
	int			nblank = 0;

	if (header + 2 >= evidence->nrecords || upper->ncells > CSV_EVIDENCE_COLUMNS ||
		lower->nfilled == lower->ncells || !is_row_of_names(evidence, header, upper->ncells) ||
		!is_row_of_names(evidence, header + 1, upper->ncells))
		return false;
	for (int i = 0; i < upper->ncells; i++)
	{
		if (upper->kinds[i] == CSV_KIND_EMPTY && lower->kinds[i] == CSV_KIND_EMPTY)
			return false;
		nblank += upper->kinds[i] == CSV_KIND_EMPTY;
	}
	return nblank > 0 && csv_header_count_known(reading, lower) * 2 > lower->nfilled;
}

/* The names of the header, joined with the row above it where that gives more. */
static Names
join_header(const CsvReading *reading, int header)
{
	const CsvEvidence *evidence = reading->evidence;
	Names		names = read_names(reading, &evidence->records[header]);
	Names		above,
				joined;

	if (header == 0 || names.ncells == 0 || names.ncells > JOINED_NAMES ||
		!is_row_of_names(evidence, header - 1, names.ncells))
		return names;
	above = read_names(reading, &evidence->records[header - 1]);
	if (above.ncells != names.ncells)
		return names;
	joined = join_rows(&above, &names);
	return joined.changed ? joined : names;
}

/*
 * Widths
 */

static void
look_below(const CsvEvidence *evidence, int header, int nnames, Below *below)
{
	memset(below, 0, sizeof(Below));
	for (int i = header + 1; i < evidence->nrecords; i++)
	{
		const CsvSampleRecord *record = &evidence->records[i];
		int			same = 0;

		if (record->nfilled == 0)
			continue;
		below->nrecords++;
		below->nshort += record->ncells < nnames;
		below->has_full |= record->ncells == nnames;
		for (int j = nnames; j < Min(record->ncells, CSV_EVIDENCE_COLUMNS); j++)
			below->filled_beyond |= record->kinds[j] != CSV_KIND_EMPTY;
		for (int j = header + 1; j < evidence->nrecords; j++)
			same += evidence->records[j].ncells == record->ncells && evidence->records[j].nfilled > 0;
		if (same > below->nwide)
		{
			below->nwide = same;
			below->width = record->ncells;
		}
	}
}

/* Names that are empty, behind the last one that is not. */
static int
trailing_blanks(const Names *names)
{
	int			n = 0;

	while (n < names->ncells - 1 && is_blank_cell(&names->cells[names->ncells - 1 - n]))
		n++;
	return n;
}

/* A name that is none, in front of the others or behind them. */
static void
add_blank(Names *names, bool front)
{
	static const CsvCell blank = {.data = ""};
	CsvCell    *cells = palloc((names->ncells + 2) * sizeof(CsvCell));

	memcpy(cells + front, names->cells, names->ncells * sizeof(CsvCell));
	cells[front ? 0 : names->ncells] = blank;
	names->cells = cells;
	names->ncells++;
	names->changed = true;
}

/*
 * Is the first cell of each record a whole number, one more than that above it?
 * Then it numbers the row, unless the first name is one of ids: those begin at 1.
 */
static bool
has_row_numbers(const CsvReading *reading, int header, int width, bool may_be_ids)
{
	const CsvEvidence *evidence = reading->evidence;
	int64		last = -1;
	int			nrecords = 0;

	for (int i = header + 1; i < evidence->nrecords; i++)
	{
		CsvCursor	cursor;
		CsvSlice	slice;
		int64		number = 0;

		if (evidence->records[i].ncells != width)
			continue;
		csv_header_walk(reading, &evidence->records[i], &cursor);
		if (!csv_cursor_next(&cursor, &slice) || slice.len == 0 || slice.len > 15)
			return false;
		for (size_t j = 0; j < slice.len; j++)
		{
			if (slice.data[j] < '0' || slice.data[j] > '9')
				return false;
			number = number * 10 + slice.data[j] - '0';
		}
		if (nrecords++ > 0 ? number != last + 1 : may_be_ids && number > 0)
			return false;
		last = number;
	}
	return nrecords > 1 || (nrecords == 1 && last <= 1);
}

/* The column that holds addresses of email, or -1. */
static int
address_column(const CsvEvidence *evidence, int header, int width)
{
	for (int column = 0; column < Min(width, CSV_EVIDENCE_COLUMNS); column++)
	{
		int			addresses = 0;
		int			filled = 0;

		for (int i = header + 1; i < evidence->nrecords; i++)
		{
			if (evidence->records[i].ncells != width)
				continue;
			filled += evidence->records[i].kinds[column] != CSV_KIND_EMPTY;
			addresses += evidence->records[i].kinds[column] == CSV_KIND_EMAIL;
		}
		if (addresses > 0 && addresses * 2 > filled)
			return column;
	}
	return -1;
}

/* The name that speaks of mail, or -1. */
static int
address_name(const Names *names)
{
	for (int i = 0; i < names->ncells; i++)
		for (uint32 j = 0; j + 4 <= names->cells[i].len; j++)
			if (pg_strncasecmp(names->cells[i].data + j, "mail", 4) == 0)
				return i;
	return -1;
}

static bool
first_is_blank(const Names *names)
{
	return names->ncells > 1 && is_blank_cell(&names->cells[0]);
}

static void
warn_of_width(const CsvReading *reading, int header, const Names *names, const Below *below,
			  CsvDialect *dialect)
{
	int64		line = reading->evidence->records[header].line;

	dialect->names_unclear = true;
	csv_dialect_note(dialect,
					 psprintf("the header has %d names, and most records have %d cells, which does not say which column has which name: correct the header, or leave it out and name the columns by position, with header => false, skip => " INT64_FORMAT " and mapping => '{\"1\": \"email\", ...}'",
							  names->ncells, below->width,
							  line + reading->evidence->records[header].nlines - 1));
}

/*
 * Records have one cell more than there are names: on which side?  Behind the
 * last name, or before the first, only if that is shown to stand where its cells
 * do: the cell may as well be one that a delimiter in a text has split.
 */
static void
fit_wider(const CsvReading *reading, int header, Names *names, const Below *below,
		  CsvDialect *dialect)
{
	int			name = address_name(names);
	int			column = address_column(reading->evidence, header, below->width);
	bool		aligned = name >= 0 && column == name;
	const CsvWords *words = reading->words;
	bool		ids = name < 0 && words->is_id != NULL &&
		words->is_id(words->state, names->cells[0].data, names->cells[0].len);

	if (!aligned && (has_row_numbers(reading, header, below->width, ids) ||
					 (name == 0 && column == 1)))
		add_blank(names, true);
	else if (aligned && name == names->ncells - 1)
		add_blank(names, false);
	else
		warn_of_width(reading, header, names, below, dialect);
}

/* What kinds of cells each column holds, as bits. */
static void
gather_kinds(const CsvEvidence *evidence, int header, int width, CsvDialect *dialect)
{
	for (int i = header + 1; i < evidence->nrecords; i++)
		for (int j = 0; evidence->records[i].ncells == width && j < Min(width, CSV_KNOWN_COLUMNS); j++)
			dialect->kinds[j] |= 1 << evidence->records[i].kinds[j];
}

/* Are the cells that a record has of the kinds of their columns? */
static bool
is_start_of_record(const CsvSampleRecord *record, const CsvDialect *dialect)
{
	for (int i = 0; i < Min(record->ncells, CSV_KNOWN_COLUMNS); i++)
		if (record->kinds[i] != CSV_KIND_EMPTY && (dialect->kinds[i] & (1 << record->kinds[i])) == 0)
			return false;
	return true;
}

/*
 * Some records, or all, have fewer cells than there are names.  That is how the
 * file is written if it is so in many of them, and their cells are those of the
 * first columns.
 */
static void
fit_shorter(const CsvReading *reading, int header, Names *names, const Below *below,
			CsvDialect *dialect)
{
	const CsvEvidence *evidence = reading->evidence;
	int			name = address_name(names);
	int			column = address_column(evidence, header, below->width);
	int			nfit = 0;
	int			width = below->has_full ? names->ncells : below->width;

	if (below->width == names->ncells - 1 && first_is_blank(names) && ALIKE(below->nwide, below->nrecords) &&
		(name < 0 || column < 0 || column == name - 1))
	{
		names->cells++;
		names->ncells--;
		names->changed = true;
		return;
	}
	gather_kinds(evidence, header, width, dialect);
	for (int i = header + 1; i < evidence->nrecords; i++)
		nfit += evidence->records[i].ncells < names->ncells && evidence->records[i].ncells > 1 &&
			evidence->records[i].nfilled > 0 && is_start_of_record(&evidence->records[i], dialect);
	if (name >= 0 && column >= 0 && name != column)
		warn_of_width(reading, header, names, below, dialect);
	else if (!below->filled_beyond && (below->has_full || below->width < names->ncells))
		dialect->ends_early = nfit >= 2 && nfit * 5 >= below->nrecords;
	if (dialect->ends_early)
		csv_dialect_note(dialect, psprintf("of %d records looked at, %d have fewer cells than the %d names: what they lack at their end is read as empty",
										   below->nrecords, below->nshort, names->ncells));
}

int
csv_columns_fit(const CsvReading *reading, int header, CsvDialect *dialect)
{
	Names		names;
	Below		below;
	int			blanks;

	if (is_completed_below(reading, header))
		header++;
	names = join_header(reading, header);
	if (names.ncells == 0 || names.ncells >= CSV_MAX_CELLS)
		return header;
	blanks = trailing_blanks(&names);
	look_below(reading->evidence, header, names.ncells - blanks, &below);
	if (blanks > 0 && below.nrecords > 0 && !below.filled_beyond &&
		below.width >= names.ncells - blanks && below.width < names.ncells)
	{
		names.ncells -= blanks;
		names.changed = true;
	}
	else
		look_below(reading->evidence, header, names.ncells, &below);
	if (names.ncells > 1 && below.width == names.ncells + 1 && below.filled_beyond &&
		ALIKE(below.nwide, below.nrecords))
		fit_wider(reading, header, &names, &below, dialect);
	else if (names.ncells > 2 && below.width > 1 && below.nshort > 0)
		fit_shorter(reading, header, &names, &below, dialect);
	if (names.changed)
	{
		dialect->header = names.cells;
		dialect->nheader = names.ncells;
	}
	return header;
}

/*
 * A header in another delimiter
 */

static const char *const foreign_delimiters[] = {",", ";", "\t", "|"};

/* The names of a record as a delimiter splits it. */
static Names
split_names(const CsvReading *reading, const CsvSampleRecord *record, const char *delimiter)
{
	CsvDialect	dialect = *reading->dialect;
	CsvReading	foreign = *reading;
	CsvSampleRecord whole = *record;
	CsvCursor	cursor;
	CsvSlice	slice;

	strlcpy(dialect.delimiter, delimiter, sizeof(dialect.delimiter));
	foreign.dialect = &dialect;
	csv_header_walk(&foreign, record, &cursor);
	for (whole.ncells = 0; csv_cursor_next(&cursor, &slice);)
	{
		whole.ncells++;
		if (cursor.record_end)
			break;
	}
	return read_names(&foreign, &whole);
}

/* Are all of them names: none empty, none of data? */
static bool
are_names(const Names *names)
{
	for (int i = 0; i < names->ncells; i++)
	{
		CsvCellKind kind = csv_evidence_kind(names->cells[i].data, names->cells[i].len,
											 names->cells[i].quoted);

		if (kind == CSV_KIND_EMPTY || csv_kind_is_data(kind))
			return false;
	}
	return true;
}

int
csv_columns_foreign(const CsvReading *reading, int start, CsvDialect *dialect)
{
	const CsvEvidence *evidence = reading->evidence;
	const CsvSampleRecord *record = &evidence->records[start - 1];
	int			width = evidence->records[start].ncells;

	if (start == 0 || width < 2 || record->ncells != 1 || record->comment ||
		record->line + record->nlines != evidence->records[start].line)
		return -1;
	for (size_t i = 0; i < lengthof(foreign_delimiters); i++)
	{
		Names		names;
		int			known;

		if (foreign_delimiters[i][0] == reading->dialect->delimiter[0])
			continue;
		names = split_names(reading, record, foreign_delimiters[i]);
		known = count_known(reading->words, &names);
		if (names.ncells != width || !are_names(&names) ||
			(width == 2 && known == 0))
			continue;
		dialect->header = names.cells;
		dialect->nheader = names.ncells;
		csv_dialect_note(dialect, psprintf("the header is written with the delimiter %s, the records with %s",
										   csv_delimiter_name(foreign_delimiters[i]),
										   csv_delimiter_name(reading->dialect->delimiter)));
		return start - 1;
	}
	return -1;
}
