/*
 * erasure_check.h
 *
 * Keeps records of a file or an application from storing an erased person again, or
 * subscribing an email that opted out and was then nobody's, unasked.
 */
#ifndef CUSTOMERS_ERASURE_CHECK_H
#define CUSTOMERS_ERASURE_CHECK_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct ErasureCheck ErasureCheck;

/*
 * Creates a check in the current memory context; NULL if no hash is kept.  Adds the
 * field subscribed to the map, without a column of the file, if it is missing: a
 * customer may have to be unsubscribed.  SPI must be connected, a snapshot active.
 */
extern ErasureCheck *erasure_check_create(FieldMap *map, const ImportOptions *options);

/*
 * Rejects matched or new records (whose changes are known) that would give an
 * erased key to a customer, and unsubscribes those that get one that opted out.
 * In the current memory context, the batch's.
 */
extern void erasure_check_records(ErasureCheck *check, Record **records, int nrecords);

/*
 * Once the records are written: has an address that they give to a subscribed
 * customer opted out since they were judged?  By what is committed now, whatever the
 * snapshot.  SPI must be connected.
 */
extern bool erasure_check_meanwhile(FieldMap *map, const ImportOptions *options,
									Record **records, int nrecords);

#endif							/* CUSTOMERS_ERASURE_CHECK_H */
