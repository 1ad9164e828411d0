/*
 * revert_cells.c
 *
 *		all cells cast, in one statement -> no error: done, as nearly always
 *		-> field by field -> its values, one by one -> the cells that have them
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field_sql.h"
#include "merge/revert_cells.h"
#include "merge/revert_cells.sql.h"
#include "merge/revert_later.h"
#include "support/subxact.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* A query that may raise an error. */
typedef struct CellQuery
{
	int64		import_id;
	const char *text;			/* $2 */
	const char *sql;
} CellQuery;

static bool
run(void *state)
{
	const CellQuery *query = state;
	Statement	find = statement(query->sql);

	statement_int8(&find, query->import_id);
	statement_text(&find, query->text);
	statement_select(&find);
	return true;
}

static bool
succeeds(int64 import_id, const char *sql, const char *text)
{
	CellQuery		query = {import_id, text, sql};
	ErrorData  *error;

	return subxact_run(run, &query, &error);
}

/* Is the field's column one that may refuse a text or NULL? */
static bool
may_refuse(const Field *field)
{
	return field != NULL && field_in_customers(field) && field_has_column(field) &&
		(field->type != TEXTOID || field->not_null);
}

/* ---- all fields ---- */

/* SQL: counts the values of field i, which reads each of them. */
static char *
count_values(const Field *field, int i)
{
	char	   *n = sql_number(i + 1);

	return sql_text(revert_cells_sql, "count values", "n", n,
					"new", field_sql_read(field, psprintf("r.cells[%s]", n)),
					"old", field_sql_read(field, psprintf("r.old_cells[%s]", n)), NULL);
}

/* SQL: was field i of a changed customer NULL before? */
static char *
was_null(int i)
{
	return sql_text(revert_cells_sql, "was null", "n", sql_number(i + 1), NULL);
}

static bool
takes_null(int64 import_id, const Field *field)
{
	if (field->not_null)
		return false;
	return get_typtype(field->type) != TYPTYPE_DOMAIN ||
		succeeds(import_id, psprintf("SELECT %s", field_sql_read(field, "NULL")), NULL);
}

/* Does a column refuse any cell?  Reads all cells in one pass. */
static bool
is_any_refused(int64 import_id, const ImportFields *fields)
{
	StringInfoData counts,
				nulls;

	initStringInfo(&counts);
	initStringInfo(&nulls);
	for (int i = 0; i < fields->nfields; i++)
	{
		const Field *field = fields->fields[i];

		if (!may_refuse(field))
			continue;
		appendStringInfo(&counts, " + %s", count_values(field, i));
		if (!takes_null(import_id, field))
			appendStringInfo(&nulls, " OR %s", was_null(i));
	}
	if (counts.len == 0)
		return false;
	if (!succeeds(import_id, sql_text(revert_cells_sql, "look at all", "nulls", nulls.data,
									  "counts", counts.data, NULL), NULL))
		return true;
	return spi_bool(0, 1, "the cells of the import");
}

/* ---- one field ---- */

/* The values of field i that its column refuses, as text[]. */
static Datum
refused_values(int64 import_id, const Field *field, int i)
{
	ArrayBuildState *refused = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	char	   *read = psprintf("SELECT %s", field_sql_read(field, "$2"));
	Statement	find = statement(sql_text(revert_cells_sql, "find values", "n", sql_number(i + 1), NULL));
	uint64		n;
	char	  **values;

	statement_int8(&find, import_id);
	n = statement_select(&find);
	values = palloc(Max(n, 1) * sizeof(char *));
	for (uint64 row = 0; row < n; row++)
		values[row] = spi_text(row, 1);
	statement_done();
	for (uint64 row = 0; row < n; row++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!succeeds(import_id, read, values[row]))
			accumArrayResult(refused, CStringGetTextDatum(values[row]), false, TEXTOID, CurrentMemoryContext);
		pfree(values[row]);
	}
	return makeArrayResult(refused, CurrentMemoryContext);
}

/* The numbers of field i's cells that have such a value; NULL for none. */
static ArrayType *
refused_cells(int64 import_id, const Field *field, int i)
{
	Datum		values = refused_values(import_id, field, i);
	Statement	find = statement(sql_text(revert_cells_sql, "find cells", "n", sql_number(i + 1),
										  "number", revert_later_number("r.line", i + 1),
										  "null", takes_null(import_id, field) ? "false" : was_null(i), NULL));

	statement_int8(&find, import_id);
	statement_datum(&find, TEXTARRAYOID, values, false);
	statement_select(&find);
	return spi_array(0, 1, INT8ARRAYOID, "customer_import_rows.line");
}

/* ---- both ---- */

static int
compare_numbers(const void *a, const void *b)
{
	int64		x = DatumGetInt64(*(const Datum *) a),
				y = DatumGetInt64(*(const Datum *) b);

	return x < y ? -1 : x > y;
}

/* Adds numbers to those that are collected. */
static void
collect(ArrayBuildState *numbers, const Datum *more, int nmore)
{
	for (int i = 0; i < nmore; i++)
		accumArrayResult(numbers, more[i], false, INT8OID, CurrentMemoryContext);
}

static Datum
sorted(ArrayBuildState *numbers)
{
	qsort(numbers->dvalues, numbers->nelems, sizeof(Datum), compare_numbers);
	return makeArrayResult(numbers, CurrentMemoryContext);
}

/* Adds an array of numbers, or none. */
static void
collect_array(ArrayBuildState *numbers, const ArrayType *array)
{
	int			n = 0;
	Datum	   *elements = array == NULL ? NULL : int8_array_elements(array, &n);

	collect(numbers, elements, n);
}

Datum
revert_cells_refused(int64 import_id, const ImportFields *fields)
{
	ArrayBuildState *numbers = initArrayResult(INT8OID, CurrentMemoryContext, false);

	if (!is_any_refused(import_id, fields))
		return PointerGetDatum(construct_empty_array(INT8OID));
	for (int i = 0; i < fields->nfields; i++)
		if (may_refuse(fields->fields[i]))
			collect_array(numbers, refused_cells(import_id, fields->fields[i], i));
	return sorted(numbers);
}

Datum
revert_cells_add(Datum numbers, const Datum *more, int nmore, const Datum *others, int nothers)
{
	ArrayBuildState *all = initArrayResult(INT8OID, CurrentMemoryContext, false);

	collect_array(all, DatumGetArrayTypeP(numbers));
	collect(all, more, nmore);
	collect(all, others, nothers);
	return sorted(all);
}
