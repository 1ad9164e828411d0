/*
 * fix.h
 *
 * Corrections by hand of a staged import.  SPI must be connected; the import's
 * row is locked by an UPDATE until the transaction ends, so that corrections
 * and a merge happen one after the other.
 */
#ifndef CUSTOMERS_FIX_H
#define CUSTOMERS_FIX_H

#include "postgres.h"

#include "utils/array.h"

/*
 * Gives a cell of a staged record another value ('' empties it), and checks,
 * matches and compares that record anew, and those that share a key with it.
 * field is the name of a field of the import, or a header word.  Returns what
 * the record is now: create, update, unchanged, reject or exclude.
 */
extern const char *fix_cell(int64 import_id, int64 line, const char *field, const char *value);

/*
 * Leaves lines out of an import; returns how many were not left out before.
 * Error: a line that is not staged (an unchanged record, or none).
 */
extern int64 fix_exclude(int64 import_id, ArrayType *lines);

/*
 * Takes lines that fix_exclude() left out in again, and judges them anew;
 * returns how many.  Others are passed over.  Error: a line that is not staged.
 */
extern int64 fix_include(int64 import_id, ArrayType *lines);

#endif							/* CUSTOMERS_FIX_H */
