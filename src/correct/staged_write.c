/*
 * staged_write.c
 *
 *		StagedRow -> Assessor -> new action and cells -> customer_import_rows
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

#include "correct/staged_write.h"
#include "correct/staged_write.sql.h"
#include "import/import_log.h"
#include "import/no_password.h"
#include "import/opt_out.h"
#include "import/secret.h"
#include "import/stage_cells.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* ---- judging ---- */

/* Who gives an address up, as the staged rows are now; takers: records that want one. */
static const Handover *
find_givers(const StagedImport *import, Record **takers, int ntakers)
{
	Handover   *handover;

	if (import->handover != NULL)
		return import->handover;
	handover = handover_create(import->import_id, import->map);
	for (int i = 0; i < ntakers; i++)
		handover_add(handover, takers[i], true);
	handover_settle(handover);
	return handover;
}

/*
 * Assesses the records that were set aside, as who has their email may give it up.
 * given: whether that one does; NULL = as the staged rows say.
 */
static void
assess_takers(StagedImport *import, Record **records, int nrecords, const bool *given)
{
	Record	  **takers = palloc(Max(nrecords, 1) * sizeof(Record *));
	const Handover *handover;
	int			n = 0;

	for (int i = 0; i < nrecords; i++)
		if (records[i]->is_taker)
			takers[n++] = records[i];
	if (n == 0)
		return;
	handover = given == NULL ? find_givers(import, takers, n) : NULL;
	for (int i = 0; i < n; i++)
	{
		Record		again = {.source = takers[i]->source, .is_taker = true};

		if (handover == NULL ? *given : handover_gives(handover, takers[i]->bearers[KEY_EMAIL].first))
			again.given_by = takers[i]->bearers[KEY_EMAIL].first;
		*takers[i] = again;
	}
	import->assessor->sets_takers_aside = false;
	assess_records(import->assessor, takers, n);
}

/* Like staged_assess(); given: see assess_takers(). */
static void
assess(StagedImport *import, StagedRow **rows, int nrows, const bool *given)
{
	Record	  **records = palloc(Max(nrows, 1) * sizeof(Record *));

	for (int i = 0; i < nrows; i++)
		records[i] = &rows[i]->record;
	import->assessor->sets_takers_aside = import->assessor->hands_over;
	assess_records(import->assessor, records, nrows);
	assess_takers(import, records, nrows, given);
	for (int i = 0; i < nrows; i++)
		assess_decide(import->assessor, records[i]);
}

void
staged_assess(StagedImport *import, StagedRow **rows, int nrows)
{
	assess(import, rows, nrows, NULL);
}

void
staged_find_takers(StagedImport *import, StagedRow **rows, int nrows)
{
	Record	  **records = palloc(Max(nrows, 1) * sizeof(Record *));

	for (int i = 0; i < nrows; i++)
		records[i] = &rows[i]->record;
	import->assessor->sets_takers_aside = true;
	assess_records(import->assessor, records, nrows);
}

void
staged_assess_given(StagedImport *import, StagedRow **rows, int nrows, bool given)
{
	assess(import, rows, nrows, &given);
}

bool
staged_loses_email(const StagedImport *import, const StagedRow *row)
{
	const Record *record = &row->record;

	return import->remaining != NULL && record->given_by != 0 &&
		(record->action == RECORD_CREATE || record->action == RECORD_UPDATE) &&
		!handover_gives(import->remaining, record->given_by);
}

/* ---- writing ---- */

/* Columns of the rows to be written, each as text[]. */
typedef enum WrittenColumn
{
	WRITTEN_LINE,
	WRITTEN_ACTION,
	WRITTEN_CUSTOMER,
	WRITTEN_CELLS,
	WRITTEN_OLD_CELLS,
	WRITTEN_RAW,
	WRITTEN_MARKS,
	WRITTEN_ERRORS,
	WRITTEN_REASON,
	NUM_WRITTEN
} WrittenColumn;

static Datum
array_text(Datum array)
{
	return CStringGetTextDatum(OidOutputFunctionCall(F_ARRAY_OUT, array));
}

static Datum
int64_text(int64 number)
{
	return CStringGetTextDatum(psprintf(INT64_FORMAT, number));
}

/* Sets the new contents of a row; (Datum) 0 is NULL. */
static void
fill_columns(StagedImport *import, StagedRow *row, Datum *values)
{
	Record	   *record = &row->record;
	KeptCells	kept = kept_of_record(import->map, record, true);

	memset(values, 0, NUM_WRITTEN * sizeof(Datum));
	values[WRITTEN_LINE] = int64_text(row->source.line);
	values[WRITTEN_ACTION] = CStringGetTextDatum(staged_action_word(record->action));
	if (stage_customer_id(record) != 0)
		values[WRITTEN_CUSTOMER] = int64_text(record->customer_id);
	if (record->action != RECORD_REJECT && record->ntouched > 0)
	{
		values[WRITTEN_CELLS] = array_text(stage_new_cells(import->map, record));
		if (record->matched)
			values[WRITTEN_OLD_CELLS] = array_text(stage_old_cells(import->map, record));
	}
	if (kept.raw != (Datum) 0)
		values[WRITTEN_RAW] = array_text(kept.raw);
	if (kept.marks != (Datum) 0)
		values[WRITTEN_MARKS] = CStringGetTextDatum(OidOutputFunctionCall(F_BYTEAOUT, kept.marks));
	if (record->notes != NULL)
		values[WRITTEN_ERRORS] = CStringGetTextDatum(JsonbToCString(NULL, &DatumGetJsonbP(record_notes_jsonb(record))->root, 0));
	if (record->reason != NULL)
		values[WRITTEN_REASON] = CStringGetTextDatum(record->reason);
}

