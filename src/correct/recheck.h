/*
 * recheck.h
 *
 * Judges duplicates among the staged rows of an import again, after some rows were
 * fixed, excluded or included.
 *
 *		recheck = recheck_create(import);
 *		recheck_before(recheck, row);		-- each changed row, before
 *		recheck_after(recheck, row);		-- and after, unless it is excluded
 *		recheck_run(recheck, corrected);
 */
#ifndef CUSTOMERS_RECHECK_H
#define CUSTOMERS_RECHECK_H

#include "postgres.h"

#include "correct/staged_row.h"

typedef struct Recheck Recheck;

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
 * Judges again, by the code of the import, all rows that share a claim with a
 * changed row, directly or through other rows, and writes rows whose verdict has
 * changed.  corrected is written in any case; NULL = read the changed rows from
 * the table.
 */
extern void recheck_run(Recheck *recheck, StagedRow *corrected);

#endif							/* CUSTOMERS_RECHECK_H */
