/*
 * keytable.c
 *
 * Entries lie in chunks that never move; beside them, for each key, an
 * open-addressing array of 4-byte entry numbers (linear probing, at most three
 * quarters full).  A text key is known by a 32-bit tag alone, which also
 * chooses its slot: among five million customers one absent key in a thousand
 * has the tag of another key, and costs one look-up of the live row.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#include "import/keytable.h"
#include "support/huge_pages.h"

#define CHUNK_BITS 17
#define CHUNK_ENTRIES (1 << CHUNK_BITS)
#define EMPTY_SLOT PG_UINT32_MAX

/* Entries by which slots are fetched ahead. */
#define PREFETCH_AHEAD 16

typedef struct KeyIndex
{
	uint32	   *slots;			/* entry numbers; NULL = key not in use */
	uint64		mask;
} KeyIndex;

struct KeyTable
{
	MemoryContext context;
	KeyTableEntry **chunks;
	uint32		nchunks;
	uint32		nentries;
	uint32		keys;			/* indexed, as bits */
	KeyIndex	index[NUM_KEYS];
};

static inline KeyTableEntry *
entry_at(const KeyTable *table, uint32 number)
{
	return &table->chunks[number >> CHUNK_BITS][number & (CHUNK_ENTRIES - 1)];
}

static inline void
prefetch(const void *address)
{
#ifdef __GNUC__
	__builtin_prefetch(address);
#endif
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

KeyTable *
keytable_create(uint32 keys)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers key table",
												  ALLOCSET_DEFAULT_SIZES);
	KeyTable   *table = MemoryContextAllocZero(context, sizeof(KeyTable));

	table->context = context;
	table->keys = keys;
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
	return keytable_size_for(table->keys, table->nentries);
}

Size
keytable_size_for(uint32 keys, int64 customers)
{
	return customers * sizeof(KeyTableEntry) +
		pg_number_of_ones[keys & 0xff] * slots_for(customers) * sizeof(uint32);
}

/* Does the entry have the key? */
static inline bool
entry_has(const KeyTableEntry *entry, KeyKind key)
{
	return key == KEY_CUSTOMER_ID || entry->tags[key - 1] != 0;
}

/*
 * Builds one index.  Slots lie all over the memory: each is fetched some
 * entries before it is written.
 */
static void
build_index(KeyTable *table, KeyKind key)
{
	KeyIndex   *index = &table->index[key];
	uint64		nslots = slots_for(table->nentries);

	index->slots = huge_pages_alloc(table->context, nslots * sizeof(uint32));
	memset(index->slots, 0xff, nslots * sizeof(uint32));
	index->mask = nslots - 1;
	for (uint32 number = 0; number < table->nentries; number++)
	{
		const KeyTableEntry *entry = entry_at(table, number);
		uint64		slot;

		if (number + PREFETCH_AHEAD < table->nentries)
			prefetch(&index->slots[entry_slot_hash(key, entry_at(table, number + PREFETCH_AHEAD))
								   & index->mask]);
		if (!entry_has(entry, key))
			continue;
		slot = entry_slot_hash(key, entry) & index->mask;
		while (index->slots[slot] != EMPTY_SLOT)
			slot = (slot + 1) & index->mask;
		index->slots[slot] = number;
	}
}

void
keytable_finish(KeyTable *table)
{
	for (int key = 0; key < NUM_KEYS; key++)
		if (table->keys & (1 << key))
		{
			CHECK_FOR_INTERRUPTS();
			build_index(table, key);
		}
}

/* A new, zeroed entry at the end. */
static KeyTableEntry *
append_entry(KeyTable *table)
{
	uint32		chunk = table->nentries >> CHUNK_BITS;

	if (table->nentries == EMPTY_SLOT - 1)
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
		table->chunks[table->nchunks++] = huge_pages_alloc(table->context, sizeof(KeyTableEntry) * CHUNK_ENTRIES);
		MemoryContextSwitchTo(old);
	}
	return entry_at(table, table->nentries);
}

void
keytable_add(KeyTable *table, int64 customer_id, Hash128 row,
			 const uint64 hashes[NUM_KEYS])
{
	KeyTableEntry *entry = append_entry(table);

	table->nentries++;
	entry->customer_id = customer_id;
	entry->row = row;
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		entry->tags[key - 1] = hashes[key] == 0 ? 0 : tag_of(hashes[key]);
}

const KeyTableEntry *
keytable_entry(const KeyTable *table, uint32 number)
{
	return entry_at(table, number - 1);
}

int64
keytable_customers(const KeyTable *table)
{
	return table->nentries;
}

/* The first customer from the cursor's slot on who may bear its key. */
static uint32
cursor_find(const KeyTable *table, KeyTableCursor *cursor)
{
	const KeyIndex *index = &table->index[cursor->key];

	for (;;)
	{
		uint32		number = index->slots[cursor->slot];
		const KeyTableEntry *entry;

		if (number == EMPTY_SLOT)
			return 0;
		cursor->slot = (cursor->slot + 1) & index->mask;
		entry = entry_at(table, number);
		if (cursor->key == KEY_CUSTOMER_ID ? entry->customer_id == cursor->customer_id
			: entry->tags[cursor->key - 1] == cursor->tag)
			return number + 1;
	}
}

uint32
keytable_find_id(const KeyTable *table, int64 customer_id)
{
	KeyTableCursor cursor = {KEY_CUSTOMER_ID, customer_id, 0, 0};

	cursor.slot = slot_hash(KEY_CUSTOMER_ID, customer_id, 0) &
		table->index[KEY_CUSTOMER_ID].mask;
	return cursor_find(table, &cursor);
}

uint32
keytable_first(const KeyTable *table, KeyKind key, uint64 hash, KeyTableCursor *cursor)
{
	cursor->key = key;
	cursor->customer_id = 0;
	cursor->tag = tag_of(hash);
	cursor->slot = slot_hash(key, 0, cursor->tag) & table->index[key].mask;
	return cursor_find(table, cursor);
}

uint32
keytable_next(const KeyTable *table, KeyTableCursor *cursor)
{
	return cursor_find(table, cursor);
}

/* The slot at which a look-up for a key starts. */
static inline uint32 *
first_slot(const KeyTable *table, KeyKind key, uint64 number_or_hash)
{
	const KeyIndex *index = &table->index[key];
	uint64		hash = key == KEY_CUSTOMER_ID ? slot_hash(key, (int64) number_or_hash, 0)
		: slot_hash(key, 0, tag_of(number_or_hash));

	return &index->slots[hash & index->mask];
}

void
keytable_prefetch_slot(const KeyTable *table, KeyKind key, uint64 number_or_hash)
{
	prefetch(first_slot(table, key, number_or_hash));
}

void
keytable_prefetch_entry(const KeyTable *table, KeyKind key, uint64 number_or_hash)
{
	uint32		number = *first_slot(table, key, number_or_hash);

	if (number != EMPTY_SLOT)
		prefetch(entry_at(table, number));
}
