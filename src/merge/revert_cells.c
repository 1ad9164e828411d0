/*
 * revert_cells.c
 *
 *		all cells cast, in one statement -> no error: done, as nearly always
 *		-> field by field -> its values, one by one -> the cells that have them
 *
 * $1 is the import.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field_sql.h"
#include "merge/revert_cells.h"
#include "merge/revert_later.h"
#include "support/subxact.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"

/* What is asked of the rows r that have made or changed a customer. */
static const char of_rows[] =
"FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
" AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')";

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
	Oid			types[] = {INT8OID, TEXTOID};
	Datum		values[] = {Int64GetDatum(query->import_id), (Datum) 0};
	char		nulls[] = {' ', 'n'};

	if (query->text != NULL)
	{
		values[1] = CStringGetTextDatum(query->text);
		nulls[1] = ' ';
	}
	if (SPI_execute_with_args(query->sql, 2, types, values, nulls, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the cells of the import");
	return true;
}

static bool
succeeds(int64 import_id, const char *sql, const char *text)
{
	CellQuery		query = {import_id, text, sql};
	ErrorData  *error;

	return subxact_run(run, &query, &error);
}

/* Is it kept in a column that may not take all texts, and NULL? */
static bool
may_refuse(const Field *field)
{
	return field != NULL && field_in_customers(field) && field_has_column(field) &&
		(field->type != TEXTOID || field->not_null);
}

/* ---- all fields ---- */

/* Counts the values of field i, each of which is read for that. */
static char *
count_values(const Field *field, int i)
{
	return psprintf("pg_catalog.count(CASE WHEN r.cells[%1$d] OPERATOR(pg_catalog.<>) '' THEN %2$s END)"
					" OPERATOR(pg_catalog.+) pg_catalog.count(CASE WHEN r.old_cells[%1$d] IS NOT NULL THEN %3$s END)",
					i + 1, field_sql_read(field, psprintf("r.cells[%d]", i + 1)),
					field_sql_read(field, psprintf("r.old_cells[%d]", i + 1)));
}

/* Was field i of a changed customer NULL before? */
static char *
was_null(int i)
{
	return psprintf("(r.action OPERATOR(pg_catalog.=) 'update' AND r.cells[%1$d] IS NOT NULL"
					" AND r.old_cells[%1$d] IS NULL)", i + 1);
}

static bool
takes_null(int64 import_id, const Field *field)
{
	if (field->not_null)
		return false;
	return get_typtype(field->type) != TYPTYPE_DOMAIN ||
		succeeds(import_id, psprintf("SELECT %s", field_sql_read(field, "NULL")), NULL);
}

/* Looks at all cells, in one pass: does a column refuse one? */
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
		appendStringInfo(&counts, " OPERATOR(pg_catalog.+) %s", count_values(field, i));
		if (!takes_null(import_id, field))
			appendStringInfo(&nulls, " OR %s", was_null(i));
	}
	if (counts.len == 0)
		return false;
	if (!succeeds(import_id, psprintf("SELECT pg_catalog.bool_or(false%s) IS TRUE, 0%s %s", nulls.data, counts.data,
									  psprintf(of_rows, catalog_name(REL_IMPORT_ROWS))), NULL))
		return true;
	return spi_bool(0, 1, "the cells of the import");
}

/* ---- one field ---- */

/* The values of field i that its column refuses, as text[]. */
static Datum
refused_values(int64 import_id, const Field *field, int i)
{
	MemoryContext caller = CurrentMemoryContext;
	ArrayBuildState *refused = initArrayResult(TEXTOID, caller, false);
	char	   *read = psprintf("SELECT %s", field_sql_read(field, "$2"));
	CellQuery		values = {import_id, NULL, NULL};
	SPITupleTable *table;

	values.sql = psprintf("SELECT DISTINCT u.value FROM (SELECT pg_catalog.unnest(ARRAY["
						  "CASE WHEN r.cells[%1$d] OPERATOR(pg_catalog.<>) '' THEN r.cells[%1$d] END, r.old_cells[%1$d]]) AS value %2$s) AS u"
						  " WHERE u.value IS NOT NULL", i + 1, psprintf(of_rows, catalog_name(REL_IMPORT_ROWS)));
	(void) run(&values);
	table = SPI_tuptable;
	for (uint64 row = 0; row < table->numvals; row++)
	{
		char	   *value = SPI_getvalue(table->vals[row], table->tupdesc, 1);

		CHECK_FOR_INTERRUPTS();
		if (!succeeds(import_id, read, value))
			accumArrayResult(refused, CStringGetTextDatum(value), false, TEXTOID, caller);
		pfree(value);
	}
	MemoryContextSwitchTo(caller);
	return makeArrayResult(refused, caller);
}

/* The numbers of field i's cells that have such a value; NULL for none. */
static ArrayType *
refused_cells(int64 import_id, const Field *field, int i)
{
	MemoryContext caller = CurrentMemoryContext;
	Oid			types[] = {INT8OID, TEXTARRAYOID};
	Datum		values[] = {Int64GetDatum(import_id), refused_values(import_id, field, i)};
	char	   *sql = psprintf("SELECT pg_catalog.array_agg(%2$s) %1$s"
							   " AND (r.cells[%3$d] OPERATOR(pg_catalog.=) ANY ($2)"
							   " OR (r.cells[%3$d] IS NOT NULL AND r.old_cells[%3$d] OPERATOR(pg_catalog.=) ANY ($2)) OR %4$s)",
							   psprintf(of_rows, catalog_name(REL_IMPORT_ROWS)), revert_later_number("r.line", i + 1), i + 1,
							   takes_null(import_id, field) ? "false" : was_null(i));

	if (SPI_execute_with_args(sql, lengthof(types), types, values, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the cells of the import");
	MemoryContextSwitchTo(caller);
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
