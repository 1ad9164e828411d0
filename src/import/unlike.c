/*
 * unlike.c
 *
 *		customer_imports.shapes of the import before -> each column of both
 *			-> the share of cells that are new to it -> chance? -> unlike
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/column_word.h"
#include "import/held.h"
#include "import/record.h"
#include "import/unlike.h"
#include "import/unlike.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* A kind or size that fewer than one in so many cells had is new to a column. */
#define RARE 50

/*
 * The share of cells from which on a column may be unlike: a third of a new kind, or
 * two thirds of a new kind or size, as phones of another country are no reason.
 */
#define IS_KIND_SHARE(n, of) ((n) * 3 >= (of))
#define IS_SIZE_SHARE(n, of) ((n) * 3 >= (of) * 2)

/* Imports that a file is compared with: as many as give so many records. */
#define BEFORE_RECORDS 200

/* Cells that must be new, and for which a column must always have been filled. */
#define NEW_CELLS 5
#define FILLED_CELLS 50
#define EMPTY_CELLS 20

/* The share of cells that a column that is always filled, or never, may lack. */
#define FILLED_SHARE 20

/*
 * Cells before that count at most: no column is so pure that thousands of cells alike
 * forbid the next one to differ.
 */
#define EVIDENCE_CELLS 60

/* Chance below which it is none; of a hundred columns a week, one in two years. */
#define CHANCE 1e-4

/* Digits by which phones with and without the code of a country differ. */
#define PHONE_REACH 5

/* Columns that differ less look alike. */
#define LIKE_DISTANCE 0.4

/* Columns whose cells are of few values: their lengths mean nothing. */
#define REPEATS(shape) ((shape)->distinct * 2 < (shape)->of)

/* A column that is unlike. */
typedef struct UnlikeColumn
{
	int			column;			/* of the file */
	int			reach;			/* by which sizes may differ */
	const ColumnShape *before;
	const ColumnShape *now;
	const ColumnShape *like;	/* another column of both, that looked so then; or NULL */
	int64		records;		/* whose cells are new to it */
	int64		of;				/* records with a cell */
	int			nlines;
	int64		lines[HELD_LINES];
} UnlikeColumn;

struct Unlike
{
	const FieldMap *map;
	char	   *before_id;		/* the import that was compared with */
	int			ncolumns;
	UnlikeColumn *columns;
};

/* ---- one column, before and now ---- */

/* Did the column have cells of the kind before? */
static bool
had_kind(const ColumnShape *before, ShapeKind kind)
{
	return shape_count(before, kind) * (kind == SHAPE_EMPTY ? FILLED_SHARE : RARE) > shape_filled(before);
}

/* And of about this size?  reach: how much larger or smaller it may be. */
static bool
had_size(const ColumnShape *before, ShapeKind kind, int size, int reach)
{
	int64		count = 0;

	if (kind == SHAPE_EMPTY || REPEATS(before))
		return had_kind(before, kind);
	for (int i = Max(size - reach, 0); i <= Min(size + reach, SHAPE_SIZES - 1); i++)
		count += before->cells[kind][i];
	return count * RARE > shape_filled(before);
}

/* Cells of the column now, of kinds that it did not have before. */
static int64
count_new_kinds(const ColumnShape *before, const ColumnShape *now)
{
	int64		count = 0;

	for (int kind = SHAPE_EMPTY + 1; kind < NUM_SHAPE_KINDS; kind++)
		if (!had_kind(before, kind))
			count += shape_count(now, kind);
	return count;
}

/* The same of kinds or sizes. */
static int64
count_new(const ColumnShape *before, const ColumnShape *now, int reach)
{
	int64		count = 0;

	for (int kind = SHAPE_EMPTY + 1; kind < NUM_SHAPE_KINDS; kind++)
		for (int size = 0; size < SHAPE_SIZES; size++)
			if (now->cells[kind][size] > 0 && !had_size(before, kind, size, reach))
				count += now->cells[kind][size];
	return count;
}

static double
log_beta(double a, double b)
{
	return lgamma(a) + lgamma(b) - lgamma(a + b);
}

