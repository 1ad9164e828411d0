/*
 * field_fold.h
 *
 * Folding of words before they are looked up: see field_fold.c.
 */
#ifndef CUSTOMERS_FIELD_FOLD_H
#define CUSTOMERS_FIELD_FOLD_H

#include "postgres.h"

/*
 * Folds len bytes of UTF-8 into out, which has room for twice as many; returns
 * the bytes written (no NUL).  Bytes that are not UTF-8 are dropped.
 */
extern int	field_fold_utf8(const char *data, int len, char *out);

/* Is a text ASCII letters and digits as they are when folded? */
static inline bool
field_is_folded(const char *text)
{
	while ((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9'))
		text++;
	return *text == '\0';
}

/*
 * Folds the case alone of len bytes of UTF-8, into out, which has room for as
 * many; returns the bytes written (no NUL).  Bytes that are not UTF-8 stay.
 * The same in every database, whatever its locale.
 */
extern int	field_fold_case_utf8(const char *data, int len, char *out);

/*
 * Text as it is searched: the case and the accents gone, white space a blank,
 * all else kept.  Palloc'd, with a NUL; *len is its bytes, in and out.
 */
extern char *field_fold_text_utf8(const char *data, uint32 *len);

/*
 * Text in the database encoding as UTF-8, and back: itself wherever it can be,
 * else palloc'd.  Of SQL_ASCII nothing is known; it is taken for UTF-8.
 */
extern const char *field_utf8(const char *data, uint32 *len);
extern const char *field_from_utf8(const char *data, uint32 *len);

#endif							/* CUSTOMERS_FIELD_FOLD_H */
