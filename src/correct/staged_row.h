/*
 * staged_row.h
 *
 * The rows of a staged import, back as records.
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

/* A record clashes with no more lines than it makes claims. */
#define STAGED_PARTNERS 3

typedef struct StagedRow
{
	Record		record;
	CsvRecord	source;			/* of the record */
	KeptRow		kept;			/* what its cells were read from */
	RecordAction action;		/* as it is staged */
	int64		customer_id;	/* likewise; 0 = none */
	const char *reason;			/* likewise; '' = none */
	bool		is_current;		/* see kept_is_current() */
	bool		brings_id;		/* a new customer's id is the file's own */
	bool		is_duplicate;	/* it was left out for another line */
	int64		partners[STAGED_PARTNERS];	/* those lines; 0 = none */
} StagedRow;

/* What to do with some of the rows of a scan; they go afterwards. */
typedef void (*StagedRowsCallback) (void *state, StagedRow **rows, int nrows);

/*
 * The rows that meet a condition on r, in the order of their lines, some at a
 * time.  $1 is the import's id, the caller's parameters begin with $2.
 */
extern void staged_scan(StagedImport *import, const char *condition,
						int nparams, const Oid *types, const Datum *params,
						StagedRowsCallback callback, void *state);

/* The row of a line, in the current memory context; NULL = it is not staged. */
extern StagedRow *staged_find(StagedImport *import, int64 line);

/* Which of these lines (int8[]) are staged, sorted; in the current context. */
extern int64 *staged_lines(StagedImport *import, Datum lines, int *nlines);

/* The word of customer_import_rows.action. */
extern const char *staged_action_word(RecordAction action);

#endif							/* CUSTOMERS_STAGED_ROW_H */
