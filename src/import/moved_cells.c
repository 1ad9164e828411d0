/*
 * moved_cells.c
 *
 * See moved_cells.h.
 *
 *		column -> the kind that most of its cells are of; none, if they are of several
 *		record -> does a cell begin as those of its column never do?  Then:
 *			a run of cells that are of the kinds of the columns before (or behind)
 *			theirs, and two of them of no kind that their own column has; or two
 *			cells beside each other that are of each other's
 *
 * One such cell says nothing: people write "ask Ann" as a phone.  All cells of a clean
 * file cost is a look at their first byte.
 */
#include "postgres.h"

#include "field/value.h"
#include "import/moved_cells.h"

/* Filled cells from which a column tells what it is like. */
#define TELLING_CELLS 4

/*
 * A column is of a kind that three of four cells have, and kinds are rare that one in
 * eight has.  Of few cells, where moved ones weigh more, two of three and the third.
 */
#define FEW_CELLS 40
#define IS_USUAL(n, of) ((of) < FEW_CELLS ? (n) * 3 >= (of) * 2 : (n) * 4 >= (of) * 3)
#define IS_RARE(n, of) ((n) * ((of) < FEW_CELLS ? 3 : 8) <= (of))

/* Columns between which two cells are one run. */
#define NEAR 3

typedef struct MovedColumn
{
	ShapeKind	kind;			/* of most cells; SHAPE_EMPTY = it is not known */
	bool		rare[NUM_SHAPE_KINDS];
	bool		begins[256];	/* a cell that begins so is of a rare kind */
} MovedColumn;

/* A column whose cells are looked at. */
typedef struct WatchedColumn
{
	int			column;
	const bool *begins;
} WatchedColumn;

struct MovedCells
{
	const FieldMap *map;
	int			ncolumns;
	MovedColumn *columns;
	int			nwatched;
	WatchedColumn *watched;		/* those in which a cell can begin as of a rare kind */
};

/* ---- columns ---- */

static bool
is_secret(const FieldMap *map, int column)
{
	return map->password >= 0 && map->fields[map->password].file_column == column;
}

/* Is it a field, and none in which anything may stand? */
static bool
may_tell(const FieldMap *map, int column)
{
	return map->column_field[column] >= 0 && !is_secret(map, column) &&
		strcmp(map->fields[map->column_field[column]].name, "note") != 0;
}

/* What begins with a letter is no number or date, and what begins with a digit no word. */
static void
mark_beginnings(MovedColumn *column)
{
	bool		letters = (column->kind == SHAPE_DIGITS || column->kind == SHAPE_DATE) && column->rare[SHAPE_LETTERS];
	bool		digits = (column->kind == SHAPE_LETTERS || column->kind == SHAPE_EMAIL) && column->rare[SHAPE_DIGITS];

	for (int c = 0; c < 256; c++)
		column->begins[c] = (digits && ((c >= '0' && c <= '9') || c == '+' || c == '(')) ||
			(letters && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80));
}

static void
learn_column(MovedColumn *column, const ColumnShape *shape)
{
	int64		filled = shape_filled(shape);

	for (int kind = SHAPE_EMPTY + 1; kind < NUM_SHAPE_KINDS; kind++)
	{
		int64		n = shape_count(shape, kind);

		if (filled >= TELLING_CELLS && IS_USUAL(n, filled))
			column->kind = kind;
		column->rare[kind] = kind != SHAPE_MIXED && IS_RARE(n, filled);
	}
	mark_beginnings(column);
}

MovedCells *
moved_cells_create(const FieldMap *map, const FileShape *shape)
{
	MovedCells *moved = palloc(sizeof(MovedCells));
	int			ntelling = 0;	/* columns whose kind is known */

	moved->map = map;
	moved->ncolumns = Min(map->ncolumns, shape->ncolumns);
	moved->columns = palloc0(Max(moved->ncolumns, 1) * sizeof(MovedColumn));
	moved->watched = palloc(Max(moved->ncolumns, 1) * sizeof(WatchedColumn));
	moved->nwatched = 0;
	for (int i = 0; i < moved->ncolumns; i++)
	{
		if (!may_tell(map, i))
			continue;
		learn_column(&moved->columns[i], &shape->columns[i]);
		if (moved->columns[i].kind != SHAPE_EMPTY)
			ntelling++;
		if (memchr(moved->columns[i].begins, true, sizeof(moved->columns[i].begins)) != NULL)
			moved->watched[moved->nwatched++] = (WatchedColumn) {i, moved->columns[i].begins};
	}
	return ntelling < 2 ? NULL : moved;
}

/* ---- a record ---- */

