/*
 * revert_created.h
 *
 * What revert_sql.c and revert_created.c, its half about new customers, share:
 * parts of statements.
 */
#ifndef CUSTOMERS_REVERT_CREATED_H
#define CUSTOMERS_REVERT_CREATED_H

#include "postgres.h"

#include "merge/revert_sql.h"

/* Is field i there still, and kept in a column of its own? */
extern bool revert_sql_has_column(const RevertSql *revert, int i);

/* The staged rows of an action, typed: the subquery s. */
extern char *revert_sql_source(const RevertSql *revert, const char *action);

/* Customer c of a row (by its alias), for a statement that looks at all rows. */
extern char *revert_sql_join(const RevertSql *revert, const char *row);

/* Is field i of customer c as row s wrote it? */
extern char *revert_sql_as_written(const RevertSql *revert, int i);

/* Has a later import written field i (from 1; 0: any) of row s since? */
extern char *revert_sql_written_later(const RevertSql *revert, int field);

/*
 * One note for customer_import_errors, as jsonb: the field's name or NULL, and
 * the rest as SQL; value may be NULL.
 */
extern char *revert_sql_note(const char *field, const char *value, const char *code,
							 const char *message);

/* The live value of a field of customer c to show, as SQL; NULL: not shown. */
extern char *revert_sql_live_text(const Field *field);

/* The notes of a list that are not NULL, as one jsonb; NULL if none is. */
extern char *revert_sql_all_notes(const char *notes);

/* UPDATE that adds one note to the errors of all rows r that meet a condition. */
extern char *revert_sql_add_note(const char *condition, const char *code, const char *message);

/* UPDATE that adds what a query (line, notes) finds to the rows' errors. */
extern char *revert_sql_add_notes(const char *found);

#endif							/* CUSTOMERS_REVERT_CREATED_H */
