/*
 * unknown_word.c
 *
 *		Meno, Priezvisko, E-mail: words of the cells stand in the addresses -> names
 *		Adresa, Postanski broj, Grad: a street, codes, and a town for each of them
 *			-> postal code and city
 *
 * No list has the words of all languages.  What the cells of several columns say together
 * is the same in all of them.
 */
#include "postgres.h"

#include "field/column_sibling.h"
#include "field/headless_name.h"
#include "field/headless_place.h"
#include "field/unknown_word.h"

/* Of ten cells so many must be alike. */
#define ALIKE(n, cells) ((n) > 0 && (n) * 10 >= (cells)->filled * 8)

/* Columns of a file that are looked at; wider ones have words. */
#define COLUMNS_MAX 200

static bool
is_open(const Mapper *mapper, const Candidate *candidates, int column)
{
	return column >= 0 && column < mapper->map->ncolumns && !mapper->settled[column] && candidates[column].field == NULL &&
		!candidates[column].computed && mapper->map->header[column][0] != '\0' && !mapper->map->unclear[column] &&
		!column_names_other_place(mapper->folded[column]);
}

static Candidate
by_cells(const char *field, ColumnGroup group)
{
	return (Candidate) {.field = field, .reason = COLUMN_BY_CELLS, .certainty = SURE_CELLS, .group = group};
}

/* ---- names ---- */

/* May a column be another half of a name than its word says, or is nothing known of it? */
static bool
may_be_half(const Mapper *mapper, const Candidate *candidates, int column)
{
	const Candidate *candidate = &candidates[column];

	if (is_open(mapper, candidates, column))
		return true;
	return !mapper->settled[column] && candidate->certainty > SURE_OWN &&
		(candidate_wants(candidate, "name") || candidate_wants(candidate, "first_name") || candidate_wants(candidate, "last_name"));
}

/* A column is what the addresses show, whatever its word. */
static void
take_half(Mapper *mapper, Candidate *candidates, int column, const char *field)
{
	if (candidate_wants(&candidates[column], field))
		return;
	if (candidates[column].field != NULL)
		mapper->map->against[column] = psprintf("not %s: by the addresses beside it, it is the %s", candidates[column].field, field);
	candidates[column] = by_cells(field, candidates[column].group);
}

/* Both halves of a name, or the whole of it, where the words have named none or one of them. */
static void
settle_names(Mapper *mapper, Candidate *candidates)
{
	int			email = candidates_column_for(mapper, candidates, "email");
	int			nnames = candidates_want(mapper, candidates, "name") + candidates_want(mapper, candidates, "first_name") +
		candidates_want(mapper, candidates, "last_name");

	if (email < 0 || nnames > 1 || mapper_has(mapper, "name") || mapper_has(mapper, "first_name") ||
		mapper_has(mapper, "last_name"))
		return;
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		int			other;
		const char *field;

		if (i == email || !may_be_half(mapper, candidates, i))
			continue;
		field = name_by_addresses(mapper, i, email, &other);
		if (field != NULL && other >= 0 && other != email && may_be_half(mapper, candidates, other) &&
			(is_open(mapper, candidates, i) || is_open(mapper, candidates, other) ||
			 strcmp(candidates[i].field, candidates[other].field) == 0))
		{
			take_half(mapper, candidates, i, field);
			take_half(mapper, candidates, other, strcmp(field, "first_name") == 0 ? "last_name" : "first_name");
			return;
		}
		if (field != NULL && other < 0 && nnames == 0 && is_open(mapper, candidates, i))
		{
			candidates[i] = by_cells(field, GROUP_NONE);
			return;
		}
	}
}

/* ---- places ---- */

/* A street under a word that nobody knows, before codes. */
static void
settle_street(Mapper *mapper, Candidate *candidates)
{
	for (int i = 0; i < mapper->map->ncolumns && !candidates_want(mapper, candidates, "address"); i++)
	{
		const char *field = is_open(mapper, candidates, i) ? headless_place(mapper, i) : NULL;

		if (field != NULL && strcmp(field, "address") == 0)
			candidates[i] = by_cells(field, GROUP_NONE);
	}
}

/* Is the column before, or the one before that, a street? */
static bool
is_near_street(const Candidate *candidates, int column)
{
	return (column > 0 && (candidate_wants(&candidates[column - 1], "address") || candidate_wants(&candidates[column - 1], HOUSE_NUMBER))) ||
		(column > 1 && (candidate_wants(&candidates[column - 2], "address") || candidate_wants(&candidates[column - 2], HOUSE_NUMBER)));
}

/* Codes behind a street, and words that follow from them beside them. */
static void
settle_codes(Mapper *mapper, Candidate *candidates)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *cells = mapper_cells(mapper, i);
		bool		open = is_open(mapper, candidates, i) && !candidates_want(mapper, candidates, "postal_code") &&
			is_near_street(candidates, i) && ALIKE(cells->codes, cells);

		if (!open && !candidate_wants(&candidates[i], "postal_code"))
			continue;
		for (int side = -1; side <= 1; side += 2)
		{
			int			town = i + side;
			bool		country = town >= 0 && town < mapper->map->ncolumns && candidate_wants(&candidates[town], "country") &&
				candidates[town].certainty > SURE_OWN;

			if ((!is_open(mapper, candidates, town) && !country) || candidates_want(mapper, candidates, "city") ||
				!column_is_clearly(mapper_cells(mapper, town), "city") || !towns_follow_codes(mapper, town, i))
				continue;
			if (country)
				mapper->map->against[town] = pstrdup("not country: each postal code has one of its own");
			candidates[town] = by_cells("city", candidates[i].group);
		}
		if (open)
			candidates[i] = by_cells("postal_code", GROUP_NONE);
	}
}

void
unknown_words_settle(Mapper *mapper, Candidate *candidates)
{
	if (!mapper->has_header || mapper->sample == NULL || mapper->map->ncolumns > COLUMNS_MAX)
		return;
	settle_names(mapper, candidates);
	settle_street(mapper, candidates);
	settle_codes(mapper, candidates);
}
