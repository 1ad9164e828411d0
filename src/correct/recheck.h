/*
 * recheck.h
 *
 * Judges duplicates among the staged rows of an import again, after some rows were
 * fixed, excluded or included.
 *
 *		recheck = recheck_create(import);
 *		recheck_before(recheck, row);		-- each changed row, before
 *		recheck_after(recheck, row);		-- and after, unless it is excluded
 *		recheck_run(recheck, &correction);
 */
#ifndef CUSTOMERS_RECHECK_H
#define CUSTOMERS_RECHECK_H

#include "postgres.h"

#include "correct/staged_row.h"

typedef struct Recheck Recheck;

/*
 * What is corrected in the cells of the changed rows.  The rows are read from the
 * table more than once, so that many can be corrected in the memory of a batch.
 */
typedef struct Correction
{
	/* corrects the cells of a row as it was read; it is assessed afterwards */
	void		(*apply) (void *state, StagedRow *row);

	/* told of each row once it is written; it lives no longer than the call */
	void		(*written) (void *state, const StagedRow *row);
	void	   *state;
} Correction;

/* In the current memory context. */
extern Recheck *recheck_create(StagedImport *import);

extern StagedImport *recheck_import(const Recheck *recheck);

/*
 * Adds a changed row, assessed as it was: its claims may be free now.  A row that
 * was excluded has no claims.
 */
extern void recheck_before(Recheck *recheck, StagedRow *row);

/* Adds a changed row, assessed as it is now: it will be judged and written. */
extern void recheck_after(Recheck *recheck, StagedRow *row);

/*
 * Adds a row that has not changed, assessed as it is now, as it may be a duplicate of
 * others than before: it will be judged.
 */
extern void recheck_again(Recheck *recheck, StagedRow *row);

/*
 * Judges again, by the code of the import, all rows that share a claim with a
 * changed row, directly or through other rows, and writes the changed rows and those
 * whose verdict has changed; false if there are none.  correction: of the changed rows;
 * NULL = they are read from the table as they shall be.
 */
extern bool recheck_run(Recheck *recheck, const Correction *correction);

#endif							/* CUSTOMERS_RECHECK_H */