/*
 * The chance that so many cells of n, or more, are new, where none was among nbefore:
 * the tail of a beta-binomial distribution, as the share of such cells is not known.
 */
static double
chance(int64 nnew, int64 n, int64 nbefore)
{
	double		evidence = Min(nbefore, EVIDENCE_CELLS) + 0.5;
	double		sum = 0;

	for (int64 i = nnew; i <= n; i++)
		sum += exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) +
				   log_beta(i + 0.5, n - i + evidence) - log_beta(0.5, evidence));
	return sum;
}

/* Are too many cells new to the column? */
static bool
is_changed(const ColumnShape *before, const ColumnShape *now, int reach)
{
	int64		nkinds = count_new_kinds(before, now),
				nnew = count_new(before, now, reach),
				filled = shape_filled(now);

	return nnew >= NEW_CELLS && (IS_KIND_SHARE(nkinds, filled) || IS_SIZE_SHARE(nnew, filled)) &&
		chance(nnew, filled, shape_filled(before)) < CHANCE;
}

/*
 * Is it empty now, where it was always filled?  Whether an optional column is filled
 * changes with the season: of these it takes more cells.
 */
static bool
is_emptied(const ColumnShape *before, const ColumnShape *now, bool is_key)
{
	int64		nempty = shape_count(now, SHAPE_EMPTY),
				n = nempty + shape_filled(now);

	if (had_kind(before, SHAPE_EMPTY) || shape_filled(now) * FILLED_SHARE > n)
		return false;
	if (!is_key && (shape_filled(before) < FILLED_CELLS || n < EMPTY_CELLS))
		return false;
	return nempty >= NEW_CELLS && chance(nempty, n, shape_filled(before)) < CHANCE;
}

/* ---- the file ---- */

static bool
is_key(const FieldMap *map, int column)
{
	int			field = map->column_field[column];

	return field == COLUMN_CUSTOMER_ID || (field >= 0 && (field == map->identifier || field == map->email));
}

static bool
is_phone(const FieldMap *map, int column)
{
	const char *name = field_map_column_name(map, column);

	return name != NULL && (strcmp(name, "phone") == 0 || strcmp(name, "mobile") == 0);
}

/* How far apart two columns are: 0 = the same shares of all cells, 1 = nothing alike. */
static double
distance(const ColumnShape *a, const ColumnShape *b)
{
	double		na = shape_filled(a) + shape_count(a, SHAPE_EMPTY),
				nb = shape_filled(b) + shape_count(b, SHAPE_EMPTY),
				sum = 0;

	for (int kind = 0; kind < NUM_SHAPE_KINDS; kind++)
		for (int size = 0; size < SHAPE_SIZES; size++)
			sum += fabs(a->cells[kind][size] / Max(na, 1) - b->cells[kind][size] / Max(nb, 1));
	return sum / 2;
}

/*
 * The other column before whose cells looked most as this one's do now; NULL = none did.
 * It is told by its word, and must have one in this file: what is told of an import holds
 * no words of another one's header, as an erasure looks for them in its own.
 */
static const ColumnShape *
find_like(const FileShape *before, const ColumnShape *own, const FileShape *file, const ColumnShape *now)
{
	const ColumnShape *like = NULL;
	double		nearest = LIKE_DISTANCE;

	for (int i = 0; i < before->ncolumns && shape_filled(now) > 0; i++)
	{
		const ColumnShape *column = &before->columns[i];

		if (column == own || column->word[0] == '\0' || distance(column, now) >= nearest ||
			file_shape_find(file, before, i) == NULL)
			continue;
		like = column;
		nearest = distance(column, now);
	}
	return like;
}

/* The shapes that the result of "last merged" has in a row. */
static FileShape *
read_before(int row)
{
	Jsonb	   *json = spi_jsonb(row, 2, "customer_imports.shapes");

	if (json == NULL)
		spi_refuse_null("customer_imports.shapes");
	return file_shape_read(json, spi_array(row, 3, TEXTARRAYOID, "customer_imports.header"));
}

