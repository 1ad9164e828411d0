/*
 * consent_evidence.c
 *
 *		header, cells of a sample -> ConsentWord -> ConsentColumn
 */
#include "postgres.h"

#include "field/consent_code.h"
#include "field/consent_evidence.h"
#include "field/consent_judge.h"
#include "field/consent_pairs.h"
#include "field/consent_position.h"

/* What the header says of its codes; NULL = nothing that speaks of consent, or no cell is one. */
static const ConsentCodes *
codes_of(const char *header, const ValueWords *words, const RecordSample *sample, int column)
{
	const ConsentCodes *codes = header == NULL ? NULL : consent_codes(header);

	if (codes == NULL || !consent_codes_speak(codes, words))
		return NULL;
	return sample == NULL || consent_has_codes(codes, sample, column) ? codes : NULL;
}

/* The same of channels, whose answers stand one behind the other in its cells. */
static const ConsentPositions *
positions_of(const char *header, const ValueWords *words, const RecordSample *sample, int column)
{
	ConsentPositions *positions = header == NULL ? NULL : consent_positions(header);

	if (positions == NULL)
		return NULL;
	return sample == NULL || consent_has_positions(positions, words, sample, column) ? positions : NULL;
}

/* Are the cells by which channels somebody may be written to, or may not? */
static void
settle_channels(ConsentWord *word, const ValueWords *words, const RecordSample *sample, int column)
{
	ConsentChannels cells = consent_count_channels(words, sample, column);

	word->channels = cells.named > 0 && (cells.filled - cells.channels) * 10 <= cells.filled;
	if (!word->channels)
		return;
	*word = (ConsentWord) {
		.question = CONSENT_CHANNEL,
		.channels = true,
		.subscribes = !word->excludes,
		.refuses = word->excludes,
		.permits = word->permits || cells.several > 0
	};
}

/* Are they what somebody subscribes to, and blank where that is nothing? */
static void
settle_titles(ConsentWord *word, const ValueWords *words, const RecordSample *sample, int column)
{
	ConsentAnswers answers = consent_count_answers(words, sample, column);
	int			no = answers.no + answers.hints;

	word->titles = answers.filled > 0 && answers.yes == 0 && answers.numbered == 0 && no * 2 < answers.filled &&
		(no > 0 || consent_has_gaps(words, sample, column));
	word->subscribes |= word->titles;
}

/* Unsubscribed over Newsletter, Offers: are they what somebody left? */
static void
settle_left(ConsentWord *word, const ValueWords *words, const RecordSample *sample, int column)
{
	ConsentAnswers answers = consent_count_answers(words, sample, column);

	word->reason = word->lists = answers.filled > 0 && answers.yes == 0 && answers.numbered == 0 &&
		(answers.no + answers.hints) * 2 < answers.filled && consent_has_gaps(words, sample, column);
}

ConsentWord
consent_evidence_word(const char *header, const ValueWords *words, const RecordSample *sample, int column)
{
	const ConsentCodes *codes = codes_of(header, words, sample, column);
	const ConsentPositions *positions = codes != NULL ? NULL : positions_of(header, words, sample, column);
	ConsentWord word = {0};

	if (header != NULL)
		word = consent_word(codes != NULL ? codes->word : positions != NULL ? positions->word : header);
	if ((codes != NULL || positions != NULL) && !word.refuses)	/* Mailing (1=ja, 0=nein) */
		word.subscribes |= word.mute || word.advertises || word.near || word.permits;
	else if (word.channels && sample != NULL)
		settle_channels(&word, words, sample, column);
	if (word.titles)
		settle_titles(&word, words, sample, column);
	else if (word.leaves && !word.channels && !word.reason && sample != NULL)
		settle_left(&word, words, sample, column);
	return word;
}

ConsentColumn
consent_evidence_column(const char *header, const ConsentWord *word, bool refuses,
						const ValueWords *words, const RecordSample *sample, int column)
{
	return (ConsentColumn) {
		.column = column,
		.refuses = refuses,
		.delivery = word->delivery,
		.counts = word->counts,
		.reason = refuses && word->reason,
		.lists = word->lists,
		.dated = word->given,
		.question = word->question,
		.permits = word->permits,
		.titles = !refuses && word->titles,
		.codes = codes_of(header, words, sample, column),
		.positions = positions_of(header, words, sample, column),
		.keys = consent_keys_make(true)
	};
}

/* ---- kept with the import ---- */

#define MANNER_TITLES "titles"
#define MANNER_LEFT "left"
#define MANNER_CHANNELS "channels"
#define MANNER_PERMITTED "permitted channels"

const char *
consent_evidence_manner(const ConsentColumn *column)
{
	if (column->titles)
		return MANNER_TITLES;
	if (column->reason && column->lists)
		return MANNER_LEFT;
	if (column->question == CONSENT_CHANNEL)
		return column->permits ? MANNER_PERMITTED : MANNER_CHANNELS;
	return NULL;
}

void
consent_evidence_recall(ConsentColumn *column, const char *manner)
{
	bool		titles = manner != NULL && strcmp(manner, MANNER_TITLES) == 0,
				left = manner != NULL && strcmp(manner, MANNER_LEFT) == 0,
				permitted = manner != NULL && strcmp(manner, MANNER_PERMITTED) == 0,
				channels = permitted || (manner != NULL && strcmp(manner, MANNER_CHANNELS) == 0);

	column->titles = titles && !column->refuses;
	column->reason |= left && column->refuses;
	column->lists |= left;
	column->permits = permitted || (column->permits && !channels);
	if (channels)
		column->question = CONSENT_CHANNEL;
	else if (column->question == CONSENT_CHANNEL)
		column->question = CONSENT_WHETHER;
}
