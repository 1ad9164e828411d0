/*
 * key_reader.c
 *
 *		CsvCell -> value_parse() (trimmed, folded, valid) -> RecordKey
 */
#include "postgres.h"

#include "field/key_fold.h"
#include "field/value_live.h"
#include "import/diff.h"
#include "import/key_reader.h"

KeyReader *
key_reader_create(const FieldMap *map)
{
	KeyReader  *reader = palloc0(sizeof(KeyReader));

	reader->map = map;
	reader->present = (map->customer_id != NULL ? 1 << KEY_CUSTOMER_ID : 0) |
		(map->identifier >= 0 ? 1 << KEY_IDENTIFIER : 0) |
		(map->email >= 0 ? 1 << KEY_EMAIL : 0);
	if (!pg_strong_random(&reader->seed, sizeof(reader->seed)))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate a random seed")));
	return reader;
}

const Field *
key_reader_field(const KeyReader *reader, KeyKind key)
{
	if (key == KEY_CUSTOMER_ID)
		return reader->map->customer_id;
	return &reader->map->fields[key_reader_index(reader, key)];
}

/* An id of another system, in a file that says nothing else of whom it means. */
static void
refuse_foreign_id(const Field *field, const CsvCell *cell, Record *record)
{
	record->keys[KEY_CUSTOMER_ID].state = KEY_BLANK;
	record->key_note = record_note(record, "unknown_customer", field->name,
								   record_clip(cell->data, cell->len),
								   "the ids of this file are those of another system, and name none of our customers",
								   "Add a column with their emails or names, or say that the ids are ours: mapping => '{\"customer_id\": \"customer_id\"}'.");
}

static void
read_key(const KeyReader *reader, const Field *field, KeyKind key, Record *record)
{
	const CsvCell *cell = record_cell(record, field);
	RecordKey  *result = &record->keys[key];
	CellValue	value = {0};

	value_parse(field, cell, &value);
	if (key == KEY_CUSTOMER_ID && reader->map->foreign_ids && value.state != VALUE_BLANK)
	{
		refuse_foreign_id(field, cell, record);
		return;
	}
	result->state = value.zero ? KEY_ZERO : value.state == VALUE_SET ? KEY_PRESENT : KEY_BLANK;
	if (result->state == KEY_PRESENT)
	{
		result->number = value.number;
		result->data = value.data;
		result->len = value.len;
		result->hash = key == KEY_CUSTOMER_ID ? (uint64) value.number
			: key_reader_hash(reader, value.data, value.len);
	}
	if (value.note != NULL && (result->state == KEY_PRESENT || key == KEY_CUSTOMER_ID))
		record->key_note = record_note(record, value.note->code, field->name,
									   record_clip(cell->data, cell->len), value.note->message, value.note->hint);
}

void
key_reader_read(const KeyReader *reader, Record **records, int nrecords)
{
	for (int key = 0; key < NUM_KEYS; key++)
	{
		const Field *field;

		if (!key_reader_has(reader, key))
			continue;
		field = key_reader_field(reader, key);
		for (int i = 0; i < nrecords; i++)
			read_key(reader, field, key, records[i]);
	}
}

void
key_reader_fold_live(KeyKind key, Datum live, const char **data, uint32 *len)
{
	if (!value_text_in_place(live, data, len))
	{
		text	   *copy = DatumGetTextPP(live);

		*data = VARDATA_ANY(copy);
		*len = VARSIZE_ANY_EXHDR(copy);
	}
	key_fold(key, data, len);
}
