/*
 * stage_cells.h
 *
 * The values of an assessed record for customer_import_rows.
 */
#ifndef CUSTOMERS_STAGE_CELLS_H
#define CUSTOMERS_STAGE_CELLS_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

/* The customer of an assessed record, for customer_import_rows; 0 = NULL. */
extern int64 stage_customer_id(const Record *record);

/*
 * The changes of an assessed record, for customer_import_rows.cells, old_cells.
 * Passwords are masked there: record->verifier goes to customer_import_secrets.
 */
extern Datum stage_new_cells(const FieldMap *map, const Record *record);
extern Datum stage_old_cells(const FieldMap *map, const Record *record);

/* The same for a record that is not staged: with verifiers instead of masks. */
extern Datum stage_given_cells(const FieldMap *map, const Record *record);
extern Datum stage_given_old_cells(const FieldMap *map, const Record *record);

/* The cells of a record as read, for customer_import_rows.raw: passwords masked. */
extern Datum stage_raw_cells(const FieldMap *map, const CsvRecord *record);

#endif							/* CUSTOMERS_STAGE_CELLS_H */
