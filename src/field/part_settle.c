/*
 * part_settle.c
 *
 * See part_settle.h.
 *
 *		Hausnr, an unknown column of a few letters behind it -> its addition
 *		Birth Day, Birth Month, Birth Year -> a date
 *		Street 2 with cells like 12, beside a street without numbers -> house number
 *		City, with cells like 0150 Oslo -> postal code and town
 *		unknown cells like van der, beside a last name -> its prefix
 *		City, with cells like Springfield, IL 62701 -> town, region and postal code
 *		a phone, with cells like 22334455 / 91234567 -> phone and mobile
 *		addresses, some with a name, and no other name -> both
 */
#include "postgres.h"

#include <ctype.h>

#include "field/own_export.h"
#include "field/part_settle.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* Longest addition of a house number, in characters: Apt 12, bis, 2. Stock. */
#define ADDITION_MAX 8

/* Cells that are enough to tell what a word does not. */
#define TELLING_CELLS 2

/* What stands before a last name, and belongs to it. */
static const char *const particles[] = {
	"van", "de", "der", "den", "von", "vom", "zu", "zum", "zur", "af", "av", "ten", "ter", "te", "op", "in", "het", "t",
	"la", "le", "du", "des", "d", "di", "da", "del", "della", "dos", "das", "do", "el", "al", "bin", "ibn", "y", "und", "vd"
};

/* Stems of words about a birth. */
static const char *const birth_stems[] = {
	"birth", "dob", "fodsel", "fodd", "geburt", "naiss", "nacim", "nascim", "nascita", "geboorte", "syntym", "urodz",
	"narozen", "szulet", "dogum"
};

/* Stems of a month, where cells do not tell it from a day. */
static const char *const month_stems[] = {
	"month", "maned", "manad", "monat", "mois", "mes", "maand", "kuukau", "miesi", "mesic", "honap", "dobm"
};

/* ---- what columns want ---- */

/* Is nothing known of a column? */
static bool
is_open(const Mapper *mapper, const Candidate *candidates, int column)
{
	return !mapper->settled[column] && candidates[column].field == NULL && !candidates[column].computed &&
		mapper->map->header[column][0] != '\0';
}

static Candidate
by_cells(const char *part, ColumnGroup group)
{
	return (Candidate) {.field = part, .reason = COLUMN_BY_CELLS, .certainty = SURE_CELLS, .group = group};
}

/* Are all filled cells of the sample so, and there are some? */
static bool
all_cells(const Mapper *mapper, int column, int enough, bool (*is_so) (const char *data, uint32 len))
{
	int			filled = 0;

	for (int i = 0; mapper->sample != NULL && i < mapper->sample->nrecords; i++)
	{
		const CsvCell *cell = &mapper->sample->records[i]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;

		value_trim(&data, &len);
		if (len == 0)
			continue;
		filled++;
		if (!is_so(data, len))
			return false;
	}
	return filled >= enough;
}

/* ---- house numbers and names ---- */

/* A, bis, 2 */
static bool
is_addition(const char *data, uint32 len)
{
	return len <= ADDITION_MAX && memchr(data, '@', len) == NULL;
}

/* An unknown column of a few characters behind a house number: its addition. */
static void
settle_addition(Mapper *mapper, Candidate *candidates)
{
	for (int i = 1; i < mapper->map->ncolumns; i++)
		if (is_open(mapper, candidates, i) && candidate_wants(&candidates[i - 1], HOUSE_NUMBER) &&
			!candidates_want(mapper, candidates, HOUSE_ADDITION) &&
			mapper_cells(mapper, i)->wordy == mapper_cells(mapper, i)->filled &&
			all_cells(mapper, i, 1, is_addition))
			candidates[i] = by_cells(HOUSE_ADDITION, candidates[i - 1].group);
}

