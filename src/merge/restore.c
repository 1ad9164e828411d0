/*
 * restore.c
 *
 *		keys of the rows that were written -> hashes -> out of customer_erasures,
 *			and a note on the row
 *		the import is reverted -> keys of the rows so noted -> hashes -> back
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "field/key_sql.h"
#include "field/note.h"
#include "merge/restore.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* Rows that are read at a time. */
#define FETCH_ROWS 1000

/* In customer_import_errors. */
#define RESTORED_CODE "restored"

/* Keys of the rows fetched: hashes, and the line of each. */
typedef struct RowKeys
{
	KeyHashes	hashes;
	int64		lines[2 * FETCH_ROWS];
	Datum		times[2 * FETCH_ROWS];	/* when they were recorded, if asked for */
} RowKeys;

/* The texts of a column of the rows fetched, as hashes. */
static void
add_fetched(RowKeys *keys, Erasures *erasures, KeyKind key, int column)
{
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char	   *text = spi_text(i, column);

		if (text == NULL || text[0] == '\0')
			continue;
		keys->lines[keys->hashes.nhashes] = spi_int64(i, 1, "customer_import_rows.line");
		if (keys->hashes.times != NULL)
			keys->times[keys->hashes.nhashes] = spi_datum_not_null(i, 4, TIMESTAMPTZOID, "customer_erasures.recorded_at");
		key_hashes_add(&keys->hashes, erasures, key, text, strlen(text));
	}
}

/*
 * All keys of the rows fetched, in the current memory context; dated: with when
 * they were recorded.
 */
static RowKeys *
take_fetched(Erasures *erasures, bool dated)
{
	RowKeys    *keys = palloc0(sizeof(RowKeys));

	if (dated)
		keys->hashes.times = keys->times;
	add_fetched(keys, erasures, KEY_IDENTIFIER, 2);
	add_fetched(keys, erasures, KEY_EMAIL, 3);
	return keys;
}

/* A cell of the row, or NULL if there is no such field. */
static char *
cell_or_null(int field)
{
	return field < 0 ? "NULL::pg_catalog.text" : psprintf("r.cells[%d]", field + 1);
}

/* Reads the identifiers and emails that the rows brought. */
static Statement
find_keys(const MergeRows *rows)
{
	Statement	find = statement(psprintf("SELECT r.line, %s, %s FROM %s AS r WHERE %s"
										  " AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')",
										  cell_or_null(rows->fields.identifier),
										  cell_or_null(rows->fields.email),
										  rows->fields.rows, rows->fields.chosen));

	for (int i = 0; i < rows->nparams; i++)
		statement_datum(&find, rows->types[i], rows->params[i], rows->nulls[i] == 'n');
	return find;
}