static bool
is_suspect(const MovedCells *moved, const CsvRecord *source)
{
	const CsvCell *cells = source->cells;

	for (const WatchedColumn *watched = moved->watched; watched < moved->watched + moved->nwatched; watched++)
		if (cells[watched->column].len > 0 &&
			watched->begins[(unsigned char) cells[watched->column].data[0]])
			return true;
	return false;
}

/* The kind of a cell; SHAPE_EMPTY of one that says nothing. */
static ShapeKind
kind_of(const MovedCells *moved, const CsvRecord *source, int column)
{
	const CsvCell *cell = &source->cells[column];

	if (value_says_nothing(&moved->map->fields[moved->map->column_field[column]], cell))
		return SHAPE_EMPTY;
	return cell_shape(cell).kind;
}

/* The kinds of a record's cells; SHAPE_EMPTY also where a column is none of a field. */
static ShapeKind *
kinds_of(const MovedCells *moved, const CsvRecord *source)
{
	ShapeKind  *kinds = palloc0(moved->ncolumns * sizeof(ShapeKind));

	for (int i = 0; i < moved->ncolumns; i++)
		if (moved->map->column_field[i] >= 0 && !is_secret(moved->map, i))
			kinds[i] = kind_of(moved, source, i);
	return kinds;
}

/* Is a cell of this kind none that its column has? */
static inline bool
contradicts(const MovedColumn *column, ShapeKind kind)
{
	return column->kind != SHAPE_EMPTY && kind != SHAPE_EMPTY && column->rare[kind];
}

/*
 * The first of two cells that stand so many columns off (by: -1, 1); -1 = there are none.
 * Columns that do not tell neither begin nor end a run.
 */
static int
find_run(const MovedCells *moved, const ShapeKind *kinds, int by)
{
	int			last = -1;

	for (int i = 0; i < moved->ncolumns; i++)
	{
		ShapeKind	there = i - by < 0 || i - by >= moved->ncolumns ? SHAPE_EMPTY : moved->columns[i - by].kind;

		if (kinds[i] == SHAPE_EMPTY || there == SHAPE_EMPTY)
			continue;
		if (kinds[i] != there)
			last = -1;
		else if (contradicts(&moved->columns[i], kinds[i]))
		{
			if (last >= 0 && i - last <= NEAR)
				return last;
			last = i;
		}
	}
	return -1;
}

/* The first of two cells beside each other that are of each other's kind; -1 = there are none. */
static int
find_swap(const MovedCells *moved, const ShapeKind *kinds)
{
	for (int i = 0; i + 1 < moved->ncolumns; i++)
		if (contradicts(&moved->columns[i], kinds[i]) && contradicts(&moved->columns[i + 1], kinds[i + 1]) &&
			kinds[i] == moved->columns[i + 1].kind && kinds[i + 1] == moved->columns[i].kind)
			return i;
	return -1;
}

void
moved_cells_check(const MovedCells *moved, Record *record)
{
	const ShapeKind *kinds;
	const CsvCell *cell;
	int			column;

	if (moved == NULL || !is_suspect(moved, record->source))
		return;
	kinds = kinds_of(moved, record->source);
	column = find_run(moved, kinds, 1);
	if (column < 0)
		column = find_run(moved, kinds, -1);
	if (column < 0)
		column = find_swap(moved, kinds);
	if (column < 0)
		return;
	cell = &record->source->cells[column];
	record_note(record, "cells_moved", moved->map->fields[moved->map->column_field[column]].name,
				record_clip(cell->data, cell->len),
				"this cell and another one are like those of the columns beside theirs",
				"Look for a missing or an extra delimiter in the line, or for swapped cells; correct them in the file, or by customers_import_fix().");
}

bool
moved_cells_are_foot(const MovedCells *moved, const CsvRecord *source)
{
	const FieldMap *map = moved == NULL ? NULL : moved->map;
	int			key = map == NULL || map->identifier < 0 ? -1 : map->fields[map->identifier].file_column;
	const CsvCell *cell;

	if (key < 0 || key >= moved->ncolumns || moved->columns[key].kind != SHAPE_DIGITS)
		return false;
	cell = &source->cells[key];
	if (cell->len == 0 || !moved->columns[key].begins[(unsigned char) cell->data[0]] ||
		memchr(cell->data, ' ', cell->len) == NULL)
		return false;
	for (int i = 0; i < moved->ncolumns; i++)
	{
		ShapeKind	kind = cell_shape(&source->cells[i]).kind;

		if (i != key && kind != SHAPE_EMPTY &&
			(kind != SHAPE_DIGITS || map->column_field[i] < 0 || map->fields[map->column_field[i]].kind != FIELD_ATTRIBUTE))
			return false;
	}
	return true;
}
