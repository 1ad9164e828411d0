/*
 * target_rows.h
 *
 * Which rows of an adopted table are customers: those that have the fixed values and
 * are not marked as deleted.  The view of the table says so in its WHERE.
 *
 * The columns that decide it stand in the view as well, under names that are no
 * fields: so new rows get the fixed values as the view's defaults, and a customer can
 * be marked as deleted.
 */
#ifndef CUSTOMERS_TARGET_ROWS_H
#define CUSTOMERS_TARGET_ROWS_H

#include "postgres.h"

#include "support/target.h"

/*
 * SQL: is a row (alias: "new") one of the customers?  NULL = every row is.  In the
 * current memory context, like all texts here.
 */
extern char *target_rows_condition(const Target *target, const char *alias);

/*
 * The view's column by whose default new rows get their value in this column of the
 * table: that, or a time.  InvalidAttrNumber = none.
 */
extern AttrNumber target_rows_default(const Target *target, AttrNumber number);

/* Has a row another value in this column, is it no customer (any more)? */
extern bool target_rows_is_decided(const Target *target, AttrNumber number);

/* The column that marks deleted rows; InvalidAttrNumber = none. */
extern AttrNumber target_rows_marking(const Target *target);

/* Are customers marked as deleted, and stay rows? */
extern bool target_rows_can_be_marked(const Target *target);

/* SET of an UPDATE of the customers that marks them as deleted. */
extern char *target_rows_mark(const Target *target);

/*
 * SQL of the rows that would be customers, were they not marked, with the columns
 * customer_id, identifier, email, subscribed (NULL): "(SELECT ...)".
 */
extern char *target_rows_marked(const Target *target);

/* DELETE of such a row; $1 is an array of customer_ids. */
extern char *target_rows_delete_marked(const Target *target);

#endif							/* CUSTOMERS_TARGET_ROWS_H */
