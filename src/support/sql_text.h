/*
 * sql_text.h
 *
 * SQL that is kept in files.  A file consists of sections, each a statement or a
 * part of one:
 *
 *		--@ delete rows
 *		-- Comment; not part of the statement.
 *		DELETE FROM @schema@.customer_import_rows WHERE import_id = $1 AND @chosen@
 *
 * @schema@ is the schema of our relations, @extschema@ that of our functions,
 * @customers@ and @orders@ the live tables as SQL names them (support/target.h),
 * @import_customers@ the customers of import $1 (target_found_of_import()),
 * @opt_out_customers@ those of its opt-outs alone; and @import_members@ and
 * @import_groups@ their memberships (target_found_members()).  The caller gives the
 * values of other placeholders.
 */
#ifndef CUSTOMERS_SQL_TEXT_H
#define CUSTOMERS_SQL_TEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"

/*
 * Returns a section of a file, in the current memory context, with placeholders
 * replaced.  The arguments after section are pairs of a name and its SQL, then NULL.
 *
 *		sql_text(merge_sql, "delete rows", "chosen", "r.line = 3", NULL)
 *
 * Values are not searched for placeholders.  Errors: an unknown section or
 * placeholder.
 */
extern char *sql_text(const char *file, const char *section,...) __attribute__((sentinel));

/* The same for a text up to end. */
extern char *sql_fill(const char *text, const char *end,...) __attribute__((sentinel));

/* A number as the value of a placeholder. */
extern char *sql_number(int number);

/*
 * SQL: is a line of staged rows among those of a parameter, an int8[]?  The BRIN index of
 * the rows is asked once for their range, not for each of them, and a row is looked up in
 * a hash table, not compared with each of them.
 */
extern char *sql_line_among(const char *line, const char *parameter);

/* Adds an item to a list, after a separator unless it is the first. */
extern void sql_add(StringInfo list, const char *separator, const char *format,...) pg_attribute_printf(3, 4);

#endif							/* CUSTOMERS_SQL_TEXT_H */
