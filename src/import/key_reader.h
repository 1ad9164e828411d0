/*
 * key_reader.h
 *
 * The keys of records, and of live rows in the same form.
 *
 *		key cells -> key_reader_read() -> Record.keys: parsed, folded, hashed,
 *			and final
 */
#ifndef CUSTOMERS_KEY_READER_H
#define CUSTOMERS_KEY_READER_H

#include "postgres.h"

#include "field/field.h"
#include "field/hash128.h"
#include "import/record.h"

typedef struct KeyReader
{
	const FieldMap *map;
	uint32		present;		/* keys that the file has, as bits of KeyKind */
	uint64		seed;			/* of the hashes of text keys */
} KeyReader;

/* For one import, in the current memory context. */
extern KeyReader *key_reader_create(const FieldMap *map);

/*
 * Reads the keys of records that have no keys yet.  A customer_id that is none
 * is an error of its record, one of several addresses a warning (Record.key_note).  In the current memory context,
 * the batch's.
 */
extern void key_reader_read(const KeyReader *reader, Record **records, int nrecords);

/* Does the file have this key as a column? */
static inline bool
key_reader_has(const KeyReader *reader, KeyKind key)
{
	return (reader->present & (1 << key)) != 0;
}

/* The index of an identifier's or email's field; -1 = not in the file. */
static inline int
key_reader_index(const KeyReader *reader, KeyKind key)
{
	return key == KEY_EMAIL ? reader->map->email : reader->map->identifier;
}

/* The first key that a record has; NUM_KEYS if it has none. */
static inline int
record_leading_key(const Record *record)
{
	int			key = 0;

	while (key < NUM_KEYS && record->keys[key].state != KEY_PRESENT)
		key++;
	return key;
}

extern const Field *key_reader_field(const KeyReader *reader, KeyKind key);

/* A live identifier or email as records bear it; *len = 0 if it is none. */
extern void key_reader_fold_live(KeyKind key, Datum live, const char **data, uint32 *len);

/* RecordKey.hash of a folded identifier or email. */
static inline uint64
key_reader_hash(const KeyReader *reader, const char *data, uint32 len)
{
	Hash128		hash = {reader->seed, ~reader->seed};

	hash128_bytes(&hash, data, len);
	return hash.lo == 0 ? 1 : hash.lo;
}

#endif							/* CUSTOMERS_KEY_READER_H */
