/*
 * erasure_check.c
 *
 *		Record.changes of email, identifier -> hashes -> customer_erasures
 *			-> an erased person: the error "erased"
 *			-> opted out, and new: subscribed = false
 *
 * Keys are hashed only where some are kept, and only those that a record would
 * write.
 */
#include "postgres.h"

#include "import/diff.h"
#include "import/erasure_check.h"
#include "schema/erasure.h"
#include "support/catalog.h"

struct ErasureCheck
{
	FieldMap   *map;
	const ImportOptions *options;
	Erasures   *erasures;
	uint32		reasons;		/* to look for (bits) */
};

/* A key that a record would write, as the hash of the same number. */
typedef struct WrittenKey
{
	Record	   *record;
	int			field;
} WrittenKey;

/* Which reasons matter to these records?  (bits) */
static uint32
reasons_to_check(const FieldMap *map, const ImportOptions *options)
{
	uint32		reasons = 0;

	if (map->identifier < 0 && map->email < 0)
		return 0;
	if (!options->restore_erased)
		reasons |= 1 << REASON_ERASED;
	if (!options->resubscribe && options->mode != MODE_UPDATE)
		reasons |= 1 << REASON_UNSUBSCRIBED;
	return reasons == 0 ? 0 : reasons & erasures_reasons(catalog_schema_name());
}

ErasureCheck *
erasure_check_create(FieldMap *map, const ImportOptions *options)
{
	uint32		reasons = reasons_to_check(map, options);
	ErasureCheck *check;

	if (reasons == 0)
		return NULL;
	if ((reasons & (1 << REASON_UNSUBSCRIBED)) != 0 && map->subscribed < 0)
		field_map_add_subscribed(map);
	check = palloc(sizeof(ErasureCheck));
	check->map = map;
	check->options = options;
	check->reasons = reasons;
	check->erasures = erasures_open(catalog_schema_name());
	return check;
}

/* May the record write anything at all? */
static bool
may_write(const ErasureCheck *check, const Record *record)
{
	if (record->has_error || record->changes == NULL)
		return false;
	return check->options->mode != (record->matched ? MODE_CREATE : MODE_UPDATE);
}

/* Hashes the key that a record would write into a field. */
static void
add_key(ErasureCheck *check, Record *record, int field, KeyKind key,
		KeyHashes *hashes, WrittenKey *keys)
{
	const CellChange *change;

	if (field < 0)
		return;
	change = &record->changes[field];
	if (!change->touched || change->value.state != VALUE_SET)
		return;
	keys[hashes->nhashes] = (WrittenKey) {record, field};
	key_hashes_add(hashes, check->erasures, key, change->value.data, change->value.len);
}

/* The record would make a customer of somebody who was erased. */
static void
refuse_erased(const ErasureCheck *check, const WrittenKey *key)
{
	const CellValue *value = &key->record->changes[key->field].value;

	record_note(key->record, "erased", check->map->fields[key->field].name,
				record_clip(value->data, value->len),
				"this person was erased, and no file brings anyone back who was",
				"Leave the record out, or import with restore_erased => true if the person asks to be a customer again.");
}

/* A new customer who opted out before being deleted. */
static void
keep_opt_out(const ErasureCheck *check, Record *record)
{
	const Field *field = &check->map->fields[check->map->subscribed];
	CellChange *change = &record->changes[check->map->subscribed];

	if (change->touched && change->value.number == 0)
		return;
	if (change->touched && !change->imposed)
		record_note(record, "consent_kept", field->name, record_said(record, field),
					"this person had opted out before being deleted, and comes back unsubscribed",
					"Import with resubscribe => true if the person asked for it.");
	if (!change->touched)
		record->ntouched++;
	record_impose(change, false);
}

void
erasure_check_records(ErasureCheck *check, Record **records, int nrecords)
{
	const FieldMap *map = check->map;
	WrittenKey *keys = palloc(Max(nrecords, 1) * 2 * sizeof(WrittenKey));
	KeyHashes	hashes = {0};
	FoundHash  *found;
	int			nfound;

	for (int i = 0; i < nrecords; i++)
	{
		if (!may_write(check, records[i]))
			continue;
		add_key(check, records[i], map->identifier, KEY_IDENTIFIER, &hashes, keys);
		add_key(check, records[i], map->email, KEY_EMAIL, &hashes, keys);
	}
	if (hashes.nhashes == 0)
		return;
	found = erasures_find(check->erasures, &hashes, &nfound);
	for (int i = 0; i < hashes.nhashes && nfound > 0; i++)
	{
		uint32		reasons = check->reasons & erasures_reasons_of(found, nfound, &hashes, i);

		if ((reasons & (1 << REASON_ERASED)) != 0)
			refuse_erased(check, &keys[i]);
		if ((reasons & (1 << REASON_UNSUBSCRIBED)) != 0 && !keys[i].record->matched &&
			map->subscribed >= 0)
			keep_opt_out(check, keys[i].record);
	}
}
