/*
 * keytable.h
 *
 * All live customers in memory, in about 40 bytes each: their keys and a hash
 * of their row, enough to say "unchanged" or "nobody" without reading them
 * again.  Whatever it finds is verified on the live row unless the whole row
 * hash agrees, so a collision of its short key tags costs a look-up, never a
 * wrong match.
 */
#ifndef CUSTOMERS_KEYTABLE_H
#define CUSTOMERS_KEYTABLE_H

#include "postgres.h"

#include "field/hash128.h"
#include "field/options.h"

typedef struct KeyTableEntry
{
	int64		customer_id;
	Hash128		row;
	uint32		tags[2];		/* of identifier and email; 0 = it has none */
} KeyTableEntry;

typedef struct KeyTable KeyTable;

/*
 * A table for the keys in the mask (bits of KeyKind).  Lives in a child of the
 * current context.  The text keys' hashes must be seeded, so that nobody can
 * prepare collisions.
 *
 * First all customers are added, then it is finished, then looked up in.
 */
extern KeyTable *keytable_create(uint32 keys);
extern void keytable_finish(KeyTable *table);
extern void keytable_destroy(KeyTable *table);

/* Bytes it will need when finished, as it is or for so many customers. */
extern Size keytable_size(const KeyTable *table);
extern Size keytable_size_for(uint32 keys, int64 customers);

/* Adds a customer; hashes[key] is 0 for a key it does not have. */
extern void keytable_add(KeyTable *table, int64 customer_id, Hash128 row,
						 const uint64 hashes[NUM_KEYS]);

/*
 * Customers are numbered from 1, in the order in which they were added; 0 is
 * none.
 */
extern const KeyTableEntry *keytable_entry(const KeyTable *table, uint32 number);
extern int64 keytable_customers(const KeyTable *table);

/* The customer with this id. */
extern uint32 keytable_find_id(const KeyTable *table, int64 customer_id);

/*
 * Walks the customers that may bear an identifier or email:
 *		for (n = keytable_first(t, key, hash, &c); n != 0; n = keytable_next(t, &c))
 */
typedef struct KeyTableCursor
{
	KeyKind		key;
	int64		customer_id;
	uint32		tag;
	uint64		slot;
} KeyTableCursor;

extern uint32 keytable_first(const KeyTable *table, KeyKind key, uint64 hash,
							 KeyTableCursor *cursor);
extern uint32 keytable_next(const KeyTable *table, KeyTableCursor *cursor);

/*
 * A look-up misses the cache twice, once for the slot and once for the entry.
 * These have one or the other fetched for a key (customer_id or hash) that
 * will be looked up soon; the entry's needs the slot.
 */
extern void keytable_prefetch_slot(const KeyTable *table, KeyKind key, uint64 number_or_hash);
extern void keytable_prefetch_entry(const KeyTable *table, KeyKind key, uint64 number_or_hash);

#endif							/* CUSTOMERS_KEYTABLE_H */
