/*
 * headless_name.c
 *
 *		cells of words, the addresses of the same records
 *			-> in the address, and where -> first name, last name, or both
 *		no addresses, but phones or dates -> the first columns of names
 */
#include "postgres.h"

#include "field/field_fold.h"
#include "field/headless_name.h"
#include "field/headless_place.h"
#include "field/value_trim.h"

/* Of ten cells so many must be alike. */
#define ALIKE(n, cells) ((n) > 0 && (n) * 10 >= (cells)->filled * 8)

/* A name in an address has so many letters at least. */
#define NAME_LETTERS 3

/* Records whose cells are compared with each other. */
#define COMPARED_RECORDS 100

#define NOWHERE (-1)

/* ---- addresses ---- */

/* The first column of addresses; -1 = there is none. */
static int
addresses_column(Mapper *mapper)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
		if (column_holds_addresses(mapper_cells(mapper, i)))
			return i;
	return NOWHERE;
}

/* The part of an address before its @, folded. */
static char *
local_part(const CsvCell *email)
{
	const char *at = memchr(email->data, '@', email->len);

	return field_fold_header(email->data, at == NULL ? 0 : at - email->data);
}

/* Where a word of the cell stands in the local part of the address. */
static int
place_in_address(const CsvCell *name, const char *local)
{
	const char *start = name->data;
	const char *end = name->data + name->len;

	for (const char *p = start; p <= end; p++)
	{
		char	   *word;
		const char *found;

		if (p < end && *p != ' ')
			continue;
		word = field_fold_header(start, p - start);
		found = strlen(word) >= NAME_LETTERS ? strstr(local, word)
			: word[0] != '\0' && strcmp(local, word) == 0 ? local : NULL;
		if (found != NULL)
			return found - local;
		start = p + 1;
	}
	return NOWHERE;
}

/* How the cells of a column stand in the addresses. */
typedef struct InAddress
{
	int			found;			/* records whose address has a word of the cell */
	int			first;			/* of them, where it begins so */
	int			initials;		/* others, whose address begins with the cell's first letter */
} InAddress;

static InAddress
in_addresses(Mapper *mapper, int column, int email)
{
	InAddress	in = {0};

	for (int i = 0; i < mapper->sample->nrecords; i++)
	{
		const CsvCell *all = mapper->sample->records[i]->cells;
		char	   *local = local_part(&all[email]);
		char	   *whole = field_fold_header(all[column].data, all[column].len);
		int			at = place_in_address(&all[column], local);

		in.found += at != NOWHERE;
		in.first += at == 0;
		in.initials += at == NOWHERE && whole[0] != '\0' && whole[0] == local[0];
	}
	return in;
}

/* ---- words ---- */

static bool
is_most(const Mapper *mapper, int n)
{
	return n * 2 > mapper->sample->nrecords;
}

/* Are the cells words that could be half of a name, and no town behind a street? */
static bool
holds_halves(Mapper *mapper, int column)
{
	const ColumnCells *cells = column < 0 || column >= mapper->map->ncolumns ? NULL : mapper_cells(mapper, column);

	return cells != NULL && ALIKE(cells->numberless, cells) && cells->with_at == 0 && !ALIKE(cells->yes_no, cells) &&
		!ALIKE(cells->small, cells) && !cells->constant && cells->lengthy == 0 && headless_place(mapper, column) == NULL;
}

/* ---- beside addresses ---- */

/* Which half of a name is a column, beside another one whose words are in the addresses, too? */
static const char *
half_of_two(Mapper *mapper, int column, int other, int email, const InAddress *in)
{
	InAddress	beside;

	if (!holds_halves(mapper, other))
		return NULL;
	beside = in_addresses(mapper, other, email);
	if (is_most(mapper, in->found) && is_most(mapper, beside.found) && in->first != beside.first)
		return in->first > beside.first ? "first_name" : "last_name";
	if (is_most(mapper, in->found) && is_most(mapper, beside.initials))
		return "last_name";
	return is_most(mapper, in->initials) && is_most(mapper, beside.found) ? "first_name" : NULL;
}

const char *
name_by_addresses(Mapper *mapper, int column, int email, int *other)
{
	const ColumnCells *cells = mapper_cells(mapper, column);
	InAddress	in;
	const char *half;

	*other = NOWHERE;
	if (!holds_halves(mapper, column))
		return NULL;
	in = in_addresses(mapper, column, email);
	if (ALIKE(cells->several, cells))
		return is_most(mapper, in.found) ? "name" : NULL;
	half = half_of_two(mapper, column, column + 1, email, &in);
	*other = half != NULL ? column + 1 : column - 1;
	return half != NULL ? half : half_of_two(mapper, column, column - 1, email, &in);
}

/* ---- without addresses ---- */

/* Is a column of the file one of phones, or of dates? */
static bool
has_witness(Mapper *mapper)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *cells = mapper_cells(mapper, i);

		if (ALIKE(cells->phones, cells) || ALIKE(cells->dates, cells))
			return true;
	}
	return false;
}

/* Are the cells whole names that never repeat? */
static bool
holds_whole_names(Mapper *mapper, int column)
{
	const ColumnCells *cells = mapper_cells(mapper, column);

	return ALIKE(cells->several, cells) && !cells->repeats;
}

/* How many cells are those of records before; of as many as are looked at. */
static int
count_repeated(const Mapper *mapper, int column, int *nlooked)
{
	int			n = Min(mapper->sample->nrecords, COMPARED_RECORDS);
	int			repeated = 0;

	for (int i = 1; i < n; i++)
	{
		const CsvCell *cell = &mapper->sample->records[i]->cells[column];
		bool		found = false;

		for (int j = 0; j < i && !found; j++)
		{
			const CsvCell *before = &mapper->sample->records[j]->cells[column];

			found = before->len == cell->len && memcmp(before->data, cell->data, cell->len) == 0;
		}
		repeated += found;
	}
	*nlooked = n;
	return repeated;
}

/* Are the cells single words, of as many as people have names? */
static bool
holds_single_names(Mapper *mapper, int column, int *repeated)
{
	const ColumnCells *cells = column < mapper->map->ncolumns ? mapper_cells(mapper, column) : NULL;
	int			n;

	if (!holds_halves(mapper, column) || cells->filled < cells->nrecords || ALIKE(cells->several, cells))
		return false;
	*repeated = count_repeated(mapper, column, &n);
	return *repeated * 3 < n * 2;
}

/* The first two columns beside each other of single words: which half is this one? */
static const char *
half_alone(Mapper *mapper, int column)
{
	for (int i = 0; i <= column; i++)
	{
		int			first,
					second;

		if (!holds_single_names(mapper, i, &first) || !holds_single_names(mapper, i + 1, &second))
			continue;
		if (i < column - 1)
			return NULL;
		return (column == i) == (first >= second) ? "first_name" : "last_name";
	}
	return NULL;
}

static const char *
name_alone(Mapper *mapper, int column)
{
	if (!has_witness(mapper))
		return NULL;
	for (int i = 0; i < column; i++)
		if (holds_whole_names(mapper, i))
			return NULL;
	if (holds_whole_names(mapper, column))
		return "name";
	for (int i = column + 1; i < mapper->map->ncolumns; i++)
		if (holds_whole_names(mapper, i))
			return NULL;
	return half_alone(mapper, column);
}

const char *
headless_name(Mapper *mapper, int column)
{
	int			email = addresses_column(mapper);
	int			other;

	if (email == column)
		return NULL;
	return email >= 0 ? name_by_addresses(mapper, column, email, &other) : name_alone(mapper, column);
}
