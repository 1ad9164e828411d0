/*
 * claims.h
 *
 * The claims of the records of a file, to find two records with the same claim.  A
 * claim is on a live customer, or on a key or weak key that a record brings into the
 * table.
 */
#ifndef CUSTOMERS_CLAIMS_H
#define CUSTOMERS_CLAIMS_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"
#include "import/weak_key.h"

typedef struct Claims Claims;

typedef enum ClaimKind
{
	CLAIM_CUSTOMER,				/* a live customer, by id */
	CLAIM_IDENTIFIER,
	CLAIM_EMAIL,
	CLAIM_WEAK					/* a weak key */
} ClaimKind;

/* A claim of a record. */
typedef struct Claim
{
	ClaimKind	kind;
	KeyKind		key;			/* to be named in a message */
	uint32		live_number;	/* Record.live_number of a customer, else 0 */
	uint64		hash;			/* the customer's id, RecordKey.hash, or
								 * WeakKey.hash */
} Claim;

#define MAX_CLAIMS (1 + MAX_WEAK_KEYS)

/* The record that makes a claim. */
typedef struct Claimant
{
	int64		line;
	bool		writes;			/* else the record is unchanged */
} Claimant;

/* Largest line that is kept; duplicate.c refuses files with more. */
#define CLAIMS_MAX_LINE ((int64) 0x7fffffff)

/* Bytes that claims take for each customer with a live_number. */
#define CLAIMS_NUMBER_BYTES sizeof(uint32)

/*
 * Creates an empty set in a child of the current context, of at most limit bytes.
 * Claims that do not fit are sorted on disk, and are compared at the end.
 */
extern Claims *claims_create(Size limit);

/*
 * Says how many customers have a live_number, and how many bytes of the limit others
 * use.
 */
extern void claims_share(Claims *claims, int64 live_numbers, Size others);

/* The claims of an assessed record; returns their number, at most MAX_CLAIMS. */
extern int	claims_of_record(const FieldMap *map, const Record *record, Claim *wanted);

/* The target of a claim as a number: claims on the same customer or key have the same. */
extern uint64 claim_target(const Claim *claim);

/* The last claimant; false if there is none, or the claim is on disk. */
extern bool claims_find(const Claims *claims, const Claim *claim, Claimant *claimant);

/* Prefetches the memory for the next claims of a matched record. */
extern void claims_prefetch(const Claims *claims, const Record *record);

/* Makes a claim; replaces an earlier claimant. */
extern void claims_make(Claims *claims, const Claim *claim, Claimant claimant);

/*
 * Is there any claim on disk?  All claims on one key or customer are on disk,
 * or all in memory.
 */
extern bool claims_has_spilled(const Claims *claims);

/* A claim that was on disk. */
typedef struct SpilledClaim
{
	uint64		target;			/* claim_target() */
	ClaimKind	kind;
	KeyKind		key;
	Claimant	claimant;
} SpilledClaim;

/*
 * After the last claim: returns the claims on disk one by one, by target and line;
 * false at the end.
 */
extern bool claims_next_spilled(Claims *claims, SpilledClaim *spilled);

#endif							/* CUSTOMERS_CLAIMS_H */
