/*
 * consent_sentence.h
 *
 * What one sentence of a remark says of mail, with words of other things in it.
 */
#ifndef CUSTOMERS_CONSENT_SENTENCE_H
#define CUSTOMERS_CONSENT_SENTENCE_H

#include "postgres.h"

#include "field/consent_header.h"

/* Of a sentence that was cut into parts as a header is: does it refuse mail? */
extern bool consent_sentence_refuses(const ConsentHeader *header);

/* Stems of lists and of writing to people: one of these, or of mail, is in every such sentence. */
extern const char *const *consent_sentence_stems(int *n);

#endif							/* CUSTOMERS_CONSENT_SENTENCE_H */
