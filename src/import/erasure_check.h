/*
 * erasure_check.h
 *
 * What records of a file, or of an application, may not do unasked: bring
 * somebody back who was erased, or subscribe an address that opted out and was
 * then nobody's.
 */
#ifndef CUSTOMERS_ERASURE_CHECK_H
#define CUSTOMERS_ERASURE_CHECK_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct ErasureCheck ErasureCheck;

/*
 * NULL if there is nothing to check, which is found out by one look.  A
 * customer may have to be unsubscribed: where the map lacks the field
 * subscribed it gets one, without a column of the file.  In the current memory
 * context; SPI connected, a snapshot active.
 */
extern ErasureCheck *erasure_check_create(FieldMap *map, const ImportOptions *options);

/*
 * Rejects matched or new records (whose changes are known) that would give an
 * erased key to a customer, and unsubscribes those that get one that opted out.
 * In the current memory context, the batch's.
 */
extern void erasure_check_records(ErasureCheck *check, Record **records, int nrecords);

#endif							/* CUSTOMERS_ERASURE_CHECK_H */
