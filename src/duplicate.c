/*
 * duplicate.c
 *
 * Each record claims what nobody else in the file may: the live customer it
 * matched, and each key that it brings into the table.  A claim that is there
 * already makes two duplicates.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "duplicate.h"
#include "settings.h"

Duplicates *
duplicates_create(const FieldMap *map, const ImportOptions *options, Matcher *matcher)
{
	Duplicates *duplicates = palloc0(sizeof(Duplicates));

	duplicates->map = map;
	duplicates->options = options;
	duplicates->matcher = matcher;
	duplicates->seen = seen_create((Size) customers_match_memory * 1024);
	duplicates->context = CurrentMemoryContext;
	return duplicates;
}

/* What to tell of two lines that share a key. */
static char *
duplicates_message(KeyKind key, int64 line, int64 other)
{
	return psprintf("lines " INT64_FORMAT " and " INT64_FORMAT " of the file name the same customer (%s): leave one of them out, or import with duplicates => 'first' or 'last'",
					Min(line, other), Max(line, other), options_key_name(key));
}

/* Does the record bring this key into the table? */
static bool
brings_key(const FieldMap *map, const Record *record, KeyKind key)
{
	int			i = key == KEY_EMAIL ? map->email : map->identifier;

	return i >= 0 && record->changes != NULL && record->changes[i].touched &&
		record->changes[i].value.state == VALUE_SET;
}

/* By which key a record found its customer, for the message. */
static KeyKind
matched_key(const Record *record)
{
	for (int key = 0; key < NUM_KEYS; key++)
		if (record->keys[key].found == record->customer_id)
			return key;
	return KEY_CUSTOMER_ID;
}

int
duplicates_claims(const FieldMap *map, Matcher *matcher, Record *record, Claim *claims)
{
	int			n = 0;

	if (record->customer_id != 0)
		claims[n++] = (Claim) {SEEN_CUSTOMER, matched_key(record), (uint64) record->customer_id};
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (brings_key(map, record, key) && record->keys[key].state == KEY_PRESENT)
			claims[n++] = (Claim) {key == KEY_EMAIL ? SEEN_EMAIL : SEEN_IDENTIFIER, key,
				match_key_hash(matcher, &record->keys[key])};
	return n;
}

/* An earlier record, staged already, has to go. */
static void
revise(Duplicates *duplicates, KeyKind key, const SeenClaim *earlier, int64 line)
{
	Revision   *revision;

	if (duplicates->nrevisions == duplicates->maxrevisions)
	{
		duplicates->maxrevisions = Max(duplicates->maxrevisions * 2, 64);
		if (duplicates->revisions == NULL)
			duplicates->revisions = MemoryContextAlloc(duplicates->context,
													   duplicates->maxrevisions * sizeof(Revision));
		else
			duplicates->revisions = repalloc_huge(duplicates->revisions,
												  duplicates->maxrevisions * sizeof(Revision));
	}
	revision = &duplicates->revisions[duplicates->nrevisions++];
	revision->line = earlier->line;
	revision->other = line;
	revision->key = key;
}

void
duplicates_leave_out(Record *record, DuplicatePolicy policy, KeyKind key, int64 line, int64 other)
{
	RecordNote *note = record_note(record, policy == DUPLICATES_REJECT, options_key_name(key),
								   NULL, "duplicate_in_file",
								   duplicates_message(key, line, other));

	note->other_line = other;
	record->reason = "duplicate_in_file";
	record->action = policy == DUPLICATES_REJECT ? RECORD_REJECT : RECORD_EXCLUDE;
}

/* A record and an earlier claim on what it claims itself. */
static void
resolve(Duplicates *duplicates, Record *record, bool writes, const Claim *claim,
		const SeenClaim *earlier)
{
	int64		line = record->source->line;
	DuplicatePolicy policy = duplicates->options->duplicates;

	if (earlier->writes && policy != DUPLICATES_FIRST)
		revise(duplicates, claim->key, earlier, line);
	if (writes && policy != DUPLICATES_LAST)
		duplicates_leave_out(record, policy, claim->key, line, earlier->line);
}

