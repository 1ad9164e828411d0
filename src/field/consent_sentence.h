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

/* Has a text, in the database's encoding, a word that such a sentence must have?  Cheap. */
extern bool consent_sentence_may_refuse(const char *data, uint32 len);

#endif							/* CUSTOMERS_CONSENT_SENTENCE_H */
