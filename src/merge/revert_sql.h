/*
 * revert_sql.h
 *
 * The statements of a revert, written for the fields of one import.  All take
 *
 *		$1	the import's id
 *		$2	lines whose old email somebody else has by now, as bigint[]
 *		$3	lines whose old identifier somebody else has by now
 *		$4	when the import was merged
 *		$5	the customers it made or changed, if by_ids
 *		$6	customers that it changed, sorted, as bigint[]
 *		$7	what updated_at of each was, as timestamptz[]
 *		$8	later merges that stand, as bigint[]
 *		$9	when these were, as timestamptz[]
 *		$10	what these have written since, as bigint[] (revert_later.h)
 *
 * What is kept, and why, is added to customer_import_rows.errors.
 */
#ifndef CUSTOMERS_REVERT_SQL_H
#define CUSTOMERS_REVERT_SQL_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "field/import_fields.h"
#include "support/catalog.h"

/* A column and what it was by default, as text; NULL = NULL. */
typedef struct DefaultValue
{
	char	   *column;
	char	   *value;
} DefaultValue;

typedef struct RevertSql
{
	ImportFields fields;
	bool		resubscribe;	/* people may be subscribed again */
	DefaultValue *defaults;		/* what new customers were given; NULL: of an
								 * import that was merged by an older release */
	int			ndefaults;
	char	  **hashed;			/* columns that are hashed; NULL: none */
	int			nhashed;
	List	   *hashed_lists;	/* of any import (created.h) */
	bool		has_later;		/* later merges stand */
	int64		within;			/* only new customers that this later import has
								 * changed; 0 = all */
	bool		by_ids;			/* they are looked up by $5; else they are a good
								 * part of all */
	List	   *references;		/* to customers (references.h) */
	List	   *group_references;	/* to groups */
} RevertSql;

/* ---- new customers ---- */

/* Notes those that are gone already. */
extern char *revert_sql_note_gone(const RevertSql *revert);

/* DELETE of those that are as they were made, and that nothing refers to. */
extern char *revert_sql_delete(const RevertSql *revert);

/* Notes those that are still there. */
extern char *revert_sql_note_created(const RevertSql *revert);

/* ---- changed ones ---- */

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

/* ---- groups ---- */

/*
 * Memberships that the import made are what they were before, or go; those that
 * it took away come back.  In this order.
 */
extern char *revert_sql_update_members(const RevertSql *revert);
extern char *revert_sql_delete_members(const RevertSql *revert);
extern char *revert_sql_insert_members(const RevertSql *revert);

/*
 * Groups of it that nothing has been added to, and that it made, or an import
 * that is reverted already.
 */
extern char *revert_sql_delete_groups(const RevertSql *revert);

/* ---- both ---- */

/*
 * Finds a row that refers to a deleted one of the table, customers or groups,
 * by these references; NULL if there can be none.
 */
extern char *revert_sql_find_orphans(CatalogRelation table, List *references);

#endif							/* CUSTOMERS_REVERT_SQL_H */
