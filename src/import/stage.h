/*
 * stage.h
 *
 * Writing staged records to customer_import_rows in bulk.
 */
#ifndef CUSTOMERS_STAGE_H
#define CUSTOMERS_STAGE_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct Stage Stage;

/*
 * Opens customer_import_rows for writing: checks INSERT privilege and row
 * security as COPY FROM does, and that it is a plain local table.
 */
extern Stage *stage_open(int64 import_id, const FieldMap *map);

/*
 * Writes the records that are to be reviewed (all but unchanged ones without a
 * remark).  Allocates in the current context, which the caller resets after
 * the batch.
 */
extern void stage_records(Stage *stage, Record **records, int nrecords);

extern void stage_close(Stage *stage);

/* The customer of an assessed record, for customer_import_rows; 0 = NULL. */
extern int64 stage_customer_id(const Record *record);

/* The changes of an assessed record, for customer_import_rows.cells, old_cells. */
extern Datum stage_new_cells(const FieldMap *map, const Record *record);
extern Datum stage_old_cells(const FieldMap *map, const Record *record);

/*
 * The cells of a record as read, for customer_import_rows.raw.  A password is
 * replaced by its verifier: the one given, else (NULL) one made here.
 */
extern Datum stage_raw_cells(const FieldMap *map, const CsvRecord *record,
							 const CellValue *verifier);

#endif							/* CUSTOMERS_STAGE_H */
