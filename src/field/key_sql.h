/*
 * key_sql.h
 *
 * Keys in statements: how live rows are found by a folded key (key_fold.h),
 * however theirs is stored.  All are SQL, in the current memory context.
 *
 * Keys that were written where our triggers are not may not be stored folded.
 * An index of ours holds such rows, which are none normally.
 */
#ifndef CUSTOMERS_KEY_SQL_H
#define CUSTOMERS_KEY_SQL_H

#include "postgres.h"

#include "nodes/nodes.h"
#include "utils/rel.h"

#include "field/options.h"

/* Is the key of a row (alias: "c.") not stored folded? */
extern char *key_sql_untidy(KeyKind key, const char *alias);

/* A text, folded; the folded key of a row. */
extern char *key_sql_fold(KeyKind key, const char *text);
extern char *key_sql_folded(KeyKind key, const char *alias);

/*
 * What a key that an UPDATE leaves alone becomes: itself; folded where customers are
 * distributed, and have no trigger that folds it.
 */
extern char *key_sql_kept(KeyKind key, const char *alias);

/* What the index of a key that is stored folded is on. */
extern char *key_sql_indexed(KeyKind key, const char *alias);

/*
 * Condition: the key is one of parameter number param, a text[] of folded keys that are
 * values of its type.
 */
extern char *key_sql_is_any(KeyKind key, const char *alias, int param);

/*
 * SELECT of columns ("c.customer_id, ...") of the rows of a table that bear a
 * key, however it is stored; parameter number param is the folded key, a text.
 */
extern char *key_sql_bearers(KeyKind key, const char *table, const char *columns, int param);

/* The same for a table that customers_setup() has made, whatever the present schema is. */
extern char *key_sql_bearers_ours(KeyKind key, const char *table, const char *columns, int param);

/* Is an expression of an index customers_fold_email(column), or that of an identifier? */
extern bool key_sql_is_folded(const Node *expression, AttrNumber column, KeyKind key);

/* Has a table a valid index on the folded key in this column, over all rows? */
extern bool key_sql_has_index(Relation table, AttrNumber column, KeyKind key);

/* Is the live table one of ours, or has it such an index? */
extern bool key_sql_is_indexed(KeyKind key);

#endif							/* CUSTOMERS_KEY_SQL_H */
