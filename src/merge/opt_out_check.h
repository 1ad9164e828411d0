/*
 * opt_out_check.h
 *
 * Finds opt-outs since an import was staged, or since it was merged.  SPI must be
 * connected for all of these.
 */
#ifndef CUSTOMERS_OPT_OUT_CHECK_H
#define CUSTOMERS_OPT_OUT_CHECK_H

#include "postgres.h"

#include "support/compat.h"

/*
 * Lines (int8[]) of a staged import whose customers would be subscribed with an
 * email that has opted out; with resubscribe, only opt-outs since staging count,
 * and also those of customers who would be subscribed again.  (Datum) 0 = none.
 *
 * email and subscribed are indexes of the import's fields; -1 = none.
 */
extern Datum opt_out_check_merge(int64 import_id, int email, int subscribed, bool hands_over);

/* Errors for the first of those lines. */
pg_noreturn extern void opt_out_check_refuse(int64 import_id, Datum lines);

/* Unsubscribes the customers of those lines, once they are written.  Returns how many. */
extern int64 opt_out_check_unsubscribe(int64 import_id, Datum lines);

/* Unsubscribes customers (int8[]).  Returns how many. */
extern int64 opt_out_check_unsubscribe_customers(Datum ids);

/*
 * SQL, with $1 the id of a merged import: has the customer of an id said no since,
 * according to the log?
 */
extern char *opt_out_check_said_since(const char *customer, const char *merged_at);

#endif							/* CUSTOMERS_OPT_OUT_CHECK_H */
