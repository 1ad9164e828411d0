/*
 * merge_sql.h
 *
 * The statements of a merge, written for the fields of one import.  All take
 * the import's id as $1, and where it is staged the time of its merge as $2.
 *
 * The rows they apply are those of customer_import_rows, or (customers_save)
 * come with the statement as its $2, and then $1 is NULL.
 */
#ifndef CUSTOMERS_MERGE_SQL_H
#define CUSTOMERS_MERGE_SQL_H

#include "postgres.h"

#include "field/field.h"

typedef struct MergeFields
{
	int			nfields;
	Field	  **fields;			/* in the order of customer_import_rows.cells */
	int			email;			/* index, or -1 */
	int			identifier;
	int			groups;
	const char *rows;			/* what is applied: a FROM item, to be named r */
	const char *chosen;			/* the condition on which of them */
	bool		is_staged;		/* they are staged, to be reverted by */
	const char *edited;			/* was hashed customer c edited?  NULL: nobody is
								 * hashed (created.h) */
	bool		is_distributed; /* customers are on other nodes, where the UPDATE
								 * cannot call functions of ours */
} MergeFields;

/* Fields of the staged rows of import $1. */
extern MergeFields merge_fields_staged(Field **fields, int nfields);

/*
 * Fields of rows given as $2, a jsonb array of objects of line, customer_id,
 * action, cells and old_cells, as in customer_import_rows.
 */
extern MergeFields merge_fields_given(Field **fields, int nfields);

/* INSERT of the new customers, in the order they were staged. */
extern char *merge_sql_insert(const MergeFields *fields);

/* UPDATE of the changed ones whose reviewed values still hold; NULL if the
 * import can change no column of customers. */
extern char *merge_sql_update(const MergeFields *fields);

/* Number of rows that UPDATE has to change. */
extern char *merge_sql_count_updates(const MergeFields *fields);

/*
 * Rows that cannot be merged as reviewed: line, customer_id, field, reviewed
 * and present value; in the order of the file.
 */
extern char *merge_sql_changed_rows(const MergeFields *fields);

/* Rows whose new email, identifier or id somebody else has by now; same
 * columns (reviewed value = the key, present value = who has it).  creates: there
 * are new customers; NULL if no row can take a key. */
extern char *merge_sql_taken_keys(const MergeFields *fields, bool creates);

/* Names of the groups that are to be made, one of each: name. */
extern char *merge_sql_new_groups(const MergeFields *fields);

/*
 * Groups and memberships; those that are going to be deleted are kept in the
 * staged rows, for customers_revert().
 */
extern char *merge_sql_keep_members(const MergeFields *fields);
extern char *merge_sql_insert_groups(const MergeFields *fields);
extern char *merge_sql_insert_members(const MergeFields *fields);
extern char *merge_sql_delete_members(const MergeFields *fields);

#endif							/* CUSTOMERS_MERGE_SQL_H */
