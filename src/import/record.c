/*
 * record.c
 *
 * The small operations on a record: notes, and the array of its changes.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "field/made_cell.h"
#include "field/note.h"
#include "import/record.h"
#include "support/json.h"

/*
 * Adds a note at the end of the record's list, in the current context, which
 * must be the batch's.  The strings are kept as they are, not copied.  An error
 * rejects the record.
 */
RecordNote *
record_note_as(Record *record, bool is_error, const char *code, const char *field,
			   const char *value, const char *message, const char *hint)
{
	RecordNote *note = palloc(sizeof(RecordNote));

	if (record->notes == NULL)
		record->notes = note;
	else
		record->last_note->next = note;
	record->last_note = note;
	note->next = NULL;
	note->field = field;
	note->value = value;
	note->code = code;
	note->message = message;
	note->hint = hint;
	note->is_error = is_error;
	note->other_line = 0;
	record->has_error |= is_error;
	return note;
}

/* The same; the kind of note decides whether it is an error. */
RecordNote *
record_note(Record *record, const char *code, const char *field, const char *value,
			const char *message, const char *hint)
{
	return record_note_as(record, note_kind(code)->is_error, code, field, value, message, hint);
}

bool
record_is_standing(const Record *record)
{
	if (record->action != RECORD_UNCHANGED || record->notes == NULL)
		return false;
	for (const RecordNote *note = record->notes; note != NULL; note = note->next)
		if (!note_kind(note->code)->is_standing)
			return false;
	return true;
}

/* A cell as a string, clipped at a character boundary to RECORD_CLIP bytes. */
char *
record_clip(const char *data, uint32 len)
{
	if (len <= RECORD_CLIP)
		return pnstrdup(data, len);
	return psprintf("%.*s...", pg_mbcliplen(data, len, RECORD_CLIP), data);
}

bool
record_fits(const CsvRecord *record, int ncolumns)
{
	if (record->ncells < ncolumns || record->defect != CSV_SOUND)
		return false;
	for (int i = ncolumns; i < record->ncells; i++)
		if (!record_cell_is_empty(&record->cells[i]))
			return false;
	return true;
}

/* The record's changes, zeroed at the first call. */
CellChange *
record_changes(Record *record, int nfields)
{
	if (record->changes == NULL)
		record->changes = palloc0(Max(nfields, 1) * sizeof(CellChange));
	return record->changes;
}

void
record_impose(CellChange *change, bool yes)
{
	change->touched = true;
	change->imposed = true;
	change->value.state = VALUE_SET;
	change->value.number = yes;
	change->value.data = yes ? "true" : "false";
	change->value.len = strlen(change->value.data);
}

/* The notes as customer_import_rows.errors holds them: an array of objects. */
Datum
record_notes_jsonb(const Record *record)
{
	JsonbParseState *state = NULL;
	JsonbValue *array;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (RecordNote *note = record->notes; note != NULL; note = note->next)
	{
		json_begin(&state);
		json_put_text(&state, "field", note->field);
		json_put_text(&state, "value", note->value);
		json_put_text(&state, "code", note->code);
		json_put_text(&state, "message", note->message);
		json_put_text(&state, "hint", note->hint);
		json_put_text(&state, "severity", note_severity(note->is_error));
		if (note->other_line != 0)
			json_put_int8(&state, "other_line", note->other_line);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	array = pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(array));
}

const CsvRecord *
record_widen(const FieldMap *map, const CsvRecord *source)
{
	CsvRecord  *wider;

	if ((map->nset == 0 && map->nmade == 0) || !record_fits(source, map->ncolumns))
		return source;
	wider = palloc(sizeof(CsvRecord));
	*wider = *source;
	wider->ncells = map->ncolumns;
	wider->composed = false;
	wider->cells = palloc((map->ncolumns + map->nset + map->nmade) * sizeof(CsvCell));
	memcpy(wider->cells, source->cells, map->ncolumns * sizeof(CsvCell));
	memcpy(wider->cells + map->ncolumns, map->set, map->nset * sizeof(CsvCell));
	for (int i = 0; i < map->nmade; i++)
		wider->cells[map->ncolumns + map->nset + i] = made_cell(&map->made[i], source->cells);
	return wider;
}
