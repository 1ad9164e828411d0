/*
 * erasure_check.h
 *
 * What records of a file, or of an application, may not do unasked: bring
 * somebody back who was erased, or subscribe somebody who opted out and was
 * then deleted.
 */
#ifndef CUSTOMERS_ERASURE_CHECK_H
#define CUSTOMERS_ERASURE_CHECK_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct ErasureCheck ErasureCheck;

/*
 * NULL if there is nothing to check, which is found out by one look.  A new
 * customer may have to come in unsubscribed: where the map lacks the field
 * subscribed it gets one, without a column of the file.  In the current memory
 * context; SPI connected, a snapshot active.
 */
extern ErasureCheck *erasure_check_create(FieldMap *map, const ImportOptions *options);

/*
 * Rejects matched or new records (whose changes are known) that would give an
 * erased key to a customer, and unsubscribes new ones whose key opted out.  In
 * the current memory context, the batch's.
 */
extern void erasure_check_records(ErasureCheck *check, Record **records, int nrecords);

#endif							/* CUSTOMERS_ERASURE_CHECK_H */
