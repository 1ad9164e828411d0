/*
 * seen.h
 *
 * Which keys and customers the records of this file have already claimed, to
 * find two records that share one.
 */
#ifndef CUSTOMERS_SEEN_H
#define CUSTOMERS_SEEN_H

#include "postgres.h"

#include "field/options.h"

typedef struct Seen Seen;

/* What kind of thing a claim is on. */
typedef enum SeenKind
{
	SEEN_CUSTOMER,				/* a live customer, by id */
	SEEN_IDENTIFIER,
	SEEN_EMAIL
} SeenKind;

typedef struct SeenClaim
{
	int64		line;			/* of the record that claimed it */
	bool		writes;			/* that record writes (else it is unchanged) */
	KeyKind		key;			/* by which it did; known of spilled claims only */
	SeenKind	kind;			/* the same */
} SeenClaim;

/*
 * A claim as it is kept: the line, and whether it writes in the lowest bit; 0
 * is no claim.  A file of more lines than that holds is refused.
 */
typedef uint32 SeenMark;

#define SEEN_MAX_LINE ((int64) 0x7fffffff)

static inline SeenMark
seen_mark(SeenClaim claim)
{
	return ((uint32) claim.line << 1) | (claim.writes ? 1 : 0);
}

static inline bool
seen_read(SeenMark mark, SeenClaim *claim)
{
	claim->line = mark >> 1;
	claim->writes = (mark & 1) != 0;
	return mark != 0;
}

/*
 * An empty set, in a child of the current context, of at most limit bytes.
 * What does not fit is sorted on disk, and comes to light at the end.
 */
extern Seen *seen_create(Size limit);

/* So many bytes of the limit are taken by others. */
extern void seen_reserve(Seen *seen, Size others);

/*
 * Looks up a claim on a key (hash: the customer's id, or the key's 64-bit
 * seeded hash).  False if nobody claimed it yet.
 */
extern bool seen_find(const Seen *seen, SeenKind kind, uint64 hash, SeenClaim *claim);

/* Is there a claim on any customer?  Is one of those on disk? */
extern bool seen_has_customers(const Seen *seen);
extern bool seen_has_spilled_customers(const Seen *seen);

/*
 * Is there any claim on disk?  All claims on one key or customer are on disk,
 * or all in memory.
 */
extern bool seen_has_spilled(const Seen *seen);

/* What is claimed, as one number: claims on the same have the same. */
extern uint64 seen_claimed(SeenKind kind, uint64 hash);

/* Has the memory of a claim fetched that will be looked up soon. */
extern void seen_prefetch(const Seen *seen, SeenKind kind, uint64 hash);

/* Claims a key for a line, in place of any earlier claim. */
extern void seen_claim(Seen *seen, SeenKind kind, uint64 hash, SeenClaim claim);

/*
 * After the last claim: hands out the claims that did not fit, by what is
 * claimed (seen_claimed()) and then by their lines.  False at the end.
 */
extern bool seen_next_spilled(Seen *seen, uint64 *claimed, SeenClaim *claim);

#endif							/* CUSTOMERS_SEEN_H */
