/*
 * opt_out_write.h
 *
 * The opt-outs that an import has staged beside its rows (import/opt_out.h),
 * merged and reverted.  SPI must be connected.
 */
#ifndef CUSTOMERS_OPT_OUT_WRITE_H
#define CUSTOMERS_OPT_OUT_WRITE_H

#include "postgres.h"

#include "merge/merge_rows.h"

/*
 * Keeps the addresses that nobody is known by, or who was has another one since:
 * before any row is written that would bring one of them in.
 */
extern void opt_out_write_unknown(int64 import_id);

/*
 * Unsubscribes the customers, and who has got the email of nobody since: before
 * the rows are written, so that a no belongs to the address that one of them
 * takes away.
 */
extern void opt_out_write_merge(const MergeRows *rows);

/*
 * Afterwards: rows that a conflict has left out are heard, too, and the addresses are
 * kept that they would have brought.
 */
extern void opt_out_write_conflicts(const MergeRows *rows);

/*
 * Then, as the owner of the tables, those whom row-level security hides from the role
 * that merges: a no is heard, and nothing is told of them.
 */
extern void opt_out_write_hidden(MergeRows *rows);

/* Logs the no's that change nothing, and of which the log does not know. */
extern void opt_out_write_log(int64 import_id);

/*
 * Customers stay unsubscribed: returns how many.  With resubscribe those are
 * subscribed again whom nothing has written since the merge.
 */
extern int64 opt_out_write_revert(int64 import_id, Datum merged_at, bool resubscribe);

#endif							/* CUSTOMERS_OPT_OUT_WRITE_H */
