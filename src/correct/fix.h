/*
 * fix.h
 *
 * Fixes of a staged import by hand.  SPI must be connected.  The import's row is
 * locked until the transaction ends, so that fixes and a merge happen one after
 * the other.
 */
#ifndef CUSTOMERS_FIX_H
#define CUSTOMERS_FIX_H

#include "postgres.h"

#include "utils/array.h"

/*
 * Sets a cell of a staged record ('' clears it), and judges the record again, and
 * those that share a key with it.  field is the name of a field of the import, or
 * a header word.  Returns the record's new action: create, update, unchanged,
 * reject or exclude.
 */
extern const char *fix_cell(int64 import_id, int64 line, const char *field, const char *value);

/* A cell of a line, by the name of a field or a header word, and what it shall be. */
typedef struct CellFix
{
	int64		line;
	const char *field;
	const char *value;			/* "" = empty */
} CellFix;

/*
 * Sets cells of an import as fix_cell() does, and judges their records together; of two
 * for one cell the later holds.
 */
extern void fix_cells(int64 import_id, const CellFix *fixes, int nfixes);

/* What fix_value() did. */
typedef struct FixedRecords
{
	int64		fixed;			/* records that were corrected */
	int64		rejected;		/* of them, those that are rejected now */
} FixedRecords;

/*
 * Sets all cells of a field that are a value (trimmed) and have a note of not being
 * understood, as fix_cell() does, and judges their records together.  In a cell of
 * groups, the name alone is replaced.  Records that are left out by hand are not
 * looked at.  always: remembers in customer_value_words what the value means.
 */
extern FixedRecords fix_value(int64 import_id, const char *field, const char *value,
							  const char *new_value, bool always);

/*
 * Excludes lines of an import; returns how many were not excluded before.
 * Error: a line that is not staged (an unchanged record, or none).
 */
extern int64 fix_exclude(int64 import_id, ArrayType *lines);

/*
 * Includes lines that fix_exclude() excluded, and judges them again; returns how
 * many.  Other lines are ignored.  Error: a line that is not staged.
 */
extern int64 fix_include(int64 import_id, ArrayType *lines);

#endif							/* CUSTOMERS_FIX_H */
