/*
 * clash.h
 *
 * Duplicates among the staged rows of an import, after some of them were
 * corrected or left out: rows that were duplicates of those may be good again,
 * and rows that now share a key clash.
 *
 *		clashes = clashes_create(import);
 *		clashes_free(clashes, row);				-- what it was, for each row
 *		clashes_settle(clashes, row);			-- what it is now, or NULL
 */
#ifndef CUSTOMERS_CLASH_H
#define CUSTOMERS_CLASH_H

#include "postgres.h"

#include "staged_row.h"

typedef struct Clashes Clashes;

/* In the current memory context. */
extern Clashes *clashes_create(StagedImport *import);

extern StagedImport *clashes_import(const Clashes *clashes);

/* An assessed row, as it was before: it gives up what it claimed. */
extern void clashes_free(Clashes *clashes, StagedRow *row);

/*
 * Decides anew about the rows that claimed the same, and about a corrected row
 * (assessed, not yet written; may be NULL) and those it clashes with; writes
 * them all.
 */
extern void clashes_settle(Clashes *clashes, StagedRow *corrected);

#endif							/* CUSTOMERS_CLASH_H */
