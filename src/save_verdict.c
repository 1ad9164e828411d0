/*
 * save_verdict.c
 *
 *		RecordNote -> ERROR by the kind of the note's code, or NOTICE
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "save_verdict.h"

/* More warnings than that are only counted. */
#define MAX_NOTICES 10

/* The SQLSTATE of each kind of note; of all others, an invalid text. */
static const struct
{
	const char *code;
	int			sqlstate;
}			note_sqlstates[] = {
	{"no_key", ERRCODE_NOT_NULL_VIOLATION},
	{"required", ERRCODE_NOT_NULL_VIOLATION},
	{"not_clearable", ERRCODE_NOT_NULL_VIOLATION},
	{"unknown_customer", ERRCODE_NO_DATA_FOUND},
	{"unknown_group", ERRCODE_UNDEFINED_OBJECT},
	{"ambiguous_match", ERRCODE_UNIQUE_VIOLATION},
	{"key_taken", ERRCODE_UNIQUE_VIOLATION},
	{"duplicate_in_file", ERRCODE_CARDINALITY_VIOLATION},
	{"known_customer", ERRCODE_UNIQUE_VIOLATION},
	{"check_violation", ERRCODE_CHECK_VIOLATION},
	{"foreign_key_violation", ERRCODE_FOREIGN_KEY_VIOLATION},
	{"erased", ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE},
	{"too_long", ERRCODE_STRING_DATA_RIGHT_TRUNCATION},
	{"out_of_range", ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE}
};

static int
sqlstate_of(const char *code)
{
	for (int i = 0; i < (int) lengthof(note_sqlstates); i++)
		if (strcmp(note_sqlstates[i].code, code) == 0)
			return note_sqlstates[i].sqlstate;
	return ERRCODE_INVALID_TEXT_REPRESENTATION;
}

/* "Record 2, field email, value 'x'." */
static char *
note_place(const Record *record, const RecordNote *note)
{
	StringInfoData place;

	initStringInfo(&place);
	appendStringInfo(&place, "Record " INT64_FORMAT, record->source->line);
	if (note->field != NULL)
		appendStringInfo(&place, ", field %s", note->field);
	if (note->value != NULL)
		appendStringInfo(&place, ", value %s", quote_literal_cstr(note->value));
	appendStringInfoString(&place, psprintf(" (%s).", note->code));
	return place.data;
}

static void
refuse_rejected(const Record *record)
{
	const RecordNote *note = record->notes;

	while (!note->is_error)
		note = note->next;
	if (note->other_line != 0)
		ereport(ERROR,
				(errcode(sqlstate_of(note->code)),
				 errmsg("two records name the same customer"),
				 errdetail("Records " INT64_FORMAT " and " INT64_FORMAT ", by %s.",
						   note->other_line, record->source->line, note->field),
				 errhint("Give each customer once.")));
	ereport(ERROR,
			(errcode(sqlstate_of(note->code)),
			 errmsg("customer cannot be saved: %s", note->message),
			 errdetail("%s", note_place(record, note))));
}

/* A record that mode does not want. */
static void
refuse_left_out(const Record *record)
{
	if (record->matched)
		ereport(ERROR,
				(errcode(sqlstate_of("known_customer")),
				 errmsg("customer " INT64_FORMAT " exists already", record->customer_id),
				 errdetail("Record " INT64_FORMAT ".", record->source->line),
				 errhint("Save without mode => 'create' to update the customer.")));
	ereport(ERROR,
			(errcode(sqlstate_of("unknown_customer")),
			 errmsg("there is no such customer"),
			 errdetail("Record " INT64_FORMAT ".", record->source->line),
			 errhint("Save without mode => 'update' to create the customer.")));
}

static void
tell_warnings(Record **records, int nrecords)
{
	int			nwarnings = 0;

	for (int i = 0; i < nrecords; i++)
		for (RecordNote *note = records[i]->notes; note != NULL; note = note->next)
			if (nwarnings++ < MAX_NOTICES)
				ereport(NOTICE,
						(errmsg("%s", note->message),
						 errdetail("%s", note_place(records[i], note))));
	if (nwarnings > MAX_NOTICES)
		ereport(NOTICE,
				(errmsg("and %d more remarks like these", nwarnings - MAX_NOTICES)));
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
	tell_warnings(records, nrecords);
}
