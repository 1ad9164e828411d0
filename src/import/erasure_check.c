/*
 * erasure_check.c
 *
 *		Record.changes of email, identifier -> hashes -> customer_erasures
 *			-> an erased person: the error "erased"
 *			-> a customer, new or known, would be subscribed with an email that has
 *			   opted out: subscribed = false, unless the customer subscribed
 *			   later, or the option resubscribe is given and the record subscribes
 *
 * Keys are hashed only if any hash is kept, and only those that a record would
 * write.
 */
#include "postgres.h"

#include "import/diff.h"
#include "import/erasure_check.h"
#include "schema/consent.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"

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
	reasons |= 1 << REASON_UNSUBSCRIBED;
	return reasons & erasures_reasons(catalog_schema_name());
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

/* Notes the error that the record would store an erased person again. */
static void
refuse_erased(const ErasureCheck *check, const WrittenKey *key)
{
	const CellValue *value = &key->record->changes[key->field].value;

	record_note(key->record, "erased", check->map->fields[key->field].name,
				record_clip(value->data, value->len),
				"this person was erased, and no file brings anyone back who was",
				"Leave the record out, or import with restore_erased => true if the person asks to be a customer again.");
}

/* Does the record itself subscribe the customer? */
static bool
says_yes(const ErasureCheck *check, const Record *record)
{
	const Field *field = &check->map->fields[check->map->subscribed];
	CellValue	value = {0};

	if (!field_in_file(field))
		return false;
	record_read_value(record, field, &value);
	return value.state == VALUE_SET && value.number != 0;
}

/* Would the record leave the customer subscribed? */
static bool
would_subscribe(const ErasureCheck *check, const Record *record)
{
	const CellChange *change;

	if (check->map->subscribed < 0)
		return true;			/* as far as the records know */
	change = &record->changes[check->map->subscribed];
	return change->touched ? change->value.number != 0 : !record->matched || record->was_subscribed;
}

/* Does the record, without being allowed to, subscribe a customer who gets an opted-out key? */
static bool
overrules_opt_out(const ErasureCheck *check, const Record *record)
{
	return would_subscribe(check, record) && !(check->options->resubscribe && says_yes(check, record));
}

/* Unsubscribes a customer who gets a key that has opted out. */
static void
keep_opt_out(const ErasureCheck *check, Record *record)
{
	const Field *field = &check->map->fields[check->map->subscribed];
	CellChange *change = &record->changes[check->map->subscribed];
	bool		yes = says_yes(check, record);

	if (yes || record->matched)
		record_note(record, "consent_kept", field->name,
					yes ? record_said(record, field) : NULL,
					record->matched ? "this address opted out before, and unsubscribes the customer who gets it"
					: "this person had opted out before, and comes unsubscribed",
					"Import with resubscribe => true if the person asked for it.");
	if (!change->touched)
		record->ntouched++;
	record_impose(change, false);
	change->old = record->matched ? "true" : NULL;
}

/* When the known customers who get an opted-out key last subscribed. */
static LastYes *
last_yes(const WrittenKey *keys, int nkeys, int *n)
{
	Datum	   *ids = palloc(nkeys * sizeof(Datum));
	int			nids = 0;

	for (int i = 0; i < nkeys; i++)
		if (keys[i].record->matched)
			ids[nids++] = Int64GetDatum(keys[i].record->customer_id);
	*n = 0;
	return nids == 0 ? NULL : consent_last_yes(int8_array(ids, nids), n);
}

/* Removes the keys whose customer has subscribed after the opt-out; returns how many stay. */
static int
drop_answered(WrittenKey *keys, const FoundHash **matches, int nkeys)
{
	int			nyes;
	LastYes    *yes = last_yes(keys, nkeys, &nyes);
	int			nleft = 0;

	for (int i = 0; i < nkeys; i++)
	{
		const Record *record = keys[i].record;

		if (!record->matched ||
			!consent_yes_after(yes, nyes, record->customer_id, matches[i]->recorded_at[REASON_UNSUBSCRIBED]))
			keys[nleft++] = keys[i];
	}
	return nleft;
}

