/*
 * consent_judge.c
 *
 *		cells -> ConsentCell each -> counts -> ConsentVerdict
 *
 * What a header word says is believed only as far as the cells bear it out.
 */
#include "postgres.h"

#include "field/consent_channel.h"
#include "field/consent_code.h"
#include "field/consent_column.h"
#include "field/consent_judge.h"
#include "field/consent_notation.h"
#include "field/consent_pairs.h"
#include "field/consent_position.h"
#include "field/consent_question.h"
#include "field/consent_remark.h"
#include "field/value_trim.h"

/* ---- the cells ---- */

/* How many cells of a column are what. */
typedef struct CellCounts
{
	int			filled;
	int			of[CONSENT_CELL_OTHER + 1];
	int			telling;
	int			digits;			/* numbers of one digit */
} CellCounts;

/*
 * A cell of more than one word.  Words of a column of consent alone, with others,
 * are no evidence: Baja California.
 */
static ConsentCell
judge_remark(const ConsentColumn *as, const ValueWords *words, const char *data, uint32 len)
{
	bool		telling;
	ConsentCell kind = consent_column_cell(as, words, data, len, &telling);

	if (telling || kind == CONSENT_CELL_SILENT || as->question != CONSENT_WHETHER || consent_is_paired(data, len) || kind == CONSENT_CELL_YES || kind == CONSENT_CELL_NO ||
		kind == CONSENT_CELL_DATE)
		return kind;
	if (kind == CONSENT_CELL_HINT && consent_text_denies(data, len))
		return kind;
	return CONSENT_CELL_OTHER;
}

/* Are they, which each cell is heard for by itself? */
static bool
are_pairs(const ValueWords *words, ConsentKeys **keys, const char *data, uint32 len)
{
	bool		paired;

	if (!consent_is_paired(data, len))
		return false;
	if (*keys == NULL)
		*keys = consent_keys_make(false);
	return consent_pairs(words, *keys, data, len, &paired) != CONSENT_CELL_OTHER && paired;
}

/* Does it only look as if it said something: NULL, \N? */
static bool
is_nothing(const ValueWords *words, const char *data, uint32 len)
{
	ListCell   *lc;

	if (words == NULL || len > VALUE_WORD_BYTES)
		return false;
	foreach(lc, words->blank)
		if (strlen(lfirst(lc)) == len && pg_strncasecmp(lfirst(lc), data, len) == 0)
			return true;
	return false;
}

/* as: how a cell may be more than the word that says it; NULL = it may not. */
static CellCounts
count_cells(const ValueWords *words, const RecordSample *sample, int column, const ConsentColumn *as)
{
	CellCounts	counts = {0};
	ConsentKeys *keys = NULL;

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;
		ConsentCell kind;
		bool		telling;

		value_trim(&data, &len);
		if (len == 0 || (len == 4 && memcmp(data, "#N/A", 4) == 0))
			continue;
		counts.filled++;
		if (as != NULL && (as->codes != NULL || as->positions != NULL || as->question == CONSENT_CHANNEL))
			kind = consent_column_cell(as, words, data, len, &telling);
		else
			kind = consent_cell(words, data, len, &telling);
		if (kind == CONSENT_CELL_NUMBER && as != NULL)
			kind = consent_column_cell(as, words, data, len, &telling);
		if (kind == CONSENT_CELL_OTHER && as != NULL)
			kind = judge_remark(as, words, data, len);
		if (!telling && (kind == CONSENT_CELL_OTHER || kind == CONSENT_CELL_UNSUBSCRIBED) &&
			!(as == NULL && are_pairs(words, &keys, data, len)) && consent_text_refuses(data, len))
		{
			kind = CONSENT_CELL_UNSUBSCRIBED;
			telling = true;
		}
		if (kind == CONSENT_CELL_OTHER && is_nothing(words, data, len))
		{
			counts.filled--;
			continue;
		}
		counts.of[kind]++;
		counts.telling += telling;
		counts.digits += len == 1 && data[0] >= '2' && data[0] <= '9';
	}
	return counts;
}

/* Words of consent, of whatever kind. */
static int
consent_words(const CellCounts *counts)
{
	return counts->of[CONSENT_CELL_SUBSCRIBED] + counts->of[CONSENT_CELL_UNSUBSCRIBED];
}

