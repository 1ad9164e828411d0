/*
 * save.c
 *
 *		jsonb -> given_read() -> CsvRecord[]
 *			-> save_assess, assess_decide, duplicates_check			as import
 *			-> rows as jsonb -> merge_write.c						as merge
 *			-> notes -> ERROR or NOTICE
 *
 * Nothing is staged.  The UPDATE checks that customers still have the values that
 * the records were judged by.  If another session has changed them, the subxact
 * is rolled back and the records are judged again.
 */
#include "postgres.h"

#include "access/xact.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "field/note.h"
#include "import/assess.h"
#include "import/duplicate.h"
#include "import/erasure_check.h"
#include "import/new_ids.h"
#include "import/no_password.h"
#include "import/opt_out.h"
#include "import/stage_cells.h"
#include "merge/category_keep.h"
#include "merge/erase_guard.h"
#include "merge/key_guard.h"
#include "merge/merge_write.h"
#include "merge/restore.h"
#include "people/given.h"
#include "people/save.h"
#include "people/save_handover.h"
#include "schema/consent_log.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/int8_array.h"
#include "support/json.h"
#include "support/row_security.h"
#include "support/settings_scope.h"
#include "support/subxact.h"
#include "support/target.h"

/* Attempts before a save gives up because of other sessions. */
#define MAX_ATTEMPTS 10

/* Warnings reported one by one; the rest are only counted. */
#define MAX_NOTICES 10

typedef struct Save
{
	Jsonb	   *customers;
	const ImportOptions *options;
	bool		keep_known;
	MemoryContext context;		/* of one attempt */

	/* results of the attempt */
	FieldMap   *map;
	Record	  **records;
	int			nrecords;
	MergeRows	rows;
	bool		hands_over;		/* addresses, from one to another of the records */
	bool		opted_out;		/* somebody has, since the records were judged */
} Save;

/* ---- notes as errors and notices (field/note.h) ---- */

static const char *
note_message(const RecordNote *note)
{
	const NoteKind *kind = note_kind(note->code);

	return kind->save_message != NULL ? kind->save_message : note->message;
}

/* May be NULL. */
static const char *
note_hint(const RecordNote *note)
{
	const NoteKind *kind = note_kind(note->code);

	return kind->save_hint != NULL ? kind->save_hint : note->hint;
}

/* "Record 2, field email, value 'x' (invalid_email)." */
static char *
note_place(const Record *record, const RecordNote *note)
{
	StringInfoData place;

	initStringInfo(&place);
	appendStringInfo(&place, "Record " INT64_FORMAT, record->source->line);
	if (note->field != NULL)
		appendStringInfo(&place, ", field %s", note->field);
	if (note->value != NULL)
		appendStringInfo(&place, ", value %s", given_shown(note->value));
	appendStringInfo(&place, " (%s).", note->code);
	return place.data;
}

static void
refuse_rejected(const Record *record)
{
	const RecordNote *note = record->notes;
	const char *hint;

	while (!note->is_error)
		note = note->next;
	if (note->other_line != 0)
		ereport(ERROR,
				(errcode(note_kind(note->code)->sqlstate),
				 errmsg("two records name the same customer"),
				 errdetail("Records " INT64_FORMAT " and " INT64_FORMAT ", by %s.",
						   note->other_line, record->source->line, note->field),
				 errhint("Give each customer once.")));
	hint = note_hint(note);
	ereport(ERROR,
			(errcode(note_kind(note->code)->sqlstate),
			 errmsg("customer cannot be saved: %s", note_message(note)),
			 errdetail("%s", note_place(record, note)),
			 hint != NULL ? errhint("%s", hint) : 0));
}

/* Errors for a record that is left out: by the mode, or as its customer is deleted. */
static void
refuse_left_out(const Record *record)
{
	if (record->matched)
		ereport(ERROR,
				(errcode(ERRCODE_UNIQUE_VIOLATION),
				 errmsg("customer " INT64_FORMAT " exists already", record->customer_id),
				 errdetail("Record " INT64_FORMAT ".", record->source->line),
				 errhint("Save without mode => 'create' to update the customer.")));
	if (record->is_deleted)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("this customer was deleted"),
				 errdetail("Record " INT64_FORMAT " names a row of %s that is marked as deleted.",
						   record->source->line, get_rel_name(target_table())),
				 errhint("Remove the mark first if the person is a customer again.")));
	ereport(ERROR,
			(errcode(ERRCODE_NO_DATA_FOUND),
			 errmsg("there is no such customer"),
			 errdetail("Record " INT64_FORMAT ".", record->source->line),
			 errhint("Save without mode => 'update' to create the customer.")));
}