/*
 * The shape of the last merged import under the preset, and of older ones with it as
 * long as these are few records; NULL = there is none.
 */
static FileShape *
load_before(const char *preset, char **import_id)
{
	Statement	find = statement(sql_text(unlike_sql, "last merged", NULL));
	FileShape  *before;
	int			n;

	statement_text(&find, preset);
	n = statement_select(&find);
	if (n == 0)
		return NULL;
	*import_id = spi_text_not_null(0, 1, "customer_imports.import_id");
	before = read_before(0);
	for (int i = 1; i < n && file_shape_records(before) < BEFORE_RECORDS; i++)
		file_shape_add(before, read_before(i));
	statement_done();
	return before;
}

/* Adds the column if it is unlike. */
static void
compare_column(Unlike *unlike, const FileShape *before, const FileShape *now, int column)
{
	const ColumnShape *was = file_shape_find(before, now, column),
			   *is = &now->columns[column];
	int			reach = is_phone(unlike->map, column) ? PHONE_REACH : 1;

	if (was == NULL || unlike->map->column_field[column] == COLUMN_IGNORED)
		return;
	if (is_changed(was, is, reach) || is_emptied(was, is, is_key(unlike->map, column)))
		unlike->columns[unlike->ncolumns++] = (UnlikeColumn) {
			.column = column, .reach = reach, .before = was, .now = is, .like = find_like(before, was, now, is)
		};
}

Unlike *
unlike_before(const FieldMap *map, const FileShape *shape, const ImportOptions *options)
{
	Unlike	   *unlike = palloc0(sizeof(Unlike));
	FileShape  *before;

	unlike->map = map;
	before = options->preset == NULL ? NULL : load_before(options->preset, &unlike->before_id);
	if (before == NULL)
		return NULL;
	unlike->columns = palloc(Max(shape->ncolumns, 1) * sizeof(UnlikeColumn));
	for (int i = 0; i < shape->ncolumns; i++)
		compare_column(unlike, before, shape, i);
	return unlike->ncolumns > 0 ? unlike : NULL;
}

/* ---- the records ---- */

static void
count_cell(UnlikeColumn *column, const CsvRecord *record)
{
	CellShape	cell = cell_shape(&record->cells[column->column]);

	column->of++;
	if (had_size(column->before, cell.kind, cell.size, column->reach))
		return;
	column->records++;
	if (column->nlines < HELD_LINES)
		column->lines[column->nlines++] = record->line;
}

void
unlike_count(Unlike *unlike, const CsvRecord *record)
{
	if (unlike == NULL || record->defect != CSV_SOUND || !record_fits(record, unlike->map->ncolumns))
		return;
	for (int i = 0; i < unlike->ncolumns; i++)
		count_cell(&unlike->columns[i], record);
}

static HeldReason *
reason_of(const Unlike *unlike, const UnlikeColumn *column)
{
	HeldReason *reason = palloc0(sizeof(HeldReason));
	char	   *word = column_describe(unlike->map, column->column);

	reason->code = "unlike_before";
	reason->what = unlike->map->header[column->column][0] != '\0' ? unlike->map->header[column->column]
		: psprintf("%d", column->column + 1);
	reason->message = psprintf("%s does not look as it did before (last in import %s): then %s; now %s%s",
							   word, unlike->before_id, shape_text(column->before), shape_text(column->now),
							   column->like == NULL ? ""
							   : psprintf(", as \"%s\" had then", field_clip_word(column->like->word)));
	reason->hint = "Have columns been swapped or moved, or is it another file? Correct the file and import it again.";
	reason->records = column->records;
	reason->of = column->of;
	reason->nlines = column->nlines;
	memcpy(reason->lines, column->lines, sizeof(reason->lines));
	return reason;
}

List *
unlike_reasons(const Unlike *unlike)
{
	List	   *reasons = NIL;

	for (int i = 0; unlike != NULL && i < unlike->ncolumns; i++)
		reasons = lappend(reasons, reason_of(unlike, &unlike->columns[i]));
	return reasons;
}