/* Cells that say yes or no in a column of that word. */
static int
speaking_cells(const CellCounts *counts, const ConsentWord *word, bool refuses)
{
	bool		codes = refuses && !word->delivery && !word->counts && counts->digits == counts->of[CONSENT_CELL_NUMBER];
	bool		counting = word->counts || (counts->of[CONSENT_CELL_NUMBER] > 0 && !codes);
	int			n = consent_words(counts) + counts->of[CONSENT_CELL_YES] + counts->of[CONSENT_CELL_NO] +
		counts->of[CONSENT_CELL_SILENT];

	if (refuses && word->cleaning)
		return counts->of[CONSENT_CELL_DATE];
	if (refuses && word->reason)
		n += counts->of[CONSENT_CELL_OTHER];
	if (!refuses || word->reason)
		n += counts->of[CONSENT_CELL_HINT];
	if (!counting)
		n += counts->of[CONSENT_CELL_ZERO_ONE];
	if (codes || (refuses && word->reason && !word->delivery))
		n += counts->of[CONSENT_CELL_NUMBER];
	if (refuses ? !word->delivery : word->given)
		n += counts->of[CONSENT_CELL_DATE];
	return n;
}

/* Cells that say nothing there, and may be there all the same. */
static int
silent_cells(const CellCounts *counts, const ConsentWord *word, bool refuses)
{
	if (!refuses || !word->delivery)
		return 0;
	return counts->of[CONSENT_CELL_DATE] + counts->of[CONSENT_CELL_NUMBER] +
		(word->counts || counts->of[CONSENT_CELL_NUMBER] > 0 ? counts->of[CONSENT_CELL_ZERO_ONE] : 0);
}

ConsentVerdict
consent_judge(const ConsentWord *word, const ConsentColumn *column, const ValueWords *words,
			  const RecordSample *sample)
{
	CellCounts	counts = count_cells(words, sample, column->column, column);
	int			speaking = speaking_cells(&counts, word, column->refuses);
	int			others = counts.filled - speaking - silent_cells(&counts, word, column->refuses);

	if (counts.filled == 0)
		return CONSENT_BY_WORD;
	if (speaking == 0)
		return CONSENT_IS_NOT;
	return others <= speaking ? CONSENT_IS : CONSENT_UNCLEAR;
}

bool
consent_codes_speak(const ConsentCodes *codes, const ValueWords *words)
{
	static const ConsentColumn any = {0};

	for (int i = 0; i < codes->n; i++)
	{
		const char *meaning = codes->codes[i].meaning;
		bool		telling;
		ConsentCell cell = consent_column_cell(&any, words, meaning, strlen(meaning), &telling);

		if (cell <= CONSENT_CELL_UNSUBSCRIBED)
			return true;
	}
	return false;
}

bool
consent_has_codes(const ConsentCodes *codes, const RecordSample *sample, int column)
{
	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;

		value_trim(&data, &len);
		if (consent_code_meaning(codes, data, len) != NULL)
			return true;
	}
	return false;
}

/* A filled cell of the sample; false if it is blank. */
static bool
cell_of(const ValueWords *words, const RecordSample *sample, int record, int column, const char **data, uint32 *len)
{
	const CsvCell *cell = &sample->records[record]->cells[column];

	*data = cell->data;
	*len = cell->len;
	value_trim(data, len);
	return *len > 0 && !(*len == 4 && memcmp(*data, "#N/A", 4) == 0) && !is_nothing(words, *data, *len);
}

bool
consent_has_positions(const ConsentPositions *positions, const ValueWords *words, const RecordSample *sample, int column)
{
	int			found = 0;

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const char *data,
				   *part;
		uint32		len,
					part_len;

		if (!cell_of(words, sample, i, column, &data, &len))
			continue;
		if (!consent_position_part(positions, data, len, &part, &part_len) ||
			(part_len > 0 && consent_cell(words, part, part_len, NULL) > CONSENT_CELL_ZERO_ONE))
			return false;
		found++;
	}
	return found > 0;
}

ConsentChannels
consent_count_channels(const ValueWords *words, const RecordSample *sample, int column)
{
	ConsentChannels counts = {0};

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const char *data;
		uint32		len;
		ConsentCell cell;
		bool		telling;

		if (!cell_of(words, sample, i, column, &data, &len))
			continue;
		counts.filled++;
		cell = consent_channels(words, data, len, NULL);
		if (cell == CONSENT_CELL_OTHER)
		{
			counts.channels += consent_cell(words, data, len, &telling) <= CONSENT_CELL_UNSUBSCRIBED;
			continue;
		}
		counts.channels++;
		counts.named += consent_names_channels(words, data, len) > 0;
		counts.several += cell == CONSENT_CELL_SUBSCRIBED && consent_names_channels(words, data, len) > 1;
	}
	return counts;
}

