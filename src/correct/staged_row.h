/*
 * staged_row.h
 *
 * The rows of a staged import, read as records again.
 *
 *		customer_import_rows -> StagedRow: a record with its cells
 *
 * SPI must be connected, a snapshot active and the text settings pinned for
 * all of these.
 */
#ifndef CUSTOMERS_STAGED_ROW_H
#define CUSTOMERS_STAGED_ROW_H

#include "postgres.h"

#include "correct/staged_import.h"
#include "import/kept.h"

/* Most lines that a record can duplicate: one for each of its claims. */
#define STAGED_PARTNERS 3

typedef struct StagedRow
{
	Record		record;
	CsvRecord	source;			/* of the record */
	KeptRow		kept;			/* what its cells were read from */
	RecordAction action;		/* as staged */
	int64		customer_id;	/* as staged; 0 = none */
	const char *reason;			/* as staged; "" = none */
	bool		is_current;		/* see kept_is_current() */
	bool		brings_id;		/* a new customer's id is that in the file */
	bool		is_duplicate;	/* left out for another line */
	bool		is_repeated;	/* which says the same */
	int64		partners[STAGED_PARTNERS];	/* lines it duplicates; 0 = none */
} StagedRow;

/* Called for a batch of rows, which are freed afterwards. */
typedef void (*StagedRowsCallback) (void *state, StagedRow **rows, int nrows);

/*
 * Calls back for the rows that meet a condition on r, by line, batch by batch.  $1
 * is the import's id; the caller's parameters begin with $2.
 */
extern void staged_scan(StagedImport *import, const char *condition,
						int nparams, const Oid *types, const Datum *params,
						StagedRowsCallback callback, void *state);

/* The row of a line, in the current memory context; NULL = it is not staged. */
extern StagedRow *staged_find(StagedImport *import, int64 line);

/* Those of the lines (int8[]) that are staged, sorted, in the current context. */
extern int64 *staged_lines(StagedImport *import, Datum lines, int *nlines);

/* The word of customer_import_rows.action. */
extern const char *staged_action_word(RecordAction action);

#endif							/* CUSTOMERS_STAGED_ROW_H */
