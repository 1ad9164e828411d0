/*
 * wrong_column.h
 *
 * Columns that went wrong as a whole: each of their cells is in order, and what they
 * do to the customers' values has a pattern that no ordinary week has.
 *
 *		records that change a customer -> WrongColumns -> warnings
 *
 *		mostly_changed		a field without a limit changes for nearly all
 *		one_value			all get the same, who had many: filled down
 *		moved_by_a_line		they get what the customer on the next line had
 *		swapped				two fields get each other's values
 *		letters_lost		letters beyond ASCII are lost or misread
 *		zeros_lost			numbers lose the zeros that they begin with
 *
 * The warnings hold no cells: they outlive an erasure.
 */
#ifndef CUSTOMERS_WRONG_COLUMN_H
#define CUSTOMERS_WRONG_COLUMN_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "import/changes.h"
#include "import/record.h"

typedef struct WrongColumns WrongColumns;

/* In the current memory context. */
extern WrongColumns *wrong_columns_create(const FieldMap *map);

/* Counts a record that changes a customer; number: of the record in the file. */
extern void wrong_columns_count(WrongColumns *columns, const Record *record, int64 number);

/*
 * The warnings, as texts.  met: customers whom the file names.  SPI must be connected.
 */
extern List *wrong_columns_warnings(const WrongColumns *columns, const Changes *changes, int64 met,
									const ImportOptions *options);

#endif							/* CUSTOMERS_WRONG_COLUMN_H */
