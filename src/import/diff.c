/*
 * diff.c
 *
 * Cell by cell: equal to the live value, to be changed, kept by a rule, or
 * wrong.
 *
 *		cell -> letter for letter the live value?  -> nothing to do
 *			 -> value_parse -> blank, rule, consent, equal after all?
 *			 -> touched, with the old value's text
 */
#include "postgres.h"

#include "access/relation.h"
#include "mb/pg_wchar.h"
#include "utils/rel.h"

#include "field/column_default.h"
#include "field/consent_column.h"
#include "field/consent_default.h"
#include "field/consent_read.h"
#include "field/key_fold.h"
#include "field/made_cell.h"
#include "field/note.h"
#include "field/value_live.h"
#include "import/diff.h"
#include "import/name_follow.h"
#include "support/normal_form.h"
#include "support/target_rows.h"

/* Index of the field kept in a column, or -1. */
static int
field_of_column(const FieldMap *map, const char *column)
{
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].column != NULL && map->fields[i].kind != FIELD_ATTRIBUTE &&
			strcmp(map->fields[i].column, column) == 0)
			return i;
	return -1;
}

/* Is it to be filled, and may it be 0 or false by default? */
static bool
fills_zero(const Field *field)
{
	return field->rule == RULE_FILL &&
		(field->kind == FIELD_BOOLEAN || field->kind == FIELD_INTEGER || field->kind == FIELD_NUMBER);
}

/*
 * Finds the NOT NULL columns, and those among them without a default, for which a
 * new customer must have a value; and those to be filled that are 0 or false by default.
 */
static void
load_columns(Differ *differ)
{
	Target		customers = target_open();
	Relation	rel = customers.relation;
	TupleDesc	desc = RelationGetDescr(rel);

	differ->respells = customers.is_ours;
	differ->required = palloc0(Max(differ->map->nfields, 1) * sizeof(bool));
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		const char *name;
		int			field;

		if (attribute->attisdropped || attribute->attgenerated != '\0')
			continue;
		name = target_name(&customers, attribute->attnum);
		field = name == NULL ? -1 : field_of_column(differ->map, name);
		if (field >= 0 && fills_zero(&differ->map->fields[field]))
			differ->map->fields[field].zero_by_default = column_default_is_zero(rel, attribute->attnum);
		if (!column_refuses_null(attribute))
			continue;
		if (field >= 0)
			differ->map->fields[field].not_null = true;
		if (column_default_fills(rel, attribute->attnum) ||
			target_rows_default(&customers, attribute->attnum) != InvalidAttrNumber)
			continue;
		if (field >= 0)
			differ->required[field] = true;
		else if (name == NULL || strcmp(name, "customer_id") != 0)
			differ->missing = lappend(differ->missing, pstrdup(NameStr(attribute->attname)));
	}
	target_close(&customers);
	differ->subscribed_default = consent_default();
	differ->nothing_by_default = consent_default_is_nothing();
}

/* How each field's cells are to be read. */
static uint8 *
find_readings(const FieldMap *map)
{
	uint8	   *readings = palloc0(Max(map->nfields, 1));

	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];

		if (field->kind == FIELD_GROUPS || !field_in_file(field))
			continue;
		readings[i] = value_is_free_text(field) ? CELL_TEXT : CELL_PARSED;
	}
	return readings;
}

Differ *
differ_create(FieldMap *map, const ImportOptions *options)
{
	Differ	   *differ = palloc0(sizeof(Differ));

	differ->map = map;
	differ->options = options;
	differ->readings = find_readings(map);
	load_columns(differ);
	differ->max_typed = CSV_BATCH_RECORDS;
	differ->typed = palloc(differ->max_typed * sizeof(TypedCell));
	return differ;
}

char *
record_said(const Record *record, const Field *field)
{
	const CsvCell *cell;

	if (!field_in_file(field) || field->kind == FIELD_PASSWORD)
		return NULL;
	cell = field->nconsent > 1 ? consent_deciding_cell(field, record->source)
		: record_cell(record, field);
	return record_clip(cell->data, cell->len);
}

