/*
 * merge_rows.h
 *
 * The rows that a merge or a save writes, and the statements over them
 * (merge_rows.sql), written for the fields of one import.
 */
#ifndef CUSTOMERS_MERGE_ROWS_H
#define CUSTOMERS_MERGE_ROWS_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

#include "field/field.h"
#include "support/statement.h"
#include "support/target.h"

typedef struct MergeFields
{
	int			nfields;
	Field	  **fields;			/* in the order of customer_import_rows.cells */
	int			email;			/* index, or -1 */
	int			identifier;
	int			groups;
	int			password;
	int			subscribed;
	char	   *rows;			/* FROM item of the rows, without its alias r */
	const char *chosen;			/* condition on r */
	const char *whole;			/* condition on r: its cells are as staged, else it is
								 * not written; NULL: all are */
	const char *part;			/* SQL after ANY: the ids of customers that are meant
								 * (merge_part.h), as chosen says, too; NULL: all */
	bool		is_staged;		/* rows are staged, and can be reverted */
	const char *edited;			/* SQL: was hashed customer c edited?  NULL: nobody
								 * is hashed (created.h) */
	const char *handed;			/* condition on r: the email that it brings is still
								 * that of a customer who gives it up; NULL: none is */
	bool		has_updated_at; /* has the live table such a column? */
	bool		is_distributed; /* customers are on other nodes, where the UPDATE
								 * cannot call functions of ours */
} MergeFields;

/* Rows to be written, and the parameters of the statements over them. */
typedef struct MergeRows
{
	MergeFields fields;
	Oid			types[2];
	Datum		params[2];
	bool		nulls[2];
	int64		created;		/* rows of new customers */
	int64		changed;		/* rows that change a customer */
	uint64		handed;			/* of those, by fields.handed */
	List	   *hashed_lists;	/* see created.h */
	Datum		intact;			/* hashed customers that were changed, and not edited
								 * before: bigint[] */
} MergeRows;

/* Fields of the staged rows of import $1. */
extern MergeFields merge_fields_staged(Field **fields, int nfields);

/*
 * Fields of rows given as $2, a jsonb array of objects of line, customer_id,
 * action, cells and old_cells, as in customer_import_rows.
 */
extern MergeFields merge_fields_given(Field **fields, int nfields);

/* A statement with the parameters of the rows. */
extern Statement merge_rows_statement(const MergeRows *rows, const char *sql);

/* SELECT of the ids of rows of an action that touch email or consent, one of which they have. */
extern char *merge_sql_consent_ids(const MergeFields *fields, const char *action);

/* A statement of merge_rows.sql about groups, by its section. */
extern char *merge_sql_groups(const MergeFields *fields, const char *section);

/* INSERT of the new customers, in the order they were staged. */
extern char *merge_sql_insert(const MergeFields *fields);

/*
 * The list of an UPDATE's SET: assigned, which ends in a comma, and updated_at where the
 * live table has it; NULL = its value stays.
 */
extern char *merge_sql_set(StringInfo assigned, bool has_updated_at, const char *updated_at);

/* The column that is written of a field, as the live table keeps it, quoted. */
extern char *merge_sql_column(const Target *customers, const Field *field);

/*
 * For the CASE that gives a column its value: the call of the journal (SQL) that
 * updated_at makes otherwise.
 */
extern char *merge_sql_note_first(const char *journal, const char *column);

/*
 * SQL: the condition that customer c is of fields->part, after others.  It tells citus
 * which shards are meant.
 */
extern char *merge_sql_and_part(const MergeFields *fields);

/* UPDATE of the changed customers who are as reviewed; NULL if the
 * import can change no column of customers. */
extern char *merge_sql_update(const MergeFields *fields);

/*
 * UPDATE of the staged rows that keeps the times of consent for a revert; NULL if the
 * import changes none.
 */
extern char *merge_sql_keep_times(const MergeFields *fields);

/* Number of rows that UPDATE has to change. */
extern char *merge_sql_count_updates(const MergeFields *fields);

/*
 * Lines that give known customers an email that another customer has, as int8[]; its
 * result is NULL if there are none.
 */
extern char *merge_sql_handed_lines(const MergeFields *fields);

/* UPDATE that writes these emails, once no customer has them any more. */
extern char *merge_sql_update_handed(const MergeFields *fields);

/*
 * Rows that cannot be merged as reviewed: line, customer_id, field, reviewed
 * and present value; in the order of the file.
 */
extern char *merge_sql_changed_rows(const MergeFields *fields);

/* Rows whose new email, identifier or id another customer has; same columns
 * (reviewed value = the key, present value = who has it).  creates: there are new
 * customers.  but_given_up: leaves out emails whose customer gets another one by these
 * rows.  NULL if no row can take a key. */
extern char *merge_sql_taken_keys(const MergeFields *fields, bool creates, bool but_given_up);

#endif							/* CUSTOMERS_MERGE_ROWS_H */
