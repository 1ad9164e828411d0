/*
 * merge_write.h
 *
 * Writing what was judged: changed customers, new ones, memberships.  A merge
 * writes what is staged, customers_save() what it was given; these are the
 * statements of both.
 */
#ifndef CUSTOMERS_MERGE_WRITE_H
#define CUSTOMERS_MERGE_WRITE_H

#include "postgres.h"

#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "merge/merge_rows.h"

/*
 * The rows of a staged import that is merged at a time (unlike that of any
 * other merge); the counts are the caller's to fill in.  SPI connected.
 */
extern MergeRows merge_rows_staged(int64 import_id, TimestampTz merged_at, Field **fields, int nfields);

/* Rows given as jsonb (merge_fields_given()). */
extern MergeRows merge_rows_given(Jsonb *rows, Field **fields, int nfields);

/*
 * Updates the changed customers whose reviewed values still hold; false if
 * those are not all of them.
 */
extern bool merge_update_customers(MergeRows *rows);

/* Are some of them not as they were reviewed, as an UPDATE would find them? */
extern bool merge_is_any_changed(const MergeRows *rows);

/*
 * The error if they are, and merge_update_customers() says false: to try again
 * would end the same.  hides: may row-level security hide customers?
 */
extern void merge_refuse_held_back(bool hides) pg_attribute_noreturn();

/* Inserts the new ones; returns how many. */
extern int64 merge_insert_customers(const MergeRows *rows);

/* Errors unless that was all of them. */
extern void merge_check_inserted(const MergeRows *rows, int64 inserted);

/* Brings memberships to what the rows say, with the groups that it takes. */
extern void merge_write_groups(const MergeRows *rows);

/*
 * Is a key of the rows taken by another customer, as anyone would see it now?
 * Then the first such row is there to be read (see merge_sql_taken_keys()).
 */
extern bool merge_is_any_taken(const MergeRows *rows);

#endif							/* CUSTOMERS_MERGE_WRITE_H */