/* Does the kept hash speak of the mailbox that the key gives to a customer? */
static bool
is_opt_out(const ErasureCheck *check, const WrittenKey *key, const FoundHash *match)
{
	return match != NULL && (check->reasons & match->reasons & (1 << REASON_UNSUBSCRIBED)) != 0 &&
		(!key->record->matched || key->field == check->map->email);
}

/* The keys that have opted out, and whose customers have not subscribed since. */
static WrittenKey *
opted_out_keys(const ErasureCheck *check, const WrittenKey *keys, const KeyHashes *hashes,
			   const FoundHash *found, int nfound, int *n)
{
	WrittenKey *refused = palloc(hashes->nhashes * sizeof(WrittenKey));
	const FoundHash **matches = palloc(hashes->nhashes * sizeof(FoundHash *));

	*n = 0;
	for (int i = 0; i < hashes->nhashes; i++)
	{
		const FoundHash *match = erasures_match(found, nfound, hashes, i);

		if (!is_opt_out(check, &keys[i], match))
			continue;
		matches[*n] = match;
		refused[(*n)++] = keys[i];
	}
	if (*n > 0)
		*n = drop_answered(refused, matches, *n);
	return refused;
}

/* Judges the records by the hashes kept of their keys. */
static void
judge_keys(const ErasureCheck *check, const WrittenKey *keys, const KeyHashes *hashes,
		   const FoundHash *found, int nfound)
{
	WrittenKey *refused;
	int			nrefused;

	for (int i = 0; i < hashes->nhashes; i++)
	{
		const FoundHash *match = erasures_match(found, nfound, hashes, i);

		if (match != NULL && (check->reasons & match->reasons & (1 << REASON_ERASED)) != 0)
			refuse_erased(check, &keys[i]);
	}
	if (check->map->subscribed < 0)
		return;
	refused = opted_out_keys(check, keys, hashes, found, nfound, &nrefused);
	for (int i = 0; i < nrefused; i++)
		if (overrules_opt_out(check, refused[i].record))
			keep_opt_out(check, refused[i].record);
}

/* The keys that the records would write, and their hashes. */
static WrittenKey *
written_keys(ErasureCheck *check, Record **records, int nrecords, KeyHashes *hashes)
{
	const FieldMap *map = check->map;
	WrittenKey *keys = palloc(Max(nrecords, 1) * 2 * sizeof(WrittenKey));

	for (int i = 0; i < nrecords; i++)
	{
		if (!may_write(check, records[i]))
			continue;
		add_key(check, records[i], map->identifier, KEY_IDENTIFIER, hashes, keys);
		add_key(check, records[i], map->email, KEY_EMAIL, hashes, keys);
	}
	return keys;
}

void
erasure_check_records(ErasureCheck *check, Record **records, int nrecords)
{
	KeyHashes	hashes = {0};
	WrittenKey *keys = written_keys(check, records, nrecords, &hashes);
	FoundHash  *found;
	int			nfound;

	if (hashes.nhashes == 0)
		return;
	found = erasures_find(check->erasures, &hashes, &nfound);
	if (nfound > 0)
		judge_keys(check, keys, &hashes, found, nfound);
}

bool
erasure_check_meanwhile(FieldMap *map, const ImportOptions *options, Record **records, int nrecords)
{
	uint32		reasons = reasons_to_check(map, options) & (1 << REASON_UNSUBSCRIBED);
	ErasureCheck check = {.map = map, .options = options, .reasons = reasons};
	KeyHashes	hashes = {0};
	WrittenKey *keys;
	FoundHash  *found;
	int			nfound,
				nrefused;

	if (reasons == 0)
		return false;
	check.erasures = erasures_open(catalog_schema_name());
	keys = written_keys(&check, records, nrecords, &hashes);
	if (hashes.nhashes == 0)
		return false;
	found = erasures_find(check.erasures, &hashes, &nfound);
	keys = opted_out_keys(&check, keys, &hashes, found, nfound, &nrefused);
	for (int i = 0; i < nrefused; i++)
		if (overrules_opt_out(&check, keys[i].record))
			return true;
	return false;
}
