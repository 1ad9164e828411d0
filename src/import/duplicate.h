/*
 * duplicate.h
 *
 * Two records of one file that name the same person.
 */
#ifndef CUSTOMERS_DUPLICATE_H
#define CUSTOMERS_DUPLICATE_H

#include "postgres.h"

#include "import/match.h"
#include "import/record.h"
#include "import/seen.h"

/*
 * A record that was staged before its duplicate came, or before it could be
 * told: its row is to be rejected or excluded after all.
 */
typedef struct Revision
{
	int64		line;			/* of the staged record */
	int64		other;			/* of the record that shares a key with it */
	KeyKind		key;
} Revision;

/* What a record claims for itself: a customer, or a key that it brings. */
typedef struct Claim
{
	SeenKind	kind;
	KeyKind		key;			/* to be named in the message */
	uint64		hash;			/* the customer's id, or of the key */
} Claim;

#define MAX_CLAIMS 3

/* A record among those that claim the same. */
typedef struct Sharer
{
	uint64		claimed;		/* seen_claimed(); then, the number of it */
	int64		line;
	int64		before;			/* nearest line before it that claims the same, or 0 */
	int64		after;			/* the same behind it */
	uint8		kind;			/* SeenKind */
	uint8		key;			/* KeyKind by which it claims */
	uint8		after_key;
	bool		key_known;
	bool		writes;
} Sharer;

typedef struct Duplicates
{
	const FieldMap *map;
	const ImportOptions *options;
	Matcher    *matcher;
	Seen	   *seen;
	bool		marks_decided;
	bool		uses_marks;		/* claims on customers are kept in the key table */
	Sharer	   *sharers;
	int			nsharers;
	int			maxsharers;
	Revision   *revisions;		/* after duplicates_finish(), by line, one a line */
	int			nrevisions;
	MemoryContext context;
} Duplicates;

extern Duplicates *duplicates_create(const FieldMap *map, const ImportOptions *options,
									 Matcher *matcher);

/*
 * Checks a decided record against all before it, by the policy of the import;
 * may make it rejected or excluded.  Those that later records decide about, and
 * all once claims do not fit into memory, are left to duplicates_finish().
 */
extern void duplicates_check(Duplicates *duplicates, Record *record);

/* The matcher takes so many bytes of the memory they share. */
extern void duplicates_reserve(Duplicates *duplicates, Size bytes);

/* After the last record: decides what is left, into revisions. */
extern void duplicates_finish(Duplicates *duplicates);

/* Announces that a matched record will be checked soon. */
extern void duplicates_prefetch(const Duplicates *duplicates, Record *record);

/* What an assessed record claims; at most MAX_CLAIMS. */
extern int	duplicates_claims(const FieldMap *map, Matcher *matcher, Record *record,
							  Claim *claims);

/* Rejects or excludes a record, by the policy, in favour of another line. */
extern void duplicates_leave_out(Record *record, DuplicatePolicy policy, KeyKind key,
								 int64 line, int64 other);

#endif							/* CUSTOMERS_DUPLICATE_H */
