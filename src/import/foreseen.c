/*
 * foreseen.c
 *
 *		records -> a text[] for each field
 *			-> rows as a merge would write them -> the caller's expressions over them
 *
 * Expressions are deparsed and run with pg_catalog before the caller's own
 * search_path, as in the merge: so names and functions find the same objects.
 *
 * A function may raise an error instead of returning false.  So the query runs in a
 * subxact; if it fails, it runs for each half of the records, down to the one with
 * the error.  Errors that do not depend on a record end the call: see subxact.h.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "rewrite/rewriteHandler.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "field/column_default.h"
#include "field/consent_sql.h"
#include "field/field_sql.h"
#include "import/cell_array.h"
#include "import/foreseen.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/subxact.h"
#include "support/target_rows.h"

/* Parameters of the query: row numbers, ids, then a text[] a field. */
#define FIRST_FIELD_PARAM 3

ForeseenRows *
foreseen_open(const FieldMap *map)
{
	ForeseenRows *rows = palloc0(sizeof(ForeseenRows));

	rows->map = map;
	rows->target = target_open();
	rows->used = palloc0((RelationGetNumberOfAttributes(rows->target.relation) + 1) * sizeof(bool));
	rows->fields = palloc(Max(map->nfields, 1) * sizeof(int));
	return rows;
}

void
foreseen_close(ForeseenRows *rows)
{
	target_close(&rows->target);
}

/* ---- columns ---- */

/* The field that a column of customers is imported by, or -1. */
static int
field_of(const FieldMap *map, const char *column)
{
	for (int i = 0; i < map->nfields; i++)
		if (field_has_column(&map->fields[i]) && map->fields[i].kind != FIELD_PASSWORD &&
			strcmp(map->fields[i].column, column) == 0)
			return i;
	return -1;
}

static Form_pg_attribute
column_of(const ForeseenRows *rows, int number)
{
	return TupleDescAttr(RelationGetDescr(rows->target.relation), number - 1);
}

const char *
foreseen_name(const ForeseenRows *rows, int number)
{
	return NameStr(column_of(rows, number)->attname);
}

/* Columns that a merge writes in ways of their own. */
static bool
is_special(const char *name)
{
	return strcmp(name, "customer_id") == 0 || strcmp(name, "attributes") == 0 ||
		strcmp(name, "password_hash") == 0 || strcmp(name, "updated_at") == 0;
}

static bool
may_read(const ForeseenRows *rows, int number)
{
	Oid			table = RelationGetRelid(rows->target.relation);

	return pg_class_aclcheck(table, GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
		pg_attribute_aclcheck(table, number, GetUserId(), ACL_SELECT) == ACLCHECK_OK;
}

bool
foreseen_column(const ForeseenRows *rows, int number, int *field)
{
	Form_pg_attribute column;
	const char *name;

	*field = -1;
	if (number <= 0)
		return false;
	column = column_of(rows, number);
	name = target_name(&rows->target, number);
	if (column->attgenerated != '\0' || column->attidentity != '\0' || (name != NULL && is_special(name)) ||
		column_default_is_volatile(rows->target.relation, number) || !may_read(rows, number))
		return false;
	if (name != NULL)
		*field = field_of(rows->map, name);
	return true;
}

void
foreseen_use(ForeseenRows *rows, int number)
{
	int			field;

	if (rows->used[number])
		return;
	rows->used[number] = true;
	if (foreseen_column(rows, number, &field) && field >= 0)
		rows->fields[rows->nfields++] = field;
}

int
foreseen_only_field(const ForeseenRows *rows)
{
	return rows->nfields == 1 ? rows->fields[0] : -1;
}

/* ---- the query ---- */

char *
foreseen_table(const ForeseenRows *rows)
{
	Relation	table = rows->target.relation;

	return quote_qualified_identifier(get_namespace_name(RelationGetNamespace(table)),
									  RelationGetRelationName(table));
}

char *
foreseen_id(const ForeseenRows *rows)
{
	return pstrdup(quote_identifier(target_own_name(&rows->target, "customer_id")));
}

/* The default of the view's column. */
static char *
given_sql(const ForeseenRows *rows, AttrNumber number)
{
	Relation	view = relation_open(rows->target.named, AccessShareLock);
	char	   *sql = column_default_sql(view, number);

	relation_close(view, NoLock);
	return sql;
}

/* The default of a column as SQL, of its type and length. */
static char *
default_of(const ForeseenRows *rows, int number)
{
	Form_pg_attribute column = column_of(rows, number);
	AttrNumber	given = target_rows_default(&rows->target, number);
	char	   *sql = given != InvalidAttrNumber ? given_sql(rows, given)
		: column_default_sql(rows->target.relation, number);
	int32		modifier = column->atttypmod;
	Oid			type = getBaseTypeAndTypmod(column->atttypid, &modifier);

	return sql == NULL ? "NULL"
		: psprintf("%s::%s", sql, format_type_extended(type, modifier,
													   FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY));
}

/* What a cell of a field makes of its column, quoted. */
static char *
new_value(const ForeseenRows *rows, const Field *field, const char *cell, const char *column)
{
	char	   *value = psprintf("%s%s", cell, field_sql_cast(field));

	return target_is_other_consent(&rows->target, field->column)
		? consent_sql_value(&rows->target.consent, value, psprintf("c.%s", column)) : value;
}

/* The column as a merge would write it. */
static char *
column_sql(const ForeseenRows *rows, int number, const char *cell_format)
{
	const char *column = quote_identifier(foreseen_name(rows, number));
	char	   *fallback = default_of(rows, number);
	char	   *is_new = psprintf("c.%s IS NULL", foreseen_id(rows));
	int			field;
	char	   *cell;

	(void) foreseen_column(rows, number, &field);
	if (field < 0)
		return psprintf("CASE WHEN %s THEN %s ELSE c.%s END", is_new, fallback, column);
	cell = psprintf(cell_format, field);
	return psprintf("CASE WHEN %1$s <> '' THEN %2$s WHEN %3$s THEN %4$s WHEN %1$s IS NULL THEN c.%5$s END",
					cell, new_value(rows, &rows->map->fields[field], cell, column), is_new, fallback, column);
}

char *
foreseen_columns(ForeseenRows *rows, const char *cell)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 1; i <= RelationGetNumberOfAttributes(rows->target.relation); i++)
		if (rows->used[i])
			appendStringInfo(&list, ", %s AS %s", column_sql(rows, i, cell), quote_identifier(foreseen_name(rows, i)));
	return list.data;
}

