/*
 * revert_changed.h
 *
 * The statements of a revert about changed customers; see revert_parts.h.  Notes on
 * what is kept are added to customer_import_rows.errors.
 */
#ifndef CUSTOMERS_REVERT_CHANGED_H
#define CUSTOMERS_REVERT_CHANGED_H

#include "postgres.h"

#include "merge/revert_parts.h"

/*
 * The lines whose old email or identifier another customer has; NULL if the import
 * has no such field.
 */
extern char *revert_sql_taken_emails(const RevertSql *revert);
extern char *revert_sql_taken_identifiers(const RevertSql *revert);

/*
 * Of the lines $2: line, is its email as the import wrote it?, the line that gave the
 * old email to its present customer (NULL: none).
 */
extern char *revert_sql_held_by_lines(const RevertSql *revert);

/* UPDATE that gives the handed emails back, once those who had them have theirs. */
extern char *revert_sql_put_handed_back(const RevertSql *revert);

/* UPDATE of the fields that still are as the import wrote them; NULL if it
 * can have changed no column of customers. */
extern char *revert_sql_update(const RevertSql *revert);

/*
 * Customers who keep an unedited value of the import (bigint[]); NULL if there can
 * be none.
 */
extern char *revert_sql_find_held(const RevertSql *revert);

/*
 * SELECT of the lines ($15) whose customers have said no since the merge; NULL if
 * that does not matter.
 */
extern char *revert_sql_said_since(const RevertSql *revert);

/* Counts customers who stay unsubscribed; NULL if the import has no consent. */
extern char *revert_sql_count_consent(const RevertSql *revert);

/* Notes the fields that are not what they were before the import. */
extern char *revert_sql_note_changed(const RevertSql *revert);

/* Notes the rows that customers_erase() has emptied. */
extern char *revert_sql_note_erased(const RevertSql *revert);

#endif							/* CUSTOMERS_REVERT_CHANGED_H */
