/*
 * consent_clue.h
 *
 * May a text say no at all, wherever it stands?  A quick question, for cells of
 * which there are very many: most say nothing of consent.
 */
#ifndef CUSTOMERS_CONSENT_CLUE_H
#define CUSTOMERS_CONSENT_CLUE_H

#include "postgres.h"

#include "field/value_words.h"

typedef struct ConsentClues ConsentClues;

/* For those words, which must live as long, in the current memory context. */
extern ConsentClues *consent_clues_make(const ValueWords *words);

/*
 * False of a text, in the database's encoding, that is no telling word of refusing
 * and for which neither consent_text_refuses() nor consent_text_tells_death() holds.
 */
extern bool consent_clues_any(const ConsentClues *clues, const char *data, uint32 len);

#endif							/* CUSTOMERS_CONSENT_CLUE_H */
