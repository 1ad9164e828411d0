/*
 * assess.h
 *
 * Judges a record by itself: is it sound, which customer does it match, what does it
 * change?  An import judges every record of a file; a fix judges the staged records
 * it concerns again.
 *
 *		assess_records(assessor, records, n);	-- who they are, what differs
 *		assess_decide(assessor, record);		-- create, update, ...
 *		... the duplicate check, which may reject or exclude it ...
 *		assess_complete(assessor, record);		-- ready to be staged
 */
#ifndef CUSTOMERS_ASSESS_H
#define CUSTOMERS_ASSESS_H

#include "postgres.h"

#include "import/constraint.h"
#include "import/deleted_check.h"
#include "import/diff.h"
#include "import/erasure_check.h"
#include "import/group.h"
#include "import/match.h"
#include "import/moved_cells.h"
#include "import/record.h"
#include "import/unique.h"
#include "import/weak_match.h"

typedef struct Assessor
{
	const ImportOptions *options;
	FieldMap   *map;
	KeyReader  *keys;
	Differ	   *differ;
	Matcher    *matcher;
	Constraints *constraints;	/* NULL if the application has none */
	Uniques    *uniques;		/* likewise */
	GroupSet   *groups;			/* NULL if there is no groups column */
	DeletedCheck *deleted;		/* NULL if no customer can be marked as deleted */
	ErasureCheck *erasures;		/* NULL if nobody is to be kept out */
	const MovedCells *moved;	/* NULL if columns do not tell */
	WeakReader *weak_keys;		/* NULL if no record is known by a weak key */
	WeakMatcher *weak_matcher;
	int64		weakly_known[NUM_WEAK_TESTS];	/* records whom each test has found */
	bool		numbers_new;	/* the live table has ids for new customers */
	int64		largest_id;		/* that it can hold */
	bool		hands_over;		/* a record may take an address over */
	bool		sets_aside;		/* records with only weak keys wait for the end */
	bool		knows_feet;		/* words below the table are no records, unless
								 * somebody has taken them in */
	bool		sets_takers_aside;	/* so do those that may take an address over */
	int64		line;			/* being looked at, for the error context */
} Assessor;

/*
 * Creates an assessor in the current memory context.  It may add a field to the map
 * (erasure_check.h): use the map for other things afterwards only.  file_size in
 * bytes says how many records to expect (0: a few).  SPI must stay connected and a
 * snapshot active.
 */
extern Assessor *assessor_create(FieldMap *map, const ImportOptions *options, int64 file_size);

/*
 * Gives records that have only their source their matches, changes and notes, in
 * the current memory context.  If the assessor sets aside, records that have only
 * weak keys, or takers (taker.h), are marked so (Record.set_aside) and left as they are.
 */
extern void assess_records(Assessor *assessor, Record **records, int nrecords);

/*
 * The same of such records at the end of the file, once their weak keys have been
 * looked for: in assessor->weak_matcher, from number first on.
 */
extern void assess_late_records(Assessor *assessor, Record **records, int nrecords, int first);

/* How many records were known by weak keys, in words; NULL = none. */
extern char *assessor_weak_warning(const Assessor *assessor);

/* Bytes of memory that it holds for the whole import. */
extern Size assessor_memory(const Assessor *assessor);

/* Decides an assessed record's action, and reason if it is left out. */
extern void assess_decide(Assessor *assessor, Record *record);

/* Once its action is final: names its reason, hashes or drops its password. */
extern void assess_complete(Assessor *assessor, Record *record);

#endif							/* CUSTOMERS_ASSESS_H */
