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

/* Announces that a matched record will be checked soon. */
extern void duplicates_prefetch(const Duplicates *duplicates, const Record *record);

/* What to tell of two lines that share a key. */
extern char *duplicates_message(KeyKind key, int64 line, int64 other);

#endif							/* CUSTOMERS_DUPLICATE_H */
