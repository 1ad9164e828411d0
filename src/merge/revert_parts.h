/*
 * revert_parts.h
 *
 * Parts of the statements of a revert, for the fields of one import.  All have the
 * parameters
 *
 *		$1	the import's id
 *		$2	lines whose old email another customer has, as bigint[]
 *		$3	lines whose old identifier another customer has
 *		$4	when the import was merged
 *		$5	the customers it created or changed, if by_ids
 *		$6	customers that it changed, sorted, as bigint[]
 *		$7	old updated_at of each, as timestamptz[]
 *		$8	later merges that were not reverted, as bigint[]
 *		$9	times of these, as timestamptz[]
 *		$10	what these have written, as bigint[] (revert_later.h)
 *		$11	deleted customers whose ids a later import has used, as bigint[]
 *		$12	cells that their columns refuse, as bigint[] (revert_cells.h)
 *		$13, $14  first and last line to put back, if by_lines
 *		$15	lines whose customers have said no since, as bigint[], if resubscribe
 */
#ifndef CUSTOMERS_REVERT_PARTS_H
#define CUSTOMERS_REVERT_PARTS_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "field/import_fields.h"
#include "support/catalog.h"

/*
 * An erasure has emptied staged row r.  The row of a new customer without any value
 * has no cells either, but marks.
 */
#define REVERT_SQL_ERASED "(r.cells IS NULL AND r.marks IS NULL)"

/* A column and its default as text, or NULL. */
typedef struct DefaultValue
{
	char	   *column;
	char	   *value;
} DefaultValue;

typedef struct RevertSql
{
	ImportFields fields;
	bool		resubscribe;	/* customers may be subscribed again */
	DefaultValue *defaults;		/* of new customers; NULL: merged by an older
								 * release */
	int			ndefaults;
	char	  **hashed;			/* columns that are hashed; NULL: none */
	int			nhashed;
	List	   *hashed_lists;	/* of any import (created.h) */
	bool		has_later;		/* there are later merges, not reverted */
	bool		has_anew;		/* $11 is not empty */
	bool		has_refused;	/* $12 is not empty, or may become so */
	char	   *handed;			/* condition on s: gets an email back that another
								 * customer of the import has; NULL: none does */
	bool		by_lines;		/* put back only lines $13 to $14 */
	int64		within;			/* only new customers that this later import has
								 * changed; 0 = all */
	bool		by_ids;			/* look customers up by $5; else scan */
	List	   *references;		/* to customers (references.h) */
	List	   *group_references;	/* to groups */
} RevertSql;

/* Does field i still exist, in customers? */
extern bool revert_sql_in_customers(const RevertSql *revert, int i);

/* Does field i still exist, in a column of its own? */
extern bool revert_sql_has_column(const RevertSql *revert, int i);

/* Does the import have categories? */
extern bool revert_sql_has_attributes(const RevertSql *revert);

/* The staged rows of an action, typed: the subquery s. */
extern char *revert_sql_source(const RevertSql *revert, const char *action);

/*
 * The customer_id of staged row r; NULL if the customer was deleted and a later
 * import has used the id for another.  Row s has it as customer_id.
 */
extern const char *revert_sql_customer(const RevertSql *revert);

/* Condition: c is the customer of this id, for a statement over all rows. */
extern char *revert_sql_join(const RevertSql *revert, const char *customer);

/* Condition: customer c has this value in the field; NULL equals NULL. */
extern char *revert_sql_is_live(const Field *field, const char *value);

/* Condition: field i of customer c is as row s wrote it. */
extern char *revert_sql_as_written(const RevertSql *revert, int i);

/* Condition: the column refuses the cell of field i in row s. */
extern char *revert_sql_refused(const RevertSql *revert, int i);

/* Condition: a later import has written the field (from 1; 0: any) of row s. */
extern char *revert_sql_written_later(const RevertSql *revert, int field);

/* SQL: the live value of a field of customer c to show; NULL: not shown. */
extern char *revert_sql_live_text(const Field *field);

/* SQL: the notes of a list that are not NULL, as one jsonb, or NULL. */
extern char *revert_sql_all_notes(const char *notes);

/*
 * UPDATE that adds one note to the errors of all rows r that meet a condition;
 * message is SQL.
 */
extern char *revert_sql_add_note(const char *condition, const char *code, const char *message);

/* UPDATE that adds what a query (line, notes) finds to the rows' errors. */
extern char *revert_sql_add_notes(const char *found);

#endif							/* CUSTOMERS_REVERT_PARTS_H */
