/*
 * staged_import.h
 *
 * A staged import, opened again: its options, fields and counts.
 *
 *		customer_imports -> options, FieldMap, Assessor
 *
 * SPI must be connected, a snapshot active and the text settings pinned for
 * all of these.
 */
#ifndef CUSTOMERS_STAGED_IMPORT_H
#define CUSTOMERS_STAGED_IMPORT_H

#include "postgres.h"

#include "utils/array.h"

#include "import/assess.h"
#include "import/changes.h"
#include "import/handover.h"
#include "import/import_log.h"
#include "import/new_ids.h"

typedef struct StagedImport
{
	int64		import_id;
	ImportOptions options;
	FieldMap   *map;
	Assessor   *assessor;
	LiveReader *live;			/* of the customers whom rows are about */
	NewIds	   *ids;
	Changes    *changes;		/* of customer_imports.changes, by corrected rows */
	ImportCounts change;		/* of its counts, by staged_count() */
	bool		weak_keys;		/* a new customer has nothing better, by staged_write() */
	const Handover *handover;	/* who gives an address up; NULL = as the rows that
								 * stand say */
	const Handover *remaining;	/* the same without those who are left out after
								 * all; NULL = handover */
	ArrayBuildState *corrected; /* int8: live customers whom corrected rows are
								 * about, or unsubscribe; NULL = none */
	ArrayBuildState *concerned; /* the same, of all rounds of corrections */
	MemoryContext context;
} StagedImport;

/*
 * Opens an import whose row the caller has locked, in the current memory context.
 * Errors if its columns would be read as other fields now.
 */
extern StagedImport *staged_open(int64 import_id);

/*
 * Notes a customer whom a corrected row is about, before or after, or unsubscribes: they
 * may give an address up, or not any more, and may say no.
 */
extern void staged_note_customer(StagedImport *import, int64 customer_id);

/* Counts nrows rows that change from one action to another. */
extern void staged_count(StagedImport *import, RecordAction from, RecordAction to, int64 nrows);

/*
 * Takes what the rows of lines (int8[]) change off the changes of the import, or adds it
 * (sign: -1, 1): around a statement that writes them.
 */
extern void staged_count_changes(StagedImport *import, Datum lines, int sign);

/* Adds what these have counted to customer_imports, and holds it to the limits again. */
extern void staged_write_counts(const StagedImport *import);

#endif							/* CUSTOMERS_STAGED_IMPORT_H */
