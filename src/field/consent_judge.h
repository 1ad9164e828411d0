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

#include "field/consent_sense.h"
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

/* Do the cells of a column, whose word is known to speak of consent, do so too? */
extern ConsentVerdict consent_judge(const ConsentWord *word, const ConsentColumn *column,
									const ValueWords *words, const RecordSample *sample);

/*
 * May they be a yes and a no of something that the word leaves open?  codes: so may
 * dates, and digits.
 */
extern bool consent_may_be_coded(const ValueWords *words, const RecordSample *sample,
								 int column, bool codes);

/* The cells that answer a question of whether. */
typedef struct ConsentAnswers
{
	int			filled;
	int			yes;
	int			no;
	int			hints;			/* of a no */
	int			words;			/* of consent, among the first two */
	int			wishes;			/* that only who is asked for a wish says: no thanks */
	int			numbered;		/* with a digit: issue 12 */
} ConsentAnswers;

extern ConsentAnswers consent_count_answers(const ValueWords *words, const RecordSample *sample, int column);

/* Are nearly all of them answers, and one of them a no? */
static inline bool
consent_are_answers(const ConsentAnswers *answers)
{
	return answers->no + answers->hints > 0 &&
		(answers->filled - answers->yes - answers->no - answers->hints) * 10 <= answers->filled;
}

/* Does one of the meanings say yes or no? */
extern bool consent_codes_speak(const struct ConsentCodes *codes, const ValueWords *words);

/* Is a cell of a column one of them? */
extern bool consent_has_codes(const struct ConsentCodes *codes, const RecordSample *sample, int column);

/* Do all filled cells of a column answer for each of the channels? */
extern bool consent_has_positions(const struct ConsentPositions *positions, const ValueWords *words,
								  const RecordSample *sample, int column);

/* The cells that name channels. */
typedef struct ConsentChannels
{
	int			filled;
	int			channels;		/* name channels, or say yes or no */
	int			named;			/* name one */
	int			several;		/* name more than one, with email among them */
} ConsentChannels;

extern ConsentChannels consent_count_channels(const ValueWords *words, const RecordSample *sample, int column);

/* Are there blank cells, or cells of a list of nothing, beside filled ones? */
extern bool consent_has_gaps(const ValueWords *words, const RecordSample *sample, int column);

/* Does a cell of a column speak of consent as a pair of several? */
extern bool consent_judge_pairs(const ValueWords *words, const RecordSample *sample, int column);

/* Do the cells of a column do so by themselves? */
extern ConsentVerdict consent_judge_cells(const ConsentWord *word, const ValueWords *words,
										  const RecordSample *sample, int column);

#endif							/* CUSTOMERS_CONSENT_JUDGE_H */
