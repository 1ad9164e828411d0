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
 * A record to be rejected or excluded for another one.
 */
typedef struct Revision
{
	int64		line;
	int64		other;			/* of the record that shares a key with it */
	KeyKind		key;
	bool		repeated;		/* that one says the same, and stands before it */
	int64		bearer;			/* customer who keeps the email of the record; 0 = it is
								 * no matter of another line */
} Revision;

typedef struct Duplicates Duplicates;

/* For one import, in the current memory context. */
extern Duplicates *duplicates_create(const FieldMap *map, const ImportOptions *options);

/*
 * Says how many customers have a live_number (record.h), and how many bytes of
 * customers.match_memory the matcher uses for them.
 */
extern void duplicates_share(Duplicates *duplicates, int64 live_numbers, Size others);

/* Announces that an assessed record will be checked soon. */
extern void duplicates_prefetch(const Duplicates *duplicates, const Record *record);

/* Checks what a decided record claims against those that came before, in any order. */
extern void duplicates_check(Duplicates *duplicates, const Record *record);

/*
 * After the last record: do any share a claim?  Then each record may be given to
 * duplicates_compare(), in the order of lines, so that those that say the same count
 * once; else none do.  duplicates_compare() tells whether the record shares a claim.
 */
extern bool duplicates_collect(Duplicates *duplicates);
extern bool duplicates_compare(Duplicates *duplicates, const CsvRecord *source);

/*
 * Decides by the policy of the import.  Returns the revisions, by line, one a line.
 */
extern const Revision *duplicates_finish(Duplicates *duplicates, int *nrevisions);

/* Rejects or excludes a record, by the policy, in favour of another line. */
extern void duplicates_leave_out(Record *record, DuplicatePolicy policy, const Revision *revision);

#endif							/* CUSTOMERS_DUPLICATE_H */
