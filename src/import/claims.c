/*
 * claims.c
 *
 *		Record -> Claim -> who claimed it before? -> kept for the next
 *
 * A claim is kept in one of four places:
 *
 *		numbered	an array by Record.live_number: an unsorted file, all of whose
 *					customers were read into memory
 *		ascending	an array in the order of customer_id: a file in that order
 *					appends
 *		slots		an open-addressing set of 12-byte claims: all other
 *					customers, and keys
 *		spill		on disk, if there is no memory for one of the latter two
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "executor/tuptable.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

#include "field/hash128.h"
#include "import/claims.h"
#include "support/huge_pages.h"

/* Memory of the sort, in kB. */
#define SPILL_MEMORY (16 * 1024)

/*
 * A claimant: the line, with a lowest bit that says whether it writes; 0 = none.
 */
typedef uint32 Mark;

/*
 * 12 bytes each: 64 bits in two halves, so that nothing is lost to alignment.
 */
typedef struct Slot
{
	uint32		target[2];
	Mark		mark;			/* 0 = empty */
} Slot;

typedef struct AscendingClaim
{
	uint32		customer_id[2];
	Mark		mark;
} AscendingClaim;

/*
 * PostgreSQL's own external sort of two bigints: the target, and the line with
 * the claim's kind, key and flag in its lowest bits.
 */
typedef struct Spill
{
	Tuplesortstate *sort;
	TupleTableSlot *slot;
	bool		sorted;
} Spill;

struct Claims
{
	MemoryContext context;
	Mark	   *numbered;		/* by live_number; NULL = not used */
	int64		nnumbered;
	Slot	   *slots;
	uint64		mask;
	uint64		used;
	AscendingClaim *ascending;
	uint64		nascending;
	uint64		max_ascending;
	bool		has_slot_customers; /* some are claimed in the set */
	bool		has_spilled_customers;
	Size		limit;
	Size		others;
	Spill	   *spill;			/* NULL as long as everything fits */
};

static inline Mark
to_mark(Claimant claimant)
{
	return ((uint32) claimant.line << 1) | (claimant.writes ? 1 : 0);
}

static inline bool
from_mark(Mark mark, Claimant *claimant)
{
	claimant->line = mark >> 1;
	claimant->writes = (mark & 1) != 0;
	return mark != 0;
}

/* ---- what a record claims ---- */

/* Does the record bring this key into the table? */
static bool
brings_key(const FieldMap *map, const Record *record, KeyKind key)
{
	int			i = key == KEY_EMAIL ? map->email : map->identifier;

	return i >= 0 && record->changes != NULL && record->changes[i].touched &&
		record->changes[i].value.state == VALUE_SET && record->keys[key].state == KEY_PRESENT;
}

/* The key by which a record matched its customer, for the message. */
static KeyKind
matched_key(const Record *record)
{
	if (record->matched_weakly)
		return KEY_WEAK;
	for (int key = 0; key < NUM_KEYS; key++)
		if (record->bearers[key].first == record->customer_id ||
			record->bearers[key].second == record->customer_id)
			return key;
	return KEY_CUSTOMER_ID;
}

static inline ClaimKind
kind_of_key(KeyKind key)
{
	return key == KEY_EMAIL ? CLAIM_EMAIL : CLAIM_IDENTIFIER;
}

int
claims_of_record(const FieldMap *map, const Record *record, Claim *wanted)
{
	int			n = 0;

	if (record->customer_id != 0)
		wanted[n++] = (Claim) {
			.kind = CLAIM_CUSTOMER, .key = matched_key(record), .live_number = record->live_number,
			.hash = (uint64) record->customer_id
		};
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (brings_key(map, record, key))
			wanted[n++] = (Claim) {
				.kind = kind_of_key(key), .key = key, .hash = record->keys[key].hash
			};
	for (int i = 0; record->weak != NULL && !record->matched && i < record->weak->nkeys; i++)
		wanted[n++] = (Claim) {
			.kind = CLAIM_WEAK, .key = KEY_WEAK, .hash = record->weak->keys[i].hash
		};
	return n;
}

static inline uint64
target_of(ClaimKind kind, uint64 hash)
{
	return hash128_fold(hash ^ UINT64CONST(0x8ebc6af09c88c6e3),
						UINT64CONST(0x589965cc75374cc3) + 2 * (uint64) kind);
}

uint64
claim_target(const Claim *claim)
{
	return target_of(claim->kind, claim->hash);
}

/* ---- on disk ---- */

/* Creates a spill in the current memory context; its files end with the resource owner. */
static Spill *
spill_create(void)
{
	Spill	   *spill = palloc0(sizeof(Spill));
	TupleDesc	desc = CreateTemplateTupleDesc(2);
	AttrNumber	columns[] = {1, 2};
	Oid			operators[] = {Int8LessOperator, Int8LessOperator};
	Oid			collations[] = {InvalidOid, InvalidOid};
	bool		nulls_first[] = {false, false};

	TupleDescInitEntry(desc, 1, "target", INT8OID, -1, 0);
	TupleDescInitEntry(desc, 2, "claim", INT8OID, -1, 0);
	spill->slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	spill->sort = tuplesort_begin_heap(desc, 2, columns, operators, collations, nulls_first,
									   SPILL_MEMORY, NULL, 0);
	return spill;
}

