/*
 * seen.c
 *
 * An open-addressing set of 16-byte claims, and beside it a plain ascending
 * array: a file in key order claims its customers in ascending order, and an
 * append is all that costs.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "hash128.h"
#include "seen.h"

/* A claim as it is kept: 62 bits of line, the rest flags. */
typedef struct Slot
{
	uint64		hash;			/* kind mixed in */
	uint64		claim;			/* 0 = empty */
} Slot;

typedef struct AscendingClaim
{
	int64		customer_id;
	uint64		claim;
} AscendingClaim;

struct Seen
{
	MemoryContext context;
	Slot	   *slots;
	uint64		mask;
	uint64		used;
	AscendingClaim *ascending;
	uint64		nascending;
	uint64		max_ascending;
};

static uint64
pack(SeenClaim claim)
{
	return ((uint64) claim.line << 1) | (claim.writes ? 1 : 0);
}

static void
unpack(uint64 packed, SeenClaim *claim)
{
	claim->line = (int64) (packed >> 1);
	claim->writes = (packed & 1) != 0;
}

static inline uint64
mixed(SeenKind kind, uint64 hash)
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
seen_create(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers seen keys",
												  ALLOCSET_DEFAULT_SIZES);
	Seen	   *seen = MemoryContextAllocZero(context, sizeof(Seen));

	seen->context = context;
	allocate_slots(seen, 1024);
	return seen;
}

Size
seen_size(const Seen *seen)
{
	return MemoryContextMemAllocated(seen->context, true);
}

/* The slot that holds the hash, or the empty one where it belongs. */
static inline Slot *
slot_for(const Seen *seen, uint64 hash)
{
	uint64		i = hash & seen->mask;

	while (seen->slots[i].claim != 0 && seen->slots[i].hash != hash)
		i = (i + 1) & seen->mask;
	return &seen->slots[i];
}

/* The ascending claim on a customer, or NULL. */
static AscendingClaim *
ascending_find(const Seen *seen, int64 customer_id)
{
	uint64		low = 0,
				high = seen->nascending;

	if (high == 0 || seen->ascending[high - 1].customer_id < customer_id)
		return NULL;
	while (low < high)
	{
		uint64		middle = (low + high) / 2;

		if (seen->ascending[middle].customer_id < customer_id)
			low = middle + 1;
		else
			high = middle;
	}
	return seen->ascending[low].customer_id == customer_id ? &seen->ascending[low] : NULL;
}

bool
seen_find(const Seen *seen, SeenKind kind, uint64 hash, SeenClaim *claim)
{
	Slot	   *slot;

	if (kind == SEEN_CUSTOMER)
	{
		AscendingClaim *found = ascending_find(seen, (int64) hash);

		if (found != NULL)
		{
			unpack(found->claim, claim);
			return true;
		}
	}
	slot = slot_for(seen, mixed(kind, hash));
	if (slot->claim == 0)
		return false;
	unpack(slot->claim, claim);
	return true;
}

void
seen_prefetch(const Seen *seen, SeenKind kind, uint64 hash)
{
#ifdef __GNUC__
	__builtin_prefetch(&seen->slots[mixed(kind, hash) & seen->mask]);
#endif
}

/* Doubles the set of slots. */
static void
grow(Seen *seen)
{
	Slot	   *old = seen->slots;
	uint64		nold = seen->mask + 1;

	allocate_slots(seen, nold * 2);
	for (uint64 i = 0; i < nold; i++)
		if (old[i].claim != 0)
			*slot_for(seen, old[i].hash) = old[i];
	pfree(old);
}

/* Appends to the ascending array. */
static void
ascending_append(Seen *seen, int64 customer_id, SeenClaim claim)
{
	if (seen->nascending == seen->max_ascending)
	{
		seen->max_ascending = Max(seen->max_ascending * 3 / 2, 1024);
		if (seen->ascending == NULL)
			seen->ascending = MemoryContextAllocHuge(seen->context,
													 seen->max_ascending * sizeof(AscendingClaim));
		else
			seen->ascending = repalloc_huge(seen->ascending,
											seen->max_ascending * sizeof(AscendingClaim));
	}
	seen->ascending[seen->nascending].customer_id = customer_id;
	seen->ascending[seen->nascending++].claim = pack(claim);
}

void
seen_claim(Seen *seen, SeenKind kind, uint64 hash, SeenClaim claim)
{
	Slot	   *slot;

	if (kind == SEEN_CUSTOMER)
	{
		AscendingClaim *found = ascending_find(seen, (int64) hash);

		if (found != NULL)
		{
			found->claim = pack(claim);
			return;
		}
		if (seen->nascending == 0 ||
			seen->ascending[seen->nascending - 1].customer_id < (int64) hash)
		{
			/* unless an earlier record came out of order for it */
			slot = slot_for(seen, mixed(kind, hash));
			if (slot->claim == 0)
			{
				ascending_append(seen, (int64) hash, claim);
				return;
			}
		}
	}
	if (seen->used * 4 >= (seen->mask + 1) * 3)
		grow(seen);
	slot = slot_for(seen, mixed(kind, hash));
	if (slot->claim == 0)
		seen->used++;
	slot->hash = mixed(kind, hash);
	slot->claim = pack(claim);
}
