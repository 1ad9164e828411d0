/*
 * column_cells.c
 *
 *		cells of up to CELLS_MAX records spread over the sample
 *			-> blanks and placeholders left out -> counted by what they can be
 *
 * A column that people fill in has dirty cells.  So cells speak against a field
 * only where most of them cannot be it, however they are read.
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_type_d.h"

#include "field/column_cells.h"
#include "field/field_fold.h"
#include "field/made_cell.h"
#include "field/no_address.h"
#include "field/phone_pair.h"
#include "field/place.h"
#include "field/value.h"
#include "field/value_no_date.h"
#include "field/value_parse.h"

/* Records that are looked at. */
#define CELLS_MAX 256

/* Fewer cells tell nothing against a word, or against the name of a field. */
#define TELLING_CELLS 3
#define TELLING_CELLS_EXACT 5

/* No postal code or phone number has more characters. */
#define CODE_MAX 30

#define PHONE_DIGITS 5

/* Records by which a column is known to count them. */
#define COUNTED_RECORDS 20

#define YEAR_DIGITS 4
#define FIRST_YEAR 1880
#define LAST_YEAR 2099
#define LONG_DIGITS 8

/* ---- one cell ---- */

/* The letters (beyond ASCII: all) and digits of a cell. */
typedef struct CellShape
{
	int			letters;
	int			digits;
	int			words;			/* pieces between spaces with a letter in them */
	int			ats;
	int			others;
} CellShape;