static void
spill_add(Spill *spill, const Claim *claim, Claimant claimant)
{
	ExecClearTuple(spill->slot);
	spill->slot->tts_values[0] = Int64GetDatum((int64) claim_target(claim));
	spill->slot->tts_values[1] = Int64GetDatum(claimant.line << 5 | (int64) claim->kind << 3 |
											   (int64) claim->key << 1 | (claimant.writes ? 1 : 0));
	spill->slot->tts_isnull[0] = spill->slot->tts_isnull[1] = false;
	ExecStoreVirtualTuple(spill->slot);
	tuplesort_puttupleslot(spill->sort, spill->slot);
}

/* Like claims_next_spilled(); no claim can be added after the first call. */
static bool
spill_next(Spill *spill, SpilledClaim *spilled)
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
	spilled->target = (uint64) DatumGetInt64(spill->slot->tts_values[0]);
	packed = DatumGetInt64(spill->slot->tts_values[1]);
	spilled->kind = (ClaimKind) (packed >> 3 & 3);
	spilled->key = (KeyKind) (packed >> 1 & 3);
	spilled->claimant.line = packed >> 5;
	spilled->claimant.writes = (packed & 1) != 0;
	return true;
}

bool
claims_has_spilled(const Claims *claims)
{
	return claims->spill != NULL;
}

bool
claims_next_spilled(Claims *claims, SpilledClaim *spilled)
{
	return claims->spill != NULL && spill_next(claims->spill, spilled);
}

/* ---- memory ---- */

static void
allocate_slots(Claims *claims, uint64 nslots)
{
	claims->slots = huge_pages_alloc(claims->context, nslots * sizeof(Slot));
	memset(claims->slots, 0, nslots * sizeof(Slot));
	claims->mask = nslots - 1;
}

Claims *
claims_create(Size limit)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers claims",
												  ALLOCSET_DEFAULT_SIZES);
	Claims	   *claims = MemoryContextAllocZero(context, sizeof(Claims));

	claims->context = context;
	claims->limit = limit;
	allocate_slots(claims, 1024);
	return claims;
}

/* Numbers are not used once claims on customers are on disk. */
void
claims_share(Claims *claims, int64 live_numbers, Size others)
{
	claims->others = others;
	if (live_numbers == 0 || claims->numbered != NULL || claims->has_spilled_customers)
		return;
	claims->nnumbered = live_numbers;
	claims->numbered = huge_pages_alloc(claims->context, (live_numbers + 1) * sizeof(Mark));
	memset(claims->numbered, 0, (live_numbers + 1) * sizeof(Mark));
}

/* Is there room for so many bytes more? */
static bool
has_room(const Claims *claims, Size more)
{
	return MemoryContextMemAllocated(claims->context, true) + more + claims->others <= claims->limit;
}

/* Where the claim is kept by number, or NULL. */
static inline Mark *
numbered_mark(const Claims *claims, const Claim *claim)
{
	return claim->live_number == 0 || claim->live_number > claims->nnumbered ? NULL
		: &claims->numbered[claim->live_number];
}

/* ---- customers in ascending order ---- */

static inline int64
ascending_id(const AscendingClaim *claim)
{
	return (int64) ((uint64) claim->customer_id[1] << 32 | claim->customer_id[0]);
}

/* Would a customer be appended? */
static inline bool
is_ascending(const Claims *claims, int64 customer_id)
{
	return claims->nascending == 0 ||
		ascending_id(&claims->ascending[claims->nascending - 1]) < customer_id;
}

/* The ascending claim on a customer, or NULL. */
static AscendingClaim *
ascending_find(const Claims *claims, int64 customer_id)
{
	uint64		low = 0,
				high = claims->nascending;

	if (is_ascending(claims, customer_id))
		return NULL;
	while (low < high)
	{
		uint64		middle = (low + high) / 2;

		if (ascending_id(&claims->ascending[middle]) < customer_id)
			low = middle + 1;
		else
			high = middle;
	}
	return ascending_id(&claims->ascending[low]) == customer_id ? &claims->ascending[low] : NULL;
}

/* Appends to the ascending array; false if it may not grow any more. */
static bool
ascending_append(Claims *claims, int64 customer_id, Mark mark)
{
	AscendingClaim *claim;

	if (claims->nascending == claims->max_ascending)
	{
		uint64		max = Max(claims->max_ascending * 3 / 2, 1024);

		if (claims->spill != NULL || !has_room(claims, max * sizeof(AscendingClaim)))
			return false;
		claims->max_ascending = max;
		claims->ascending = claims->ascending == NULL
			? MemoryContextAllocHuge(claims->context, max * sizeof(AscendingClaim))
			: repalloc_huge(claims->ascending, max * sizeof(AscendingClaim));
	}
	claim = &claims->ascending[claims->nascending++];
	claim->customer_id[0] = (uint32) customer_id;
	claim->customer_id[1] = (uint32) ((uint64) customer_id >> 32);
	claim->mark = mark;
	return true;
}

