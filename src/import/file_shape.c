/*
 * file_shape.c
 *
 *		cells of a sample -> cell_shape() -> counts <-> customer_imports.shapes, header
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "import/file_shape.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/spi_value.h"

/* Records that are looked at, spread over the sample. */
#define SHAPE_RECORDS 1000

/* Cells by which it is seen whether a column repeats itself. */
#define DISTINCT_CELLS 100

/* A kind or size that fewer than one in so many cells has is not told. */
#define RARE 50

static const char *const what = "customer_imports.shapes";

/* ---- counting ---- */

static int
compare_hashes(const void *a, const void *b)
{
	uint32		x = *(const uint32 *) a,
				y = *(const uint32 *) b;

	return x < y ? -1 : x > y;
}

/* Counts how many different cells there are among some that are spread. */
static void
count_distinct(ColumnShape *shape, const RecordSample *sample, int column)
{
	uint32		hashes[DISTINCT_CELLS];
	int			step = Max(1, sample->nrecords / DISTINCT_CELLS);

	for (int i = 0; i < sample->nrecords && shape->of < DISTINCT_CELLS; i += step)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];

		if (cell->len > 0)
			hashes[shape->of++] = hash_bytes((const unsigned char *) cell->data, cell->len);
	}
	qsort(hashes, shape->of, sizeof(uint32), compare_hashes);
	for (int i = 0; i < shape->of; i++)
		shape->distinct += i == 0 || hashes[i] != hashes[i - 1];
}

FileShape *
file_shape(const FieldMap *map, const RecordSample *sample)
{
	FileShape  *shape = palloc(sizeof(FileShape));
	int			step = Max(1, sample->nrecords / SHAPE_RECORDS);

	shape->ncolumns = Min(map->ncolumns, SHAPE_COLUMNS);
	shape->columns = palloc0(Max(shape->ncolumns, 1) * sizeof(ColumnShape));
	for (int i = 0; i < shape->ncolumns; i++)
	{
		ColumnShape *column = &shape->columns[i];

		column->word = map->header[i];
		for (int j = 0; j < sample->nrecords; j += step)
		{
			CellShape	cell = cell_shape(&sample->records[j]->cells[i]);

			column->cells[cell.kind][cell.size]++;
		}
		count_distinct(column, sample, i);
	}
	return shape;
}

int64
shape_count(const ColumnShape *shape, ShapeKind kind)
{
	int64		count = 0;

	for (int size = 0; size < SHAPE_SIZES; size++)
		count += shape->cells[kind][size];
	return count;
}

int64
shape_filled(const ColumnShape *shape)
{
	int64		count = 0;

	for (int kind = SHAPE_EMPTY + 1; kind < NUM_SHAPE_KINDS; kind++)
		count += shape_count(shape, kind);
	return count;
}

/* ---- several files ---- */

/* How many columns before this one have its header word. */
static int
place_among_equals(const FileShape *shape, int column)
{
	int			place = 0;

	for (int i = 0; i < column; i++)
		place += strcmp(shape->columns[i].word, shape->columns[column].word) == 0;
	return place;
}

ColumnShape *
file_shape_find(const FileShape *other, const FileShape *shape, int column)
{
	int			place = place_among_equals(shape, column);

	for (int i = 0; i < other->ncolumns; i++)
		if (strcmp(other->columns[i].word, shape->columns[column].word) == 0 && place-- == 0)
			return &other->columns[i];
	return NULL;
}

static void
add_column(ColumnShape *column, const ColumnShape *other)
{
	column->distinct += other->distinct;
	column->of += other->of;
	for (int kind = 0; kind < NUM_SHAPE_KINDS; kind++)
		for (int size = 0; size < SHAPE_SIZES; size++)
			column->cells[kind][size] += other->cells[kind][size];
}

void
file_shape_add(FileShape *shape, const FileShape *other)
{
	for (int i = 0; i < other->ncolumns; i++)
	{
		ColumnShape *column = file_shape_find(shape, other, i);

		if (column != NULL)
			add_column(column, &other->columns[i]);
	}
}

int64
file_shape_records(const FileShape *shape)
{
	return shape->ncolumns == 0 ? 0
		: shape_filled(&shape->columns[0]) + shape_count(&shape->columns[0], SHAPE_EMPTY);
}

/* ---- writing ---- */

static void
put_column(JsonbParseState **state, const ColumnShape *column)
{
	JsonbValue	key = json_string("shapes");

	json_begin(state);
	json_put_int8(state, "distinct", column->distinct);
	json_put_int8(state, "of", column->of);
	pushJsonbValue(state, WJB_KEY, &key);
	json_begin(state);
	for (int kind = 0; kind < NUM_SHAPE_KINDS; kind++)
		for (int size = 0; size < SHAPE_SIZES; size++)
			if (column->cells[kind][size] > 0)
				json_put_int8(state, psprintf("%s %d", shape_kind_word(kind), size),
							  column->cells[kind][size]);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

Jsonb *
file_shape_json(const FileShape *shape)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < shape->ncolumns; i++)
		put_column(&state, &shape->columns[i]);
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL));
}

