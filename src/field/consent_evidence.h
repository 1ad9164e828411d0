/*
 * consent_evidence.h
 *
 * What a header and its cells say of consent together.
 *
 *		header -> codes, channels that it tells of | its word -> consent_word()
 *			-> the cells: are they channels, or what somebody subscribes to?
 */
#ifndef CUSTOMERS_CONSENT_EVIDENCE_H
#define CUSTOMERS_CONSENT_EVIDENCE_H

#include "postgres.h"

#include "field/consent_sense.h"
#include "field/consent_word.h"
#include "field/record_sample.h"
#include "field/value_words.h"

/*
 * The word of a column as its cells bear it out.  header: in the database's encoding, NULL = the
 * file has none; sample: NULL = the word decides.
 */
extern ConsentWord consent_evidence_word(const char *header, const ValueWords *words,
										 const RecordSample *sample, int column);

/* How the cells of a column of consent are read, in the current memory context. */
extern ConsentColumn consent_evidence_column(const char *header, const ConsentWord *word, bool refuses,
											 const ValueWords *words, const RecordSample *sample, int column);

/*
 * What only the cells of the sample told of a column, as a word that is kept with the import
 * (static; NULL = nothing); and the column, made without a sample, as that word says.
 */
extern const char *consent_evidence_manner(const ConsentColumn *column);
extern void consent_evidence_recall(ConsentColumn *column, const char *manner);

#endif							/* CUSTOMERS_CONSENT_EVIDENCE_H */
