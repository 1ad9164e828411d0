/*
 * staged_row.h
 *
 * A staged import taken up again: its rows back as records, judged anew, and
 * written back.
 *
 *		customer_imports -> options, FieldMap, Assessor
 *		customer_import_rows -> StagedRow: the cells as read, or rebuilt from
 *			what they change -> staged_assess -> staged_write
 *
 * SPI must be connected, a snapshot active and the text settings pinned for
 * all of these.
 */
#ifndef CUSTOMERS_STAGED_ROW_H
#define CUSTOMERS_STAGED_ROW_H

#include "postgres.h"

#include "assess.h"
#include "import_log.h"
#include "new_ids.h"

typedef struct StagedImport
{
	int64		import_id;
	ImportOptions options;
	FieldMap   *map;
	Assessor   *assessor;
	NewIds	   *ids;
	ImportCounts change;		/* of its counts, by staged_write() */
	MemoryContext context;
} StagedImport;

/* A record clashes with no more lines than it makes claims. */
#define STAGED_PARTNERS 3

typedef struct StagedRow
{
	Record		record;
	CsvRecord	source;			/* of the record */
	RecordAction action;		/* as it is staged */
	int64		customer_id;	/* likewise; 0 = none */
	bool		rebuilt;		/* its cells are not those of the file */
	bool		is_duplicate;	/* it was left out for another line */
	int64		partners[STAGED_PARTNERS];	/* those lines; 0 = none */
} StagedRow;

/* What to do with some of the rows of a scan; they go afterwards. */
typedef void (*StagedRowsCallback) (void *state, StagedRow **rows, int nrows);

/*
 * Opens an import whose row the caller has claimed.  Errors if its columns are
 * no longer what they were.  In the current memory context.
 */
extern StagedImport *staged_open(int64 import_id);

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

/* Judges rows by themselves: matches, changes, action. */
extern void staged_assess(StagedImport *import, StagedRow **rows, int nrows);

/* Writes assessed rows back, whatever they have become. */
extern void staged_write(StagedImport *import, StagedRow **rows, int nrows);

/* Adds what staged_write() changed to the counts of the import. */
extern void staged_write_counts(const StagedImport *import);

/* Takes so many rows of one action to another, in the counts. */
extern void staged_count(StagedImport *import, RecordAction from, RecordAction to, int64 nrows);

/* The word of customer_import_rows.action. */
extern const char *staged_action_word(RecordAction action);

#endif							/* CUSTOMERS_STAGED_ROW_H */
