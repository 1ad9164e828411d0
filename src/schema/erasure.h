/*
 * erasure.h
 *
 * customer_erasures: keyed hashes of the emails and identifiers of people who
 * were erased, or deleted after opting out, and must not be created again
 * unasked.  A hash does not reveal its key, but a given key can be looked up.
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

/* Hashes of keys; zero it to begin. */
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
 * The reasons (bits) for which any hash is kept in a schema's customer_erasures;
 * cheap if there is none.  SPI must be connected for all of these.  Hashes are
 * read under the latest snapshot, whatever the isolation level.
 */
extern uint32 erasures_reasons(const char *schema);

/*
 * Does the schema have a secret?  While a dump is being restored, it may not have
 * one yet.
 */
extern bool erasures_have_secret(const char *schema);

/* Reads the secret.  Allocates in the current memory context. */
extern Erasures *erasures_open(const char *schema);

/*
 * Adds the hash of an email or identifier, which is folded here.  Allocates in the
 * current memory context.
 */
extern void key_hashes_add(KeyHashes *hashes, Erasures *erasures, KeyKind key,
						   const char *data, uint32 len);

/* Are the hashes equal, in the same order? */
extern bool key_hashes_equal(const KeyHashes *a, const KeyHashes *b);

/*
 * Keeps the hashes.  If one is kept already, an opt-out gets the later time, and an
 * erasure stays as it is.
 */
extern void erasures_keep(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason);

/* Deletes the hashes; returns whether any was kept. */
extern bool erasures_forget(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason);

/* The hashes that are kept, sorted, in the current memory context. */
extern FoundHash *erasures_find(Erasures *erasures, const KeyHashes *hashes, int *nfound);

/* The i-th hash as it was found, or NULL. */
extern const FoundHash *erasures_match(const FoundHash *found, int nfound, const KeyHashes *hashes, int i);

#endif							/* CUSTOMERS_ERASURE_H */
