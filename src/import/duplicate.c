/*
 * duplicate.c
 *
 * Each record claims the customer it matches, and each key that it brings into the
 * table.  Records with the same claim are duplicates.  Rejected records, and those
 * that mode excludes, have no claims.
 *
 * Of records that say the same, the first counts, and the others are repeated.  Of
 * the rest, by the option duplicates:
 *
 *		reject	a record that would write is rejected if any other claims the same
 *		first	in the order of the lines, a record that would write is excluded
 *				if one that is kept claims the same; an excluded one claims nothing
 *		last	the same, from the last line to the first
 *
 *		records -> claims -> lines that share one -> (the file once more) what these
 *			say -> repeated ones -> the policy -> Revision[]
 *
 * All is judged at the end: what a record says is looked at only if it shares a claim,
 * and the claims may lie on disk.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "field/value.h"
#include "import/claims.h"
#include "import/duplicate.h"
#include "support/settings.h"

/* A record among those that claim the same. */
typedef struct Sharer
{
	uint64		target;			/* claim_target(); then, the number of it */
	int64		line;
	int64		before;			/* nearest line before it that claims the same, or 0 */
	int64		after;			/* nearest line after it, or 0 */
	uint8		kind;			/* ClaimKind */
	uint8		key;			/* KeyKind by which it claims */
	uint8		after_key;
	uint8		before_key;
	bool		key_known;
	bool		writes;
	uint64		content;		/* a hash of what it says; 0 = not compared */
} Sharer;

struct Duplicates
{
	const FieldMap *map;
	const ImportOptions *options;
	Claims	   *claims;
	Sharer	   *sharers;
	int			nsharers;
	int			maxsharers;
	bool		collected;
	int			ncompared;		/* sharers whose line has come */
	uint64		seed;			/* of the hashes of contents */
	Revision   *revisions;
	int			nrevisions;
	MemoryContext context;
};

Duplicates *
duplicates_create(const FieldMap *map, const ImportOptions *options)
{
	Duplicates *duplicates = palloc0(sizeof(Duplicates));

	duplicates->map = map;
	duplicates->options = options;
	duplicates->claims = claims_create((Size) customers_match_memory * 1024);
	duplicates->context = CurrentMemoryContext;
	if (!pg_strong_random(&duplicates->seed, sizeof(duplicates->seed)))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate a random seed")));
	return duplicates;
}

/* The message about two lines that share a key. */
static char *
duplicates_message(KeyKind key, int64 line, int64 other)
{
	const char *words = key == KEY_WEAK ? "name with phone, birth date or address" : options_key_name(key);

	return psprintf("lines " INT64_FORMAT " and " INT64_FORMAT " of the file name the same customer (%s)",
					Min(line, other), Max(line, other), words);
}

/* Remembers a record that claims the same as another. */
static void
add_sharer(Duplicates *duplicates, Sharer sharer)
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
	duplicates->sharers[duplicates->nsharers++] = sharer;
}

/* A record that says what an earlier one has said. */
static void
exclude_repeated(Record *record, const Revision *revision)
{
	RecordNote *note = record_note(record, "repeated", NULL, NULL,
								   psprintf("line " INT64_FORMAT " of the file says the same", revision->other),
								   NULL);

	note->other_line = revision->other;
	record->reason = "repeated";
	record->action = RECORD_EXCLUDE;
}

/* A record whose email another customer keeps, as who would give it up is left out. */
static void
reject_kept_email(Record *record, const Revision *revision)
{
	record_note(record, "ambiguous_match", options_key_name(KEY_EMAIL), NULL,
				psprintf("customer " INT64_FORMAT " has this email, and the record that would give them another one is left out",
						 revision->bearer),
				"Correct that record, or this email, or leave it empty.");
	record->reason = "ambiguous_match";
	record->action = RECORD_REJECT;
	if (!record->matched)
		record->customer_id = 0;
}

