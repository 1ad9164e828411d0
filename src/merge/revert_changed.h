/*
 * revert_changed.h
 *
 * The statements of a revert about changed customers; see revert_parts.h.  What is kept, and why, is added to customer_import_rows.errors.
 */
#ifndef CUSTOMERS_REVERT_CHANGED_H
#define CUSTOMERS_REVERT_CHANGED_H

#include "postgres.h"

#include "merge/revert_parts.h"

/*
 * The lines whose old email or identifier somebody else has by now; NULL if the
 * import has no such field.
 */
extern char *revert_sql_taken_emails(const RevertSql *revert);
extern char *revert_sql_taken_identifiers(const RevertSql *revert);

/* UPDATE of the fields that still are as the import wrote them; NULL if it
 * can have changed no column of customers. */
extern char *revert_sql_update(const RevertSql *revert);

/*
 * Customers who keep a value of the import that nobody has edited (bigint[]);
 * NULL if the import can have brought none.
 */
extern char *revert_sql_find_held(const RevertSql *revert);

/* Those who stay unsubscribed; NULL if the import did not bring consent. */
extern char *revert_sql_count_consent(const RevertSql *revert);

/* Notes the fields that are not what they were before the import. */
extern char *revert_sql_note_changed(const RevertSql *revert);

/* Notes the rows that customers_erase() has emptied. */
extern char *revert_sql_note_erased(const RevertSql *revert);

#endif							/* CUSTOMERS_REVERT_CHANGED_H */
