/*
 * unlike.h
 *
 * Is a file under a preset like the one that was merged under it last?  A column whose
 * cells look otherwise than they did holds the import (unlike_before): it was swapped
 * with another, moved, or the file is another one.
 *
 *		FileShape of this file and of that one -> the columns that are unlike
 *			-> records counted -> HeldReason
 *
 * Other people are no reason: a column is unlike only if a third of its cells are of a
 * kind or size that it hardly had, and chance does not explain it.
 */
#ifndef CUSTOMERS_UNLIKE_H
#define CUSTOMERS_UNLIKE_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "field/options.h"
#include "import/file_shape.h"

typedef struct Unlike Unlike;

/*
 * Compares with the last merged import of the preset; NULL = all is as it was, or
 * there is nothing to compare with.  In the current memory context.  SPI must be
 * connected.
 */
extern Unlike *unlike_before(const FieldMap *map, const FileShape *shape, const ImportOptions *options);

/* Counts a record, if its cells in such a column are not as they were. */
extern void unlike_count(Unlike *unlike, const CsvRecord *record);

/* A list of HeldReason, one a column. */
extern List *unlike_reasons(const Unlike *unlike);

#endif							/* CUSTOMERS_UNLIKE_H */