bool
diff_skips(const Differ *differ, const Record *record, const Field *field)
{
	bool		has_other = record->keys[KEY_CUSTOMER_ID].state == KEY_PRESENT ||
		record->keys[KEY_IDENTIFIER].state == KEY_PRESENT;

	return differ->options->invalid == INVALID_SKIP && field->kind != FIELD_IDENTIFIER &&
		(field->kind != FIELD_EMAIL || has_other);
}

static void
note_required(Record *record, const Field *field)
{
	record_note(record, "required", field->name, NULL,
				"every customer must have a value here", "Fill it in.");
}

/*
 * What is wrong with a cell becomes the record's, or the record is taken without
 * it (true); a password is never quoted.
 */
static bool
note_cell(const Differ *differ, Record *record, int i, const CellValue *value)
{
	const Field *field = &differ->map->fields[i];
	bool		skipped = value->state == VALUE_ERROR && diff_skips(differ, record, field);

	record_note_as(record, note_kind(value->note->code)->is_error && !skipped, value->note->code, field->name,
				   record_said(record, field), value->note->message, value->note->hint);
	return skipped;
}

static void
remember_typed(Differ *differ, Record *record, int field)
{
	if (differ->ntyped == differ->max_typed)
	{
		differ->max_typed *= 2;
		differ->typed = repalloc_huge(differ->typed, differ->max_typed * sizeof(TypedCell));
	}
	differ->typed[differ->ntyped].record = record;
	differ->typed[differ->ntyped++].field = field;
}

/*
 * Is there a live value that the rule fill leaves alone?  0 and false are none where
 * the column has them without anybody's saying so; who is unsubscribed has said it.
 */
static bool
is_filled(const Differ *differ, int i, Datum live, bool isnull)
{
	const Field *field = &differ->map->fields[i];

	if (value_live_is_empty(field, live, isnull))
		return false;
	return !field->zero_by_default || i == differ->map->subscribed || !value_live_is_zero(field, live);
}

/* Does the field's rule leave the live value alone? */
static bool
rule_keeps(const Differ *differ, int i, Datum live, bool isnull)
{
	FieldRule	rule = differ->map->fields[i].rule;

	return rule == RULE_KEEP || (rule == RULE_FILL && is_filled(differ, i, live, isnull));
}

/* Consent gets stricter, not looser: is this cell a resubscription? */
static bool
resubscribes(const Differ *differ, int i, const CellValue *value, Datum live, bool isnull)
{
	return i == differ->map->subscribed && !differ->options->resubscribe &&
		value->number != 0 && !isnull && !DatumGetBool(live);
}

/* Is a live key the same as a value, when it is folded as that is? */
static bool
same_key(KeyKind key, const CellValue *value, Datum live)
{
	text	   *raw;
	const char *data;
	uint32		len;

	if (value_text_equals(live, value->data, value->len))
		return true;
	raw = DatumGetTextPP(live);
	data = VARDATA_ANY(raw);
	len = VARSIZE_ANY_EXHDR(raw);
	key_fold(key, &data, &len);
	return value->len == len && memcmp(value->data, data, len) == 0;
}

static inline bool
is_free_text(const Field *field)
{
	return field->kind == FIELD_TEXT || field->kind == FIELD_ATTRIBUTE;
}

/*
 * Does the live text look the same as a value that has other bytes?  Then it stays:
 * nobody could see what would change.
 */
static bool
looks_the_same(const CellValue *value, Datum live)
{
	text	   *raw = DatumGetTextPP(live);
	const char *data = VARDATA_ANY(raw);
	uint32		len = VARSIZE_ANY_EXHDR(raw);
	const char *written = value->data;
	uint32		written_len = value->len;

	if (GetDatabaseEncoding() != PG_UTF8 ||
		(normal_form_is_ascii(data, len) && normal_form_is_ascii(written, written_len)))
		return false;
	normal_form_spell(&data, &len);
	normal_form_spell(&written, &written_len);
	return len == written_len && memcmp(data, written, len) == 0;
}

