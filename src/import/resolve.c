/*
 * resolve.c
 *
 *		live rows -> who bears which key (KeyBearers) -> the customer
 *
 * However a row was found, the record's keys decide here which customer it matches,
 * and diff.c what differs.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "field/value_live.h"
#include "import/resolve.h"

struct Resolver
{
	const KeyReader *keys;
	const ImportOptions *options;
	Differ	   *differ;
	uint32		matching;		/* keys of the file that are in match_by, as bits */
};

Resolver *
resolver_create(const KeyReader *keys, const ImportOptions *options, Differ *differ)
{
	Resolver   *resolver = palloc(sizeof(Resolver));

	resolver->keys = keys;
	resolver->options = options;
	resolver->differ = differ;
	resolver->matching = 0;
	for (int i = 0; i < options->nmatch_by; i++)
		resolver->matching |= (1 << options->match_by[i]) & keys->present;
	return resolver;
}

/* ---- who bears which key ---- */

/*
 * Does the record have this text key of the live row?  If that is stored unfolded,
 * others may have it in another spelling: it must still be looked up.
 */
static inline bool
text_key_agrees(const Resolver *resolver, Record *record, KeyKind key, const LiveRow *row)
{
	int			i = key_reader_index(resolver->keys, key);
	const RecordKey *own = &record->keys[key];
	const char *data;
	uint32		len;

	if (own->state != KEY_PRESENT || row->isnull[i])
		return false;
	if (value_text_equals(row->values[i], own->data, own->len))
	{
		record->bearers[key].complete = true;
		return true;
	}
	key_reader_fold_live(key, row->values[i], &data, &len);
	return own->len == len && memcmp(own->data, data, len) == 0;
}

/* Which of the record's keys does the live row bear?  (bits) */
static uint32
keys_agreeing(const Resolver *resolver, Record *record, const LiveRow *row)
{
	const RecordKey *id = &record->keys[KEY_CUSTOMER_ID];
	uint32		agreeing = 0;

	if (id->state == KEY_PRESENT && id->number == row->customer_id)
	{
		record->bearers[KEY_CUSTOMER_ID].complete = true;
		agreeing |= 1 << KEY_CUSTOMER_ID;
	}
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (key_reader_has(resolver->keys, key) && text_key_agrees(resolver, record, key, row))
			agreeing |= 1 << key;
	/* whom the email names before the file, but not after it */
	if (row->customer_id == record->given_by)
		agreeing &= ~(1 << KEY_EMAIL);
	return agreeing;
}

/* The stronger the keys that a customer bears, the higher. */
static uint8
rank_of(uint32 agreeing)
{
	uint8		rank = 0;

	for (int key = 0; key < NUM_KEYS; key++)
		rank = rank << 1 | (agreeing >> key & 1);
	return rank;
}

/* Does a customer come before another among those who bear a key? */
static inline bool
comes_before(uint8 rank, int64 id, uint8 other_rank, int64 other)
{
	return other == 0 || rank > other_rank || (rank == other_rank && id < other);
}

/* Another customer who bears the key. */
static void
add_bearer(KeyBearers *bearers, uint8 rank, int64 id)
{
	if (id == bearers->first || id == bearers->second)
		return;
	if (comes_before(rank, id, bearers->first_rank, bearers->first))
	{
		bearers->second = bearers->first;
		bearers->second_rank = bearers->first_rank;
		bearers->first = id;
		bearers->first_rank = rank;
	}
	else if (comes_before(rank, id, bearers->second_rank, bearers->second))
	{
		bearers->second = id;
		bearers->second_rank = rank;
	}
}

/* The first key in match_by among those (bits), or -1. */
static int
first_matching(const Resolver *resolver, uint32 keys)
{
	for (int i = 0; i < resolver->options->nmatch_by; i++)
		if (keys & (1 << resolver->options->match_by[i]))
			return resolver->options->match_by[i];
	return -1;
}

/*
 * What the record changes of a live row.  The key that it was found by is
 * reviewed, too, as it stands there.
 */
static void
diff_with(Resolver *resolver, Record *record, const LiveRow *row, int by)
{
	record->diffed = row->customer_id;
	diff_record(resolver->differ, record, row);
	if (by != KEY_CUSTOMER_ID)
	{
		int			i = key_reader_index(resolver->keys, by);

		if (!value_text_equals(row->values[i], record->keys[by].data, record->keys[by].len))
			record->matched_key = value_live_text(&resolver->keys->map->fields[i], row->values[i], false);
	}
}

