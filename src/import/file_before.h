/*
 * file_before.h
 *
 * Is a file whole, by those with the same columns that were merged before it, and by
 * the list of customers?
 *
 *		fewer_records		the files before, or the list, had many more
 *		blank_column		a column is empty, and the files before, or the customers, had
 *							something there
 */
#ifndef CUSTOMERS_FILE_BEFORE_H
#define CUSTOMERS_FILE_BEFORE_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/array.h"

#include "field/field.h"
#include "import/file_shape.h"

/*
 * Warnings about a file of so many records, as texts.  The current import has no row
 * yet.  SPI must be connected.
 */
extern List *file_before_warnings(const FieldMap *map, const FileShape *shape, int64 records);

/* The header words that files are known by; NULL = they are too long. */
extern ArrayType *file_before_header(const FieldMap *map);

#endif							/* CUSTOMERS_FILE_BEFORE_H */
