/*
 * recheck.h
 *
 * Duplicates among the staged rows of an import, after some of them were
 * corrected, left out or taken in again.
 *
 *		recheck = recheck_create(import);
 *		recheck_before(recheck, row);		-- each changed row, as it was
 *		recheck_after(recheck, row);		-- and as it is, unless it is left out
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
 * A changed row, assessed: what it claimed may be free now.  A row that was
 * left out claimed nothing.
 */
extern void recheck_before(Recheck *recheck, StagedRow *row);

/* The same row, assessed as it is now: it is judged and written. */
extern void recheck_after(Recheck *recheck, StagedRow *row);

/*
 * Judges anew, by the code of the import, all rows that share a claim with a
 * changed one, directly or by way of others, and writes those that it decides
 * otherwise about.  corrected is written whatever comes of it; NULL = those
 * that changed are to be read from the table.
 */
extern void recheck_run(Recheck *recheck, StagedRow *corrected);

#endif							/* CUSTOMERS_RECHECK_H */