void
duplicates_prefetch(const Duplicates *duplicates, Record *record)
{
	if (record->mark != NULL)
		return;					/* its memory was just used */
	if (record->matched)
	{
		seen_prefetch(duplicates->seen, SEEN_CUSTOMER, (uint64) record->customer_id);
		return;
	}
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (record->keys[key].state == KEY_PRESENT)
			seen_prefetch(duplicates->seen, key == KEY_EMAIL ? SEEN_EMAIL : SEEN_IDENTIFIER,
						  match_key_hash(duplicates->matcher, &record->keys[key]));
}

/*
 * The earlier claim on what a record claims; false if there is none.  Records
 * before the key table was made have claimed their customers in the set.
 */
static bool
find_claim(const Duplicates *duplicates, const Record *record, const Claim *claim,
		   SeenClaim *earlier)
{
	if (claim->kind == SEEN_CUSTOMER && record->mark != NULL &&
		(*record->mark != 0 || !seen_has_customers(duplicates->seen)))
		return seen_read(*record->mark, earlier);
	return seen_find(duplicates->seen, claim->kind, claim->hash, earlier);
}

static void
make_claim(Duplicates *duplicates, Record *record, const Claim *claim, SeenClaim own)
{
	own.key = claim->key;
	if (claim->kind == SEEN_CUSTOMER && record->mark != NULL)
		*record->mark = seen_mark(own);
	else
		seen_claim(duplicates->seen, claim->kind, claim->hash, own);
}

void
duplicates_check(Duplicates *duplicates, Record *record)
{
	Claim		claims[MAX_CLAIMS];
	bool		claimed[MAX_CLAIMS];
	SeenClaim	own = {record->source->line, false, KEY_CUSTOMER_ID};
	bool		writes = record->action == RECORD_CREATE || record->action == RECORD_UPDATE;
	int			nclaims;

	if (!writes && record->action != RECORD_UNCHANGED)
		return;
	if (own.line > SEEN_MAX_LINE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the file has more than " INT64_FORMAT " lines", SEEN_MAX_LINE),
				 errhint("Split it, and import the parts.")));
	nclaims = duplicates_claims(duplicates->map, duplicates->matcher, record, claims);
	for (int i = 0; i < nclaims; i++)
	{
		SeenClaim	earlier;

		claimed[i] = find_claim(duplicates, record, &claims[i], &earlier);
		if (claimed[i] && (writes || earlier.writes))
			resolve(duplicates, record, writes && record->reason == NULL, &claims[i], &earlier);
	}
	if (record->action == RECORD_EXCLUDE)
		return;
	own.writes = writes && record->action != RECORD_REJECT;
	for (int i = 0; i < nclaims; i++)
		if (!claimed[i] || duplicates->options->duplicates != DUPLICATES_FIRST)
			make_claim(duplicates, record, &claims[i], own);
}

void
duplicates_reserve(Duplicates *duplicates, Size bytes)
{
	seen_reserve(duplicates->seen, bytes);
}

/*
 * Keys that did not fit into memory were claimed by all who bear them: of two
 * such records, those that write go by the policy as if they had met.
 */
void
duplicates_finish(Duplicates *duplicates)
{
	DuplicatePolicy policy = duplicates->options->duplicates;
	SeenClaim	previous = {0},
				claim;
	bool		first;

	while (seen_next_spilled(duplicates->seen, &claim, &first))
	{
		CHECK_FOR_INTERRUPTS();
		if (!first && previous.writes && policy != DUPLICATES_FIRST)
			revise(duplicates, claim.key, &previous, claim.line);
		if (!first && claim.writes && policy != DUPLICATES_LAST)
			revise(duplicates, claim.key, &claim, previous.line);
		previous = claim;
	}
}