/* ---- reading ---- */

pg_noreturn static void
refuse(const Jsonb *json)
{
	spi_refuse_value(what, JsonbToCString(NULL, unconstify(JsonbContainer *, &json->root), VARSIZE(json)));
}

/* A count; errors if it is none. */
static int64
read_count(const Jsonb *json, JsonbValue *value)
{
	int64		count;

	if (!json_value_int8(value, &count) || count < 0 || count > PG_INT32_MAX)
		refuse(json);
	return count;
}

/* The place of the count that a key such as "digits 8" names. */
static int64 *
find_cells(const Jsonb *json, ColumnShape *column, char *key)
{
	char	   *space = strchr(key, ' '),
			   *end;
	ShapeKind	kind;
	long		size;

	if (space == NULL)
		refuse(json);
	*space = '\0';
	kind = shape_kind_of_word(key);
	size = strtol(space + 1, &end, 10);
	if (kind == NUM_SHAPE_KINDS || end == space + 1 || *end != '\0' || size < 0 || size >= SHAPE_SIZES)
		refuse(json);
	return &column->cells[kind][size];
}

static void
read_column(const Jsonb *json, const JsonbValue *element, ColumnShape *column)
{
	JsonbValue *shapes;
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *key;

	if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
		refuse(json);
	column->distinct = read_count(json, json_get(element->val.binary.data, "distinct"));
	column->of = read_count(json, json_get(element->val.binary.data, "of"));
	shapes = json_get(element->val.binary.data, "shapes");
	if (shapes == NULL || shapes->type != jbvBinary ||
		!JsonContainerIsObject(shapes->val.binary.data))
		refuse(json);
	pairs = json_pairs(JsonbValueToJsonb(shapes));
	while (json_next_pair(&pairs, &key, &value))
		*find_cells(json, column, key) = read_count(json, &value);
}

FileShape *
file_shape_read(const Jsonb *json, ArrayType *header)
{
	FileShape  *shape = palloc(sizeof(FileShape));
	int			nwords;
	char	  **words = spi_array_texts(header, &nwords);

	if (!JB_ROOT_IS_ARRAY(json) || JB_ROOT_IS_SCALAR(json) || JB_ROOT_COUNT(json) > SHAPE_COLUMNS)
		refuse(json);
	shape->ncolumns = JB_ROOT_COUNT(json);
	shape->columns = palloc0(Max(shape->ncolumns, 1) * sizeof(ColumnShape));
	for (int i = 0; i < shape->ncolumns; i++)
	{
		CHECK_FOR_INTERRUPTS();
		read_column(json, getIthJsonbValueFromContainer(unconstify(JsonbContainer *, &json->root), i),
					&shape->columns[i]);
		shape->columns[i].word = i < nwords && words[i] != NULL ? words[i] : "";
	}
	return shape;
}

/* ---- in words ---- */

/* What cells of a kind are called, with the sizes that are not rare: "2 to 4". */
static char *
kind_text(const ColumnShape *shape, ShapeKind kind)
{
	static const char *const names[NUM_SHAPE_KINDS] = {
		[SHAPE_EMPTY] = "empty",
		[SHAPE_EMAIL] = "addresses",
		[SHAPE_DATE] = "dates",
		[SHAPE_DIGITS] = "digits",
		[SHAPE_LETTERS] = "letters",
		[SHAPE_MIXED] = "letters and digits"
	};
	int64		count = shape_count(shape, kind);
	int			smallest = -1,
				largest = -1;

	for (int size = 0; size < SHAPE_SIZES; size++)
	{
		if (shape->cells[kind][size] * RARE < count || shape->cells[kind][size] == 0)
			continue;
		smallest = smallest < 0 ? size : smallest;
		largest = size;
	}
	if (kind == SHAPE_DIGITS)
		return smallest == largest ? psprintf("%d %s", largest, largest == 1 ? "digit" : "digits")
			: psprintf("%d to %d digits", smallest, largest);
	if (kind == SHAPE_LETTERS || kind == SHAPE_MIXED)
		return psprintf("%s (%d to %d characters)", names[kind], 1 << (smallest - 1), (1 << largest) - 1);
	return pstrdup(names[kind]);
}

char *
shape_text(const ColumnShape *shape)
{
	StringInfoData text;
	int64		all = shape_filled(shape) + shape_count(shape, SHAPE_EMPTY);

	initStringInfo(&text);
	for (int kind = NUM_SHAPE_KINDS - 1; kind >= 0; kind--)
	{
		int64		count = shape_count(shape, kind);

		if (count > 0 && count * RARE >= all)
			appendStringInfo(&text, "%s" INT64_FORMAT " %% %s", text.len > 0 ? ", " : "",
							 (count * 100 + all / 2) / all, kind_text(shape, kind));
	}
	return text.data;
}
