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

/*
 * In the current memory context; its memory does not grow.  abbreviated: the header speaks of
 * consent, so that E is email.
 */
extern ConsentKeys *consent_keys_make(bool abbreviated);

/*
 * What the pairs of a trimmed cell say of email together, the strictest: a word of
 * consent, or a plain yes or no of a key that only names email; CONSENT_CELL_SILENT = that
 * somebody has not refused; CONSENT_CELL_OTHER = none speaks of it.  paired: the cell is made of pairs, and of nothing else (may be NULL).
 */
extern ConsentCell consent_pairs(const ValueWords *words, ConsentKeys *keys, const char *data,
								 uint32 len, bool *paired);

/* May a cell be made of pairs?  Cheap. */
extern bool consent_is_paired(const char *data, uint32 len);

#endif							/* CUSTOMERS_CONSENT_PAIRS_H */