static void
tell_warning(const Record *record, const RecordNote *note)
{
	const char *hint = note_hint(note);

	ereport(NOTICE,
			(errmsg("%s", note_message(note)),
			 errdetail("%s", note_place(record, note)),
			 hint != NULL ? errhint("%s", hint) : 0));
}

/*
 * Errors for the first record that is rejected or excluded by the mode, or (with
 * refuse_known) whose customer exists.
 */
static void
check_verdicts(Record **records, int nrecords, bool refuse_known)
{
	for (int i = 0; i < nrecords; i++)
	{
		if (records[i]->action == RECORD_REJECT)
			refuse_rejected(records[i]);
		if (records[i]->matched ? refuse_known : records[i]->action == RECORD_EXCLUDE)
			refuse_left_out(records[i]);
	}
}

/* Reports the records' warnings as NOTICEs. */
static void
tell_warnings(Record **records, int nrecords)
{
	int			nwarnings = 0;

	for (int i = 0; i < nrecords; i++)
		for (RecordNote *note = records[i]->notes; note != NULL; note = note->next)
			if (nwarnings++ < MAX_NOTICES)
				tell_warning(records[i], note);
	if (nwarnings > MAX_NOTICES)
		ereport(NOTICE,
				(errmsg("and %d more remarks like these", nwarnings - MAX_NOTICES)));
}

/* ---- judging ---- */

static void
create_records(Save *save, const Given *given)
{
	Record	   *records = palloc0(Max(given->nrecords, 1) * sizeof(Record));

	save->map = given->map;
	save->nrecords = given->nrecords;
	save->records = palloc(Max(given->nrecords, 1) * sizeof(Record *));
	for (int i = 0; i < given->nrecords; i++)
	{
		records[i].source = record_widen(given->map, &given->records[i]);
		save->records[i] = &records[i];
	}
}

/* Decides assessed records, and checks them for duplicates. */
static void
decide_records(Save *save, Assessor *assessor)
{
	Duplicates *duplicates = duplicates_create(save->map, save->options);
	const Revision *revisions;
	int			nrevisions;

	for (int i = 0; i < save->nrecords; i++)
	{
		CHECK_FOR_INTERRUPTS();
		no_password_note(save->map, save->records[i]);
		assess_decide(assessor, save->records[i]);
		duplicates_check(duplicates, save->records[i]);
		assess_complete(assessor, save->records[i]);
	}
	revisions = duplicates_finish(duplicates, &nrevisions);
	/* of two duplicates, only the later is left out */
	for (int i = 0; i < nrevisions; i++)
	{
		const Revision *revision = &revisions[i];

		if (revision->other > revision->line)
			continue;
		duplicates_leave_out(save->records[revision->line - 1], save->options->duplicates, revision);
	}
}

/*
 * Judges the records by the current customers; errors unless all can be saved.
 * From here on no other session can take a key that no unique index guards.
 */
static void
judge(Save *save)
{
	int			scope = settings_scope_enter();
	bool		fails_known = save->options->mode == MODE_CREATE && !save->keep_known;
	Assessor   *assessor;

	key_guard_lock();
	settings_scope_pin_text();
	settings_scope_pin_probes();
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	create_records(save, given_read(save->customers, save->options));
	save->hands_over = save_assess(save->map, save->options, save->records, save->nrecords,
								   VARSIZE(save->customers), &assessor);
	decide_records(save, assessor);
	check_verdicts(save->records, save->nrecords, fails_known);
	new_ids_assign(new_ids_create(0), save->records, save->nrecords);
	check_verdicts(save->records, save->nrecords, fails_known);	/* are there ids for all? */
	PopActiveSnapshot();
	settings_scope_leave(scope);
}

/* ---- rows to be written ---- */

/* Adds a record in the form that merge_fields_given() reads. */
static void
push_row(const Save *save, const Record *record, JsonbParseState **state)
{
	json_begin(state);
	json_put_text(state, "line", psprintf(INT64_FORMAT, record->source->line));
	json_put_text(state, "customer_id", psprintf(INT64_FORMAT, record->customer_id));
	json_put_text(state, "action", record->action == RECORD_CREATE ? "create" : "update");
	json_put_text(state, "cells", OidOutputFunctionCall(F_ARRAY_OUT, stage_given_cells(save->map, record)));
	if (record->matched)
		json_put_text(state, "old_cells",
					OidOutputFunctionCall(F_ARRAY_OUT, stage_given_old_cells(save->map, record)));
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/* Collects the records that create or update a customer. */
static void
collect_rows(Save *save)
{
	JsonbParseState *state = NULL;
	Field	  **fields = palloc(Max(save->map->nfields, 1) * sizeof(Field *));
	int64		created = 0,
				changed = 0;

	for (int i = 0; i < save->map->nfields; i++)
		fields[i] = &save->map->fields[i];
	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < save->nrecords; i++)
	{
		const Record *record = save->records[i];

		created += record->action == RECORD_CREATE;
		changed += record->action == RECORD_UPDATE;
		if (record->action == RECORD_CREATE || record->action == RECORD_UPDATE)
			push_row(save, record, &state);
	}
	save->rows = merge_rows_given(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL)),
								  fields, save->map->nfields);
	save->rows.created = created;
	save->rows.changed = changed;
}

