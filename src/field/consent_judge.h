/*
 * consent_judge.h
 *
 * Do the cells of a column bear out what its word says of consent?
 *
 *		header word -> consent_word(); with the cells of a sample -> consent_judge()
 */
#ifndef CUSTOMERS_CONSENT_JUDGE_H
#define CUSTOMERS_CONSENT_JUDGE_H

#include "postgres.h"

#include "field/consent_word.h"
#include "field/record_sample.h"
#include "field/value_words.h"

typedef enum ConsentVerdict
{
	CONSENT_IS_NOT,
	CONSENT_IS,
	CONSENT_BY_WORD,			/* no cell tells: the word alone does */
	CONSENT_UNCLEAR				/* some cells speak of it, and others do not */
} ConsentVerdict;

/*
 * Do the cells of a column, whose word is known to speak of consent, do so too?
 * refuses: in which sense.
 */
extern ConsentVerdict consent_judge(const ConsentWord *word, bool refuses,
									const ValueWords *words, const RecordSample *sample,
									int column);

/*
 * May they be a yes and a no of something that the word leaves open?  codes: so may
 * dates, and digits.
 */
extern bool consent_may_be_coded(const ValueWords *words, const RecordSample *sample,
								 int column, bool codes);

/* Do the cells of a column do so by themselves? */
extern ConsentVerdict consent_judge_cells(const ConsentWord *word, const ValueWords *words,
										  const RecordSample *sample, int column);

#endif							/* CUSTOMERS_CONSENT_JUDGE_H */
