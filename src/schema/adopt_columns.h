/*
 * adopt_columns.h
 *
 * Which column of a table that is to be adopted is which field.
 *
 *		option columns -> core fields of the same name -> header words -> not used
 */
#ifndef CUSTOMERS_ADOPT_COLUMNS_H
#define CUSTOMERS_ADOPT_COLUMNS_H

#include "postgres.h"

#include "utils/jsonb.h"
#include "utils/rel.h"

#include "support/target.h"

typedef struct AdoptColumn
{
	AttrNumber	number;
	const char *name;			/* the table's own */
	const char *field;			/* the name that our SQL has for it; NULL = not used */
	const char *note;			/* what a person should know of it; or NULL */
	bool		given;			/* the option columns or fixed says so */
	bool		stamped;		/* new rows get the time of now */
	const char *stamp;			/* which time it is, where it is no field for its
								 * type: created_at, updated_at; or NULL */
	const char *fixed;			/* the value that rows of the list have, as SQL;
								 * NULL = any */
	const char *fixed_text;		/* the same as text */
	const char *counted;		/* of orders: which values count, as JSON; NULL = all */
} AdoptColumn;

typedef struct AdoptColumns
{
	Relation	relation;
	int			ncolumns;
	AdoptColumn *columns;		/* in the order of the table */
} AdoptColumns;

/* The field of the column that marks deleted rows: they are no customers. */
#define ADOPT_MARK "deleted"

/*
 * The columns of an open table, in the current memory context; SPI must be connected,
 * and customer_header_synonyms must exist.
 *
 * before: which field each column has been so far, by its place, where the table is
 * adopted already; NULL = it is not.
 *
 * Errors: what columns and fixed (NULL = nothing) say of a column or field that does not
 * exist, of a type that the field cannot have, or of two columns; no column that can
 * be the key.
 */
extern AdoptColumns adopt_columns(Relation relation, Jsonb *columns, Jsonb *fixed,
								  char *const *before);

/* Makes columns fields. */
typedef void (*AdoptTake) (void *state, AdoptColumns *all);

/*
 * The same of a table that has been adopted before, and is as it is now: nothing is
 * guessed.  Errors: fixed; no key.
 */
extern AdoptColumns adopt_columns_again(Relation relation, Jsonb *fixed, AdoptTake take, void *state);

/* The column that is a field; NULL = none. */
extern AdoptColumn *adopt_column_of(const AdoptColumns *columns, const char *field);

/* The column of consent, in one sense or the other; NULL = none. */
extern AdoptColumn *adopt_consent_column(const AdoptColumns *columns);

/* What that column is; its name is that in the view, NULL if there is none. */
extern TargetConsent adopt_consent(const AdoptColumns *columns);

/* The column of this name, its own; NULL = none. */
extern AdoptColumn *adopt_column_named(const AdoptColumns *columns, const char *name);

/* The same; errors with the hint if there is none. */
extern AdoptColumn *adopt_column_needed(const AdoptColumns *columns, const char *name, const char *hint);

extern bool adopt_is_mark(const AdoptColumn *column);

/* Can a column of this type be the field, a core one or the mark? */
extern bool adopt_fits(const char *field, Oid type);

/* The same, or one by the column's own name? */
extern bool adopt_can_be(const char *field, Oid type);

/* A text as a value of the column's type, as SQL; errors if it is none. */
extern char *adopt_literal(const AdoptColumns *all, const AdoptColumn *column, const char *text);

/* A core field that no column is, as SQL of its type; NULL if it is no such. */
extern char *adopt_lacking(const char *field);

/* Names of the core fields, in the order of customer_profile, then password_hash. */
extern List *adopt_core_fields(void);

#endif							/* CUSTOMERS_ADOPT_COLUMNS_H */
