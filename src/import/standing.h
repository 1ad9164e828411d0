/*
 * standing.h
 *
 * Warnings that stand week after week: of a record that changes nothing, and of which
 * nothing else is to be said.  Such a record is not staged.  Its warnings are counted by
 * their codes, with the first lines as examples.
 *
 *		Record -> Standing -> customer_imports.standing -> NOTICE, summary, report
 *
 *		{"consent_kept": {"records": 120, "lines": [2, 5, 9, ...]}}
 *
 * It holds no cells: it outlives an erasure.
 */
#ifndef CUSTOMERS_STANDING_H
#define CUSTOMERS_STANDING_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

#include "import/record.h"

/* Lines that are kept as examples of a code. */
#define STANDING_LINES 100

typedef struct StandingWarning
{
	const char *code;
	int64		records;
	int			nlines;
	int64		lines[STANDING_LINES];
} StandingWarning;

/*
 * Counts a decided record, if it has warnings that stand, in a list of StandingWarning.
 * New members are made in the context given.
 */
extern void standing_count(List **standing, const Record *record, MemoryContext context);

/* The list as JSON; NULL for NIL. */
extern Jsonb *standing_json(const List *standing);

/* The list that customer_imports.standing holds; errors if standing_json() wrote none such. */
extern List *standing_read(const Jsonb *json);

/* "consent_kept 120 (lines 2, 5, 9 ...), group_rejected 1 (line 7)"; NULL for NIL. */
extern char *standing_text(const List *standing);

#endif							/* CUSTOMERS_STANDING_H */
