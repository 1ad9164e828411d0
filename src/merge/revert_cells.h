/*
 * revert_cells.h
 *
 * A column may have changed since a merge, such as its type or NOT NULL.  Values
 * that it does not accept any more are kept; all others can be reverted.
 */
#ifndef CUSTOMERS_REVERT_CELLS_H
#define CUSTOMERS_REVERT_CELLS_H

#include "postgres.h"

#include "field/import_fields.h"

/*
 * The cells of an import whose new or old value the column does not accept any
 * more: numbers as of revert_later_number(), sorted, as bigint[].  SPI must be
 * connected.
 */
extern Datum revert_cells_refused(int64 import_id, const ImportFields *fields);

/* The numbers with more and others added, sorted. */
extern Datum revert_cells_add(Datum numbers, const Datum *more, int nmore, const Datum *others, int nothers);

#endif							/* CUSTOMERS_REVERT_CELLS_H */