/* Free text is stored in Unicode's normal form C. */
static inline void
compose_text(const Record *record, const Field *field, CellValue *value)
{
	if (!record->source->composed && value->state == VALUE_SET && is_free_text(field))
		normal_form_compose(&value->data, &value->len);
}

/* Does a parsed value equal the live one? */
static bool
same_value(const Field *field, const CellValue *value, Datum live, bool isnull)
{
	if (value->state == VALUE_CLEAR)
		return value_live_is_empty(field, live, isnull);
	if (field->kind == FIELD_IDENTIFIER || field->kind == FIELD_EMAIL)
		return !isnull && same_key(field->kind == FIELD_EMAIL ? KEY_EMAIL : KEY_IDENTIFIER,
								   value, live);
	if (field->kind == FIELD_PASSWORD)
		return !isnull && value_verify_password(value, value_live_text(field, live, isnull));
	return value_equals(field, value, live, isnull) ||
		(!isnull && is_free_text(field) && looks_the_same(value, live));
}

/* Changes a field of the live row to a value. */
static void
touch(Differ *differ, Record *record, int i, const CellValue *value, Datum live, bool isnull)
{
	CellChange *change = &record_changes(record, differ->map->nfields)[i];

	change->touched = true;
	change->value = *value;
	change->old = value_live_text(&differ->map->fields[i], live, isnull);
	record->ntouched++;
}

/* One cell that is not letter for letter the live value. */
static void
diff_cell(Differ *differ, Record *record, int i, Datum live, bool isnull)
{
	const Field *field = &differ->map->fields[i];
	CellValue	value = {0};

	if (rule_keeps(differ, i, live, isnull) ||
		(field->made != NULL && made_cell_fills(field->made, record->source->cells) && is_filled(differ, i, live, isnull)))
	{
		record->keeps_password |= field->kind == FIELD_PASSWORD;
		return;
	}
	record_read_value(record, field, &value);
	if (value.note != NULL)
		(void) note_cell(differ, record, i, &value);
	if (value.state == VALUE_BLANK || value.state == VALUE_ERROR)
		return;
	if (same_value(field, &value, live, isnull))
		return;
	if (resubscribes(differ, i, &value, live, isnull))
	{
		record_note(record, "consent_kept", field->name, record_said(record, field),
					"the customer is unsubscribed and stays so",
					"Import with resubscribe => true if this person asked for it.");
		return;
	}
	compose_text(record, field, &value);
	touch(differ, record, i, &value, live, isnull);
	if (field_has_type_functions(field) && value.state == VALUE_SET)
		remember_typed(differ, record, i);
}

/*
 * Stores an unfolded live key folded, if the row is written anyway.  Such a key was
 * written while our triggers were disabled; an adopted table has keys as its
 * application writes them.
 */
static void
respell_key(Differ *differ, Record *record, KeyKind key, int i, const LiveRow *row)
{
	const RecordKey *own = &record->keys[key];
	CellValue	value = {.state = VALUE_SET, .data = own->data, .len = own->len};

	if (!differ->respells || i < 0 || own->state != KEY_PRESENT || row->isnull[i] ||
		differ->map->fields[i].rule == RULE_KEEP || record->changes[i].touched ||
		value_text_equals(row->values[i], own->data, own->len) ||
		!same_key(key, &value, row->values[i]))
		return;
	touch(differ, record, i, &value, row->values[i], false);
	record->changes[i].respelled = true;
}

/* Leaves unfolded keys alone if nothing else of the row is written. */
static void
drop_respelled_keys(Differ *differ, Record *record)
{
	int			nrespelled = 0;

	for (int i = 0; i < differ->map->nfields; i++)
		nrespelled += record->changes[i].respelled && record->changes[i].touched;
	if (nrespelled < record->ntouched)
		return;
	for (int i = 0; i < differ->map->nfields; i++)
		record->changes[i].touched = false;
	record->ntouched = 0;
}

void
diff_take_back(Differ *differ, Record *record, int field)
{
	record->changes[field].touched = false;
	record->ntouched--;
	if (record->ntouched > 0)
		drop_respelled_keys(differ, record);
}

