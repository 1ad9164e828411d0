/*
 * import_row.c
 *
 *		names of columns -> SELECT, INSERT or UPDATE -> members of an ImportRow
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "import/import_row.h"
#include "support/catalog.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/statement.h"

typedef enum ColumnKind
{
	COLUMN_COUNT,				/* int64 */
	COLUMN_NUMBER,				/* int64; -1 = NULL */
	COLUMN_FLAG,				/* bool */
	COLUMN_TIME,				/* TimestampTz; IMPORT_ROW_NEVER = NULL */
	COLUMN_TEXT,				/* char * */
	COLUMN_BYTES,				/* bytea * */
	COLUMN_TEXTS,				/* ArrayType * */
	COLUMN_JSON					/* Jsonb * */
} ColumnKind;

typedef struct Column
{
	const char *name;
	ColumnKind	kind;
	size_t		offset;			/* of the member */
} Column;

#define COLUMN(name, kind) {#name, kind, offsetof(ImportRow, name)}
#define COUNT(name) {#name, COLUMN_COUNT, offsetof(ImportRow, counts.name)}

static const Column all_columns[] = {
	COLUMN(import_id, COLUMN_NUMBER),
	COLUMN(imported_at, COLUMN_TIME),
	COLUMN(imported_by, COLUMN_TEXT),
	COLUMN(status, COLUMN_TEXT),
	COLUMN(source, COLUMN_TEXT),
	COLUMN(size, COLUMN_NUMBER),
	COLUMN(sha256, COLUMN_BYTES),
	COLUMN(encoding, COLUMN_TEXT),
	COLUMN(delimiter, COLUMN_TEXT),
	COLUMN(quote, COLUMN_TEXT),
	COLUMN(escape, COLUMN_TEXT),
	COLUMN(newline, COLUMN_TEXT),
	COLUMN(header_line, COLUMN_NUMBER),
	COLUMN(header, COLUMN_TEXTS),
	COLUMN(fields, COLUMN_TEXTS),
	COLUMN(mapping, COLUMN_JSON),
	COLUMN(formats, COLUMN_JSON),
	COLUMN(columns, COLUMN_JSON),
	COLUMN(options, COLUMN_JSON),
	COLUMN(strategy, COLUMN_TEXT),
	COLUMN(warnings, COLUMN_TEXT),
	COLUMN(preset, COLUMN_TEXT),
	COLUMN(shapes, COLUMN_JSON),
	COLUMN(standing, COLUMN_JSON),
	COLUMN(changes, COLUMN_JSON),
	COLUMN(held, COLUMN_JSON),
	COLUMN(again, COLUMN_FLAG),
	COUNT(uploaded),
	COUNT(created),
	COUNT(changed),
	COUNT(unchanged),
	COUNT(rejected),
	COUNT(excluded),
	COLUMN(opted_out, COLUMN_COUNT),
	COLUMN(weak_keys, COLUMN_FLAG),
	COLUMN(merged_at, COLUMN_TIME),
	COLUMN(merged_by, COLUMN_TEXT),
	COLUMN(hashed_columns, COLUMN_TEXTS),
	COLUMN(defaults, COLUMN_JSON),
	COLUMN(reverted, COLUMN_NUMBER),
	COLUMN(kept, COLUMN_NUMBER),
	COLUMN(reverted_at, COLUMN_TIME),
	COLUMN(reverted_by, COLUMN_TEXT),
	COLUMN(purged_at, COLUMN_TIME),
	COLUMN(merged_until, COLUMN_TIME),
	COLUMN(reverted_until, COLUMN_TIME)
};

static const Column *
find_column(const char *name, size_t len)
{
	for (size_t i = 0; i < lengthof(all_columns); i++)
		if (strncmp(all_columns[i].name, name, len) == 0 && all_columns[i].name[len] == '\0')
			return &all_columns[i];
	elog(ERROR, "an import has no column \"%.*s\"", (int) len, name);
}

/* The next of a list of names; NULL after the last. */
static const Column *
next_column(const char **names)
{
	const char *name = *names + strspn(*names, ", ");
	size_t		len = strcspn(name, ", ");

	*names = name + len;
	return len == 0 ? NULL : find_column(name, len);
}

/* ---- reading ---- */

static TimestampTz
read_time(int column, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(0, column, TIMESTAMPTZOID, &isnull, what);

	return isnull ? IMPORT_ROW_NEVER : DatumGetTimestampTz(value);
}

static bytea *
read_bytes(int column, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(0, column, BYTEAOID, &isnull, what);

	return isnull ? NULL : DatumGetByteaPCopy(value);
}

/* A column of the result into its member. */
static void
read_column(ImportRow *row, int at, const Column *column)
{
	char	   *member = (char *) row + column->offset;
	const char *what = psprintf("customer_imports.%s", column->name);

	switch (column->kind)
	{
		case COLUMN_COUNT:
			*(int64 *) member = spi_count(0, at, what);
			break;
		case COLUMN_NUMBER:
			*(int64 *) member = spi_int64_or(0, at, -1, what);
			break;
		case COLUMN_FLAG:
			*(bool *) member = spi_bool(0, at, what);
			break;
		case COLUMN_TIME:
			*(TimestampTz *) member = read_time(at, what);
			break;
		case COLUMN_TEXT:
			*(char **) member = spi_text(0, at);
			break;
		case COLUMN_BYTES:
			*(bytea **) member = read_bytes(at, what);
			break;
		case COLUMN_TEXTS:
			*(ArrayType **) member = spi_array(0, at, TEXTARRAYOID, what);
			break;
		case COLUMN_JSON:
			*(Jsonb **) member = spi_jsonb(0, at, what);
			break;
	}
}

