/*
 * moved_cells.h
 *
 * Records whose cells stand one column off: a delimiter is missing or too many in the
 * line, and another one hides it; or two cells are swapped.
 *
 *		FileShape -> MovedCells, what the cells of each column are like
 *		record -> several cells in a row are like those of the column beside theirs
 *			-> error cells_moved
 */
#ifndef CUSTOMERS_MOVED_CELLS_H
#define CUSTOMERS_MOVED_CELLS_H

#include "postgres.h"

#include "import/file_shape.h"
#include "import/record.h"

typedef struct MovedCells MovedCells;

/* In the current memory context; NULL if the columns are too few or too little known to tell. */
extern MovedCells *moved_cells_create(const FieldMap *map, const FileShape *shape);

/*
 * Are the cells of a record that fits the table words where keys are numbers, and
 * numbers besides: Total patients: 5, Printed by admin?
 */
extern bool moved_cells_are_foot(const MovedCells *moved, const CsvRecord *source);

/* Rejects a record that fits the table, if its cells stand one column off. */
extern void moved_cells_check(const MovedCells *moved, Record *record);

#endif							/* CUSTOMERS_MOVED_CELLS_H */
