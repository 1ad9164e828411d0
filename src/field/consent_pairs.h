/*
 * consent_pairs.h
 *
 * Cells that are several answers in one: {"newsletter": false}, email:no;sms:yes.
 */
#ifndef CUSTOMERS_CONSENT_PAIRS_H
#define CUSTOMERS_CONSENT_PAIRS_H

#include "postgres.h"

#include "field/consent_sense.h"
#include "field/value_words.h"

/* What is known of the keys of the pairs of a column. */
typedef struct ConsentKeys ConsentKeys;

/* In the current memory context; its memory does not grow. */
extern ConsentKeys *consent_keys_make(void);

/*
 * What the pairs of a trimmed cell say of email together, the strictest: a word of
 * consent, or a plain yes or no of a key that only names email; CONSENT_CELL_SILENT = that
 * somebody has not refused; CONSENT_CELL_OTHER = none speaks of it.  paired: the cell is made of pairs, and of nothing else (may be NULL).
 */
extern ConsentCell consent_pairs(const ValueWords *words, ConsentKeys *keys, const char *data,
								 uint32 len, bool *paired);

/* email - no, email -> no, or with ticks and crosses: is there a sign of that? */
extern bool consent_may_be_dashed(const char *data, uint32 len);

/* May a cell be made of pairs? */
static inline bool
consent_may_be_pairs(const char *data, uint32 len)
{
	return memchr(data, ':', len) != NULL || memchr(data, '=', len) != NULL || consent_may_be_dashed(data, len);
}

#endif							/* CUSTOMERS_CONSENT_PAIRS_H */