/* 12, 3 B */
static bool
is_house_number(const char *data, uint32 len)
{
	return len <= ADDITION_MAX && isdigit((unsigned char) data[0]) && memchr(data, ',', len) == NULL;
}

/* Street 1, Street 2: a second line of house numbers, under a first one that has none. */
static void
settle_second_line(Mapper *mapper, Candidate *candidates)
{
	for (int i = 1; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *street = candidate_wants(&candidates[i - 1], "address") ? mapper_cells(mapper, i - 1) : NULL;

		if (street == NULL || !candidate_wants(&candidates[i], "address_2") || candidates[i].certainty <= SURE_OWN ||
			!column_most(street, street->numberless) || candidates_want(mapper, candidates, HOUSE_NUMBER) ||
			!all_cells(mapper, i, TELLING_CELLS, is_house_number))
			continue;
		candidates[i] = by_cells(HOUSE_NUMBER, candidates[i - 1].group);
	}
}

/* van der, zu, d' */
static bool
is_particle(const char *data, uint32 len)
{
	char	   *text = pnstrdup(data, len);
	bool		all = true;

	for (char *word = strtok(text, " .'"); word != NULL && all; word = strtok(NULL, " .'"))
		all = IS_ONE_OF(pg_ascii_tolower((unsigned char) word[0]) == word[0] ? word : "", particles);
	pfree(text);
	return all;
}

/* An unknown column of particles beside a last name: what stands before it. */
static void
settle_prefix(Mapper *mapper, Candidate *candidates)
{
	if (!candidates_want(mapper, candidates, "last_name") || candidates_want(mapper, candidates, NAME_PREFIX))
		return;
	for (int i = 0; i < mapper->map->ncolumns; i++)
		if (is_open(mapper, candidates, i) && all_cells(mapper, i, TELLING_CELLS, is_particle))
		{
			candidates[i] = by_cells(NAME_PREFIX, GROUP_NONE);
			return;
		}
}

/* ---- places ---- */

/* Is the column before one of a street? */
static bool
is_behind_street(const Candidate *candidates, int column)
{
	return column > 0 && (candidate_wants(&candidates[column - 1], "address") || candidate_wants(&candidates[column - 1], "address_2"));
}

/*
 * A town with its postal code in each cell; or a column of such behind a street that is
 * unknown, or called an address as well (Adresse, Postadresse).
 */
static void
settle_place(Mapper *mapper, Candidate *candidates)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *cells;
		bool		beside = is_behind_street(candidates, i) &&
			(is_open(mapper, candidates, i) || (candidate_wants(&candidates[i], "address") && candidates[i].certainty > SURE_OWN)) &&
			!candidates_want(mapper, candidates, "city") && !candidates_want(mapper, candidates, "postal_code");

		/* an export of ours has the two apart */
		if (candidates[i].certainty == SURE_NAME && candidates[i].field != NULL &&
			own_export_is_likely(mapper->map))
			continue;
		if (candidate_wants(&candidates[i], "city") && candidates_want(mapper, candidates, "postal_code") &&
			mapper_cells(mapper, i)->regions == 0)
			continue;
		if (mapper->settled[i] || (!beside && !candidate_wants(&candidates[i], "city") && !candidate_wants(&candidates[i], "postal_code")))
			continue;
		cells = mapper_cells(mapper, i);
		if (cells->regions >= TELLING_CELLS && cells->regions == cells->filled &&
			!candidates_want(mapper, candidates, "region") && mapper_is_part(mapper, REGION_PLACE))
		{
			candidates[i] = by_cells(REGION_PLACE, beside ? candidates[i - 1].group : candidates[i].group);
			continue;
		}
		if (cells->places == 0 || cells->places < cells->filled || (beside && cells->filled < TELLING_CELLS))
			continue;
		candidates[i] = by_cells(POSTAL_PLACE, beside ? candidates[i - 1].group : candidates[i].group);
	}
}

/* ---- two phones ---- */