void
duplicates_leave_out(Record *record, DuplicatePolicy policy, const Revision *revision)
{
	RecordNote *note;

	if (revision->bearer != 0)
	{
		reject_kept_email(record, revision);
		return;
	}
	if (revision->repeated)
	{
		exclude_repeated(record, revision);
		return;
	}
	note = record_note_as(record, policy == DUPLICATES_REJECT, "duplicate_in_file",
						  options_key_name(revision->key), NULL,
						  duplicates_message(revision->key, revision->line, revision->other),
						  "Leave one of them out, or import with duplicates => 'first' or 'last'.");
	note->other_line = revision->other;
	record->reason = "duplicate_in_file";
	record->action = policy == DUPLICATES_REJECT ? RECORD_REJECT : RECORD_EXCLUDE;
	if (policy == DUPLICATES_REJECT && !record->matched)
		record->customer_id = 0;	/* the file may have given one */
}

void
duplicates_share(Duplicates *duplicates, int64 live_numbers, Size others)
{
	claims_share(duplicates->claims, live_numbers, others);
}

void
duplicates_prefetch(const Duplicates *duplicates, const Record *record)
{
	claims_prefetch(duplicates->claims, record);
}

/* Remembers the record and the one that claimed the same, to be decided about. */
static void
remember_shared(Duplicates *duplicates, const Claim *claim, Claimant earlier, Claimant own)
{
	Sharer		sharer = {.target = claim_target(claim), .kind = claim->kind, .key = claim->key};

	sharer.line = earlier.line;
	sharer.writes = earlier.writes;
	add_sharer(duplicates, sharer);
	sharer.line = own.line;
	sharer.writes = own.writes;
	sharer.key_known = true;
	add_sharer(duplicates, sharer);
}

static void
check_line(int64 line)
{
	if (line > CLAIMS_MAX_LINE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the file has more than " INT64_FORMAT " lines", CLAIMS_MAX_LINE),
				 errhint("Split it, and import the parts.")));
}

void
duplicates_check(Duplicates *duplicates, const Record *record)
{
	Claim		claims[MAX_CLAIMS];
	Claimant	own = {.line = record->source->line};
	int			nclaims;

	own.writes = record->action == RECORD_CREATE || record->action == RECORD_UPDATE;
	if (!own.writes && record->action != RECORD_UNCHANGED)
		return;
	check_line(own.line);
	nclaims = claims_of_record(duplicates->map, record, claims);
	for (int i = 0; i < nclaims; i++)
	{
		Claimant	earlier;

		if (claims_find(duplicates->claims, &claims[i], &earlier))
			remember_shared(duplicates, &claims[i], earlier, own);
		claims_make(duplicates->claims, &claims[i], own);
	}
}

/* ---- at the end ---- */

static Sharer
spilled_sharer(const SpilledClaim *spilled)
{
	return (Sharer) {
		.target = spilled->target, .line = spilled->claimant.line, .kind = spilled->kind,
		.key = spilled->key, .key_known = true, .writes = spilled->claimant.writes
	};
}

/* Claims on disk that several records share. */
static void
take_spilled(Duplicates *duplicates)
{
	SpilledClaim spilled,
				previous = {0};
	bool		shared = false;

	while (claims_next_spilled(duplicates->claims, &spilled))
	{
		bool		same = previous.claimant.line != 0 && spilled.target == previous.target;

		CHECK_FOR_INTERRUPTS();
		if (same && !shared)
			add_sharer(duplicates, spilled_sharer(&previous));
		if (same)
			add_sharer(duplicates, spilled_sharer(&spilled));
		shared = same;
		previous = spilled;
	}
}

static int
compare_by_target(const void *a, const void *b)
{
	const Sharer *x = a,
			   *y = b;

	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->key_known != y->key_known)
		return (int) y->key_known - (int) x->key_known;
	return (int) x->key - (int) y->key;
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

	qsort(sharers, duplicates->nsharers, sizeof(Sharer), compare_by_target);
	for (int i = 0; i < duplicates->nsharers; i++)
	{
		Sharer		sharer = sharers[i];

		if (i > 0 && sharer.target == last)
		{
			if (sharer.line == sharers[kept - 1].line)
				continue;
			sharer.before = sharers[kept - 1].line;
			sharer.before_key = sharers[kept - 1].key;
			sharers[kept - 1].after = sharer.line;
			sharers[kept - 1].after_key = sharer.key;
		}
		else
			ngroups++;
		last = sharer.target;
		sharer.target = ngroups - 1;
		sharers[kept++] = sharer;
	}
	duplicates->nsharers = kept;
	qsort(sharers, kept, sizeof(Sharer), compare_by_line);
	return ngroups;
}

