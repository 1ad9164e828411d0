/*
 * name_follow.c
 *
 *		names of the live row -> with the record's changes
 *			-> first or last changed: the name follows, or is noted
 *		records that change the name alone -> names of their customers
 *			-> noted if first and last stay behind
 */
#include "postgres.h"

#include "field/made_cell.h"
#include "field/person_name.h"
#include "field/value_live.h"
#include "import/name_follow.h"
#include "import/person.h"

static bool
is_touched(const Record *record, int field)
{
	return record->changes != NULL && record->changes[field].touched;
}

static const char *
live_name(const FieldMap *map, int field, const LiveRow *row)
{
	return value_live_text(&map->fields[field], row->values[field], row->isnull[field]);
}

/* As it will be after the merge; NULL for none. */
static const char *
new_name(const FieldMap *map, int field, const Record *record, const LiveRow *row)
{
	const CellValue *value;

	if (!is_touched(record, field))
		return live_name(map, field, row);
	value = &record->changes[field].value;
	return value->state == VALUE_SET ? pnstrdup(value->data, value->len) : NULL;
}

/* Does the record itself say what the name is? */
static bool
says_name(const FieldMap *map, const Record *record)
{
	const Field *field = &map->fields[map->names.name];
	CellValue	value = {0};

	if (is_touched(record, map->names.name))
		return true;
	if (!field_in_file(field))
		return false;
	value_parse(field, &record->source->cells[field->file_column], &value);
	return value.state != VALUE_BLANK;
}

/* Changes the name to a text; false if it cannot be that. */
static bool
change_name(const FieldMap *map, Record *record, const LiveRow *row, const char *text)
{
	int			name = map->names.name;
	const Field *field = &map->fields[name];
	CellChange *change = &record->changes[name];
	uint32		len = strlen(text);

	if (field->rule != RULE_OVERWRITE || !value_text_fits(field, text, len) ||
		(len == 0 && field->not_null))
		return false;
	change->touched = true;
	change->imposed = true;
	change->value = (CellValue) {.state = len == 0 ? VALUE_CLEAR : VALUE_SET, .data = text, .len = len};
	change->old = live_name(map, name, row);
	record->ntouched++;
	return true;
}

static void
note_name_stays(const FieldMap *map, Record *record, const PersonName *after, const char *joined)
{
	record_note(record, "name_differs", map->fields[map->names.name].name,
				record_clip(after->name, strlen(after->name)),
				psprintf("the name stays as it is, though the first and last name are \"%s\" now",
						 field_clip_word(joined)),
				"Correct the name as well, or clear it: without one, the first and last name are shown.");
}

/* First or last name has changed. */
static void
follow(const FieldMap *map, Record *record, const LiveRow *row, const PersonName *before,
	   const PersonName *after)
{
	const char *joined = person_name_join(after);

	if (after->name == NULL || after->name[0] == '\0' || strcmp(after->name, joined) == 0)
		return;
	if (!person_name_is_joined(before) || !change_name(map, record, row, joined))
		if (!person_name_fits(after))
			note_name_stays(map, record, after, joined);
}

void
name_follow(const FieldMap *map, Record *record, const LiveRow *row)
{
	const NameFields *names = &map->names;
	PersonName	before,
				after;

	if (names->first < 0 || says_name(map, record) ||
		(!is_touched(record, names->first) && !is_touched(record, names->last)))
		return;
	before = (PersonName) {
		live_name(map, names->name, row), live_name(map, names->first, row), live_name(map, names->last, row)
	};
	after = (PersonName) {
		before.name, new_name(map, names->first, record, row), new_name(map, names->last, record, row)
	};
	follow(map, record, row, &before, &after);
}

/* ---- the name alone ---- */

/* Does the record change a name that a customer had? */
static bool
changes_name(const FieldMap *map, const Record *record)
{
	return record->matched && is_touched(record, map->names.name) &&
		record->changes[map->names.name].old != NULL;
}

