/*
 * record_store.h
 *
 * Records of the file kept for a second look, in work_mem or a temporary file, in
 * the order in which they are put.
 */
#ifndef CUSTOMERS_RECORD_STORE_H
#define CUSTOMERS_RECORD_STORE_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct RecordStore RecordStore;

/* In the current memory context. */
extern RecordStore *record_store_create(const FieldMap *map);

/*
 * Puts a record, without what record_widen() has added.  No password is kept: its cell holds password instead (NULL:
 * nothing), as one that is canonical; cells of ignored columns of passwords are
 * empty.
 */
extern void record_store_put(RecordStore *store, const CsvRecord *source, const char *password);

/* Once all are put: another place to read from, at the first record. */
extern int	record_store_reader(RecordStore *store);

/*
 * The next record from a place, in the current memory context; false at the end.
 * It has no defect, and is one of the table's.
 */
extern bool record_store_next(RecordStore *store, int reader, CsvRecord *source);

extern void record_store_close(RecordStore *store);

#endif							/* CUSTOMERS_RECORD_STORE_H */
