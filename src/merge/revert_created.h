/*
 * revert_created.h
 *
 * The statements of a revert about new customers; see revert_parts.h.
 */
#ifndef CUSTOMERS_REVERT_CREATED_H
#define CUSTOMERS_REVERT_CREATED_H

#include "postgres.h"

#include "merge/revert_parts.h"
#include "support/catalog.h"

/* Notes new customers who have been deleted already. */
extern char *revert_sql_note_gone(const RevertSql *revert);

/* DELETE of new customers who are as created, and whom nothing refers to. */
extern char *revert_sql_delete(const RevertSql *revert);

/* Notes new customers who still exist. */
extern char *revert_sql_note_created(const RevertSql *revert);

/*
 * Finds a row that refers to a deleted one of the table, customers or groups,
 * by these references; NULL if there can be none.
 */
extern char *revert_sql_find_orphans(CatalogRelation table, List *references);

#endif							/* CUSTOMERS_REVERT_CREATED_H */
