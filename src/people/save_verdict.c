/*
 * save_verdict.c
 *
 *		RecordNote -> ERROR or NOTICE, as the table of kinds has it (field/note.c)
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/note.h"
#include "people/given.h"
#include "people/save_verdict.h"

/* More warnings than that are only counted. */
#define MAX_NOTICES 10

static const char *
note_message(const RecordNote *note)
{
	const NoteKind *kind = note_kind(note->code);

	return kind->save_message != NULL ? kind->save_message : note->message;
}

/* What to do, or NULL if there is nothing to say. */
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

/* A record that mode does not want. */
static void
refuse_left_out(const Record *record)
{
	if (record->matched)
		ereport(ERROR,
				(errcode(ERRCODE_UNIQUE_VIOLATION),
				 errmsg("customer " INT64_FORMAT " exists already", record->customer_id),
				 errdetail("Record " INT64_FORMAT ".", record->source->line),
				 errhint("Save without mode => 'create' to update the customer.")));
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

void
save_check_verdicts(Record **records, int nrecords, bool refuse_known)
{
	for (int i = 0; i < nrecords; i++)
	{
		if (records[i]->action == RECORD_REJECT)
			refuse_rejected(records[i]);
		if (records[i]->matched ? refuse_known : records[i]->action == RECORD_EXCLUDE)
			refuse_left_out(records[i]);
	}
}

void
save_tell_warnings(Record **records, int nrecords)
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
