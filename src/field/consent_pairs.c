/*
 * consent_pairs.c
 *
 *		cell -> key, value (consent_notation.h); with the key of what they are in:
 *			{"email": {"state": "out"}}, or the name beside it: {"type": "email", "value": "out"}
 *			-> the key, as a header word (consent_word.h) -> its sense, or none
 *			-> the value, as a cell -> yes, no
 *			-> the strictest of all
 *		cell of channels, each with a mark: no email, yes phone -> consent_channel.h
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include "field/consent_cell.h"
#include "field/consent_channel.h"
#include "field/consent_notation.h"
#include "field/consent_pairs.h"
#include "field/consent_question.h"
#include "field/consent_stems.h"
#include "field/consent_word.h"
#include "field/field_fold.h"

/* Deepest nesting whose keys are known. */
#define MAX_DEPTH 16

/* Longest key, in bytes. */
#define MAX_KEY 64

/* Different keys of a column that are remembered. */
#define PLACES 64

/* ---- keys ---- */

typedef struct Key
{
	uint64		hash;			/* 0 = free */
	ConsentWord word;
	bool		names;			/* its value names what the answer beside it is of */
	bool		answers;
} Key;

struct ConsentKeys
{
	bool		abbreviated;
	Key			places[PLACES];
};

ConsentKeys *
consent_keys_make(bool abbreviated)
{
	ConsentKeys *keys = palloc0(sizeof(ConsentKeys));

	keys->abbreviated = abbreviated;
	return keys;
}

/* A key with what it says, remembered. */
static Key
key_of(ConsentKeys *keys, CellSpan key)
{
	uint64		hash;
	Key		   *place;
	char		text[MAX_KEY + 1];
	char		folded[6 * MAX_KEY + 1];
	const char *utf8;
	uint32		len;

	if (keys->abbreviated && key.len == 1 && (*key.data == 'E' || *key.data == 'e'))
		key = (CellSpan) {"email", 5};
	if (key.len == 0 || key.len > MAX_KEY)
		return (Key) {0};
	hash = Max(hash_bytes_extended((const unsigned char *) key.data, key.len, 0), 1);
	place = &keys->places[hash % PLACES];
	if (place->hash != hash)
	{
		memcpy(text, key.data, key.len);
		text[key.len] = '\0';
		place->word = consent_word(text);
		len = key.len;
		utf8 = field_utf8(text, &len);
		folded[field_fold_utf8(utf8, Min(len, 3 * MAX_KEY), folded)] = '\0';
		place->names = consent_has_word(folded, STEMS_NAMING_KEY);
		place->answers = consent_has_word(folded, STEMS_ANSWERING_KEY);
		place->hash = hash;
	}
	return *place;
}

static ConsentWord
word_of_key(ConsentKeys *keys, CellSpan key)
{
	return key_of(keys, key).word;
}

/* Does it speak of consent to email, or only name it? */
static bool
speaks(const ConsentWord *word)
{
	return !word->elsewhere && !word->about && (word->refuses || word->subscribes || word->mute);
}

/* ---- a pair ---- */

/* Where the scan is. */
typedef struct Pairs
{
	const ValueWords *words;
	ConsentKeys *keys;
	CellSpan	parents[MAX_DEPTH];
	bool		other[MAX_DEPTH];	/* another value there names another channel */
	CellSpan	named[MAX_DEPTH];	/* a value there that names email; len 0 = none */
	CellSpan	answer[MAX_DEPTH];	/* an answer there, of what is named */
	int			depth;
	ConsentCell said;
	bool		found;			/* there is a pair */
	bool		loose;			/* there is text that is in none */
} Pairs;

/* How strict an answer is: the highest holds. */
static int
strictness(ConsentCell cell)
{
	switch (cell)
	{
		case CONSENT_CELL_UNSUBSCRIBED:
			return 4;
		case CONSENT_CELL_NO:
			return 3;
		case CONSENT_CELL_SUBSCRIBED:
			return 2;
		case CONSENT_CELL_YES:
			return 1;
		default:
			return 0;
	}
}

