/*
 * keytable.c
 *
 * Entries lie in chunks that never move; beside them, for each key, an
 * open-addressing array of 4-byte entry numbers (linear probing, at most three
 * quarters full).  A text key is known by a 32-bit tag alone, which also
 * chooses its slot: among five million customers one absent key in a thousand
 * meets somebody else's tag, and costs one look-up of the live row.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#include "keytable.h"

#define CHUNK_BITS 15
#define CHUNK_ENTRIES (1 << CHUNK_BITS)
#define EMPTY_SLOT PG_UINT32_MAX

typedef struct KeyIndex
{
	uint32	   *slots;			/* entry numbers; NULL = key not in use */
	uint64		mask;
	uint64		used;
} KeyIndex;

struct KeyTable
{
	MemoryContext context;
	KeyTableEntry **chunks;
	uint32		nchunks;
	uint32		nentries;
	KeyIndex	index[NUM_KEYS];
};

static inline KeyTableEntry *
entry_at(const KeyTable *table, uint32 number)
{
	return &table->chunks[number >> CHUNK_BITS][number & (CHUNK_ENTRIES - 1)];
}

/* The tag of a text key's hash; never 0, which says "has none". */
static inline uint32
tag_of(uint64 hash)
{
	uint32		tag = (uint32) (hash >> 32);

	return tag == 0 ? 1 : tag;
}

/* Where a key's entries start in its index. */
static inline uint64
slot_hash(KeyKind key, int64 customer_id, uint32 tag)
{
	return hash128_fold((key == KEY_CUSTOMER_ID ? (uint64) customer_id : (uint64) tag)
						^ UINT64CONST(0xa0761d6478bd642f),
						UINT64CONST(0xe7037ed1a0b428db));
}

static inline uint64
entry_slot_hash(KeyKind key, const KeyTableEntry *entry)
{
	return slot_hash(key, entry->customer_id,
					 key == KEY_CUSTOMER_ID ? 0 : entry->tags[key - 1]);
}

/* Slots for so many entries: the power of two that stays 3/4 full at most. */
static uint64
slots_for(int64 entries)
{
	return pg_nextpower2_64(Max((uint64) entries * 4 / 3 + 1, 1024));
}

static void
index_init(KeyTable *table, KeyIndex *index, uint64 nslots)
{
	index->slots = MemoryContextAllocHuge(table->context, nslots * sizeof(uint32));
	memset(index->slots, 0xff, nslots * sizeof(uint32));
	index->mask = nslots - 1;
	index->used = 0;
}

KeyTable *
keytable_create(uint32 keys, int64 expected)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers key table",
												  ALLOCSET_DEFAULT_SIZES);
	KeyTable   *table = MemoryContextAllocZero(context, sizeof(KeyTable));

	table->context = context;
	for (int key = 0; key < NUM_KEYS; key++)
		if (keys & (1 << key))
			index_init(table, &table->index[key], slots_for(expected));
	return table;
}

void
keytable_destroy(KeyTable *table)
{
	MemoryContextDelete(table->context);
}

Size
keytable_size(const KeyTable *table)
{
	return MemoryContextMemAllocated(table->context, true);
}

Size
keytable_size_for(uint32 keys, int64 customers)
{
	return customers * sizeof(KeyTableEntry) +
		pg_number_of_ones[keys & 0xff] * slots_for(customers) * sizeof(uint32);
}

static inline void
index_place(KeyIndex *index, uint64 hash, uint32 number)
{
	uint64		slot = hash & index->mask;

	while (index->slots[slot] != EMPTY_SLOT)
		slot = (slot + 1) & index->mask;
	index->slots[slot] = number;
	index->used++;
}

static void
index_grow(KeyTable *table, KeyKind key)
{
	KeyIndex   *index = &table->index[key];
	KeyIndex	bigger;

	index_init(table, &bigger, (index->mask + 1) * 2);
	for (uint64 slot = 0; slot <= index->mask; slot++)
	{
		uint32		number = index->slots[slot];

		if (number != EMPTY_SLOT)
			index_place(&bigger, entry_slot_hash(key, entry_at(table, number)), number);
	}
	pfree(index->slots);
	*index = bigger;
}

/* A new, zeroed entry at the end. */
static KeyTableEntry *
append_entry(KeyTable *table)
{
	uint32		chunk = table->nentries >> CHUNK_BITS;

	if (table->nentries == EMPTY_SLOT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many customers to be kept in memory")));
	if (chunk == table->nchunks)
	{
		MemoryContext old = MemoryContextSwitchTo(table->context);

		CHECK_FOR_INTERRUPTS();
		if (table->chunks == NULL)
			table->chunks = palloc(sizeof(KeyTableEntry *) * 64);
		else if ((table->nchunks & (table->nchunks - 1)) == 0 && table->nchunks >= 64)
			table->chunks = repalloc(table->chunks,
									 sizeof(KeyTableEntry *) * table->nchunks * 2);
		table->chunks[table->nchunks++] = palloc(sizeof(KeyTableEntry) * CHUNK_ENTRIES);
		MemoryContextSwitchTo(old);
	}
	return entry_at(table, table->nentries);
}

void
keytable_add(KeyTable *table, int64 customer_id, Hash128 row,
			 const uint64 hashes[NUM_KEYS])
{
	KeyTableEntry *entry = append_entry(table);
	uint32		number = table->nentries++;

	entry->customer_id = customer_id;
	entry->row = row;
	for (int key = 0; key < NUM_KEYS; key++)
	{
		KeyIndex   *index = &table->index[key];

		if (key != KEY_CUSTOMER_ID)
			entry->tags[key - 1] = hashes[key] == 0 ? 0 : tag_of(hashes[key]);
		if (index->slots == NULL || (key != KEY_CUSTOMER_ID && hashes[key] == 0))
			continue;
		if (index->used * 4 >= (index->mask + 1) * 3)
			index_grow(table, key);
		index_place(index, entry_slot_hash(key, entry), number);
	}
}

/* The first entry from the cursor's slot on that may bear its key. */
static const KeyTableEntry *
cursor_find(const KeyTable *table, KeyTableCursor *cursor)
{
	const KeyIndex *index = &table->index[cursor->key];

	for (;;)
	{
		uint32		number = index->slots[cursor->slot];
		const KeyTableEntry *entry;

		if (number == EMPTY_SLOT)
			return NULL;
		cursor->slot = (cursor->slot + 1) & index->mask;
		entry = entry_at(table, number);
		if (cursor->key == KEY_CUSTOMER_ID ? entry->customer_id == cursor->customer_id
			: entry->tags[cursor->key - 1] == cursor->tag)
			return entry;
	}
}

const KeyTableEntry *
keytable_find_id(const KeyTable *table, int64 customer_id)
{
	KeyTableCursor cursor = {KEY_CUSTOMER_ID, customer_id, 0, 0};

	cursor.slot = slot_hash(KEY_CUSTOMER_ID, customer_id, 0) &
		table->index[KEY_CUSTOMER_ID].mask;
	return cursor_find(table, &cursor);
}

const KeyTableEntry *
keytable_first(const KeyTable *table, KeyKind key, uint64 hash, KeyTableCursor *cursor)
{
	cursor->key = key;
	cursor->customer_id = 0;
	cursor->tag = tag_of(hash);
	cursor->slot = slot_hash(key, 0, cursor->tag) & table->index[key].mask;
	return cursor_find(table, cursor);
}

const KeyTableEntry *
keytable_next(const KeyTable *table, KeyTableCursor *cursor)
{
	return cursor_find(table, cursor);
}
