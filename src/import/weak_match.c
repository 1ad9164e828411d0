/*
 * weak_match.c
 *
 *		WeakKeys of records -> a hash table in memory
 *		every live customer -> their WeakKeys -> records that have one of them
 *
 * The result does not depend on the order in which customers come.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "import/weak_match.h"

/* A record that is looked for. */
typedef struct Wanted
{
	WeakFound	found;
	uint64		first_name;		/* as in WeakKeys */
	int32		birth_date;
	bool		has_birth_date;
} Wanted;

/* One key of a record, in the list of its bucket. */
typedef struct Entry
{
	uint64		hash;
	uint32		next;			/* number of the next entry, from 1; 0 = last */
	uint32		wanted;			/* index */
	WeakTest	test;
} Entry;

struct WeakMatcher
{
	WeakReader *reader;
	LiveReader *live;			/* NULL = not needed so far */
	MemoryContext context;
	MemoryContext row_context;	/* of one live row */
	Size		limit;
	Wanted	   *wanted;
	int			nwanted;
	int			maxwanted;
	Entry	   *entries;		/* from 1 */
	uint32		nentries;
	uint32		maxentries;
	uint32	   *buckets;		/* first entries; made by the scan */
	uint32		mask;
};

/* Room that is made at first. */
#define FIRST_WANTED 1024

WeakMatcher *
weak_matcher_create(WeakReader *reader, Size limit)
{
	WeakMatcher *matcher = palloc0(sizeof(WeakMatcher));

	matcher->reader = reader;
	matcher->context = CurrentMemoryContext;
	matcher->row_context = AllocSetContextCreate(CurrentMemoryContext, "customers weak keys",
												 ALLOCSET_DEFAULT_SIZES);
	matcher->limit = limit;
	return matcher;
}

/* Doubles an array in the matcher's context. */
static void *
grow(WeakMatcher *matcher, void *array, Size size)
{
	return array == NULL ? MemoryContextAllocHuge(matcher->context, size) : repalloc_huge(array, size);
}

static void
add_entry(WeakMatcher *matcher, const WeakKey *key, uint32 wanted)
{
	if (matcher->nentries + 1 >= matcher->maxentries)
	{
		matcher->maxentries = Max(2 * matcher->maxentries, FIRST_WANTED);
		matcher->entries = grow(matcher, matcher->entries, matcher->maxentries * sizeof(Entry));
	}
	matcher->entries[++matcher->nentries] = (Entry) {
		.hash = key->hash, .wanted = wanted, .test = key->test
	};
}

void
weak_matcher_add(WeakMatcher *matcher, const WeakKeys *keys)
{
	if (matcher->nwanted == matcher->maxwanted)
	{
		matcher->maxwanted = Max(2 * matcher->maxwanted, FIRST_WANTED);
		matcher->wanted = grow(matcher, matcher->wanted, matcher->maxwanted * sizeof(Wanted));
	}
	matcher->wanted[matcher->nwanted] = (Wanted) {
		.first_name = keys->first_name, .birth_date = keys->birth_date,
		.has_birth_date = keys->has_birth_date
	};
	for (int i = 0; i < keys->nkeys; i++)
		add_entry(matcher, &keys->keys[i], matcher->nwanted);
	matcher->nwanted++;
}

/* Bytes of arrays with room for so many. */
static Size
size_of(int64 wanted, int64 entries)
{
	return wanted * sizeof(Wanted) + entries * (sizeof(Entry) + sizeof(uint32));
}

bool
weak_matcher_is_full(const WeakMatcher *matcher)
{
	bool		more_wanted = matcher->nwanted == matcher->maxwanted,
				more_entries = matcher->nentries + MAX_WEAK_KEYS >= matcher->maxentries;

	return matcher->nwanted > 0 && (more_wanted || more_entries) &&
		size_of((int64) matcher->maxwanted << more_wanted, (int64) matcher->maxentries << more_entries) > matcher->limit;
}

Size
weak_matcher_memory(const WeakMatcher *matcher)
{
	return size_of(matcher->maxwanted, matcher->maxentries);
}

/* ---- the scan ---- */

/* Chains the entries by their buckets. */
static void
make_buckets(WeakMatcher *matcher)
{
	uint32		nbuckets = 1024;

	while (nbuckets < matcher->nentries)
		nbuckets *= 2;
	matcher->mask = nbuckets - 1;
	matcher->buckets = MemoryContextAllocExtended(matcher->context, nbuckets * sizeof(uint32),
												  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (uint32 i = 1; i <= matcher->nentries; i++)
	{
		uint32	   *bucket = &matcher->buckets[matcher->entries[i].hash & matcher->mask];

		matcher->entries[i].next = *bucket;
		*bucket = i;
	}
}

/* Keeps the two smallest ids. */
static void
add_found(WeakFound *found, WeakTest test, int64 id)
{
	if (found->first != 0 && test > found->test)
		return;
	if (found->first != 0 && test < found->test)
		found->first = found->second = 0;
	found->test = test;
	if (id == found->first || id == found->second)
		return;
	if (found->first == 0 || id < found->first)
	{
		found->second = found->first;
		found->first = id;
	}
	else if (found->second == 0 || id < found->second)
		found->second = id;
}

/* A live customer who has a key of the record. */
static void
meet(Wanted *wanted, WeakTest test, const WeakKeys *live, int64 id)
{
	WeakKeys	own = {
		.has_birth_date = wanted->has_birth_date, .birth_date = wanted->birth_date,
		.first_name = wanted->first_name
	};

	if (!weak_keys_contradict(&own, live))
		add_found(&wanted->found, test, id);
	else if (wanted->found.other == 0 || id < wanted->found.other)
		wanted->found.other = id;
}

static void
look_up(WeakMatcher *matcher, const WeakKeys *live, int64 id)
{
	for (int i = 0; i < live->nkeys; i++)
	{
		uint64		hash = live->keys[i].hash;

		for (uint32 e = matcher->buckets[hash & matcher->mask]; e != 0; e = matcher->entries[e].next)
		{
			const Entry *entry = &matcher->entries[e];

			CHECK_FOR_INTERRUPTS();
			if (entry->hash == hash)
				meet(&matcher->wanted[entry->wanted], entry->test, live, id);
		}
	}
}

static void
on_row(void *state, const LiveRow *row)
{
	WeakMatcher *matcher = state;
	MemoryContext old = MemoryContextSwitchTo(matcher->row_context);
	WeakKeys	keys[MAX_LIVE_NAMES];
	int			n = weak_read_row(matcher->reader, row, keys);

	for (int i = 0; i < n; i++)
		look_up(matcher, &keys[i], row->customer_id);
	MemoryContextSwitchTo(old);
	MemoryContextReset(matcher->row_context);
}

void
weak_matcher_scan(WeakMatcher *matcher)
{
	if (matcher->nentries == 0)
		return;
	if (matcher->live == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(matcher->context);

		matcher->live = live_reader_create(weak_reader_live_map(matcher->reader));
		MemoryContextSwitchTo(old);
	}
	make_buckets(matcher);
	live_read_all(matcher->live, on_row, matcher);
	pfree(matcher->buckets);
}

const WeakFound *
weak_matcher_found(const WeakMatcher *matcher, int i)
{
	return &matcher->wanted[i].found;
}

void
weak_matcher_clear(WeakMatcher *matcher)
{
	matcher->nwanted = 0;
	matcher->nentries = 0;
}