/*
 * Will the record be staged, so that a correction may need to know whether the
 * row has changed since?  An id that is not the row's is noted later.
 */
static bool
may_be_staged(const Differ *differ, const Record *record, const LiveRow *row)
{
	const RecordKey *id = &record->keys[KEY_CUSTOMER_ID];

	return record->ntouched > 0 || record->notes != NULL || differ->map->groups >= 0 ||
		differ->hashes_all || (id->state == KEY_PRESENT && id->number != row->customer_id);
}

/* Leaves the first and last name of a known customer alone, where the file has whole names. */
static void
keep_names(Differ *differ, Record *record, const LiveRow *row)
{
	int			first,
				last;

	if (!name_keeps_parts(differ->map, record, row, &first, &last))
		return;
	if (record->changes[first].touched)
		diff_take_back(differ, record, first);
	if (record->changes[last].touched)
		diff_take_back(differ, record, last);
}

void
diff_record(Differ *differ, Record *record, const LiveRow *row)
{
	const FieldMap *map = differ->map;
	int			subscribed = map->subscribed;

	record->was_subscribed = subscribed >= 0 && !row->isnull[subscribed] && DatumGetBool(row->values[subscribed]);
	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];

		if (differ->readings[i] == CELL_PASSED_BY)
			continue;
		if (!value_cell_is_live(field, record_cell(record, field), row->values[i], row->isnull[i]))
			diff_cell(differ, record, i, row->values[i], row->isnull[i]);
	}
	if (record->ntouched > 0)
	{
		name_follow(map, record, row);
		keep_names(differ, record, row);
		respell_key(differ, record, KEY_IDENTIFIER, map->identifier, row);
		respell_key(differ, record, KEY_EMAIL, map->email, row);
	}
	if (may_be_staged(differ, record, row))
		record->live_hash = diff_live_hash(map, row);
}

void
diff_forget(Differ *differ, Record *record)
{
	int			kept = 0;

	for (int i = 0; i < differ->ntyped; i++)
		if (differ->typed[i].record != record)
			differ->typed[kept++] = differ->typed[i];
	differ->ntyped = kept;
	record->changes = NULL;
	record->ntouched = 0;
	record->keeps_password = false;
	record->live_hash = 0;
	record->last_note = record->key_note;
	record->has_error = false;
	if (record->key_note == NULL)
		record->notes = NULL;
	else
		record->key_note->next = NULL;
	for (RecordNote *note = record->notes; note != NULL; note = note->next)
		record->has_error |= note->is_error;
}

/* Any number; the hash is only ever compared with others of its kind. */
#define LIVE_HASH_SEED {UINT64CONST(0x9e3779b97f4a7c15), UINT64CONST(0xbf58476d1ce4e5b9)}

/* 0 is for none. */
static uint32
fold_hash(const Hash128 *hash)
{
	uint32		folded = (uint32) (hash->lo ^ (hash->lo >> 32));

	return folded == 0 ? 1 : folded;
}

uint32
diff_live_hash(const FieldMap *map, const LiveRow *row)
{
	Hash128		hash = LIVE_HASH_SEED;

	for (int i = 0; i < map->nfields; i++)
		if (field_in_file(&map->fields[i]))
			value_hash_live(&hash, &map->fields[i], row->values[i], row->isnull[i]);
	return fold_hash(&hash);
}

uint32
diff_same_hash(const FieldMap *map, const Record *record)
{
	Hash128		hash = LIVE_HASH_SEED;

	for (int i = 0; i < map->nfields; i++)
	{
		CellValue	value = {0};

		if (map->fields[i].kind == FIELD_GROUPS || !field_in_file(&map->fields[i]))
			continue;
		record_read_value(record, &map->fields[i], &value);
		value_hash(&hash, &map->fields[i], &value);
	}
	return fold_hash(&hash);
}

/* Columns that a new customer must have, and for which the file has none. */
static void
note_missing(Differ *differ, Record *record)
{
	ListCell   *lc;

	foreach(lc, differ->missing)
		record_note(record, "required", lfirst(lc), NULL,
					"every customer must have a value here, and the file has no column for it",
					"Add the column, or give it a default in the table.");
}

