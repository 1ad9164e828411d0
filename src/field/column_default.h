/*
 * column_default.h
 *
 * Defaults of columns: what a row is given that nobody says otherwise of.
 */
#ifndef CUSTOMERS_COLUMN_DEFAULT_H
#define CUSTOMERS_COLUMN_DEFAULT_H

#include "postgres.h"

#include "catalog/pg_attribute.h"
#include "utils/rel.h"

/*
 * The default as SQL, of the column or its type; NULL = there is none.  It is of
 * the column's base type, so that an expression of it and of other values has
 * their type.  The length or precision of the column is not applied: assigning
 * the value does that, and refuses what is too long.
 */
extern char *column_default_sql(Relation relation, AttrNumber column);

/*
 * Does the column take no NULL, by itself or by its type?  A domain may say so,
 * or one that it is made of, in a CHECK of any form: it is asked.
 */
extern bool column_refuses_null(Form_pg_attribute column);

/* Has a row that says nothing of the column a value there, and not NULL? */
extern bool column_default_fills(Relation relation, AttrNumber column);

/* Is it 0, or false? */
extern bool column_default_is_zero(Relation relation, AttrNumber column);

/* Is it another one for each row, or may it be? */
extern bool column_default_is_volatile(Relation relation, AttrNumber column);

/* Is it the same for all rows of a statement, though not a constant? */
extern bool column_default_is_stable(Relation relation, AttrNumber column);

/*
 * What it comes to now, under the present settings, as text under the pinned
 * ones; NULL = NULL.  Raises what the default raises.
 */
extern char *column_default_value(Relation relation, AttrNumber column);

/*
 * The same for rows that were there when the column was added; false if that
 * is not known.
 */
extern bool column_default_missing(Relation relation, AttrNumber column, char **value);

/*
 * Such a text, which may have been kept for long, as a literal of the column's
 * type for a statement that runs under the present settings; false if it is
 * none of its values any more: the column has another type.
 */
extern bool column_default_literal(Relation relation, AttrNumber column, const char *kept, char **literal);

#endif							/* CUSTOMERS_COLUMN_DEFAULT_H */
