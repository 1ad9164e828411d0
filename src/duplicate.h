/*
 * duplicate.h
 *
 * Two records of one file that name the same person.
 */
#ifndef CUSTOMERS_DUPLICATE_H
#define CUSTOMERS_DUPLICATE_H

#include "postgres.h"

#include "match.h"
#include "record.h"
#include "seen.h"

/*
 * A record that was staged before its duplicate came: its row is to be
 * rejected or excluded after all.
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

typedef struct Duplicates
{
	const FieldMap *map;
	const ImportOptions *options;
	Matcher    *matcher;
	Seen	   *seen;
	Revision   *revisions;
	int			nrevisions;
	int			maxrevisions;
	MemoryContext context;
} Duplicates;

extern Duplicates *duplicates_create(const FieldMap *map, const ImportOptions *options,
									 Matcher *matcher);

/*
 * Checks a decided record against all before it, by the policy of the import;
 * may make it rejected or excluded, and revise earlier ones.
 */
extern void duplicates_check(Duplicates *duplicates, Record *record);

/* The matcher takes so many bytes of the memory they share. */
extern void duplicates_reserve(Duplicates *duplicates, Size bytes);

/*
 * After the last record: finds the duplicates among those whose keys did not
 * fit into memory, and revises them.
 */
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