bool
consent_has_gaps(const ValueWords *words, const RecordSample *sample, int column)
{
	int			gaps = 0;
	int			filled = 0;

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const char *data;
		uint32		len;

		if (!cell_of(words, sample, i, column, &data, &len) || consent_is_empty_list(data, len))
			gaps++;
		else
			filled++;
	}
	return gaps > 0 && filled > 0;
}

bool
consent_judge_pairs(const ValueWords *words, const RecordSample *sample, int column)
{
	ConsentKeys *keys = NULL;

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];

		/* "no email" among remarks is one of them */
		if (!consent_may_be_pairs(cell->data, cell->len) && consent_names_channels(words, cell->data, cell->len) < 2)
			continue;
		if (keys == NULL)
			keys = consent_keys_make(false);
		switch (consent_pairs(words, keys, cell->data, cell->len, NULL))
		{
			case CONSENT_CELL_OTHER:
			case CONSENT_CELL_SILENT:
				break;
			default:
				return true;
		}
	}
	return false;
}

bool
consent_may_be_coded(const ValueWords *words, const RecordSample *sample, int column, bool codes)
{
	CellCounts	counts = count_cells(words, sample, column, NULL);
	int			n = counts.of[CONSENT_CELL_YES] + counts.of[CONSENT_CELL_NO] + counts.of[CONSENT_CELL_ZERO_ONE];

	if (codes)
		n += counts.of[CONSENT_CELL_DATE] + counts.digits;
	return n > 0 && (counts.filled - n) * 10 <= counts.filled;
}

/* No. 12 is a title. */
static bool
has_digit(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (isdigit((unsigned char) data[i]))
			return true;
	return false;
}

/* ann@example.no and www.example.no are no answers, whatever they end in. */
static bool
is_address(const char *data, uint32 len)
{
	for (uint32 i = 1; i + 1 < len; i++)
		if (data[i] == '@' || (data[i] == '.' && isalnum((unsigned char) data[i - 1]) && isalpha((unsigned char) data[i + 1])))
			return true;
	return false;
}

static void
count_answer(ConsentAnswers *answers, ConsentCell cell, const char *data, uint32 len)
{
	switch (cell)
	{
		case CONSENT_CELL_SUBSCRIBED:
		case CONSENT_CELL_YES:
			answers->yes++;
			answers->words += cell == CONSENT_CELL_SUBSCRIBED;
			break;
		case CONSENT_CELL_UNSUBSCRIBED:
		case CONSENT_CELL_NO:
			answers->no++;
			answers->words += cell == CONSENT_CELL_UNSUBSCRIBED;
			break;
		case CONSENT_CELL_ZERO_ONE:
			if (data[0] == '1')
				answers->yes++;
			else
				answers->no++;
			break;
		case CONSENT_CELL_HINT:
			answers->hints += !has_digit(data, len) && !is_address(data, len);
			break;
		default:
			break;
	}
}

ConsentAnswers
consent_count_answers(const ValueWords *words, const RecordSample *sample, int column)
{
	static const ConsentColumn any = {0};
	ConsentAnswers answers = {0};

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;
		bool		telling;
		bool		wish,
					unwilling = false;
		ConsentCell said = CONSENT_CELL_OTHER;

		value_trim(&data, &len);
		if (len == 0 || is_nothing(words, data, len))
			continue;
		answers.filled++;
		answers.numbered += has_digit(data, len);
		wish = consent_is_wish(data, len, &unwilling);
		answers.wishes += wish;
		if (len <= CONSENT_MAX_TEXT)
			said = consent_column_cell(&any, words, data, len, &telling);
		if (said == CONSENT_CELL_OTHER && wish)
			said = unwilling ? CONSENT_CELL_HINT : CONSENT_CELL_YES;
		count_answer(&answers, said, data, len);
	}
	return answers;
}

ConsentVerdict
consent_judge_cells(const ConsentWord *word, const ValueWords *words, const RecordSample *sample,
					int column)
{
	CellCounts	counts = count_cells(words, sample, column, NULL);
	int			others = counts.filled - consent_words(&counts);

	if (counts.telling == 0 || word->elsewhere)
		return CONSENT_IS_NOT;
	if (others * 10 <= counts.filled)
		return CONSENT_IS;
	return counts.telling * 10 >= counts.filled ? CONSENT_UNCLEAR : CONSENT_IS_NOT;
}