/* A column of the rows as text[]. */
static Datum
column_array(Datum (*values)[NUM_WRITTEN], int nrows, WrittenColumn column)
{
	Datum	   *elements = palloc(nrows * sizeof(Datum));
	bool	   *nulls = palloc(nrows * sizeof(bool));
	int			lower = 1;

	for (int i = 0; i < nrows; i++)
	{
		elements[i] = values[i][column];
		nulls[i] = elements[i] == (Datum) 0;
	}
	return PointerGetDatum(construct_md_array(elements, nulls, 1, &nrows, &lower, TEXTOID, -1,
											  false, TYPALIGN_INT));
}

/* The lines of rows, as int8[]. */
static Datum
staged_row_lines(StagedRow **rows, int nrows)
{
	Datum	   *lines = palloc(Max(nrows, 1) * sizeof(Datum));

	for (int i = 0; i < nrows; i++)
		lines[i] = Int64GetDatum(rows[i]->source.line);
	return int8_array(lines, nrows);
}

/* Writes rows in one statement. */
static void
write_rows(StagedImport *import, StagedRow **rows, int nrows)
{
	Datum		(*values)[NUM_WRITTEN] = palloc(nrows * sizeof(*values));
	Statement	update = statement(sql_text(staged_write_sql, "write rows", NULL));
	Datum		lines = staged_row_lines(rows, nrows);
	int			scope;

	for (int i = 0; i < nrows; i++)
		fill_columns(import, rows[i], values[i]);
	statement_int8(&update, import->import_id);
	for (int i = 0; i < NUM_WRITTEN; i++)
		statement_datum(&update, TEXTARRAYOID, column_array(values, nrows, i), false);
	staged_count_changes(import, lines, -1);
	scope = settings_scope_enter();
	settings_scope_set("enable_nestloop", "off");	/* far more rows are in a range of lines than the planner expects */
	import_log_require_rows(import->import_id, nrows, statement_write(&update));
	settings_scope_leave(scope);
	staged_count_changes(import, lines, 1);
}

/* Notes customers (int8[]; 0 = none) whom other records than their own unsubscribe. */
static void
note_customers(StagedImport *import, Datum customers)
{
	Datum	   *ids;
	int			n;

	if (customers == (Datum) 0)
		return;
	ids = int8_array_elements(DatumGetArrayTypeP(customers), &n);
	for (int i = 0; i < n; i++)
		staged_note_customer(import, DatumGetInt64(ids[i]));
}

/* The same of those whom lines (int8[]) unsubscribe, as is staged now. */
static void
note_opted_out(StagedImport *import, Datum lines)
{
	if (import->assessor->hands_over)
		note_customers(import, opt_outs_customers(import->import_id, lines));
}

/* Stages what opt_outs has taken. */
static void
finish_opt_outs(StagedImport *import, OptOuts *opt_outs)
{
	opt_outs_finish(opt_outs);
	note_customers(import, opt_outs_unsubscribed(opt_outs));
}

void
staged_forget_opt_outs(StagedImport *import, Datum lines)
{
	note_opted_out(import, lines);
	opt_outs_forget(import->import_id, lines);
}

/* What the records say no beside their rows, anew. */
static void
write_opt_outs(StagedImport *import, Record **records, int nrows, Datum lines)
{
	OptOuts    *opt_outs = opt_outs_create(import->import_id, import->map, &import->options);

	staged_forget_opt_outs(import, lines);
	for (int i = 0; i < nrows; i++)
		opt_outs_take(opt_outs, records[i]);
	finish_opt_outs(import, opt_outs);
	note_opted_out(import, lines);
}

static void
on_saying_no(void *state, StagedRow **rows, int nrows)
{
	for (int i = 0; i < nrows; i++)
		opt_outs_take_again(state, &rows[i]->source);
}

void
staged_hear_opt_outs(StagedImport *import)
{
	OptOuts    *opt_outs;

	if (!opt_outs_any(import->import_id))
		return;
	opt_outs = opt_outs_create(import->import_id, import->map, &import->options);
	staged_scan(import, sql_text(staged_write_sql, "says no", NULL), 0, NULL, NULL, on_saying_no, opt_outs);
	finish_opt_outs(import, opt_outs);
}

void
staged_write(StagedImport *import, StagedRow **rows, int nrows)
{
	Record	  **records = palloc(Max(nrows, 1) * sizeof(Record *));

	for (int i = 0; i < nrows; i++)
	{
		Record	   *record = &rows[i]->record;

		records[i] = record;
		/* cells that were unknown stay unknown */
		if (!rows[i]->is_current)
			record->live_hash = kept_hash(&rows[i]->kept);
		if (record->action == RECORD_CREATE && rows[i]->action == RECORD_CREATE &&
			record->customer_id == 0 && !rows[i]->brings_id)
			record->customer_id = rows[i]->customer_id;
	}
	new_ids_assign(import->ids, records, nrows);
	for (int i = 0; i < nrows; i++)
	{
		Record	   *record = records[i];

		assess_complete(import->assessor, record);
		no_password_note_lost(import->map, record);
		staged_count(import, rows[i]->action, record->action, 1);
		staged_note_customer(import, rows[i]->customer_id);
		staged_note_customer(import, record->matched ? record->customer_id : 0);
		if (record->is_taker)
			staged_note_customer(import, record->given_by != 0 ? record->given_by
								 : record->bearers[KEY_EMAIL].first);
		import->weak_keys |= record->action == RECORD_CREATE && record->weak != NULL;
	}
	write_rows(import, rows, nrows);
	if (import->map->password >= 0)
		secrets_rewrite(import->import_id, records, nrows);
	write_opt_outs(import, records, nrows, staged_row_lines(rows, nrows));
}
