/*
 * merge_write.h
 *
 * Writes judged rows: changed customers, new customers, memberships.  For a merge,
 * which writes staged rows, and for customers_save().
 */
#ifndef CUSTOMERS_MERGE_WRITE_H
#define CUSTOMERS_MERGE_WRITE_H

#include "postgres.h"

#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "merge/merge_rows.h"
#include "support/compat.h"

/*
 * The rows of a staged import; merged_at differs from that of any other merge.  The
 * caller sets the counts.  SPI must be connected.
 */
extern MergeRows merge_rows_staged(int64 import_id, TimestampTz merged_at, Field **fields, int nfields);

/* Rows given as jsonb (merge_fields_given()). */
extern MergeRows merge_rows_given(Jsonb *rows, Field **fields, int nfields);

/*
 * Updates the changed customers who are as reviewed; false if some are not.
 */
extern bool merge_update_customers(MergeRows *rows);

/* Are some of the changed customers not as reviewed? */
extern bool merge_is_any_changed(const MergeRows *rows);

/*
 * Errors if all are as reviewed and merge_update_customers() is still false: trying
 * again would not help.  hides: may row-level security hide customers?
 */
pg_noreturn extern void merge_refuse_held_back(bool hides);

/* Inserts the new ones; returns how many. */
extern int64 merge_insert_customers(const MergeRows *rows);

/* Errors unless that was all of them. */
extern void merge_check_inserted(const MergeRows *rows, int64 inserted);

/* Sets memberships as the rows say; creates the groups needed. */
extern void merge_write_groups(const MergeRows *rows);

/*
 * Does another customer have a key of the rows, under the latest snapshot?  If so,
 * the result is the first such row (see merge_sql_taken_keys()).
 */
extern bool merge_is_any_taken(const MergeRows *rows, bool but_given_up);

/* Finds the emails that the rows hand from one known customer to another. */
extern void merge_find_handed(MergeRows *rows);

#endif							/* CUSTOMERS_MERGE_WRITE_H */
