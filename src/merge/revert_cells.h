/*
 * revert_cells.h
 *
 * Columns may have changed since a merge: another type, or NOT NULL.  What they
 * do not take any more is kept as it is now, and all else can be undone.
 */
#ifndef CUSTOMERS_REVERT_CELLS_H
#define CUSTOMERS_REVERT_CELLS_H

#include "postgres.h"

#include "field/import_fields.h"

/*
 * The cells of an import of which the column takes the new value or the old one
 * no more: numbers as revert_later_number() makes them, sorted, as bigint[].
 * SPI connected.
 */
extern Datum revert_cells_refused(int64 import_id, const ImportFields *fields);

/* Such numbers, and more of them. */
extern Datum revert_cells_add(Datum numbers, const Datum *more, int nmore, const Datum *others, int nothers);

#endif							/* CUSTOMERS_REVERT_CELLS_H */
