/*
 * seen.c
 *
 * An open-addressing set of 12-byte claims, and beside it a plain ascending
 * array: a file in key order claims its customers in ascending order, and an
 * append is all that costs.
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "executor/tuptable.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

#include "field/hash128.h"
#include "import/seen.h"

/* Memory of the sort, in kB. */
#define SPILL_MEMORY (16 * 1024)

/*
 * 12 bytes each: what is kept of a claim, with 64 bits of its key's hash in
 * two halves, so that nothing is lost to alignment.
 */
typedef struct Slot
{
	uint32		hash[2];		/* kind mixed in */
	SeenMark	mark;			/* 0 = empty */
} Slot;

typedef struct AscendingClaim
{
	uint32		customer_id[2];
	SeenMark	mark;
} AscendingClaim;

/*
 * The claims that do not fit into memory, by PostgreSQL's own external sort of
 * two bigints: what is claimed, and the line with the claim's kind, key and flag
 * in its lowest bits.
 */
typedef struct SeenSpill
{
	Tuplesortstate *sort;
	TupleTableSlot *slot;
	bool		sorted;
} SeenSpill;

struct Seen
{
	MemoryContext context;
	Slot	   *slots;
	uint64		mask;
	uint64		used;
	AscendingClaim *ascending;
	uint64		nascending;
	uint64		max_ascending;
	bool		has_customers;
	bool		has_spilled_customers;
	Size		limit;
	Size		others;
	SeenSpill  *spill;			/* NULL as long as everything fits */
};

/* ---- on disk ---- */

/* In the current memory context; its files go with the resource owner. */
static SeenSpill *
spill_create(void)
{
	SeenSpill  *spill = palloc0(sizeof(SeenSpill));
	TupleDesc	desc = CreateTemplateTupleDesc(2);
	AttrNumber	columns[] = {1, 2};
	Oid			operators[] = {Int8LessOperator, Int8LessOperator};
	Oid			collations[] = {InvalidOid, InvalidOid};
	bool		nulls_first[] = {false, false};

	TupleDescInitEntry(desc, 1, "hash", INT8OID, -1, 0);
	TupleDescInitEntry(desc, 2, "claim", INT8OID, -1, 0);
	spill->slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	spill->sort = tuplesort_begin_heap(desc, 2, columns, operators, collations, nulls_first,
									   SPILL_MEMORY, NULL, 0);
	return spill;
}

static void
spill_add(SeenSpill *spill, uint64 hash, SeenClaim claim)
{
	ExecClearTuple(spill->slot);
	spill->slot->tts_values[0] = Int64GetDatum((int64) hash);
	spill->slot->tts_values[1] = Int64GetDatum(claim.line << 5 | (int64) claim.kind << 3 |
											   (int64) claim.key << 1 | (claim.writes ? 1 : 0));
	spill->slot->tts_isnull[0] = spill->slot->tts_isnull[1] = false;
	ExecStoreVirtualTuple(spill->slot);
	tuplesort_puttupleslot(spill->sort, spill->slot);
}

/* As seen_next_spilled(); the first call ends the adding. */
static bool
spill_next(SeenSpill *spill, uint64 *claimed, SeenClaim *claim)
{
	int64		packed;

	if (!spill->sorted)
	{
		tuplesort_performsort(spill->sort);
		spill->sorted = true;
	}
	if (!tuplesort_gettupleslot(spill->sort, true, false, spill->slot, NULL))
	{
		tuplesort_end(spill->sort);
		ExecDropSingleTupleTableSlot(spill->slot);
		return false;
	}
	slot_getallattrs(spill->slot);
	*claimed = (uint64) DatumGetInt64(spill->slot->tts_values[0]);
	packed = DatumGetInt64(spill->slot->tts_values[1]);
	claim->key = (KeyKind) (packed >> 1 & 3);
	claim->kind = (SeenKind) (packed >> 3 & 3);
	claim->line = packed >> 5;
	claim->writes = (packed & 1) != 0;
	return true;
}

/* ---- in memory ---- */

static inline uint64
slot_hash(const Slot *slot)
{
	return (uint64) slot->hash[1] << 32 | slot->hash[0];
}

static inline int64
ascending_id(const AscendingClaim *claim)
{
	return (int64) ((uint64) claim->customer_id[1] << 32 | claim->customer_id[0]);
}

uint64
seen_claimed(SeenKind kind, uint64 hash)
{
	return hash128_fold(hash ^ UINT64CONST(0x8ebc6af09c88c6e3),
						UINT64CONST(0x589965cc75374cc3) + 2 * (uint64) kind);
}

static void
allocate_slots(Seen *seen, uint64 nslots)
{
	seen->slots = MemoryContextAllocExtended(seen->context, nslots * sizeof(Slot),
											 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	seen->mask = nslots - 1;
}

Seen *
seen_create(Size limit)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers seen keys",
												  ALLOCSET_DEFAULT_SIZES);
	Seen	   *seen = MemoryContextAllocZero(context, sizeof(Seen));

	seen->context = context;
	seen->limit = limit;
	allocate_slots(seen, 1024);
	return seen;
}

void
seen_reserve(Seen *seen, Size others)
{
	seen->others = others;
}

/* Is there room for so many bytes more? */
static bool
has_room(const Seen *seen, Size more)
{
	return MemoryContextMemAllocated(seen->context, true) + more + seen->others <= seen->limit;
}

