/*
 * new_ids.h
 *
 * The customer_ids of new customers: of the sequence, or the file's own.
 */
#ifndef CUSTOMERS_NEW_IDS_H
#define CUSTOMERS_NEW_IDS_H

#include "postgres.h"

#include "import/record.h"

typedef struct NewIds NewIds;

/* For one import; lives in the current memory context.  SPI connected. */
extern NewIds *new_ids_create(int64 import_id);

/* Has the live table ids for new customers at all?  A table of ours has, or errors. */
extern bool new_ids_possible(void);

/*
 * Gives each new customer of a batch its id: ids of the sequence in the order
 * of the records, unless the record brings one.  As with nextval(), nobody
 * else gets them, whatever becomes of the transaction; the sequence moves past
 * the ids that the file brings.
 *
 * A record for which there is no id any more is rejected (no_id_source).
 */
extern void new_ids_assign(NewIds *ids, Record **records, int nrecords);

/*
 * After the last batch is staged: where an id of the sequence had been given
 * out before the file brought the same one, the former gets another.
 */
extern void new_ids_finish(NewIds *ids);

#endif							/* CUSTOMERS_NEW_IDS_H */