void
import_row_missing(int64 import_id)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("import " INT64_FORMAT " does not exist", import_id),
			 errhint("SELECT import_id, source, status FROM %s; lists those that do.",
					 catalog_shown_name(REL_IMPORTS))));
}

ImportRow *
import_row_read(int64 import_id, const char *columns)
{
	ImportRow  *row = palloc0(sizeof(ImportRow));
	Statement	find = statement(psprintf("SELECT %s FROM %s WHERE import_id OPERATOR(pg_catalog.=) $1",
										  columns, catalog_name(REL_IMPORTS)));
	const Column *column;

	find.limit = 1;
	statement_int8(&find, import_id);
	if (statement_select(&find) == 0)
		import_row_missing(import_id);
	for (int at = 1; (column = next_column(&columns)) != NULL; at++)
		read_column(row, at, column);
	statement_done();
	row->import_id = import_id;
	return row;
}

/* ---- writing ---- */

/* A member as the next parameter. */
static void
add_parameter(Statement *statement, const ImportRow *row, const Column *column)
{
	const char *member = (const char *) row + column->offset;
	void	   *pointer;

	switch (column->kind)
	{
		case COLUMN_COUNT:
			statement_int8(statement, *(const int64 *) member);
			break;
		case COLUMN_NUMBER:
			statement_datum(statement, INT8OID, Int64GetDatum(*(const int64 *) member),
							*(const int64 *) member == -1);
			break;
		case COLUMN_FLAG:
			statement_datum(statement, BOOLOID, BoolGetDatum(*(const bool *) member), false);
			break;
		case COLUMN_TIME:
			statement_datum(statement, TIMESTAMPTZOID, TimestampTzGetDatum(*(const TimestampTz *) member),
							*(const TimestampTz *) member == IMPORT_ROW_NEVER);
			break;
		case COLUMN_TEXT:
			statement_text(statement, *(char *const *) member);
			break;
		case COLUMN_BYTES:
		case COLUMN_TEXTS:
		case COLUMN_JSON:
			pointer = *(void *const *) member;
			statement_datum(statement, column->kind == COLUMN_BYTES ? BYTEAOID
							: column->kind == COLUMN_TEXTS ? TEXTARRAYOID : JSONBOID,
							PointerGetDatum(pointer), pointer == NULL);
			break;
	}
}

void
import_row_insert(const ImportRow *row, const char *columns)
{
	Statement	insert = statement(NULL);
	StringInfoData values;
	const char *rest = columns;
	const Column *column;

	initStringInfo(&values);
	while ((column = next_column(&rest)) != NULL)
	{
		add_parameter(&insert, row, column);
		appendStringInfo(&values, "%s$%d", insert.nparams > 1 ? ", " : "", insert.nparams);
	}
	insert.sql = psprintf("INSERT INTO %s (%s) VALUES (%s)", catalog_name(REL_IMPORTS), columns, values.data);
	statement_write(&insert);
}

void
import_row_update(const ImportRow *row, const char *columns)
{
	Statement	update = statement(NULL);
	StringInfoData assignments;
	const Column *column;

	initStringInfo(&assignments);
	statement_int8(&update, row->import_id);
	while ((column = next_column(&columns)) != NULL)
	{
		add_parameter(&update, row, column);
		appendStringInfo(&assignments, "%s%s = $%d", update.nparams > 2 ? ", " : "", column->name,
						 update.nparams);
	}
	update.sql = psprintf("UPDATE %s SET %s WHERE import_id OPERATOR(pg_catalog.=) $1",
						  catalog_name(REL_IMPORTS), assignments.data);
	statement_write(&update);
}

/* ---- what its columns say ---- */

/* A value of an object, as ->> gives it; NULL if there is none. */
static char *
member_text(Jsonb *object, const char *key)
{
	JsonbValue *value = object == NULL ? NULL : json_get(&object->root, key);

	return value == NULL ? NULL : json_value_text(value);
}

char *
import_row_mapped(const ImportRow *row, const char *word, int position)
{
	return member_text(row->mapping, word != NULL && word[0] != '\0' ? word : psprintf("%d", position));
}

/* A boolean among the options; false if it was not given. */
static bool
option_is_set(const ImportRow *row, const char *name)
{
	char	   *text = member_text(row->options, name);
	bool		set = false;

	if (text != NULL && !parse_bool(text, &set))
		spi_refuse_value("customer_imports.options", text);
	return set;
}

bool
import_row_restores_erased(const ImportRow *row)
{
	return option_is_set(row, "restore_erased");
}

bool
import_row_resubscribes(const ImportRow *row)
{
	return option_is_set(row, "resubscribe");
}
