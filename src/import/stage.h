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
 * security as COPY FROM does, and that it is a plain local table.  file_bytes: size of
 * the file, about.
 */
extern Stage *stage_open(int64 import_id, const FieldMap *map, int64 file_bytes);

/*
 * Writes the records to be reviewed (all but unchanged ones without a warning).
 * Allocates in the current context, which the caller resets after
 * the batch.
 */
extern void stage_records(Stage *stage, Record **records, int nrecords);

extern void stage_close(Stage *stage);

#endif							/* CUSTOMERS_STAGE_H */
