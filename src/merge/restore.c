/*
 * restore.c
 *
 *		keys of the rows written -> hashes -> deleted from customer_erasures, and a
 *			note on the row
 *		revert: keys of the rows with that note -> hashes -> inserted again
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "field/key_sql.h"
#include "field/note.h"
#include "merge/restore.h"
#include "merge/restore.sql.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* In customer_import_errors. */
#define RESTORED_CODE "restored"

/* Keys of the fetched rows: hashes, and the line of each. */
typedef struct RowKeys
{
	KeyHashes	hashes;
	int64		lines[2 * FETCH_ROWS];
	Datum		times[2 * FETCH_ROWS];	/* when they were recorded, if asked for */
} RowKeys;

/* Adds the hashes of a column of the fetched rows. */
static void
add_fetched(RowKeys *keys, Erasures *erasures, KeyKind key, int column, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
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
 * The keys of the fetched rows, in the current memory context; dated: with the time
 * when each was recorded.
 */
static RowKeys *
take_fetched(Erasures *erasures, uint64 nrows, bool dated)
{
	RowKeys    *keys = palloc0(sizeof(RowKeys));

	if (dated)
		keys->hashes.times = keys->times;
	add_fetched(keys, erasures, KEY_IDENTIFIER, 2, nrows);
	add_fetched(keys, erasures, KEY_EMAIL, 3, nrows);
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
	const MergeFields *fields = &rows->fields;

	return merge_rows_statement(rows, sql_text(restore_sql, "find keys", "rows", fields->rows,
											   "chosen", fields->chosen,
											   "identifier", cell_or_null(fields->identifier),
											   "email", cell_or_null(fields->email), NULL));
}

/* Adds the note to rows that bring a key of an erased person. */
static void
note_restored(const MergeRows *rows, Datum field, Datum *lines, Datum *times, int nlines)
{
	char	   *restored = note_sql(RESTORED_CODE, "$3", NULL,
									"'this person had been erased, and is back by restore_erased => true'", NULL);
	Statement	note = statement(sql_text(restore_sql, "note restored", "note", restored, NULL));

	statement_datum(&note, INT8OID, rows->params[0], false);
	statement_datum(&note, INT8ARRAYOID, int8_array(lines, nlines), false);
	statement_datum(&note, TEXTOID, field, false);
	statement_datum(&note, TIMESTAMPTZARRAYOID,
					PointerGetDatum(construct_array(times, nlines, TIMESTAMPTZOID, sizeof(int64), FLOAT8PASSBYVAL,
													TYPALIGN_DOUBLE)), false);
	statement_write(&note);
}

/* Adds the note for each key of one kind that is an erased person's. */
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
		times[nlines] = TimestampTzGetDatum(match->recorded_at[REASON_ERASED]);
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

/* Work for statement_each(): deletes the hashes of one batch. */
static bool
restore_fetched(void *state, uint64 nrows)
{
	const Restoration *restoration = state;
	RowKeys    *keys = take_fetched(restoration->erasures, nrows, false);
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
	Restoration restoration = {.rows = rows, .erasures = NULL};
	Statement	find;

	if ((erasures_reasons(catalog_schema_name()) & (1 << REASON_ERASED)) == 0)
		return;
	restoration.erasures = erasures_open(catalog_schema_name());
	find = find_keys(rows);
	statement_each(&find, FETCH_ROWS, restore_fetched, &restoration);
}

/* ---- the import is reverted ---- */

/* Work for statement_each(): inserts the hashes of one batch again. */
static bool
keep_fetched(void *state, uint64 nrows)
{
	erasures_keep(state, &take_fetched(state, nrows, true)->hashes, REASON_ERASED);
	return true;
}

void
restore_revert(int64 import_id, int identifier, int email)
{
	Statement	find = statement(sql_text(restore_sql, "gone keys", "identifier", cell_or_null(identifier),
										  "email", cell_or_null(email), "code", RESTORED_CODE,
										  "live_identifier", key_sql_folded(KEY_IDENTIFIER, "c."),
										  "live_email", key_sql_folded(KEY_EMAIL, "c."), NULL));

	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, keep_fetched, erasures_open(catalog_schema_name()));
}