void
resolver_attach(Resolver *resolver, Record *record, const LiveRow *row)
{
	uint32		agreeing = keys_agreeing(resolver, record, row);
	uint8		rank = rank_of(agreeing);

	for (int key = 0; key < NUM_KEYS; key++)
		if (agreeing & (1 << key))
			add_bearer(&record->bearers[key], rank, row->customer_id);
	if ((agreeing & resolver->matching) != 0 && record->diffed == 0)
		diff_with(resolver, record, row, first_matching(resolver, agreeing));
}

/* ---- who it is ---- */

/* The record's cell of a key, for a note. */
static const char *
key_cell(const Resolver *resolver, const Record *record, KeyKind key)
{
	const CsvCell *cell = record_cell(record, key_reader_field(resolver->keys, key));

	return record_clip(cell->data, cell->len);
}

static void
reject_ambiguous(const Resolver *resolver, Record *record, KeyKind key, const char *message,
				 const char *hint)
{
	record->reason = "ambiguous_match";
	record_note(record, "ambiguous_match", options_key_name(key), key_cell(resolver, record, key),
				message, hint);
}

/* Two keys that name two customers. */
static void
reject_contradiction(const Resolver *resolver, Record *record, KeyKind first, KeyKind second)
{
	reject_ambiguous(resolver, record, second,
					 psprintf("%s names customer " INT64_FORMAT ", but %s names customer " INT64_FORMAT,
							  options_key_name(first), record->bearers[first].first,
							  options_key_name(second), record->bearers[second].first),
					 "Correct one of them, or leave it empty.");
}

/* One key that two customers bear. */
static void
reject_shared(const Resolver *resolver, Record *record, KeyKind key)
{
	const KeyBearers *bearers = &record->bearers[key];

	reject_ambiguous(resolver, record, key,
					 psprintf("customers " INT64_FORMAT " and " INT64_FORMAT " both have this %s",
							  Min(bearers->first, bearers->second), Max(bearers->first, bearers->second),
							  options_key_name(key)),
					 "Correct one of them, or say by another key which is meant.");
}

/* Keys that customers bear, as bits. */
static uint32
keys_found(const Record *record)
{
	uint32		keys = 0;

	for (int key = 0; key < NUM_KEYS; key++)
		if (record->bearers[key].first != 0)
			keys |= 1 << key;
	return keys;
}

/* Removes the changes against a row that is not the matched customer's. */
static void
forget_diff(Resolver *resolver, Record *record)
{
	diff_forget(resolver->differ, record);
	record->diffed = 0;
	record->matched_key = NULL;
}

void
resolver_settle(Resolver *resolver, Record *record)
{
	int			by = first_matching(resolver, keys_found(record));
	const KeyBearers *bearers;

	if (by < 0)
		return;
	bearers = &record->bearers[by];
	record->matched_by = by;
	if (bearers->second != 0 && bearers->second_rank == bearers->first_rank)
	{
		forget_diff(resolver, record);
		reject_shared(resolver, record, by);
		return;
	}
	record->matched = true;
	record->customer_id = bearers->first;
}

bool
resolver_lacks_row(Resolver *resolver, Record *record)
{
	if (!record->matched || record->same || record->diffed == record->customer_id)
		return false;
	forget_diff(resolver, record);
	return true;
}

void
resolver_compare(Resolver *resolver, Record *record, const LiveRow *row)
{
	diff_with(resolver, record, row, record->matched_by);
}

/* ---- do its keys agree? ---- */

/* Would the record write a key into its customer's row? */
static bool
writes_key(const Resolver *resolver, const Record *record, KeyKind key)
{
	return key != KEY_CUSTOMER_ID && record->changes != NULL &&
		record->changes[key_reader_index(resolver->keys, key)].touched;
}

/*
 * What to do about a key that another customer has.  An email may be shared by two
 * people: to match by it would be the wrong advice for them.
 */
static const char *
taken_hint(const Record *record, KeyKind key)
{
	if (key == KEY_EMAIL && record->keys[KEY_IDENTIFIER].state == KEY_PRESENT)
		return "If these are two people, correct the email, or leave it empty. If it is one, leave the identifier empty and add email to match_by.";
	return "Add this key to match_by, or correct the cell.";
}

void
resolver_check(const Resolver *resolver, Record *record)
{
	int			by = record->matched_by;

	for (int key = 0; key < NUM_KEYS; key++)
	{
		const KeyBearers *bearers = &record->bearers[key];

		if (bearers->first == 0)
			continue;
		if (!record->matched)
			record_note(record, "key_taken", options_key_name(key), NULL,
						psprintf("customer " INT64_FORMAT " has it already", bearers->first),
						taken_hint(record, key));
		else if (bearers->first != record->customer_id && bearers->second != record->customer_id)
			reject_contradiction(resolver, record, by, key);
		else if (bearers->second != 0 && writes_key(resolver, record, key))
			reject_shared(resolver, record, key);
	}
}