/*
 * Sets the consent of a new customer whose record has none: unsubscribed if other
 * records may subscribe, or if the column of consent is unclear; else the default, which
 * is left to the table if it is neither a yes nor a no.
 */
static void
give_consent(Differ *differ, Record *record)
{
	const FieldMap *map = differ->map;
	CellChange *change;
	bool		no;

	if (map->by_names || map->subscribed < 0 || (map->nconsent == 0 && !map->consent_unclear))
		return;
	change = &record->changes[map->subscribed];
	if (change->touched || (change->value.state == VALUE_ERROR && record->has_error))
		return;
	no = map->consent_unclear || change->value.note != NULL ||
		consent_may_say_yes(&map->fields[map->subscribed]);
	record->by_default = !no;
	if (!no && differ->nothing_by_default)
		return;
	record_impose(change, !no && differ->subscribed_default);
	record->ntouched++;
}

/* Takes a text as nearly all are, of no other meaning; false if it must be parsed. */
static inline bool
take_text(const Field *field, const CsvCell *cell, CellChange *change)
{
	if (cell->canonical || !cell_gate_passes(field->gate, cell->data, cell->len))
		return false;
	change->touched = true;
	change->value.state = VALUE_SET;
	change->value.data = cell->data;
	change->value.len = cell->len;
	return true;
}

void
diff_new_record(Differ *differ, Record *record)
{
	const FieldMap *map = differ->map;
	CellChange *changes = record_changes(record, map->nfields);
	bool		composed = record->source->composed;

	note_missing(differ, record);

	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];
		CellChange *change = &changes[i];

		if (differ->readings[i] == CELL_PASSED_BY)
			continue;
		if (composed && differ->readings[i] == CELL_TEXT &&
			take_text(field, record_cell(record, field), change))
		{
			record->ntouched++;
			continue;
		}
		record_read_value(record, field, &change->value);
		if (change->value.note != NULL &&
			note_cell(differ, record, i, &change->value) && differ->required[i])
			note_required(record, field);
		if (change->value.state == VALUE_SET)
		{
			compose_text(record, field, &change->value);
			change->touched = true;
			record->ntouched++;
			if (field_has_type_functions(field))
				remember_typed(differ, record, i);
		}
		else if (change->value.state != VALUE_ERROR && differ->required[i])
			note_required(record, field);
	}
	give_consent(differ, record);
	name_note_split(map, record);
}

/* After its type's functions: an error, the live value after all, or a change. */
static void
settle_typed(Differ *differ, Record *record, int i)
{
	CellChange *change = &record->changes[i];

	if (change->value.state == VALUE_ERROR)
	{
		if (note_cell(differ, record, i, &change->value) && !record->matched && differ->required[i])
			note_required(record, &differ->map->fields[i]);
	}
	else if (change->old == NULL || strlen(change->old) != change->value.len ||
			 memcmp(change->old, change->value.data, change->value.len) != 0)
		return;
	diff_take_back(differ, record, i);
}

void
diff_finish_typed(Differ *differ)
{
	CellValue **values;
	int64	   *lines;

	if (differ->ntyped == 0)
		return;
	values = palloc(differ->ntyped * sizeof(CellValue *));
	lines = palloc(differ->ntyped * sizeof(int64));
	for (int i = 0; i < differ->map->nfields; i++)
	{
		int			nvalues = 0;

		if (!field_has_type_functions(&differ->map->fields[i]))
			continue;
		for (int j = 0; j < differ->ntyped; j++)
			if (differ->typed[j].field == i)
			{
				lines[nvalues] = differ->typed[j].record->source->line;
				values[nvalues++] = &differ->typed[j].record->changes[i].value;
			}
		value_check_typed(&differ->map->fields[i], values, lines, nvalues);
	}
	for (int j = 0; j < differ->ntyped; j++)
		settle_typed(differ, differ->typed[j].record, differ->typed[j].field);
	differ->ntyped = 0;
}
