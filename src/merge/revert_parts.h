/*
 * revert_parts.h
 *
 * What the statements of a revert are made of.  They are written for the fields
 * of one import; all take
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
 *		$11	customers whose ids a later import has made others by, as bigint[]
 *		$12	cells that their columns do not take, as bigint[] (revert_cells.h)
 *		$13, $14  the first and last line that are put back, if by_lines
 *
 */
#ifndef CUSTOMERS_REVERT_PARTS_H
#define CUSTOMERS_REVERT_PARTS_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "field/import_fields.h"
#include "support/catalog.h"

/*
 * An erasure has emptied staged row r.  One of a new customer of whom the file
 * says nothing has no cells either, but marks.
 */
#define REVERT_SQL_ERASED "(r.cells IS NULL AND r.marks IS NULL)"

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
	bool		has_anew;		/* $11 is not empty */
	bool		has_refused;	/* $12 is not empty, or may become so */
	bool		by_lines;		/* only lines $13 to $14 are put back */
	int64		within;			/* only new customers that this later import has
								 * changed; 0 = all */
	bool		by_ids;			/* they are looked up by $5; else they are a good
								 * part of all */
	List	   *references;		/* to customers (references.h) */
	List	   *group_references;	/* to groups */
} RevertSql;

/* Is field i there still, and in customers? */
extern bool revert_sql_in_customers(const RevertSql *revert, int i);

/* Is field i there still, and kept in a column of its own? */
extern bool revert_sql_has_column(const RevertSql *revert, int i);

/* Does the import bring categories? */
extern bool revert_sql_has_attributes(const RevertSql *revert);

/* The staged rows of an action, typed: the subquery s. */
extern char *revert_sql_source(const RevertSql *revert, const char *action);

/*
 * The id of staged row r's customer; NULL where that one is gone and a later
 * import has made another by the same id.  Row s has it in customer_id.
 */
extern const char *revert_sql_customer(const RevertSql *revert);

/* Customer c of this id, for a statement that looks at all rows. */
extern char *revert_sql_join(const RevertSql *revert, const char *customer);

/* Is the live value of customer c this one, be it NULL? */
extern char *revert_sql_is_live(const Field *field, const char *value);

/* Is field i of customer c as row s wrote it? */
extern char *revert_sql_as_written(const RevertSql *revert, int i);

/* Is what row s says of field i nothing that its column takes any more? */
extern char *revert_sql_refused(const RevertSql *revert, int i);

/* Has a later import written field i (from 1; 0: any) of row s since? */
extern char *revert_sql_written_later(const RevertSql *revert, int field);

/* The live value of a field of customer c to show, as SQL; NULL: not shown. */
extern char *revert_sql_live_text(const Field *field);

/* The notes of a list that are not NULL, as one jsonb; NULL if none is. */
extern char *revert_sql_all_notes(const char *notes);

/*
 * UPDATE that adds one note to the errors of all rows r that meet a condition;
 * message is SQL.
 */
extern char *revert_sql_add_note(const char *condition, const char *code, const char *message);

/* UPDATE that adds what a query (line, notes) finds to the rows' errors. */
extern char *revert_sql_add_notes(const char *found);

#endif							/* CUSTOMERS_REVERT_PARTS_H */
