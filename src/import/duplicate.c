/*
 * duplicate.c
 *
 * Each record claims what nobody else in the file may: the customer it matches,
 * and each key that it brings into the table.  Records that claim the same are
 * duplicates.  Rejected records, and those that mode leaves out, claim nothing.
 *
 *		reject	a record that would write is rejected if any other claims the same
 *		first	in the order of the lines, a record that would write is excluded
 *				if one that is kept claims the same; an excluded one claims nothing
 *		last	the same, from the last line to the first
 *
 * What can be told when a record comes is told then.  What later records decide
 * is told at the end (duplicates_finish()), from all that share a claim; once
 * claims had to go to disk, all is.  Both come to the same: also in which line
 * a record is said to be left out for.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "import/duplicate.h"
#include "support/settings.h"

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
		if (record->keys[key].found == record->customer_id ||
			record->keys[key].other == record->customer_id)
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

/* Remembers a record that claims the same as another. */
static void
add_sharer(Duplicates *duplicates, uint64 claimed, SeenKind kind, KeyKind key, bool key_known,
		   int64 line, bool writes)
{
	if (duplicates->nsharers == duplicates->maxsharers)
	{
		duplicates->maxsharers = Max(duplicates->maxsharers * 2, 64);
		if (duplicates->sharers == NULL)
			duplicates->sharers = MemoryContextAlloc(duplicates->context,
													 duplicates->maxsharers * sizeof(Sharer));
		else
			duplicates->sharers = repalloc_huge(duplicates->sharers,
												duplicates->maxsharers * sizeof(Sharer));
	}
	duplicates->sharers[duplicates->nsharers++] = (Sharer) {
		.claimed = claimed, .line = line, .kind = kind, .key = key, .key_known = key_known,
		.writes = writes
	};
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
	if (policy == DUPLICATES_REJECT && !record->matched)
		record->customer_id = 0;	/* it may have brought one */
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
 * Is a record's claim on its customer kept in the key table?  Not in an import
 * of which such claims were on disk already when the table was made.
 */
static bool
uses_mark(Duplicates *duplicates, const Record *record, const Claim *claim)
{
	if (claim->kind != SEEN_CUSTOMER || record->mark == NULL)
		return false;
	if (!duplicates->marks_decided)
	{
		duplicates->marks_decided = true;
		duplicates->uses_marks = !seen_has_spilled_customers(duplicates->seen);
	}
	return duplicates->uses_marks;
}

/*
 * The earlier claim on what a record claims; false if there is none.  Records
 * before the key table was made have claimed their customers in the set.
 */
static bool
find_claim(Duplicates *duplicates, const Record *record, const Claim *claim, SeenClaim *earlier)
{
	if (uses_mark(duplicates, record, claim) &&
		(*record->mark != 0 || !seen_has_customers(duplicates->seen)))
		return seen_read(*record->mark, earlier);
	return seen_find(duplicates->seen, claim->kind, claim->hash, earlier);
}

static void
make_claim(Duplicates *duplicates, Record *record, const Claim *claim, SeenClaim own)
{
	own.key = claim->key;
	if (uses_mark(duplicates, record, claim))
		*record->mark = seen_mark(own);
	else
		seen_claim(duplicates->seen, claim->kind, claim->hash, own);
}

/* Is all that shares a claim decided about at the end? */
static bool
decides_at_end(const Duplicates *duplicates)
{
	return duplicates->options->duplicates == DUPLICATES_LAST || seen_has_spilled(duplicates->seen);
}

/* A record that writes, and earlier records that claim the same: is it left out? */
static void
decide_now(const Duplicates *duplicates, Record *record, const Claim *claims, const bool *claimed,
		   const SeenClaim *earlier, int nclaims)
{
	for (int i = 0; i < nclaims; i++)
	{
		if (!claimed[i])
			continue;
		duplicates_leave_out(record, duplicates->options->duplicates, claims[i].key,
							 record->source->line, earlier[i].line);
		return;
	}
}

/* Remembers the record and those that claimed the same, to be decided about. */
static void
remember_shared(Duplicates *duplicates, const Claim *claim, const SeenClaim *earlier, SeenClaim own)
{
	uint64		claimed = seen_claimed(claim->kind, claim->hash);

	add_sharer(duplicates, claimed, claim->kind, claim->key, false, earlier->line, earlier->writes);
	add_sharer(duplicates, claimed, claim->kind, claim->key, true, own.line, own.writes);
}

void
duplicates_check(Duplicates *duplicates, Record *record)
{
	DuplicatePolicy policy = duplicates->options->duplicates;
	Claim		claims[MAX_CLAIMS];
	bool		claimed[MAX_CLAIMS];
	SeenClaim	earlier[MAX_CLAIMS];
	SeenClaim	own = {.line = record->source->line};
	bool		writes = record->action == RECORD_CREATE || record->action == RECORD_UPDATE;
	bool		at_end = decides_at_end(duplicates);
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
		claimed[i] = find_claim(duplicates, record, &claims[i], &earlier[i]);
	if (writes && !at_end)
		decide_now(duplicates, record, claims, claimed, earlier, nclaims);
	if (record->action == RECORD_EXCLUDE)
		return;
	own.writes = writes && record->action != RECORD_REJECT;
	for (int i = 0; i < nclaims; i++)
	{
		if (claimed[i] && (at_end || (policy == DUPLICATES_REJECT && earlier[i].writes)))
			remember_shared(duplicates, &claims[i], &earlier[i], own);
		if (!claimed[i] || policy != DUPLICATES_FIRST)
			make_claim(duplicates, record, &claims[i], own);
	}
}

void
duplicates_reserve(Duplicates *duplicates, Size bytes)
{
	seen_reserve(duplicates->seen, bytes);
}

/* ---- at the end ---- */

/* Claims on disk that several records share. */
static void
take_spilled(Duplicates *duplicates)
{
	uint64		claimed,
				last = 0;
	SeenClaim	claim,
				previous = {0};
	bool		shared = false;

	while (seen_next_spilled(duplicates->seen, &claimed, &claim))
	{
		CHECK_FOR_INTERRUPTS();
		if (previous.line != 0 && claimed == last)
		{
			if (!shared)
				add_sharer(duplicates, last, previous.kind, previous.key, true, previous.line,
						   previous.writes);
			add_sharer(duplicates, claimed, claim.kind, claim.key, true, claim.line, claim.writes);
			shared = true;
		}
		else
			shared = false;
		last = claimed;
		previous = claim;
	}
}

static int
compare_by_claim(const void *a, const void *b)
{
	const Sharer *x = a,
			   *y = b;

	if (x->claimed != y->claimed)
		return x->claimed < y->claimed ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (int) y->key_known - (int) x->key_known;
}

static int
compare_by_line(const void *a, const void *b)
{
	const Sharer *x = a,
			   *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (int) x->kind - (int) y->kind;
}

/*
 * Numbers what is claimed, from 0; keeps each record once a claim, and notes
 * its neighbours.  Returns how many there are of what is claimed.
 */
static int
group_sharers(Duplicates *duplicates)
{
	Sharer	   *sharers = duplicates->sharers;
	int			kept = 0;
	int			ngroups = 0;
	uint64		last = 0;

	qsort(sharers, duplicates->nsharers, sizeof(Sharer), compare_by_claim);
	for (int i = 0; i < duplicates->nsharers; i++)
	{
		Sharer		sharer = sharers[i];

		if (i > 0 && sharer.claimed == last)
		{
			if (sharer.line == sharers[kept - 1].line)
				continue;
			sharer.before = sharers[kept - 1].line;
			sharers[kept - 1].after = sharer.line;
			sharers[kept - 1].after_key = sharer.key;
		}
		else
			ngroups++;
		last = sharer.claimed;
		sharer.claimed = ngroups - 1;
		sharers[kept++] = sharer;
	}
	duplicates->nsharers = kept;
	qsort(sharers, kept, sizeof(Sharer), compare_by_line);
	return ngroups;
}

static void
revise(Duplicates *duplicates, int64 line, int64 other, KeyKind key)
{
	duplicates->revisions[duplicates->nrevisions++] = (Revision) {line, other, key};
}

/* A record that shares claims with others under 'reject'. */
static void
reject_sharer(Duplicates *duplicates, const Sharer *sharers, int n)
{
	const Sharer *next = NULL;

	for (int i = 0; i < n; i++)
	{
		if (sharers[i].before != 0)
		{
			revise(duplicates, sharers[i].line, sharers[i].before, sharers[i].key);
			return;
		}
		if (sharers[i].after != 0 && (next == NULL || sharers[i].after < next->after))
			next = &sharers[i];
	}
	if (next != NULL)
		revise(duplicates, next->line, next->after, next->after_key);
}

/*
 * A record that shares claims with others under 'first' or 'last', when its
 * turn comes; holders: who is kept, for each thing that is claimed.
 */
static void
keep_or_exclude(Duplicates *duplicates, const Sharer *sharers, int n, const Sharer **holders)
{
	for (int i = 0; i < n && sharers[i].writes; i++)
	{
		const Sharer *holder = holders[sharers[i].claimed];

		if (holder == NULL)
			continue;
		revise(duplicates, sharers[i].line, holder->line,
			   holder->line > sharers[i].line ? holder->key : sharers[i].key);
		return;
	}
	for (int i = 0; i < n; i++)
		if (holders[sharers[i].claimed] == NULL)
			holders[sharers[i].claimed] = &sharers[i];
}

/* The sharers of one line, of which the first (or last) is number i; how many. */
static int
sharers_of_line(const Duplicates *duplicates, int i, int step)
{
	const Sharer *sharers = duplicates->sharers;
	int			n = 1;

	while (i + n * step >= 0 && i + n * step < duplicates->nsharers &&
		   sharers[i + n * step].line == sharers[i].line)
		n++;
	return n;
}

static int
compare_revisions(const void *a, const void *b)
{
	const Revision *x = a,
			   *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

void
duplicates_finish(Duplicates *duplicates)
{
	DuplicatePolicy policy = duplicates->options->duplicates;
	int			step = policy == DUPLICATES_LAST ? -1 : 1;
	const Sharer **holders;
	int			ngroups;

	take_spilled(duplicates);
	if (duplicates->nsharers == 0)
		return;
	ngroups = group_sharers(duplicates);
	holders = MemoryContextAllocExtended(duplicates->context, ngroups * sizeof(Sharer *),
										 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	duplicates->revisions = MemoryContextAllocHuge(duplicates->context,
												   duplicates->nsharers * sizeof(Revision));
	for (int i = step > 0 ? 0 : duplicates->nsharers - 1, n; i >= 0 && i < duplicates->nsharers; i += n * step)
	{
		const Sharer *sharers;

		CHECK_FOR_INTERRUPTS();
		n = sharers_of_line(duplicates, i, step);
		sharers = &duplicates->sharers[step > 0 ? i : i - n + 1];
		if (policy != DUPLICATES_REJECT)
			keep_or_exclude(duplicates, sharers, n, holders);
		else if (sharers->writes)
			reject_sharer(duplicates, sharers, n);
	}
	qsort(duplicates->revisions, duplicates->nrevisions, sizeof(Revision), compare_revisions);
	pfree(holders);
}
