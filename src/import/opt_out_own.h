/*
 * opt_out_own.h
 *
 * The no of a record whose own row writes it, or that changes nothing, is kept in
 * customer_import_opt_outs too: for a customer who is gone at the merge, whose
 * mailbox it belongs to, for the log, which may not know of it, and for the undo of
 * another import, which subscribes nobody over it.
 */
#ifndef CUSTOMERS_OPT_OUT_OWN_H
#define CUSTOMERS_OPT_OUT_OWN_H

#include "postgres.h"

#include "csv/csv_record.h"

typedef struct OwnOptOuts OwnOptOuts;

/* For one import, in the current memory context; SPI connected. */
extern OwnOptOuts *own_opt_outs_create(int64 import_id);

/* The no of a known customer, which a cell says; subscribed: it unsubscribes them. */
extern void own_opt_outs_take(OwnOptOuts *own, int64 customer_id, int64 line, const CsvCell *cell,
							  bool subscribed);

/* Stages what was taken. */
extern void own_opt_outs_finish(OwnOptOuts *own);

#endif							/* CUSTOMERS_OPT_OUT_OWN_H */