static void
note_parts_stay(const FieldMap *map, Record *record, const PersonName *before)
{
	const CellValue *value = &record->changes[map->names.name].value;
	PersonName	after = *before;

	if (value->state != VALUE_SET || !person_name_fits(before))
		return;
	after.name = pnstrdup(value->data, value->len);
	if (!person_name_fits(&after))
		record_note(record, "name_differs", map->fields[map->names.name].name,
					record_clip(value->data, value->len),
					psprintf("the first and last name stay as they are: \"%s\"",
							 field_clip_word(person_name_join(before))),
					"Give first_name and last_name as well.");
}

void
names_check_records(const FieldMap *map, Record **records, int nrecords)
{
	int64	   *ids;
	Person	   *persons;
	int			n = 0,
				npersons;

	if (map->names.name < 0 || map->names.first >= 0)
		return;
	ids = palloc(Max(nrecords, 1) * sizeof(int64));
	for (int i = 0; i < nrecords; i++)
		if (changes_name(map, records[i]))
			ids[n++] = records[i]->customer_id;
	if (n == 0)
		return;
	persons = persons_read(ids, n, false, &npersons);
	for (int i = 0; i < nrecords; i++)
	{
		const Person *known = changes_name(map, records[i])
			? persons_find(persons, npersons, records[i]->customer_id) : NULL;

		if (known != NULL)
			note_parts_stay(map, records[i], &known->name);
	}
}

/* ---- a whole name, and a table without such ---- */

/* The fields that are made of whole names; false if there are none. */
static bool
find_parts(const FieldMap *map, const MadeCell **first, const MadeCell **last)
{
	*first = *last = NULL;
	for (int i = 0; i < map->nmade; i++)
	{
		if (map->made[i].kind == MADE_GIVEN_NAME)
			*first = &map->made[i];
		else if (map->made[i].kind == MADE_FAMILY_NAME)
			*last = &map->made[i];
	}
	return *first != NULL && *last != NULL;
}

/* The whole name of a record, as in the file. */
static char *
whole_name(const Record *record, const MadeCell *made)
{
	const CsvCell *cell = &record->source->cells[made->columns[0]];

	return pnstrdup(cell->data, cell->len);
}

static const char *
part_text(const Record *record, const MadeCell *made)
{
	const CellValue *value = &record->changes[made->field].value;

	return value->state == VALUE_SET ? pnstrdup(value->data, value->len) : "";
}

void
name_note_split(const FieldMap *map, Record *record)
{
	const MadeCell *first,
			   *last;

	if (map->nmade == 0 || record->changes == NULL || !find_parts(map, &first, &last) ||
		!is_touched(record, last->field))
		return;
	record_note(record, "name_split", "first_name", whole_name(record, first),
				psprintf("the name is split: first name \"%s\", last name \"%s\"",
						 field_clip_word(part_text(record, first)), field_clip_word(part_text(record, last))),
				"Give first_name and last_name in columns of their own if that is wrong.");
}

bool
name_keeps_parts(const FieldMap *map, Record *record, const LiveRow *row, int *first_field, int *last_field)
{
	const MadeCell *first,
			   *last;
	PersonName	known;

	if (map->nmade == 0 || !find_parts(map, &first, &last) ||
		(!is_touched(record, first->field) && !is_touched(record, last->field)))
		return false;
	known = (PersonName) {
		whole_name(record, first), live_name(map, first->field, row), live_name(map, last->field, row)
	};
	if (person_name_join(&known)[0] == '\0')
	{
		name_note_split(map, record);
		return false;
	}
	if (part_text(record, first)[0] == '\0' && part_text(record, last)[0] == '\0')
		return false;			/* cleared */
	*first_field = first->field;
	*last_field = last->field;
	if (!person_name_fits(&known))
		record_note(record, "name_differs", "first_name", record_clip(known.name, strlen(known.name)),
					psprintf("the first and last name stay as they are: \"%s\"", field_clip_word(person_name_join(&known))),
					"Give first_name and last_name in columns of their own to change them.");
	return true;
}