/* ---- the set ---- */

static inline uint64
slot_target(const Slot *slot)
{
	return (uint64) slot->target[1] << 32 | slot->target[0];
}

/* The slot that holds the target, or the empty one where it belongs. */
static inline Slot *
slot_for(const Claims *claims, uint64 target)
{
	uint64		i = target & claims->mask;

	while (claims->slots[i].mark != 0 && slot_target(&claims->slots[i]) != target)
		i = (i + 1) & claims->mask;
	return &claims->slots[i];
}

/* Doubles the set, if it is nearly full; false if it may not. */
static bool
make_room(Claims *claims)
{
	Slot	   *old = claims->slots;
	uint64		nold = claims->mask + 1;

	if (claims->used * 4 < nold * 3)
		return true;
	if (claims->spill != NULL || !has_room(claims, nold * 2 * sizeof(Slot)))
		return false;
	allocate_slots(claims, nold * 2);
	for (uint64 i = 0; i < nold; i++)
		if (old[i].mark != 0)
			*slot_for(claims, slot_target(&old[i])) = old[i];
	pfree(old);
	return true;
}

/* Adds a target that the set does not hold; false if there is no room for it. */
static bool
slot_add(Claims *claims, uint64 target, Mark mark)
{
	Slot	   *slot;

	if (!make_room(claims))
		return false;
	slot = slot_for(claims, target);
	slot->target[0] = (uint32) target;
	slot->target[1] = (uint32) (target >> 32);
	slot->mark = mark;
	claims->used++;
	return true;
}

/* ---- claiming ---- */

/* Where a claim is kept that was made without a number, or NULL. */
static Mark *
unnumbered_mark(const Claims *claims, const Claim *claim)
{
	Slot	   *slot;

	if (claim->kind == CLAIM_CUSTOMER)
	{
		AscendingClaim *found = ascending_find(claims, (int64) claim->hash);

		if (found != NULL)
			return &found->mark;
		if (!claims->has_slot_customers)
			return NULL;
	}
	slot = slot_for(claims, claim_target(claim));
	return slot->mark == 0 ? NULL : &slot->mark;
}

bool
claims_find(const Claims *claims, const Claim *claim, Claimant *claimant)
{
	const Mark *mark = numbered_mark(claims, claim);

	/* claims that were made before customers had numbers are elsewhere */
	if (mark == NULL || *mark == 0)
		mark = unnumbered_mark(claims, claim);
	return mark != NULL && from_mark(*mark, claimant);
}

/* Keeps a claim in memory; false if there is no room for it. */
static bool
keep(Claims *claims, const Claim *claim, Mark mark)
{
	Mark	   *kept = numbered_mark(claims, claim);

	if (kept == NULL)
		kept = unnumbered_mark(claims, claim);
	if (kept != NULL)
	{
		*kept = mark;
		return true;
	}
	if (claim->kind == CLAIM_CUSTOMER)
	{
		if (is_ascending(claims, (int64) claim->hash))
			return ascending_append(claims, (int64) claim->hash, mark);
		claims->has_slot_customers = true;
	}
	return slot_add(claims, claim_target(claim), mark);
}

void
claims_make(Claims *claims, const Claim *claim, Claimant claimant)
{
	if (keep(claims, claim, to_mark(claimant)))
		return;
	if (claims->spill == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(claims->context);

		claims->spill = spill_create();
		MemoryContextSwitchTo(caller);
	}
	claims->has_spilled_customers |= claim->kind == CLAIM_CUSTOMER;
	spill_add(claims->spill, claim, claimant);
}

/*
 * To gcc a function that only prefetches does nothing, and its calls and the
 * loops around them go: so all of this is inlined first, and has no loop.
 */
static pg_attribute_always_inline void
prefetch(const void *address)
{
#ifdef __GNUC__
	__builtin_prefetch(address);
#endif
}

static pg_attribute_always_inline void
prefetch_slot(const Claims *claims, ClaimKind kind, uint64 hash)
{
	prefetch(&claims->slots[target_of(kind, hash) & claims->mask]);
}

static pg_attribute_always_inline void
prefetch_key(const Claims *claims, const Record *record, KeyKind key)
{
	if (record->keys[key].state == KEY_PRESENT)
		prefetch_slot(claims, kind_of_key(key), record->keys[key].hash);
}

void
claims_prefetch(const Claims *claims, const Record *record)
{
	if (record->matched)
	{
		if (record->live_number != 0 && record->live_number <= claims->nnumbered)
			prefetch(&claims->numbered[record->live_number]);
		else if (claims->has_slot_customers)
			prefetch_slot(claims, CLAIM_CUSTOMER, (uint64) record->customer_id);
		return;
	}
	prefetch_key(claims, record, KEY_IDENTIFIER);
	prefetch_key(claims, record, KEY_EMAIL);
}
