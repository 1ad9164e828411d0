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
 *
 * What is kept, and why, is added to customer_import_rows.errors.
 */
#ifndef CUSTOMERS_REVERT_SQL_H
#define CUSTOMERS_REVERT_SQL_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "catalog.h"
#include "import_fields.h"

typedef struct RevertSql
{
	ImportFields fields;
	bool		resubscribe;	/* people may be subscribed again */
	bool		is_stamped;		/* an untouched new customer is known by
								 * updated_at = $4; else by its values alone */
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

/* Those who stay unsubscribed; NULL if the import did not bring consent. */
extern char *revert_sql_count_consent(const RevertSql *revert);

/* Notes the fields that are not what they were before the import. */
extern char *revert_sql_note_changed(const RevertSql *revert);

/* Notes the rows that customers_erase() has emptied. */
extern char *revert_sql_note_erased(const RevertSql *revert);

/* ---- groups ---- */

/* Memberships that the import made, and those that it took away. */
extern char *revert_sql_delete_members(const RevertSql *revert);
extern char *revert_sql_insert_members(const RevertSql *revert);

/* Groups that it made, and that nothing has been added to. */
extern char *revert_sql_delete_groups(const RevertSql *revert);

/* ---- both ---- */

/*
 * Finds a row that refers to a deleted one of the table, customers or groups,
 * by these references; NULL if there can be none.
 */
extern char *revert_sql_find_orphans(CatalogRelation table, List *references);

#endif							/* CUSTOMERS_REVERT_SQL_H */
