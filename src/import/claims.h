/*
 * claims.h
 *
 * What the records of this file have claimed for themselves, to find two that
 * share it: a live customer, or a key that a record brings into the table.
 */
#ifndef CUSTOMERS_CLAIMS_H
#define CUSTOMERS_CLAIMS_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct Claims Claims;

typedef enum ClaimKind
{
	CLAIM_CUSTOMER,				/* a live customer, by id */
	CLAIM_IDENTIFIER,
	CLAIM_EMAIL
} ClaimKind;

/* What a record claims. */
typedef struct Claim
{
	ClaimKind	kind;
	KeyKind		key;			/* to be named in a message */
	uint32		live_number;	/* Record.live_number of a customer, else 0 */
	uint64		hash;			/* the customer's id, or RecordKey.hash */
} Claim;

#define MAX_CLAIMS 3

/* Who claims it. */
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
 * No claims yet, in a child of the current context, of at most limit bytes.
 * What does not fit is sorted on disk, and comes to light at the end.
 */
extern Claims *claims_create(Size limit);

/*
 * So many customers have a live_number by now, and so many bytes of the limit
 * are taken by others.
 */
extern void claims_share(Claims *claims, int64 live_numbers, Size others);

/* What an assessed record claims; at most MAX_CLAIMS. */
extern int	claims_of_record(const FieldMap *map, const Record *record, Claim *wanted);

/* What is claimed, as one number: claims on the same have the same. */
extern uint64 claim_target(const Claim *claim);

/* Who claimed it last; false if nobody did, or the claim is on disk. */
extern bool claims_find(const Claims *claims, const Claim *claim, Claimant *claimant);

/* Has the memory fetched for the claims of a matched record that come soon. */
extern void claims_prefetch(const Claims *claims, const Record *record);

/* Claims it for a record, in place of any earlier one. */
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
 * After the last claim: hands out those on disk, by target and then by line.
 * False at the end.
 */
extern bool claims_next_spilled(Claims *claims, SpilledClaim *spilled);

#endif							/* CUSTOMERS_CLAIMS_H */
