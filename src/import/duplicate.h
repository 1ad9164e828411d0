/*
 * duplicate.h
 *
 * Two records of one file that name the same person.
 */
#ifndef CUSTOMERS_DUPLICATE_H
#define CUSTOMERS_DUPLICATE_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

/*
 * A staged row to be rejected or excluded, as its duplicate was found later.
 */
typedef struct Revision
{
	int64		line;			/* of the staged record */
	int64		other;			/* of the record that shares a key with it */
	KeyKind		key;
} Revision;

typedef struct Duplicates Duplicates;

/* For one import, in the current memory context. */
extern Duplicates *duplicates_create(const FieldMap *map, const ImportOptions *options);

/*
 * Says how many customers have a live_number (record.h), and how many bytes of
 * customers.match_memory the matcher uses for them.
 */
extern void duplicates_share(Duplicates *duplicates, int64 live_numbers, Size others);

/*
 * From now on, records may be checked after others that stand behind them in the
 * file: all that share a claim are judged at the end.
 */
extern void duplicates_expect_late(Duplicates *duplicates);

/* Announces that an assessed record will be checked soon. */
extern void duplicates_prefetch(const Duplicates *duplicates, const Record *record);

/*
 * Checks a decided record against the earlier ones, by the policy of the import, and
 * rejects or excludes it if need be.  Records that later ones decide about, and all
 * records once claims do not fit into memory, are left to duplicates_finish().
 */
extern void duplicates_check(Duplicates *duplicates, Record *record);

/*
 * After the last record: decides what is left.  Returns the revisions, by line,
 * one a line.
 */
extern const Revision *duplicates_finish(Duplicates *duplicates, int *nrevisions);

/* Rejects or excludes a record, by the policy, in favour of another line. */
extern void duplicates_leave_out(Record *record, DuplicatePolicy policy, KeyKind key,
								 int64 line, int64 other);

#endif							/* CUSTOMERS_DUPLICATE_H */
