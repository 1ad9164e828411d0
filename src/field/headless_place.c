/*
 * headless_place.c
 *
 *		street, postal code, town | street, town, postal code
 *			| street, town, region, postal code -> the field of each
 */
#include "postgres.h"

#include "field/headless_place.h"
#include "field/place.h"

/* Of ten cells so many must be alike. */
#define ALIKE(n, cells) ((n) > 0 && (n) * 10 >= (cells)->filled * 8)

/* Cells that tell. */
#define TELLING_CELLS 3

#define ORDER_MAX 4

/* The orders that people write an address in, from the street on. */
static const char *const orders[][ORDER_MAX] = {
	{"address", "postal_code", "city"},
	{"address", "city", "region", "postal_code"},
	{"address", "city", "postal_code"}
};

/* Can a column be that part of an address? */
static bool
may_be(Mapper *mapper, int column, const char *field)
{
	const ColumnCells *cells;

	if (column >= mapper->map->ncolumns)
		return false;
	cells = mapper_cells(mapper, column);
	if (cells->filled < TELLING_CELLS)
		return false;
	if (strcmp(field, "address") == 0)
		return ALIKE(cells->streets, cells) && !cells->constant;
	if (strcmp(field, "postal_code") == 0)
		return ALIKE(cells->codes, cells);
	if (strcmp(field, "region") == 0)
		return place_are_regions(mapper->sample, column);
	return column_is_clearly(cells, "city") && !ALIKE(cells->dates, cells);
}

/* Do the columns from one on stand in that order? */
static bool
is_order(Mapper *mapper, int first, const char *const *order)
{
	for (int i = 0; i < ORDER_MAX && order[i] != NULL; i++)
		if (!may_be(mapper, first + i, order[i]))
			return false;
	return true;
}

/* ---- codes and towns ---- */

/* Records whose cells are compared with each other. */
#define COMPARED_RECORDS 100

/* Codes that several records have. */
#define TELLING_REPEATS 2

static bool
is_same(const Mapper *mapper, int column, int a, int b)
{
	const CsvCell *x = &mapper->sample->records[a]->cells[column];
	const CsvCell *y = &mapper->sample->records[b]->cells[column];

	return x->len == y->len && memcmp(x->data, y->data, x->len) == 0;
}

bool
towns_follow_codes(const Mapper *mapper, int town, int code)
{
	int			n = Min(mapper->sample->nrecords, COMPARED_RECORDS);
	int			repeats = 0,
				codes = 0,
				towns = 0;

	for (int i = 0; i < n; i++)
	{
		bool		new_code = true,
					new_town = true;

		for (int j = 0; j < i; j++)
		{
			bool		same_code = is_same(mapper, code, i, j);

			if (same_code && !is_same(mapper, town, i, j))
				return false;
			new_code &= !same_code;
			new_town &= !is_same(mapper, town, i, j);
		}
		codes += new_code;
		towns += new_town;
		repeats += !new_code;
	}
	return repeats >= TELLING_REPEATS && towns > 1 && towns * 2 >= codes;
}

const char *
headless_place(Mapper *mapper, int column)
{
	for (int first = Max(column - ORDER_MAX + 1, 0); first <= column; first++)
		for (size_t i = 0; i < lengthof(orders); i++)
			if (column - first < ORDER_MAX && orders[i][column - first] != NULL && is_order(mapper, first, orders[i]))
				return orders[i][column - first];
	return NULL;
}