/*
 * The key to be named of two records that share a claim: that of the later one,
 * unless the earlier one has only a weak key.
 */
static KeyKind
shared_key(KeyKind earlier, KeyKind later)
{
	return earlier == KEY_WEAK ? earlier : later;
}

static void
revise(Duplicates *duplicates, int64 line, int64 other, KeyKind key)
{
	duplicates->revisions[duplicates->nrevisions++] = (Revision) {.line = line, .other = other, .key = key};
}

/* ---- records that say the same ---- */

/*
 * A hash of what the cells of a record say.  0 = it is nobody's equal: a password may
 * be masked by now.
 */
static uint64
content_of(const Duplicates *duplicates, const CsvRecord *source)
{
	const FieldMap *map = duplicates->map;
	Hash128		hash = {duplicates->seed, ~duplicates->seed};

	for (int i = 0; i < map->ncolumns && i < source->ncells; i++)
	{
		const Field *field = field_map_field(map, i);
		CellValue	value = {0};

		if (field == NULL)
			continue;
		if (field->kind == FIELD_PASSWORD && source->cells[i].len > 0)
			return 0;
		value_parse(field, &source->cells[i], &value);
		hash128_mix(&hash, value.state, value.zero);
		if (value.state == VALUE_SET && value_is_number(field->kind))
			hash128_mix(&hash, value.number, 0);
		else if (value.state == VALUE_SET)
			hash128_bytes(&hash, value.data, value.len);
		else if (value.state == VALUE_ERROR)
			hash128_bytes(&hash, source->cells[i].data, source->cells[i].len);
	}
	return hash.lo == 0 ? 1 : hash.lo;
}

bool
duplicates_collect(Duplicates *duplicates)
{
	if (!duplicates->collected)
	{
		take_spilled(duplicates);
		if (duplicates->nsharers > 0)
			qsort(duplicates->sharers, duplicates->nsharers, sizeof(Sharer), compare_by_line);
		duplicates->collected = true;
	}
	return duplicates->nsharers > 0;
}

bool
duplicates_compare(Duplicates *duplicates, const CsvRecord *source)
{
	Sharer	   *sharers = duplicates->sharers;
	int			n = duplicates->ncompared;
	uint64		content = 0;
	bool		shares;

	while (n < duplicates->nsharers && sharers[n].line < source->line)
		n++;
	shares = n < duplicates->nsharers && sharers[n].line == source->line;
	if (shares)
		content = content_of(duplicates, source);
	for (; n < duplicates->nsharers && sharers[n].line == source->line; n++)
		sharers[n].content = content;
	duplicates->ncompared = n;
	return shares;
}

static int
compare_by_content(const void *a, const void *b)
{
	const Sharer *x = a,
			   *y = b;

	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (x->content != y->content)
		return x->content < y->content ? -1 : 1;
	return compare_by_line(a, b);
}

/* Does the later of two say what the first one that writes has said? */
static bool
says_the_same(const Sharer *first, const Sharer *later)
{
	return later->writes && later->content != 0 && later->content == first->content &&
		later->target == first->target && later->line != first->line;
}

