/*
 * save_verdict.c
 *
 *		RecordNote -> ERROR by the kind of the note's code, or NOTICE
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "people/given.h"
#include "people/save_verdict.h"

/* More warnings than that are only counted. */
#define MAX_NOTICES 10

/*
 * What an application is told of each kind of note.  A note's own message is of
 * a file: "what is wrong: what to do"; where the second half is of cells and
 * files, or there is none, the hint here takes its place.  WHOLE: the message
 * is one sentence, though it holds a colon.
 */
#define WHOLE ""

typedef struct NoteKind
{
	const char *code;
	int			sqlstate;
	const char *problem;		/* NULL: as the message says */
	const char *hint;			/* NULL: as the message says */
} NoteKind;

static const NoteKind note_kinds[] = {
	{"no_key", ERRCODE_NOT_NULL_VIOLATION,
		"no customer_id, identifier or email says who it is",
	"Give one of them; \"customer_id\": 0 creates a customer without any."},
	{"required", ERRCODE_NOT_NULL_VIOLATION,
	"every customer must have a value here", "Give one."},
	{"not_clearable", ERRCODE_NOT_NULL_VIOLATION, NULL,
	"Give a value, or leave the key out to keep the present one."},
	{"unknown_customer", ERRCODE_NO_DATA_FOUND, NULL,
	"Correct the id, leave it out for a new customer, or save with unknown_ids => 'create' to keep it."},
	{"unknown_group", ERRCODE_UNDEFINED_OBJECT, NULL,
	"Create it, correct its name, or save with unknown_groups => 'create'."},
	{"ambiguous_match", ERRCODE_UNIQUE_VIOLATION, NULL, "Correct one of them, or leave it out."},
	{"key_taken", ERRCODE_UNIQUE_VIOLATION, NULL, "Add this key to match_by, or correct it."},
	{"duplicate_in_file", ERRCODE_CARDINALITY_VIOLATION, NULL, NULL},
	{"check_violation", ERRCODE_CHECK_VIOLATION, NULL, WHOLE},
	{"foreign_key_violation", ERRCODE_FOREIGN_KEY_VIOLATION, NULL, WHOLE},
	{"invalid_value", ERRCODE_INVALID_TEXT_REPRESENTATION, NULL, WHOLE},
	{"erased", ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "this person was erased",
	"Save with restore_erased => true if the person asks to be a customer again."},
	{"too_long", ERRCODE_STRING_DATA_RIGHT_TRUNCATION, NULL, NULL},
	{"out_of_range", ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, NULL, NULL},
	{"consent_kept", 0, NULL, "Save with resubscribe => true if the person asked for it."},
	{"group_rejected", 0, "the customer was taken out of this group by hand, and stays out",
	"customers_group_assign() puts the customer into it again."},
	{"new_without_key", 0, NULL, "Only the customer_id finds this customer."}
};

/* All other kinds are texts that are no value of their field. */
static const NoteKind other_kind = {NULL, ERRCODE_INVALID_TEXT_REPRESENTATION, NULL, NULL};

static const NoteKind *
kind_of(const RecordNote *note)
{
	for (int i = 0; i < (int) lengthof(note_kinds); i++)
		if (strcmp(note_kinds[i].code, note->code) == 0)
			return &note_kinds[i];
	return &other_kind;
}

/* Where the second half of a note's message begins, with its separator. */
static const char *
second_half(const RecordNote *note, const NoteKind *kind)
{
	const char *rest = strpbrk(note->message, ":;");

	if (rest == NULL || rest[1] != ' ' || (kind->hint != NULL && kind->hint[0] == '\0'))
		return note->message + strlen(note->message);
	return rest;
}

static const char *
note_problem(const RecordNote *note)
{
	const NoteKind *kind = kind_of(note);

	if (kind->problem != NULL)
		return kind->problem;
	return pnstrdup(note->message, second_half(note, kind) - note->message);
}

/* A sentence of what to do, or NULL if there is none. */
static const char *
note_hint(const RecordNote *note)
{
	const NoteKind *kind = kind_of(note);
	const char *rest = second_half(note, kind);
	char	   *hint;

	if (kind->hint != NULL && kind->hint[0] != '\0')
		return kind->hint;
	if (*rest == '\0')
		return NULL;
	hint = psprintf("%s.", rest + 2);
	hint[0] = pg_toupper((unsigned char) hint[0]);
	return hint;
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
				(errcode(kind_of(note)->sqlstate),
				 errmsg("two records name the same customer"),
				 errdetail("Records " INT64_FORMAT " and " INT64_FORMAT ", by %s.",
						   note->other_line, record->source->line, note->field),
				 errhint("Give each customer once.")));
	hint = note_hint(note);
	ereport(ERROR,
			(errcode(kind_of(note)->sqlstate),
			 errmsg("customer cannot be saved: %s", note_problem(note)),
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
			(errmsg("%s", note_problem(note)),
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
