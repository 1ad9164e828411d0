/*
 * header_shift.c
 *
 * See header_shift.h.
 *
 *		email | name  | phone | city   over   1001 | ann@example.com | Ann Berg | 22334455
 *			-> each word against the cells below it, and against those beside it
 */
#include "postgres.h"

#include "field/header_shift.h"

/* Words that the cells below them contradict, and that those beside them bear out. */
#define CONTRADICTED 2
#define BORNE_OUT 3

/* The field that the word of a column names, whatever its cells are; NULL = none. */
static const char *
named_field(const Mapper *mapper, const Candidate *candidates, int column)
{
	if (mapper->contradicted[column] != NULL)
		return mapper->contradicted[column];
	return candidates[column].reason == COLUMN_BY_CELLS ? NULL : candidates[column].field;
}

/* Do the words fit the cells so many columns beside them, and not those below? */
static bool
fits(Mapper *mapper, const Candidate *candidates, int by)
{
	int			contradicted = 0,
				borne_out = 0;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const char *field = named_field(mapper, candidates, i);
		int			beside = i + by;

		if (field == NULL || mapper->settled[i])
			continue;
		contradicted += column_is_clearly_not(mapper_cells(mapper, i), field);
		if (beside < 0 || beside >= mapper->map->ncolumns)
			continue;
		if (column_is_clearly_not(mapper_cells(mapper, beside), field))
			return false;
		borne_out += column_is_clearly(mapper_cells(mapper, beside), field);
	}
	return contradicted >= CONTRADICTED && borne_out >= BORNE_OUT;
}

int
header_shift(Mapper *mapper, const Candidate *candidates)
{
	if (mapper->sample == NULL || !mapper->has_header)
		return 0;
	for (int by = -1; by <= 1; by += 2)
		if (fits(mapper, candidates, by))
			return by;
	return 0;
}

bool
header_shift_wraps(Mapper *mapper, const Candidate *candidates, int by)
{
	int			last = mapper->map->ncolumns - 1;
	const char *field = named_field(mapper, candidates, by > 0 ? last : 0);
	const ColumnCells *cells = mapper_cells(mapper, by > 0 ? 0 : last);

	if (field == NULL || column_contradiction(cells, field, false) != NULL)
		return false;
	return by < 0 || strcmp(field, "identifier") == 0 || cells->repeats || cells->plain_numbers < cells->filled;
}
