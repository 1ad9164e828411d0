/*
 * sql_text.h
 *
 * SQL that is kept in files.  A file is a row of sections, one a statement or a
 * part of one:
 *
 *		--@ delete rows
 *		-- What it does, for whoever reads it; not part of the statement.
 *		DELETE FROM @schema@.customer_import_rows WHERE import_id = $1 AND @chosen@
 *
 * Words in @ are placeholders.  @schema@ is the schema of our relations and
 * @extschema@ that of our functions; the others are the caller's.
 */
#ifndef CUSTOMERS_SQL_TEXT_H
#define CUSTOMERS_SQL_TEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"

/*
 * A section of a file, filled in: pairs of a placeholder's name and the SQL
 * that goes there, then NULL.
 *
 *		sql_text(merge_sql, "delete rows", "chosen", "r.line = 3", NULL)
 *
 * What goes in is not looked at again.  An unknown section or placeholder is an
 * error.  In the current memory context.
 */
extern char *sql_text(const char *file, const char *section,...) __attribute__((sentinel));

/* The same of a text up to its end. */
extern char *sql_fill(const char *text, const char *end,...) __attribute__((sentinel));

/* A number, to go there. */
extern char *sql_number(int number);

/* Adds an item to a list, behind a separator if it is not the first. */
extern void sql_add(StringInfo list, const char *separator, const char *format,...) pg_attribute_printf(3, 4);

#endif							/* CUSTOMERS_SQL_TEXT_H */
