/*
 * erasure.h
 *
 * Who must not come back unasked: keyed hashes, in customer_erasures, of the
 * emails and identifiers of people who were erased, or were deleted after
 * opting out.  From a hash nobody can be named; whoever has a key in hand can
 * ask whether it is among them.
 *
 *		erasures = erasures_open(schema);
 *		key_hashes_add(&hashes, erasures, KEY_EMAIL, data, len);
 *		erasures_keep(erasures, &hashes, REASON_ERASED);	-- or _forget, _find
 */
#ifndef CUSTOMERS_ERASURE_H
#define CUSTOMERS_ERASURE_H

#include "postgres.h"

#include "common/sha2.h"

#include "datatype/timestamp.h"

#include "field/options.h"

typedef enum ErasureReason
{
	REASON_ERASED,
	REASON_UNSUBSCRIBED
} ErasureReason;

typedef struct Erasures Erasures;

/* Hashes of keys, in a memory context of the caller's. */
typedef struct KeyHashes
{
	int			nhashes;
	int			maxhashes;
	Datum	   *hashes;			/* bytea */
	Datum	   *fields;			/* text: email, identifier */
	Datum	   *times;			/* timestamptz: when each was recorded before;
								 * NULL: now */
} KeyHashes;

/*
 * A hash that was found, by its reasons (bits, 1 << ErasureReason), and when it
 * was recorded for each of them.
 */
typedef struct FoundHash
{
	uint8		hash[PG_SHA256_DIGEST_LENGTH];
	uint32		reasons;
	TimestampTz recorded_at[REASON_UNSUBSCRIBED + 1];
} FoundHash;

/*
 * For which reasons are there any hashes?  (bits)  Costs next to nothing where
 * there are none.  Of the relations in a schema; SPI connected for all of these.
 * What is kept is read as anyone would see it now, whatever the transaction sees.
 */
extern uint32 erasures_reasons(const char *schema);

/*
 * Is there a secret to make hashes with?  Not while the rows of a dump are
 * restored one table after the other.
 */
extern bool erasures_have_secret(const char *schema);

/* With the secret read, in the current memory context. */
extern Erasures *erasures_open(const char *schema);

/*
 * Adds the hash of an email or identifier, which is normalised here.  Allocates
 * in the current memory context.
 */
extern void key_hashes_add(KeyHashes *hashes, Erasures *erasures, KeyKind key,
						   const char *data, uint32 len);

/* Are they of the same keys, in the same order? */
extern bool key_hashes_equal(const KeyHashes *a, const KeyHashes *b);

/*
 * An opt-out that is kept already is as new as the last one; an erasure keeps
 * its time.
 */
extern void erasures_keep(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason);

/* Returns whether one of them was kept. */
extern bool erasures_forget(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason);

/* Those that are kept, sorted by hash, in the current memory context. */
extern FoundHash *erasures_find(Erasures *erasures, const KeyHashes *hashes, int *nfound);

/* Which reasons is the i-th of the hashes kept for?  (bits) */
extern uint32 erasures_reasons_of(const FoundHash *found, int nfound, const KeyHashes *hashes, int i);

/* The i-th of the hashes as it was found, or NULL. */
extern const FoundHash *erasures_match(const FoundHash *found, int nfound, const KeyHashes *hashes, int i);

#endif							/* CUSTOMERS_ERASURE_H */