/* Notes which rows of an import brought a key, by its field, of somebody erased. */
static void
note_restored(const MergeRows *rows, Datum field, Datum *lines, Datum *times, int nlines)
{
	MemoryContext context = CurrentMemoryContext;
	Oid			types[] = {INT8OID, INT8ARRAYOID, TEXTOID, TIMESTAMPTZARRAYOID};
	Datum		values[4];

	values[0] = rows->params[0];
	values[1] = int8_array(lines, nlines);
	values[2] = field;
	values[3] = PointerGetDatum(construct_array(times, nlines, TIMESTAMPTZOID, sizeof(int64), FLOAT8PASSBYVAL,
												TYPALIGN_DOUBLE));
	if (SPI_execute_with_args(psprintf("UPDATE %s AS r SET errors = COALESCE(r.errors, '[]') OPERATOR(pg_catalog.||)"
									   " pg_catalog.jsonb_build_array(%s OPERATOR(pg_catalog.||)"
									   " pg_catalog.jsonb_build_object('recorded_at', k.recorded_at))"
									   " FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($4)) AS k (line, recorded_at)"
									   " WHERE r.import_id OPERATOR(pg_catalog.=) $1"
									   " AND r.line OPERATOR(pg_catalog.=) k.line",
									   catalog_name(REL_IMPORT_ROWS),
									   note_sql(RESTORED_CODE, "$3", NULL,
												"'this person had been erased, and is back by restore_erased => true'",
												NULL)),
							  4, types, values, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not note who is back");
	MemoryContextSwitchTo(context);
}

/* Those of the keys, of one kind, that are an erased person's: a note each. */
static void
note_erased_keys(const MergeRows *rows, const RowKeys *keys, const FoundHash *found, int nfound,
				 KeyKind key)
{
	Datum		field = CStringGetTextDatum(options_key_name(key));
	Datum	   *lines = palloc(FETCH_ROWS * sizeof(Datum)),
			   *times = palloc(FETCH_ROWS * sizeof(Datum));
	int			nlines = 0;

	for (int i = 0; i < keys->hashes.nhashes; i++)
	{
		const FoundHash *match = erasures_match(found, nfound, &keys->hashes, i);

		if (match == NULL || (match->reasons & (1 << REASON_ERASED)) == 0 ||
			strcmp(TextDatumGetCString(keys->hashes.fields[i]), options_key_name(key)) != 0)
			continue;
		times[nlines] = TimestampTzGetDatum(match->erased_at);
		lines[nlines++] = Int64GetDatum(keys->lines[i]);
	}
	if (nlines > 0)
		note_restored(rows, field, lines, times, nlines);
}

typedef struct Restoration
{
	const MergeRows *rows;
	Erasures   *erasures;
} Restoration;

/* The rows of one batch are of nobody who is erased. */
static bool
restore_fetched(void *state, uint64 nrows)
{
	const Restoration *restoration = state;
	RowKeys    *keys = take_fetched(restoration->erasures, false);
	FoundHash  *found;
	int			nfound = 0;

	if (keys->hashes.nhashes == 0)
		return true;
	found = erasures_find(restoration->erasures, &keys->hashes, &nfound);
	if (nfound == 0)
		return true;
	if (restoration->rows->fields.is_staged)
	{
		note_erased_keys(restoration->rows, keys, found, nfound, KEY_IDENTIFIER);
		note_erased_keys(restoration->rows, keys, found, nfound, KEY_EMAIL);
	}
	erasures_forget(restoration->erasures, &keys->hashes, REASON_ERASED);
	return true;
}

void
restore_keys(const MergeRows *rows)
{
	MemoryContext context = CurrentMemoryContext;
	Restoration restoration = {.rows = rows, .erasures = NULL};
	Statement	find;

	if ((erasures_reasons(catalog_schema_name()) & (1 << REASON_ERASED)) == 0)
		return;
	MemoryContextSwitchTo(context);
	restoration.erasures = erasures_open(catalog_schema_name());
	find = find_keys(rows);
	statement_each(&find, FETCH_ROWS, restore_fetched, &restoration);
}

/* ---- the import is reverted ---- */

/*
 * The keys of restored people who are not customers by them any more: line,
 * identifier, email, and when they had been recorded.
 */
static char *
gone_keys_sql(const char *identifier, const char *email)
{
	return psprintf("SELECT r.line,"
					" CASE WHEN n.field OPERATOR(pg_catalog.=) 'identifier' THEN %1$s END,"
					" CASE WHEN n.field OPERATOR(pg_catalog.=) 'email' THEN %2$s END,"
					" COALESCE(n.recorded_at, pg_catalog.now())"
					" FROM %3$s AS r CROSS JOIN LATERAL pg_catalog.jsonb_to_recordset(r.errors)"
					" AS n (field pg_catalog.text, code pg_catalog.text, recorded_at pg_catalog.timestamptz)"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND n.code OPERATOR(pg_catalog.=) '" RESTORED_CODE "'"
					" AND NOT EXISTS (SELECT FROM %4$s AS c WHERE c.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" AND (%5$s OPERATOR(pg_catalog.=) %1$s"
					" OR %6$s OPERATOR(pg_catalog.=) %2$s))",
					identifier, email, catalog_name(REL_IMPORT_ROWS), catalog_name(REL_CUSTOMERS),
					key_sql_folded(KEY_IDENTIFIER, "c."), key_sql_folded(KEY_EMAIL, "c."));
}

/* The keys of one batch are an erased person's again. */
static bool
keep_fetched(void *state, uint64 nrows)
{
	erasures_keep(state, &take_fetched(state, true)->hashes, REASON_ERASED);
	return true;
}

void
restore_revert(int64 import_id, int identifier, int email)
{
	Statement	find = statement(gone_keys_sql(cell_or_null(identifier), cell_or_null(email)));

	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, keep_fetched, erasures_open(catalog_schema_name()));
}
