/*
 * identifier_check.c
 *
 *		matched records whose identifier would change -> names of their customers
 *			-> identifier_kept, identifier_differs
 *
 * Such records are few: their customers are looked up once more, by id, for the names
 * that the file does not have.
 */
#include "postgres.h"

#include "import/identifier_check.h"
#include "import/person.h"

/* Does only the email name the record's customer? */
static bool
is_matched_by_email(const Record *record)
{
	return record->matched && record->matched_by == KEY_EMAIL && record->reason == NULL &&
		record->bearers[KEY_CUSTOMER_ID].first != record->customer_id;
}

/* The identifier that the record would replace; NULL = none. */
static const char *
replaced_identifier(const FieldMap *map, const Record *record)
{
	const CellChange *change = record->changes == NULL ? NULL : &record->changes[map->identifier];

	return change != NULL && change->touched && !change->respelled && change->value.state == VALUE_SET
		? change->old : NULL;
}

/* Does a rule for all fields keep an identifier that the record may have otherwise? */
static bool
may_be_hidden(const FieldMap *map, const Record *record)
{
	return map->fields[map->identifier].rule != RULE_OVERWRITE &&
		record->keys[KEY_IDENTIFIER].state == KEY_PRESENT && record->bearers[KEY_IDENTIFIER].first == 0;
}

/* Would the record replace an identifier, because of the email alone? */
static bool
is_concerned(const FieldMap *map, const Record *record)
{
	return is_matched_by_email(record) &&
		(replaced_identifier(map, record) != NULL || may_be_hidden(map, record));
}

/* The identifier of the customer, whom only the email names, if the record has another one. */
static const char *
differing_identifier(const FieldMap *map, const Record *record, const Person *known)
{
	const char *replaced = replaced_identifier(map, record);
	const RecordKey *own = &record->keys[KEY_IDENTIFIER];

	if (replaced != NULL || known == NULL || known->identifier == NULL)
		return replaced;
	return strlen(known->identifier) == own->len && memcmp(known->identifier, own->data, own->len) == 0
		? NULL : known->identifier;
}

static void
keep_identifier(Differ *differ, Record *record, const char *present)
{
	const Field *field = &differ->map->fields[differ->map->identifier];

	record_note(record, "identifier_kept", field->name, record_said(record, field),
				psprintf("customer " INT64_FORMAT ", whom the email names, keeps the identifier \"%s\"",
						 record->customer_id, field_clip_word(present)),
				"Import with rules => '{\"identifier\": \"overwrite\"}' to take the one of the file.");
	if (replaced_identifier(differ->map, record) != NULL)
		diff_take_back(differ, record, differ->map->identifier);
}

static void
reject_differing(const Differ *differ, Record *record, const char *present)
{
	const Field *field = &differ->map->fields[differ->map->identifier];

	record_note(record, "identifier_differs", field->name, record_said(record, field),
				psprintf("customer " INT64_FORMAT ", with the identifier \"%s\", has the email of this record but not its name",
						 record->customer_id, field_clip_word(present)),
				"If these are two people, correct the email, or leave it empty. If it is one, leave the identifier empty, or import with rules => '{\"identifier\": \"overwrite\"}'.");
}

static void
judge(Differ *differ, Record *record, const Person *known)
{
	Person		said = person_of_cells(differ->map, record->source);
	const char *present = differing_identifier(differ->map, record, known);

	if (present == NULL)
		return;
	if (person_name_is_none(&said.name) ||
		(known != NULL && person_names_agree(&said.name, &known->name)))
		keep_identifier(differ, record, present);
	else
		reject_differing(differ, record, present);
}

void
identifier_check_records(Differ *differ, Record **records, int nrecords)
{
	const FieldMap *map = differ->map;
	int64	   *ids;
	Person	   *persons;
	int			n = 0,
				npersons;

	if (map->identifier < 0 || map->email < 0 || map->fields[map->identifier].rule_given)
		return;
	ids = palloc(Max(nrecords, 1) * sizeof(int64));
	for (int i = 0; i < nrecords; i++)
		if (is_concerned(map, records[i]))
			ids[n++] = records[i]->customer_id;
	if (n == 0)
		return;
	persons = persons_read(ids, n, false, &npersons);
	for (int i = 0; i < nrecords; i++)
		if (is_concerned(map, records[i]))
			judge(differ, records[i], persons_find(persons, npersons, records[i]->customer_id));
}
