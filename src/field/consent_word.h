/*
 * consent_word.h
 *
 * Does a column speak of consent, and in which sense?
 *
 *		header word -> consent_word(): what its stems say
 *		word, cells of a sample -> consent_judge()
 */
#ifndef CUSTOMERS_CONSENT_WORD_H
#define CUSTOMERS_CONSENT_WORD_H

#include "postgres.h"

#include "field/record_sample.h"
#include "field/value_words.h"

/* What a header word says of consent. */
typedef struct ConsentWord
{
	bool		elsewhere;		/* of another channel or purpose than email */
	bool		refuses;		/* of refusing */
	bool		subscribes;		/* of subscribing */
	bool		given;			/* of having done so, which has a date */
	bool		delivery;		/* of mail that does not arrive */
	bool		counts;			/* of how many, or how much */
	bool		about;			/* of something about it: a reason, a title */
	bool		advertises;		/* of mail that does, in no sense */
} ConsentWord;

/* Of a header word as in the file, in the database's encoding. */
extern ConsentWord consent_word(const char *header);

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

#endif							/* CUSTOMERS_CONSENT_WORD_H */
