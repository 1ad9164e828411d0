/*
 * key_fold.h
 *
 * What an email or an identifier is when it is compared: the one place that
 * says so, for cells, live rows, triggers, orders, erasures and SQL.
 *
 *		email			trimmed, one spelling, ASCII letters in lower case
 *		identifier		trimmed, one spelling
 *
 * Trimmed are spaces of all kinds and characters that cannot be seen
 * (value_trim()).  One spelling: in Unicode's normal form C, without characters
 * that cannot be seen anywhere, and with each space a blank; in a database that is
 * not UTF-8, a text has one spelling.  A key of which nothing is left is none.
 */
#ifndef CUSTOMERS_KEY_FOLD_H
#define CUSTOMERS_KEY_FOLD_H

#include "postgres.h"

#include "field/options.h"

/* Is the text of a key folded already, and not empty? */
extern bool key_is_folded(KeyKind key, const char *data, uint32 len);

/*
 * Folds the text of a key: where it lies, or in the current memory context
 * where letters change.  *len is 0 if there is no key.
 */
extern void key_fold(KeyKind key, const char **data, uint32 *len);

/* ASCII letters in lower case, in the current memory context, NUL-terminated. */
extern char *key_lower(const char *data, uint32 len);

#endif							/* CUSTOMERS_KEY_FOLD_H */
