/*
 * file_before.c
 *
 *		customer_imports with the same header -> how large, which columns were empty
 *		customers -> how many, do they have a value there
 *			-> warnings
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/column_word.h"
#include "import/file_before.h"
#include "import/file_before.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Files that are too small to be compared, and cells that are too few. */
#define FEW_RECORDS 20

/* Files of one size: as many, none more than 1.3 times another. */
#define STEADY_FILES 3
#define IS_STEADY(min, max) ((max) * 10 <= (min) * 13)

/*
 * A file that is not whole has fewer records than 70 % of these.  A few records are an
 * addition.
 */
#define IS_FEWER(n, of) ((n) >= FEW_RECORDS && (n) * 10 >= (of) && (n) * 10 < (of) * 7)

/* A file of the whole list has 80 % of it. */
#define WHOLE_SHARE 0.8

/* A longer header is none that comes every week, and is not copied. */
#define HEADER_BYTES (1024 * 1024)

/* Customers who are asked whether they have a value. */
#define ASKED_CUSTOMERS 1000

/* The files before. */
typedef struct Before
{
	int			nfiles;
	int64		last;			/* records of the last one */
	int64		min;
	int64		max;
	FileShape  *shape;			/* of the last one; NULL = there is none */
} Before;

static bool
is_long(const FieldMap *map)
{
	size_t		bytes = 0;

	for (int i = 0; i < map->ncolumns; i++)
		bytes += strlen(map->header[i]);
	return bytes > HEADER_BYTES;
}

ArrayType *
file_before_header(const FieldMap *map)
{
	Datum	   *words;

	if (is_long(map))
		return NULL;
	words = palloc(Max(map->ncolumns, 1) * sizeof(Datum));

	for (int i = 0; i < map->ncolumns; i++)
		words[i] = CStringGetTextDatum(map->header[i]);
	return construct_array(words, map->ncolumns, TEXTOID, -1, false, TYPALIGN_INT);
}

static Before
load_before(const FieldMap *map)
{
	Statement	find = statement(sql_text(file_before_sql, "merged before", NULL));
	Before		before = {0};
	ArrayType  *header = file_before_header(map);

	if (header == NULL)
		return before;
	find.closed = true;			/* arrays are compared */
	statement_datum(&find, TEXTARRAYOID, PointerGetDatum(header), false);
	before.nfiles = statement_select(&find);
	for (int i = 0; i < before.nfiles; i++)
	{
		int64		records = spi_count(i, 1, "customer_imports.uploaded");

		before.min = i == 0 ? records : Min(before.min, records);
		before.max = Max(before.max, records);
		if (i > 0)
			continue;
		before.last = records;
		before.shape = file_shape_read(spi_jsonb(i, 2, "customer_imports.shapes"),
									   spi_array(i, 3, TEXTARRAYOID, "customer_imports.header"));
	}
	statement_done();
	return before;
}

/* ---- is it large enough? ---- */

/* Had a file so many records that it was one of the whole list? */
static bool
is_whole_list(int64 records)
{
	Statement	count = statement(sql_text(file_before_sql, "count customers", NULL));
	int64		most = records / WHOLE_SHARE + 1;
	bool		whole;

	statement_int8(&count, most);
	statement_select(&count);
	whole = spi_int64(0, 1, "count") < most;
	statement_done();
	return whole;
}

static char *
fewer_records(const Before *before, int64 records)
{
	bool		steady = before->nfiles >= STEADY_FILES && IS_STEADY(before->min, before->max);

	if (before->nfiles == 0 || before->min < FEW_RECORDS)
		return NULL;
	if (!(steady && IS_FEWER(records, before->min)) &&
		!(IS_FEWER(records, before->last) && is_whole_list(before->last)))
		return NULL;
	return psprintf("fewer_records: the file has " INT64_FORMAT " records, the one with these columns before it had " INT64_FORMAT ": is it whole?",
					records, before->last);
}

/* ---- is a column empty that was not? ---- */

/* Is each cell that was looked at empty? */
static bool
is_empty(const ColumnShape *column)
{
	return shape_filled(column) == 0 && shape_count(column, SHAPE_EMPTY) >= FEW_RECORDS;
}

/* Do most customers have a value of the field? */
static bool
customers_have(const Field *field)
{
	Statement	count;
	bool		most;

	if (field->kind == FIELD_ATTRIBUTE || field->kind == FIELD_GROUPS || field->kind == FIELD_PASSWORD ||
		field->zero_by_default || !target_has(field->name))
		return false;
	count = statement(sql_text(file_before_sql, "filled", "column", quote_identifier(field->name), NULL));
	statement_int8(&count, ASKED_CUSTOMERS);
	statement_select(&count);
	most = spi_int64(0, 1, "count") >= FEW_RECORDS && spi_int64(0, 2, "count") * 2 >= spi_int64(0, 1, "count");
	statement_done();
	return most;
}

/* Was there something in the column before: in the file, or else in the list? */
static bool
was_filled(const FieldMap *map, const Before *before, const FileShape *shape, int column)
{
	const ColumnShape *was = before->shape == NULL ? NULL : file_shape_find(before->shape, shape, column);

	if (was != NULL)
		return shape_filled(was) > shape_count(was, SHAPE_EMPTY);
	return map->column_field[column] >= 0 && customers_have(&map->fields[map->column_field[column]]);
}

static List *
blank_columns(const FieldMap *map, const Before *before, const FileShape *shape)
{
	List	   *warnings = NIL;

	for (int i = 0; i < Min(shape->ncolumns, map->ncolumns); i++)
		if (map->column_field[i] != COLUMN_IGNORED && is_empty(&shape->columns[i]) && was_filled(map, before, shape, i))
			warnings = lappend(warnings, psprintf("blank_column: %s is empty down the whole file, where there was something before: is it whole?",
												  column_describe(map, i)));
	return warnings;
}

List *
file_before_warnings(const FieldMap *map, const FileShape *shape, int64 records)
{
	Before		before = load_before(map);
	char	   *fewer = fewer_records(&before, records);
	List	   *warnings = blank_columns(map, &before, shape);

	return fewer == NULL ? warnings : lcons(fewer, warnings);
}