/* ---- writing ---- */

/*
 * Work for subxact_run(); false if customers have changed since they were judged, or
 * an address that they get has opted out while this waited for another session.
 */
static bool
write_rows(void *state)
{
	Save	   *save = state;
	MergeRows  *rows = &save->rows;

	if (!merge_update_customers(rows))
		return false;
	merge_check_inserted(rows, merge_insert_customers(rows));
	merge_write_groups(rows);
	if (save->options->restore_erased)
		restore_keys(rows);
	save->opted_out = erasure_check_meanwhile(save->map, save->options, save->records, save->nrecords);
	return !save->opted_out;
}

/*
 * Under REPEATABLE READ, another session may have taken a key that this
 * transaction does not see, and no unique index may exist to refuse it.
 */
static bool
is_taken_unseen(const Save *save)
{
	return IsolationUsesXactSnapshot() && merge_is_any_taken(&save->rows, save->hands_over);
}

pg_noreturn static void
refuse_concurrent(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("another session was changing the same customers"),
			 errhint("Try again.")));
}

/*
 * Writes the records; false if they must be judged again, because another session
 * has changed the customers.  An error counts as that if one of the keys is now
 * taken.
 */
static bool
try_write(Save *save)
{
	ErrorData  *error;
	int			scope;
	bool		done;

	collect_rows(save);
	if (save->rows.created + save->rows.changed == 0)
		return true;
	categories_keep(save->rows.fields.fields, save->rows.fields.nfields);
	scope = settings_scope_enter();
	settings_scope_pin_values();
	settings_scope_set("enable_seqscan", "off");
	if (!save->options->resubscribe)
		settings_scope_set_saving();
	if (is_taken_unseen(save))
		refuse_concurrent();
	if (save->hands_over)
		merge_find_handed(&save->rows);
	done = subxact_run(write_rows, save, &error);
	if (error != NULL && !merge_is_any_taken(&save->rows, save->hands_over))
		ReThrowError(error);
	if (!done && error == NULL && !save->opted_out && !merge_is_any_changed(&save->rows))
		merge_refuse_held_back(row_security_applies(REL_CUSTOMERS));
	settings_scope_leave(scope);
	if (!done && IsolationUsesXactSnapshot())
		refuse_concurrent();
	return done;
}

/* Logs the no's that change nothing: an application hands on what people say. */
static void
log_no(const Save *save)
{
	const FieldMap *map = save->map;
	Datum	   *ids = palloc(Max(save->nrecords, 1) * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < save->nrecords && map->subscribed >= 0; i++)
		if (save->records[i]->matched && opt_outs_says_no(map, save->records[i]->source))
			ids[n++] = Int64GetDatum(save->records[i]->customer_id);
	if (n > 0)
		consent_log_no(0, int8_array(ids, n), (Datum) 0, (Datum) 0);
}

/* ---- the whole ---- */

static Saved *
results(const Save *save, MemoryContext context)
{
	Saved	   *saved = MemoryContextAlloc(context, Max(save->nrecords, 1) * sizeof(Saved));

	for (int i = 0; i < save->nrecords; i++)
	{
		saved[i].customer_id = save->records[i]->customer_id;
		saved[i].is_new = save->records[i]->action == RECORD_CREATE;
	}
	return saved;
}

Saved *
save_customers(Jsonb *customers, const ImportOptions *options, bool keep_known, int *nsaved)
{
	MemoryContext caller = CurrentMemoryContext;
	Save		save = {.customers = customers, .options = options, .keep_known = keep_known};
	Saved	   *saved;
	bool		done = false;

	setup_ensure_writable();
	key_guard_lock();
	erase_guard_lock();
	save.context = AllocSetContextCreate(caller, "customers save", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(save.context);
	for (int i = 0; i < MAX_ATTEMPTS && !done; i++)
	{
		MemoryContextReset(save.context);
		save.opted_out = false;
		judge(&save);
		done = try_write(&save);
	}
	if (!done)
		refuse_concurrent();
	log_no(&save);
	tell_warnings(save.records, save.nrecords);
	saved = results(&save, caller);
	*nsaved = save.nrecords;
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(save.context);
	return saved;
}