/* Revises the records that say what an earlier one says, and leaves them out of the sharers. */
static void
take_repeated(Duplicates *duplicates)
{
	Sharer	   *sharers = duplicates->sharers;
	const Sharer *first = NULL;
	int			kept = 0;

	qsort(sharers, duplicates->nsharers, sizeof(Sharer), compare_by_content);
	for (int i = 0; i < duplicates->nsharers; i++)
	{
		Sharer		sharer = sharers[i];

		if (first != NULL && says_the_same(first, &sharer))
		{
			duplicates->revisions[duplicates->nrevisions++] =
				(Revision) {.line = sharer.line, .other = first->line, .key = sharer.key, .repeated = true};
			continue;
		}
		sharers[kept] = sharer;
		if (sharer.writes)
			first = &sharers[kept];
		kept++;
	}
	duplicates->nsharers = kept;
}

/*
 * A record that shares claims with others under 'reject'.  Of several lines before it,
 * that by the first kind of claim is told, and of one kind, in which claims have no
 * order, the first line.
 */
static void
reject_sharer(Duplicates *duplicates, const Sharer *sharers, int n)
{
	const Sharer *before = NULL,
			   *after = NULL;

	for (int i = 0; i < n; i++)
	{
		const Sharer *sharer = &sharers[i];

		if (sharer->before != 0 &&
			(before == NULL || (sharer->kind == before->kind && sharer->before < before->before)))
			before = sharer;
		if (sharer->after != 0 && (after == NULL || sharer->after < after->after))
			after = sharer;
	}
	if (before != NULL)
		revise(duplicates, before->line, before->before, shared_key(before->before_key, before->key));
	else if (after != NULL)
		revise(duplicates, after->line, after->after, shared_key(after->key, after->after_key));
}

/*
 * By which of its claims is a record left out, as somebody else is kept?  NULL = by
 * none.  Told as in reject_sharer().
 */
static const Sharer *
held_claim(const Sharer *sharers, int n, const Sharer **holders)
{
	const Sharer *held = NULL;

	for (int i = 0; i < n && sharers[i].writes; i++)
	{
		const Sharer *holder = holders[sharers[i].target];

		if (holder != NULL &&
			(held == NULL || (sharers[i].kind == held->kind && holder->line < holders[held->target]->line)))
			held = &sharers[i];
	}
	return held;
}

/*
 * A record that shares claims with others under 'first' or 'last', when its
 * turn comes; holders: who is kept, for each thing that is claimed.
 */
static void
keep_or_exclude(Duplicates *duplicates, const Sharer *sharers, int n, const Sharer **holders)
{
	const Sharer *held = held_claim(sharers, n, holders);

	if (held != NULL)
	{
		const Sharer *holder = holders[held->target];

		revise(duplicates, held->line, holder->line,
			   holder->line > held->line ? shared_key(held->key, holder->key)
			   : shared_key(holder->key, held->key));
		return;
	}
	for (int i = 0; i < n; i++)
		if (holders[sharers[i].target] == NULL)
			holders[sharers[i].target] = &sharers[i];
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

/* By line; one that is repeated by several claims is revised once. */
static void
sort_revisions(Duplicates *duplicates)
{
	Revision   *revisions = duplicates->revisions;
	int			kept = 0;

	qsort(revisions, duplicates->nrevisions, sizeof(Revision), compare_revisions);
	for (int i = 0; i < duplicates->nrevisions; i++)
		if (kept == 0 || revisions[i].line != revisions[kept - 1].line)
			revisions[kept++] = revisions[i];
	duplicates->nrevisions = kept;
}

const Revision *
duplicates_finish(Duplicates *duplicates, int *nrevisions)
{
	DuplicatePolicy policy = duplicates->options->duplicates;
	int			step = policy == DUPLICATES_LAST ? -1 : 1;
	const Sharer **holders;
	int			ngroups;

	*nrevisions = 0;
	if (!duplicates_collect(duplicates))
		return NULL;
	duplicates->revisions = MemoryContextAllocHuge(duplicates->context,
												   duplicates->nsharers * sizeof(Revision));
	take_repeated(duplicates);
	ngroups = group_sharers(duplicates);
	holders = MemoryContextAllocExtended(duplicates->context, ngroups * sizeof(Sharer *),
										 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
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
	sort_revisions(duplicates);
	pfree(holders);
	*nrevisions = duplicates->nrevisions;
	return duplicates->revisions;
}
