/*
 * header_off.h
 *
 * A file whose header stands one column off from its cells: it is read as if the header
 * stood where it should, and held.
 *
 *		FieldMap.words_off -> the header's cells, moved -> another FieldMap
 */
#ifndef CUSTOMERS_HEADER_OFF_H
#define CUSTOMERS_HEADER_OFF_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "csv/csv_record.h"
#include "field/field.h"
#include "field/options.h"

/*
 * The header's cells as they should stand, in the current memory context; NULL if they
 * do, or somebody has said which column is which.
 */
extern CsvCell *header_off_move(const FieldMap *map, const CsvCell *cells, int ncells,
								const ImportOptions *options);

/* Why such an import is held: a list of HeldReason, in the current memory context; or NIL. */
extern List *header_off_reasons(const FieldMap *map);

#endif							/* CUSTOMERS_HEADER_OFF_H */
