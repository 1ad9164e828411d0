/*
 * field_sql.h
 *
 * Fields in the statements that merge writes and revert takes back: staged
 * texts as values of their columns' types, and what compares those.  All are
 * SQL, in the current memory context.
 */
#ifndef CUSTOMERS_FIELD_SQL_H
#define CUSTOMERS_FIELD_SQL_H

#include "postgres.h"

#include "field/field.h"

/* Is the field kept in a column of its own?  In customers at all? */
extern bool field_has_column(const Field *field);
extern bool field_in_customers(const Field *field);

/*
 * Cast of a staged text to the column's type: "::pg_catalog.date", or "".  Of a
 * domain it is the type below: a cell that is not touched is NULL, which the
 * domain may refuse.
 */
extern const char *field_sql_cast(const Field *field);

/* Such a value, given as SQL, as the column takes it. */
extern char *field_sql_assigned(const Field *field, const char *value);

/*
 * Can values of the column be compared by an equality operator?  Else their
 * texts are.  The operator, qualified.
 */
extern bool field_sql_has_equality(const Field *field);
extern char *field_sql_equality(const Field *field);

/*
 * Are two values of a type, given as SQL, the same, to the letter?  (The type's
 * = takes some texts for equal that differ in case or accents.)  Two NULLs are.
 */
extern char *field_sql_same(Oid type, const char *a, const char *b);

/*
 * A text of an import, as SQL, as the column would hold it now: with the type's
 * modifier, and of whatever type the column was then.
 */
extern char *field_sql_read(const Field *field, const char *text);

/* An operator by its oid, qualified: OPERATOR(pg_catalog.=) */
extern char *field_sql_operator(Oid operator);

/* The live value of customer c, as it is compared with a staged one. */
extern char *field_sql_live(const Field *field);

/* The same as text, for a message. */
extern char *field_sql_live_text(const Field *field);

#endif							/* CUSTOMERS_FIELD_SQL_H */
