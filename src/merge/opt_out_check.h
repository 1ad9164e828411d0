/*
 * opt_out_check.h
 *
 * Who said no since an import was reviewed, or since it was merged.  SPI must
 * be connected for all of these.
 */
#ifndef CUSTOMERS_OPT_OUT_CHECK_H
#define CUSTOMERS_OPT_OUT_CHECK_H

#include "postgres.h"

/*
 * email and subscribed: which of the import's fields they are, from 0; -1 = none.
 *
 * Lines (int8[]) of a staged import whose customers would get an address that
 * has opted out since it was staged, and be subscribed; and, with resubscribe,
 * customers who would be subscribed again and have said no since.  (Datum) 0 =
 * none.
 */
extern Datum opt_out_check_merge(int64 import_id, int email, int subscribed);

/* The error that one of those lines cannot be merged as it was reviewed. */
extern void opt_out_check_refuse(int64 import_id, Datum lines) pg_attribute_noreturn();

/*
 * Of a reverted import: customers who have an address back that somebody opted
 * out from meanwhile are unsubscribed.  Returns how many.
 */
extern int64 opt_out_check_revert(int64 import_id, int email);

#endif							/* CUSTOMERS_OPT_OUT_CHECK_H */