/* The one column of phones, where some cells hold two. */
static void
settle_phones(Mapper *mapper, Candidate *candidates)
{
	int			phone = -1;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		if (!candidate_wants(&candidates[i], "phone"))
			continue;
		if (phone >= 0)
			return;
		phone = i;
	}
	if (phone < 0 || mapper_cells(mapper, phone)->phone_pairs == 0 || mapper_has(mapper, "phone") ||
		candidates_want(mapper, candidates, "mobile") || !mapper_is_part(mapper, TWO_PHONES) ||
		(candidates[phone].certainty == SURE_OWN && candidates[phone].reason == COLUMN_BY_WORD) ||
		own_export_is_likely(mapper->map))
		return;
	candidates[phone].field = TWO_PHONES;
	candidates[phone].reason = COLUMN_BY_CELLS;
}

/* ---- a date in three columns ---- */

/* Which part of a date a column may be; with months that could be days as months. */
static ColumnPart
birth_part(Mapper *mapper, const Candidate *candidates, int column)
{
	const ColumnCells *cells = mapper_cells(mapper, column);
	const char *word = mapper->folded[column];

	if (mapper->settled[column] || !HAS_ONE_OF(word, birth_stems) || cells->filled == 0 ||
		(candidates[column].field != NULL && !candidate_wants(&candidates[column], "birth_date")))
		return PART_NONE;
	if (cells->years == cells->filled)
		return PART_BIRTH_YEAR;
	if (HAS_ONE_OF(word, month_stems) || cells->numberless == cells->filled)
		return PART_BIRTH_MONTH;
	if (cells->short_numbers < cells->filled)
		return PART_NONE;
	return column_exceeds(mapper->sample, column, 31) ? PART_BIRTH_YEAR : PART_BIRTH_DAY;
}

static void
settle_birth(Mapper *mapper, Candidate *candidates)
{
	static const ColumnPart wanted[] = {PART_BIRTH_YEAR, PART_BIRTH_MONTH, PART_BIRTH_DAY};
	int			columns[lengthof(wanted)] = {-1, -1, -1};

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		ColumnPart	part = birth_part(mapper, candidates, i);

		for (size_t j = 0; j < lengthof(wanted); j++)
		{
			if (part != wanted[j])
				continue;
			if (columns[j] >= 0)
				return;			/* two of a kind: which one? */
			columns[j] = i;
		}
	}
	if (columns[0] < 0 || columns[1] < 0 || columns[2] < 0)
		return;
	for (size_t j = 0; j < lengthof(wanted); j++)
	{
		candidates[columns[j]] = (Candidate) {0};
		mapper->settled[columns[j]] = mapper_assign(mapper, columns[j], column_part_name(wanted[j]), COLUMN_BY_CELLS);
	}
}

void
parts_settle(Mapper *mapper, Candidate *candidates)
{
	settle_birth(mapper, candidates);
	if (!mapper->has_header)
		return;
	settle_second_line(mapper, candidates);
	settle_addition(mapper, candidates);
	settle_prefix(mapper, candidates);
	settle_place(mapper, candidates);
	settle_phones(mapper, candidates);
}

/* ---- a name and an address ---- */

void
parts_settle_recipient(Mapper *mapper)
{
	FieldMap   *map = mapper->map;

	if (mapper_has(mapper, "name") || mapper_has(mapper, "first_name") || mapper_has(mapper, "last_name"))
		return;
	for (int i = 0; i < map->nfields; i++)
	{
		int			column = map->fields[i].file_column;
		const ColumnCells *cells;

		if (map->fields[i].kind != FIELD_EMAIL || column < 0 || column >= map->ncolumns ||
			map->reason[column] == COLUMN_BY_MAPPING || map->reason[column] == COLUMN_BY_PRESET)
			continue;
		cells = mapper_cells(mapper, column);
		if (cells->recipients > 0)
			map->part[column] = PART_RECIPIENT;
	}
}
