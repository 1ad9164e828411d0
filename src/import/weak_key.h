/*
 * weak_key.h
 *
 * Weak keys: what people without id and email are known by.  Each is a name
 * together with something else of the person:
 *
 *		phone or mobile			the last 8 digits
 *		birth date
 *		postal code and address
 *
 * Names, postal codes and addresses are compared without case, accents, spaces
 * and punctuation; "Berg, Ann" is "Ann Berg".
 */
#ifndef CUSTOMERS_WEAK_KEY_H
#define CUSTOMERS_WEAK_KEY_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/array.h"

#include "field/field.h"
#include "import/key_reader.h"
#include "import/live.h"
#include "import/record.h"

/* What stands beside the name, the strongest first. */
typedef enum WeakTest
{
	WEAK_PHONE,
	WEAK_BIRTH_DATE,
	WEAK_ADDRESS,
	NUM_WEAK_TESTS
} WeakTest;

typedef struct WeakKey
{
	WeakTest	test;
	uint64		hash;			/* seeded */
} WeakKey;

/* Two phones, a birth date and an address. */
#define MAX_WEAK_KEYS 4

/* The weak keys of a person under one name, and what may contradict them. */
typedef struct WeakKeys
{
	int			nkeys;
	WeakKey		keys[MAX_WEAK_KEYS];
	bool		has_birth_date;
	int32		birth_date;		/* DateADT */
	uint64		first_name;		/* hash; 0 = none */
} WeakKeys;

typedef struct WeakReader WeakReader;

/* Reads the weak keys among the fields of a map.  In the current memory context. */
extern WeakReader *weak_reader_create(const FieldMap *map, const KeyReader *keys);

/* Are there fields that make a weak key? */
extern bool weak_reader_is_usable(const WeakReader *reader);

/*
 * The fields of live customers that hold what such records are compared with, as
 * the map of a live reader.
 */
extern FieldMap *weak_reader_live_map(WeakReader *reader);

/*
 * The weak keys of a record; of a staged new customer by its cells, text[] in the
 * order of the map's fields (NULL = there are none).
 */
extern void weak_read_record(WeakReader *reader, const Record *record, WeakKeys *keys);
extern void weak_read_cells(WeakReader *reader, ArrayType *cells, WeakKeys *keys);

/*
 * The weak keys of a row of the live map: under its name, and under its first
 * and last name if these are another.  Returns how many.
 */
#define MAX_LIVE_NAMES 2
extern int	weak_read_row(WeakReader *reader, const LiveRow *row, WeakKeys *keys);

/* Are they two people after all? */
extern bool weak_keys_contradict(const WeakKeys *a, const WeakKeys *b);

/* What a test compares, in words: "name and phone". */
extern const char *weak_test_words(WeakTest test);

#endif							/* CUSTOMERS_WEAK_KEY_H */