/* The slot that holds the hash, or the empty one where it belongs. */
static inline Slot *
slot_for(const Seen *seen, uint64 hash)
{
	uint64		i = hash & seen->mask;

	while (seen->slots[i].mark != 0 && slot_hash(&seen->slots[i]) != hash)
		i = (i + 1) & seen->mask;
	return &seen->slots[i];
}

/* The ascending claim on a customer, or NULL. */
static AscendingClaim *
ascending_find(const Seen *seen, int64 customer_id)
{
	uint64		low = 0,
				high = seen->nascending;

	if (high == 0 || ascending_id(&seen->ascending[high - 1]) < customer_id)
		return NULL;
	while (low < high)
	{
		uint64		middle = (low + high) / 2;

		if (ascending_id(&seen->ascending[middle]) < customer_id)
			low = middle + 1;
		else
			high = middle;
	}
	return ascending_id(&seen->ascending[low]) == customer_id ? &seen->ascending[low] : NULL;
}

bool
seen_find(const Seen *seen, SeenKind kind, uint64 hash, SeenClaim *claim)
{
	Slot	   *slot;

	if (kind == SEEN_CUSTOMER)
	{
		AscendingClaim *found = ascending_find(seen, (int64) hash);

		if (found != NULL)
			return seen_read(found->mark, claim);
	}
	slot = slot_for(seen, seen_claimed(kind, hash));
	return seen_read(slot->mark, claim);
}

bool
seen_has_customers(const Seen *seen)
{
	return seen->has_customers;
}

bool
seen_has_spilled_customers(const Seen *seen)
{
	return seen->has_spilled_customers;
}

bool
seen_has_spilled(const Seen *seen)
{
	return seen->spill != NULL;
}

void
seen_prefetch(const Seen *seen, SeenKind kind, uint64 hash)
{
#ifdef __GNUC__
	__builtin_prefetch(&seen->slots[seen_claimed(kind, hash) & seen->mask]);
#endif
}

/* Doubles the set of slots, if it is nearly full; false if it may not. */
static bool
make_room(Seen *seen)
{
	Slot	   *old = seen->slots;
	uint64		nold = seen->mask + 1;

	if (seen->used * 4 < nold * 3)
		return true;
	if (seen->spill != NULL || !has_room(seen, nold * 2 * sizeof(Slot)))
		return false;
	allocate_slots(seen, nold * 2);
	for (uint64 i = 0; i < nold; i++)
		if (old[i].mark != 0)
			*slot_for(seen, slot_hash(&old[i])) = old[i];
	pfree(old);
	return true;
}

/* Appends to the ascending array; false if it may not grow any more. */
static bool
ascending_append(Seen *seen, int64 customer_id, SeenClaim claim)
{
	if (seen->nascending == seen->max_ascending)
	{
		uint64		max = Max(seen->max_ascending * 3 / 2, 1024);

		if (seen->spill != NULL || !has_room(seen, max * sizeof(AscendingClaim)))
			return false;
		seen->max_ascending = max;
		if (seen->ascending == NULL)
			seen->ascending = MemoryContextAllocHuge(seen->context,
													 seen->max_ascending * sizeof(AscendingClaim));
		else
			seen->ascending = repalloc_huge(seen->ascending,
											seen->max_ascending * sizeof(AscendingClaim));
	}
	seen->ascending[seen->nascending].customer_id[0] = (uint32) customer_id;
	seen->ascending[seen->nascending].customer_id[1] = (uint32) ((uint64) customer_id >> 32);
	seen->ascending[seen->nascending++].mark = seen_mark(claim);
	return true;
}

/* Keeps a claim in memory; false if there is no room for it. */
static bool
keep_claim(Seen *seen, SeenKind kind, uint64 hash, SeenClaim claim)
{
	uint64		own = seen_claimed(kind, hash);
	Slot	   *slot = slot_for(seen, own);

	if (slot->mark == 0 && kind == SEEN_CUSTOMER)
	{
		AscendingClaim *found = ascending_find(seen, (int64) hash);

		if (found != NULL)
		{
			found->mark = seen_mark(claim);
			return true;
		}
		if (seen->nascending == 0 ||
			ascending_id(&seen->ascending[seen->nascending - 1]) < (int64) hash)
			return ascending_append(seen, (int64) hash, claim);
	}
	if (slot->mark == 0)
	{
		if (!make_room(seen))
			return false;
		slot = slot_for(seen, own);
		slot->hash[0] = (uint32) own;
		slot->hash[1] = (uint32) (own >> 32);
		seen->used++;
	}
	slot->mark = seen_mark(claim);
	return true;
}

void
seen_claim(Seen *seen, SeenKind kind, uint64 hash, SeenClaim claim)
{
	seen->has_customers |= kind == SEEN_CUSTOMER;
	if (keep_claim(seen, kind, hash, claim))
		return;
	if (seen->spill == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(seen->context);

		seen->spill = spill_create();
		MemoryContextSwitchTo(caller);
	}
	seen->has_spilled_customers |= kind == SEEN_CUSTOMER;
	claim.kind = kind;
	spill_add(seen->spill, seen_claimed(kind, hash), claim);
}

bool
seen_next_spilled(Seen *seen, uint64 *claimed, SeenClaim *claim)
{
	return seen->spill != NULL && spill_next(seen->spill, claimed, claim);
}