void
foreseen_prepare(ForeseenRows *rows, const char *list)
{
	Oid		   *types = palloc((FIRST_FIELD_PARAM + rows->nfields) * sizeof(Oid));
	char	   *columns = foreseen_columns(rows, "r.f%d");
	StringInfoData params,
				names;

	initStringInfo(&params);
	initStringInfo(&names);
	types[0] = INT4ARRAYOID;
	types[1] = INT8ARRAYOID;
	for (int i = 0; i < rows->nfields; i++)
	{
		types[FIRST_FIELD_PARAM - 1 + i] = TEXTARRAYOID;
		appendStringInfo(&params, ", pg_catalog.unnest($%d)", FIRST_FIELD_PARAM + i);
		appendStringInfo(&names, ", f%d", rows->fields[i]);
	}
	rows->find = statement(psprintf("SELECT customers.ctid%s FROM (SELECT r.n AS ctid, r.customer_id AS xmin%s"
									" FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)%s) AS r (n, customer_id%s)"
									" LEFT JOIN %s AS c ON c.%s = r.customer_id) AS customers ORDER BY 1",
									list, columns, params.data, names.data,
									foreseen_table(rows), foreseen_id(rows)));
	rows->find.read_only = true;
	statement_prepare(&rows->find, CurrentMemoryContext, FIRST_FIELD_PARAM - 1 + rows->nfields, types);
}

/* ---- records ---- */

/* A field's new cells as text[]: NULL is not touched, '' is cleared. */
static Datum
new_cells(Record **records, int nrecords, int field)
{
	CellArray	cells;
	Size		bytes = 0;

	for (int i = 0; i < nrecords; i++)
		if (records[i]->changes[field].touched && records[i]->changes[field].value.state == VALUE_SET)
			bytes += records[i]->changes[field].value.len;
	cells_begin(&cells, nrecords, bytes, true);
	for (int i = 0; i < nrecords; i++)
		cells_add_change(&cells, &records[i]->changes[field]);
	return cells_end(&cells);
}

/* Numbers of the records, and ids of those customers that exist. */
static void
number_records(Record **records, int nrecords, Datum *numbers, Datum *ids)
{
	Datum	   *number = palloc(nrecords * sizeof(Datum));
	Datum	   *id = palloc(nrecords * sizeof(Datum));

	for (int i = 0; i < nrecords; i++)
	{
		number[i] = Int32GetDatum(i);
		id[i] = Int64GetDatum(records[i]->matched ? records[i]->customer_id : 0);
	}
	*numbers = PointerGetDatum(construct_array(number, nrecords, INT4OID, sizeof(int32), true, TYPALIGN_INT));
	*ids = int8_array(id, nrecords);
}

/* Records to be checked together. */
typedef struct Batch
{
	ForeseenRows *rows;
	Record	  **records;
	int			nrecords;
	uint64		nrows;			/* found */
} Batch;

/* Work for subxact_run(): runs the query. */
static bool
run_query(void *state)
{
	Batch	   *batch = state;
	ForeseenRows *rows = batch->rows;
	Datum		numbers,
				ids;

	number_records(batch->records, batch->nrecords, &numbers, &ids);
	statement_again(&rows->find);
	statement_datum(&rows->find, INT4ARRAYOID, numbers, false);
	statement_datum(&rows->find, INT8ARRAYOID, ids, false);
	for (int i = 0; i < rows->nfields; i++)
		statement_datum(&rows->find, TEXTARRAYOID,
						new_cells(batch->records, batch->nrecords, rows->fields[i]), false);
	batch->nrows = statement_select(&rows->find);
	return true;
}

static void
check_records(ForeseenRows *rows, Record **records, int nrecords, ForeseenFound found,
			  ForeseenFailed failed, void *state)
{
	Batch		batch = {rows, records, nrecords, 0};
	ErrorData  *error;

	if (subxact_run(run_query, &batch, &error))
	{
		found(state, records, batch.nrows);
		statement_done();
		return;
	}
	if (nrecords == 1)
		failed(state, records[0], error);
	FreeErrorData(error);
	if (nrecords > 1)
	{
		check_records(rows, records, nrecords / 2, found, failed, state);
		check_records(rows, records + nrecords / 2, nrecords - nrecords / 2, found, failed, state);
	}
}

void
foreseen_check(ForeseenRows *rows, Record **records, int nrecords, ForeseenFound found,
			   ForeseenFailed failed, void *state)
{
	int			scope;

	if (nrecords == 0)
		return;
	scope = settings_scope_enter();
	settings_scope_pg_catalog_first();
	check_records(rows, records, nrecords, found, failed, state);
	settings_scope_leave(scope);
}