static CellShape
shape_of(const char *data, uint32 len)
{
	CellShape	shape = {0};
	bool		in_word = false;

	for (uint32 i = 0; i < len; i++)
	{
		unsigned char c = data[i];
		bool		letter = IS_HIGHBIT_SET(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		shape.letters += letter;
		shape.digits += c >= '0' && c <= '9';
		shape.ats += c == '@';
		shape.others += !letter && (c < '0' || c > '9');
		shape.words += letter && !in_word;
		in_word = c != ' ' && (in_word || letter);
	}
	return shape;
}

/* Does it say that there is nothing to say? */
static bool
is_placeholder(const char *data, uint32 len, const CellShape *shape)
{
	static const char *const words[] = {
		"na", "null", "none", "nil", "nan", "unknown", "ukjent", "okand", "ukendt", "unbekannt", "ka",
		"inconnu", "desconocido", "sconosciuto", "onbekend", "tbd", "ingen", "keine", "brak"
	};
	char		folded[2 * VALUE_WORD_BYTES + 1];

	if (shape->letters + shape->digits == 0)
		return true;
	if (shape->digits > 0 || !value_words_fold(data, len, folded))
		return false;
	for (size_t i = 0; i < lengthof(words); i++)
		if (strcmp(folded, words[i]) == 0)
			return true;
	return false;
}

/* 1880 to 2099, and nothing else */
static bool
is_year(const char *data, uint32 len)
{
	int			year = 0;

	for (uint32 i = 0; i < len; i++)
	{
		if (len != YEAR_DIGITS || !isdigit((unsigned char) data[i]))
			return false;
		year = year * 10 + data[i] - '0';
	}
	return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* Storgata 1, Storgata 1 B, 1 High Street */
static bool
is_street(const char *data, uint32 len)
{
	uint32		i = 0,
				end = len;

	while (i < len && isdigit((unsigned char) data[i]))
		i++;
	if (i > 0 && i <= 5 && i + 1 < len && data[i] == ' ')
		return true;
	while (end > 0 && !isdigit((unsigned char) data[end - 1]) && len - end < 3)
		end--;
	for (i = end; i > 0 && isdigit((unsigned char) data[i - 1]);)
		i--;
	return i < end && end - i <= 4 && i > 1 && data[i - 1] == ' ';
}

static bool
is_address(const CsvCell *cell)
{
	static const Field email = {.name = "email", .kind = FIELD_EMAIL, .gate = &cell_gate_plain, .typmod = -1};
	CellValue	value = {0};

	value_parse(&email, cell, &value);
	return value.state == VALUE_SET;
}

static void
count_cell(ColumnCells *cells, const ValueWords *words, const NullWords *no_key, const CsvCell *cell)
{
	const char *data = cell->data;
	uint32		len = cell->len;
	CellShape	shape;
	CsvCell		part,
				other,
				third;
	bool		yes;

	value_trim(&data, &len);
	shape = shape_of(data, len);
	if (is_placeholder(data, len, &shape))
		return;
	cells->filled++;
	cells->with_at += shape.ats > 0;
	cells->addresses += shape.ats > 0 && is_address(cell);
	cells->no_address += shape.ats == 0 &&
		((no_key != NULL && null_words_have(no_key, data, len)) || no_address_is_said(data, len));
	cells->wordless += shape.letters == 0;
	cells->numberless += shape.digits == 0;
	cells->wordy += shape.letters * 2 > shape.digits;
	cells->plain_numbers += shape.letters == 0 && shape.others == 0;
	cells->short_numbers += shape.letters == 0 && shape.others == 0 && shape.digits <= 3;
	cells->long_numbers += shape.letters == 0 && shape.others == 0 && shape.digits >= LONG_DIGITS;
	cells->phones += shape.digits >= PHONE_DIGITS && shape.letters * 2 < shape.digits && shape.ats == 0;
	cells->dates += shape.digits > 2 && shape.others > 0 && value_is_moment(data, len);
	cells->years += shape.letters == 0 && shape.others == 0 && is_year(data, len);
	cells->months += shape.digits >= YEAR_DIGITS && shape.others > 0 && value_is_month(data, len);
	cells->recipients += shape.ats > 0 && made_cell_name(cell, &part);
	cells->places += shape.letters > 1 && shape.digits > 0 && place_split(cell, &part, &other);
	cells->streets += shape.letters > 2 && shape.digits > 0 && shape.ats == 0 && is_street(data, len);
	cells->codes += shape.digits > 2 && place_is_code(&(CsvCell) {.data = data, .len = len});
	cells->regions += shape.letters > 3 && shape.ats == 0 && place_split_region(cell, &part, &other, &third);
	cells->phone_pairs += shape.letters < shape.digits && shape.digits > 2 * PHONE_DIGITS && phone_pair_split(cell, &part, &other);
	cells->yes_no += words != NULL && value_is_boolean(words, data, len, &yes);
	cells->several += shape.words > 1 && shape.digits == 0 && shape.ats == 0;
	cells->small += shape.digits == 0 && (islower((unsigned char) data[0]) || data[0] == '\'');
	cells->lengthy += len > CODE_MAX;
}

/* ---- a column ---- */

static int
compare_cells(const void *a, const void *b)
{
	const CsvCell *x = *(const CsvCell *const *) a;
	const CsvCell *y = *(const CsvCell *const *) b;
	int			order = memcmp(x->data, y->data, Min(x->len, y->len));

	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* Looks for cells that are there twice; blank ones are none. */
static void
compare_all(ColumnCells *result, const CsvCell **cells, int n)
{
	int			same = 0;

	qsort(cells, n, sizeof(CsvCell *), compare_cells);
	for (int i = 1; i < n; i++)
		same += compare_cells(&cells[i - 1], &cells[i]) == 0;
	result->repeats = same > 0;
	result->constant = n > 1 && same == n - 1;
}

ColumnCells *
column_cells(const RecordSample *sample, const ValueWords *words, const NullWords *no_key, int column)
{
	ColumnCells *result = palloc0(sizeof(ColumnCells));
	const CsvCell *filled[CELLS_MAX];
	int			n = sample == NULL ? 0 : sample->nrecords;
	int			nfilled = 0;

	result->nrecords = Min(n, CELLS_MAX);
	for (int i = 0; i < result->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[(int64) i * n / result->nrecords]->cells[column];

		count_cell(result, words, no_key, cell);
		if (result->filled > nfilled)
			filled[nfilled++] = cell;
	}
	compare_all(result, filled, nfilled);
	return result;
}

static int64
number_at(const RecordSample *sample, int record, int column)
{
	const CsvCell *cell = &sample->records[record]->cells[column];

	return strtoi64(pnstrdup(cell->data, cell->len), NULL, 10);
}

bool
column_counts_records(const RecordSample *sample, int column)
{
	for (int i = 1; i < Min(sample->nrecords, COUNTED_RECORDS); i++)
		if (number_at(sample, i, column) != number_at(sample, i - 1, column) + 1)
			return false;
	return sample->nrecords > 0 && number_at(sample, 0, column) <= 1;
}

bool
column_exceeds(const RecordSample *sample, int column, int limit)
{
	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];

		if (atoi(pnstrdup(cell->data, cell->len)) > limit)
			return true;
	}
	return false;
}

bool
column_holds_addresses(const ColumnCells *cells)
{
	return cells->addresses > 0 && Max(cells->addresses, cells->recipients) * 10 >= cells->filled * 9;
}

/* ---- what cells cannot be ---- */

/* What the cells of a field are like, if nothing but its name tells. */
typedef enum Likeness
{
	LIKE_ADDRESS,				/* name@example.com */
	LIKE_PHONE,
	LIKE_DATE,
	LIKE_WORDS,					/* of people, places, companies */
	LIKE_LETTERS,				/* of countries, which have no digits */
	LIKE_PLACE,					/* Main St. 1 */
	LIKE_CODE,					/* 0150, SW1A 1AA */
	LIKE_CODE_AND_TOWN,			/* 0150 Oslo */
	LIKE_TOWN_AND_REGION,		/* Springfield, IL 62701 */
	LIKE_PARTICLE,				/* van der */
	LIKE_NUMBER,
	LIKE_YES_NO,
	LIKE_LIST					/* names of groups */
} Likeness;

static const struct
{
	const char *field;
	Likeness	likeness;
}			likenesses[] = {
	{"email", LIKE_ADDRESS},
	{"phone", LIKE_PHONE}, {"mobile", LIKE_PHONE},
	{"birth_date", LIKE_DATE}, {"customer_since", LIKE_DATE},
	{"name", LIKE_WORDS}, {"first_name", LIKE_WORDS}, {"last_name", LIKE_WORDS}, {"company", LIKE_WORDS},
	{"city", LIKE_WORDS}, {"country", LIKE_LETTERS}, {"language", LIKE_WORDS},
	{"address", LIKE_PLACE},
	{"postal_code", LIKE_CODE}, {"vat_number", LIKE_CODE},
	{POSTAL_PLACE, LIKE_CODE_AND_TOWN}, {REGION_PLACE, LIKE_TOWN_AND_REGION}, {NAME_PREFIX, LIKE_PARTICLE},
	{"loyalty_points", LIKE_NUMBER},
	{"vip", LIKE_YES_NO}, {"tax_exempt", LIKE_YES_NO},
	{"groups", LIKE_LIST}
};

/* How many cells are clearly what a field is; -1 where cells do not tell. */
static int
count_clear(const ColumnCells *cells, const char *field)
{
	Likeness	likeness = LIKE_LIST;

	for (size_t i = 0; i < lengthof(likenesses); i++)
		if (strcmp(likenesses[i].field, field) == 0)
			likeness = likenesses[i].likeness;
	switch (likeness)
	{
		case LIKE_ADDRESS:
			return cells->addresses;
		case LIKE_PHONE:
			return cells->phones - Min(cells->phones, cells->dates);
		case LIKE_DATE:
			return cells->dates;
		case LIKE_WORDS:
		case LIKE_LETTERS:
			/* yes and no, home and office are no names */
			if (strstr(field, "name") != NULL && cells->repeats)
				return -1;
			return cells->numberless - Min(cells->numberless, cells->with_at + cells->yes_no);
		default:
			return -1;
	}
}

bool
column_is_clearly(const ColumnCells *cells, const char *field)
{
	return cells->filled > 0 && count_clear(cells, field) == cells->filled;
}

bool
column_is_clearly_not(const ColumnCells *cells, const char *field)
{
	return cells->filled > 0 && count_clear(cells, field) == 0;
}

/* How many of the cells cannot be so, and what they are not. */
static int
count_unlike(const ColumnCells *cells, Likeness likeness, const char **what)
{
	switch (likeness)
	{
		case LIKE_ADDRESS:
			*what = "are no addresses";
			return cells->filled - cells->with_at - (cells->with_at > 0 ? cells->no_address : 0);
		case LIKE_PHONE:
			*what = "are no phone numbers";
			return cells->wordy + cells->dates;
		case LIKE_DATE:
			*what = "are no dates";
			return cells->numberless + cells->short_numbers + cells->years + cells->months;
		case LIKE_WORDS:
			*what = "are no words";
			return cells->wordless + cells->with_at;
		case LIKE_LETTERS:
			*what = "are no words";
			return cells->filled - cells->numberless + cells->with_at;
		case LIKE_PLACE:
			*what = "are no places";
			return cells->plain_numbers + cells->with_at + cells->dates;
		case LIKE_CODE:
			*what = "are no codes";
			return Max(cells->numberless, cells->lengthy);
		case LIKE_CODE_AND_TOWN:
			*what = "are no postal codes with a town";
			return cells->filled - cells->places;
		case LIKE_TOWN_AND_REGION:
			*what = "are no towns with a region";
			return cells->filled - cells->regions;
		case LIKE_PARTICLE:
			*what = "begin with a capital";
			return cells->filled - cells->small;
		case LIKE_NUMBER:
			*what = "are no numbers";
			return cells->numberless;
		case LIKE_YES_NO:
			*what = "are neither yes nor no";
			return cells->filled - cells->yes_no;
		case LIKE_LIST:
			*what = "are no names of groups";
			return cells->with_at + cells->dates;
	}
	return 0;
}

/* Is a cell that is not so an error, whatever else it is? */
static bool
refuses_others(Likeness likeness)
{
	return likeness == LIKE_ADDRESS || likeness == LIKE_DATE || likeness == LIKE_NUMBER ||
		likeness == LIKE_YES_NO;
}

const char *
column_contradiction(const ColumnCells *cells, const char *field, bool exact)
{
	const char *what = NULL;

	for (size_t i = 0; i < lengthof(likenesses); i++)
	{
		int			unlike;

		if (strcmp(likenesses[i].field, field) != 0)
			continue;
		unlike = count_unlike(cells, likenesses[i].likeness, &what);
		if (exact)
			return refuses_others(likenesses[i].likeness) && cells->filled >= TELLING_CELLS_EXACT &&
				unlike >= cells->filled ? what : NULL;
		return cells->filled >= TELLING_CELLS && column_most(cells, unlike) ? what : NULL;
	}
	return NULL;
}