/* A plain yes or no, a word of consent, or neither. */
static ConsentCell
read_value(const Pairs *pairs, const ConsentWord *key, CellSpan value)
{
	ConsentCell cell = consent_cell(pairs->words, value.data, value.len, NULL);

	if (cell == CONSENT_CELL_ZERO_ONE)
		return value.data[0] == '1' ? CONSENT_CELL_YES : CONSENT_CELL_NO;
	if (cell == CONSENT_CELL_DATE && (key->refuses ? !key->delivery && !key->subscribes : key->given))
		return CONSENT_CELL_YES;
	if (cell == CONSENT_CELL_OTHER && key->question == CONSENT_HOW_OFTEN && consent_says_how_often(value.data, value.len))
		return CONSENT_CELL_YES;
	if (cell == CONSENT_CELL_OTHER && consent_text_denies(value.data, value.len))
		return CONSENT_CELL_NO;
	return cell;
}

/* What a value says under a key. */
static ConsentCell
read_pair(const Pairs *pairs, const ConsentWord *key, CellSpan value)
{
	ConsentCell cell = read_value(pairs, key, value);

	if (cell != CONSENT_CELL_YES && cell != CONSENT_CELL_NO)
		return cell;
	if (key->mute)
		return cell;
	if (key->refuses && key->subscribes)	/* a yes would not tell */
		return cell == CONSENT_CELL_NO ? CONSENT_CELL_UNSUBSCRIBED : CONSENT_CELL_OTHER;
	if (key->refuses)
		return cell == CONSENT_CELL_YES ? CONSENT_CELL_UNSUBSCRIBED : CONSENT_CELL_SILENT;
	return cell == CONSENT_CELL_YES ? CONSENT_CELL_SUBSCRIBED : CONSENT_CELL_UNSUBSCRIBED;
}

/* The key with that of what it is in before it. */
static ConsentWord
word_of_both(const Pairs *pairs, CellSpan parent, CellSpan key)
{
	char		both[MAX_KEY + 1];
	int			len = snprintf(both, sizeof(both), "%.*s %.*s", (int) parent.len, parent.data, (int) key.len, key.data);

	return word_of_key(pairs->keys, (CellSpan) {both, len});
}

/* Is a value the name of another channel: {"channel": "sms", "agreed": false}? */
static bool
names_other_channel(const Pairs *pairs, CellSpan value)
{
	return value.len <= MAX_KEY && consent_cell(pairs->words, value.data, value.len, NULL) == CONSENT_CELL_OTHER &&
		word_of_key(pairs->keys, value).elsewhere;
}

/* The strictest of all holds; that somebody has not refused is less than any answer. */
static void
take_said(Pairs *pairs, ConsentCell said)
{
	if (strictness(said) > strictness(pairs->said))
		pairs->said = said;
	else if (said == CONSENT_CELL_SILENT && pairs->said == CONSENT_CELL_OTHER)
		pairs->said = said;
}

/*
 * A pair of an object that names what it is about in another: {"type": "email", "value":
 * false}.  In either order.
 */
static void
take_named(Pairs *pairs, int level, CellSpan key, CellSpan value)
{
	Key			known = key_of(pairs->keys, key);
	ConsentWord word;

	if (known.names && value.len <= MAX_KEY &&
		consent_cell(pairs->words, value.data, value.len, NULL) == CONSENT_CELL_OTHER)
	{
		word = word_of_key(pairs->keys, value);
		if (speaks(&word))
			pairs->named[level] = value;
	}
	else if (known.answers)
		pairs->answer[level] = value;
	if (pairs->named[level].len == 0 || pairs->answer[level].len == 0 || pairs->other[level])
		return;
	word = word_of_key(pairs->keys, pairs->named[level]);
	take_said(pairs, read_pair(pairs, &word, pairs->answer[level]));
	pairs->answer[level] = (CellSpan) {0};
}

static void
take_pair(void *state, CellSpan key, CellSpan value)
{
	Pairs	   *pairs = state;
	int			level = Min(pairs->depth, MAX_DEPTH - 1);
	CellSpan	parent = pairs->parents[level];
	ConsentWord outer = word_of_key(pairs->keys, parent);
	ConsentWord word = word_of_key(pairs->keys, key);

	CHECK_FOR_INTERRUPTS();
	pairs->found = true;
	if (value.len == 0)
		return;
	if (!speaks(&word) && parent.len > 0 && !word.elsewhere)
		word = word_of_both(pairs, parent, key);
	if (!speaks(&word))
	{
		pairs->other[level] |= names_other_channel(pairs, value);
		take_named(pairs, level, key, value);
	}
	else if (!outer.elsewhere && !pairs->other[level])
		take_said(pairs, read_pair(pairs, &word, value));
}

/* An element of a list: {"opted out of": ["email"]}. */
static void
take_element(void *state, CellSpan element)
{
	Pairs	   *pairs = state;
	int			level = Min(pairs->depth, MAX_DEPTH - 1);
	ConsentWord outer = word_of_key(pairs->keys, pairs->parents[level]);
	ConsentWord word;

	if (pairs->depth == 0 || pairs->parents[level].len == 0)
	{
		pairs->loose = true;
		return;
	}
	pairs->found = true;
	if (!outer.refuses || outer.subscribes || outer.elsewhere)
		return;
	word = word_of_key(pairs->keys, element);
	if (speaks(&word))
		pairs->said = CONSENT_CELL_UNSUBSCRIBED;
	else if (word.elsewhere && pairs->said == CONSENT_CELL_OTHER)
		pairs->said = CONSENT_CELL_SILENT;
}

static void
open_list(void *state, CellSpan key)
{
	Pairs	   *pairs = state;

	if (++pairs->depth >= MAX_DEPTH)
		return;
	pairs->parents[pairs->depth] = key.len > 0 ? key : pairs->parents[pairs->depth - 1];
	pairs->other[pairs->depth] = false;
	pairs->named[pairs->depth] = pairs->answer[pairs->depth] = (CellSpan) {0};
}

static void
close_list(void *state)
{
	Pairs	   *pairs = state;

	if (pairs->depth > 0)
		pairs->depth--;
}

/* ---- the cell ---- */

/* Channels with a mark each are pairs, too. */
static ConsentCell
read_marked(const ValueWords *words, const char *data, uint32 len)
{
	bool		marked;
	ConsentCell said = consent_channels(words, data, len, &marked);

	if (!marked)
		return CONSENT_CELL_OTHER;
	if (said == CONSENT_CELL_SUBSCRIBED)
		return CONSENT_CELL_YES;
	return said == CONSENT_CELL_UNSUBSCRIBED ? CONSENT_CELL_NO : said;
}

bool
consent_is_paired(const char *data, uint32 len)
{
	return consent_may_be_pairs(data, len) || consent_may_be_channels(data, len);
}

ConsentCell
consent_pairs(const ValueWords *words, ConsentKeys *keys, const char *data, uint32 len, bool *paired)
{
	Pairs		pairs = {.words = words, .keys = keys, .said = CONSENT_CELL_OTHER};
	PairReader	reader = {take_pair, take_element, open_list, close_list, &pairs};
	ConsentCell marked = consent_may_be_channels(data, len) ? read_marked(words, data, len) : CONSENT_CELL_OTHER;

	if (marked != CONSENT_CELL_OTHER)
		pairs.said = marked;
	else if (consent_may_be_pairs(data, len))
		consent_read_pairs(&reader, data, len);
	if (paired != NULL)
		*paired = marked != CONSENT_CELL_OTHER || (pairs.found && !pairs.loose);
	return pairs.said;
}
