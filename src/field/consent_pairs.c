/*
 * consent_pairs.c
 *
 *		cell -> key, value; with the key of what they are in: {"email": {"state": "out"}}
 *			-> the key, as a header word (consent_word.h) -> its sense, or none
 *			-> the value, as a cell -> yes, no
 *			-> the strictest of all
 *
 * JSON is not held to its rules: other programs write it with other quotes, cut short,
 * or without brackets.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include "field/consent_cell.h"
#include "field/consent_pairs.h"
#include "field/consent_question.h"
#include "field/consent_word.h"
#include "field/value_trim.h"

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
} Key;

struct ConsentKeys
{
	Key			places[PLACES];
};

ConsentKeys *
consent_keys_make(void)
{
	return palloc0(sizeof(ConsentKeys));
}

typedef struct Span
{
	const char *data;
	uint32		len;
} Span;

/* Without blanks and quotes around it. */
static Span
span(const char *start, const char *end)
{
	uint32		len = end - start;

	value_trim(&start, &len);
	while (len > 0 && strchr("\"'`\\", *start) != NULL)
		start++, len--;
	while (len > 0 && strchr("\"'`\\", start[len - 1]) != NULL)
		len--;
	value_trim(&start, &len);
	return (Span) {start, len};
}

/* What a key says, remembered. */
static ConsentWord
word_of_key(ConsentKeys *keys, Span key)
{
	uint64		hash;
	Key		   *place;
	char		text[MAX_KEY + 1];

	if (key.len == 0 || key.len > MAX_KEY)
		return (ConsentWord) {0};
	hash = Max(hash_bytes_extended((const unsigned char *) key.data, key.len, 0), 1);
	place = &keys->places[hash % PLACES];
	if (place->hash != hash)
	{
		memcpy(text, key.data, key.len);
		text[key.len] = '\0';
		place->word = consent_word(text);
		place->hash = hash;
	}
	return place->word;
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
	Span		parents[MAX_DEPTH];
	bool		other[MAX_DEPTH];	/* another value there names another channel */
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
read_value(const Pairs *pairs, const ConsentWord *key, Span value)
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
read_pair(const Pairs *pairs, const ConsentWord *key, Span value)
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
word_of_both(const Pairs *pairs, Span parent, Span key)
{
	char		both[MAX_KEY + 1];
	int			len = snprintf(both, sizeof(both), "%.*s %.*s", (int) parent.len, parent.data, (int) key.len, key.data);

	return word_of_key(pairs->keys, (Span) {both, len});
}

/* Is a value the name of another channel: {"channel": "sms", "agreed": false}? */
static bool
names_other_channel(const Pairs *pairs, Span value)
{
	return value.len <= MAX_KEY && consent_cell(pairs->words, value.data, value.len, NULL) == CONSENT_CELL_OTHER &&
		word_of_key(pairs->keys, value).elsewhere;
}

static void
take_pair(Pairs *pairs, Span key, Span value)
{
	int			level = Min(pairs->depth, MAX_DEPTH - 1);
	Span		parent = pairs->parents[level];
	ConsentWord outer = word_of_key(pairs->keys, parent);
	ConsentWord word = word_of_key(pairs->keys, key);
	ConsentCell said;

	CHECK_FOR_INTERRUPTS();
	pairs->found = true;
	if (value.len == 0)
		return;
	if (!speaks(&word) && parent.len > 0 && !word.elsewhere)
		word = word_of_both(pairs, parent, key);
	if (!speaks(&word))
	{
		pairs->other[level] |= names_other_channel(pairs, value);
		return;
	}
	if (outer.elsewhere || pairs->other[level])
		return;
	said = read_pair(pairs, &word, value);
	if (strictness(said) > strictness(pairs->said))
		pairs->said = said;
	else if (said == CONSENT_CELL_SILENT && pairs->said == CONSENT_CELL_OTHER)
		pairs->said = said;
}

/* An element of a list: {"opted out of": ["email"]}. */
static void
take_element(Pairs *pairs, Span element)
{
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

/* ---- the cell ---- */

/* The end of what stands in quotes, if a quote opens there; else p. */
static const char *
skip_quoted(const char *p, const char *end)
{
	const char *close;

	if (*p != '"' && *p != '\'')
		return p;
	close = memchr(p + 1, *p, end - p - 1);
	return close == NULL ? p : close;
}

/* The last blank of a part: email:no sms:yes. */
static const char *
last_blank(const char *start, const char *end)
{
	while (end > start && end[-1] == ' ')
		end--;
	while (end > start && end[-1] != ' ')
		end--;
	return end > start && span(start, end).len > 0 ? end : NULL;
}

/* A slash does behind a blank: email: yes / sms: n/a. */
static bool
ends_pair(const char *data, const char *p, char c)
{
	if (c == '/')
		return p > data && p[-1] == ' ';
	return c != '\0' && strchr("}],;|&\n", c) != NULL;
}

/* How many bytes are a dash or an arrow between blanks; 0 = none is there. */
static int
dash_at(const char *data, const char *p, const char *end)
{
	static const char *const dashes[] = {"->", "=>", "-", "\342\200\223", "\342\200\224", "\342\206\222"};

	for (size_t i = 0; p > data && p[-1] == ' ' && i < lengthof(dashes); i++)
	{
		int			len = strlen(dashes[i]);

		if (end - p > len && memcmp(p, dashes[i], len) == 0 && p[len] == ' ')
			return len;
	}
	return 0;
}

/* How many bytes are a tick or a cross; 0 = none is there. */
static int
tick_at(const char *p, const char *end)
{
	static const char *const ticks[] = {
		"\342\234\223", "\342\234\224", "\342\234\205", "\342\234\227", "\342\234\230", "\342\235\214"
	};

	for (size_t i = 0; i < lengthof(ticks); i++)
		if (end - p >= 3 && memcmp(p, ticks[i], 3) == 0)
			return 3;
	return 0;
}

bool
consent_may_be_dashed(const char *data, uint32 len)
{
	const char *end = data + len;

	for (const char *p = data + 1; p < end; p++)
		if ((p[-1] == ' ' && (*p == '-' || (*p & 0x80) != 0) && dash_at(data, p, end) > 0) ||
			((*p & 0x80) != 0 && tick_at(p, end) > 0))
			return true;
	return false;
}

/* email ✗ phone ✓: each behind what it is of. */
static bool
scan_ticks(Pairs *pairs, const char *data, const char *end)
{
	const char *start = data;

	if (tick_at(data, end) > 0)
		return false;
	for (const char *p = data; p < end; p++)
	{
		int			len = (*p & 0x80) == 0 ? 0 : tick_at(p, end);
		const char *first = p;

		if (len == 0)
			continue;
		while (first > start && first[-1] == ' ')
			first--;
		if (first > start && strchr(":=-", first[-1]) != NULL)
			return false;
		while (start < first && strchr(" ,;|/", *start) != NULL)
			start++;
		take_pair(pairs, span(start, first), (Span) {p, len});
		start = p + len;
		p = start - 1;
	}
	return start > data;
}

static void
scan(Pairs *pairs, const char *data, const char *end)
{
	const char *start = data;
	Span		key = {0};
	bool		keyed = false;
	bool		begun = false;	/* more than blanks stand before */

	for (const char *p = data; p <= end; p++)
	{
		char		c = p < end ? *p : '\n';
		const char *blank;
		int			dash = keyed || p == end ? 0 : dash_at(data, p, end);

		if (dash > 0)
		{
			key = span(start, p);
			keyed = true;
			p += dash - 1;
		}
		else if (c == ':' || c == '=')
		{
			blank = keyed ? last_blank(start, p) : NULL;
			if (keyed && blank == NULL)
				continue;		/* 12:30 */
			if (keyed)
				take_pair(pairs, key, span(start, blank));
			key = span(keyed ? blank : start, p);
			keyed = true;
		}
		else if (c == '{' || c == '[')
		{
			if (++pairs->depth < MAX_DEPTH)
			{
				pairs->parents[pairs->depth] = keyed ? key : pairs->parents[pairs->depth - 1];
				pairs->other[pairs->depth] = false;
			}
			keyed = false;
		}
		else if (ends_pair(data, p, c))
		{
			Span		text = span(start, p);

			if (keyed)
				take_pair(pairs, key, text);
			else if (text.len > 0)
				take_element(pairs, text);
			keyed = false;
			if ((c == '}' || c == ']') && pairs->depth > 0)
				pairs->depth--;
		}
		else
		{
			if (!begun)
				p = skip_quoted(p, end);
			begun |= c != ' ';
			continue;
		}
		start = p + 1;
		begun = false;
	}
}

ConsentCell
consent_pairs(const ValueWords *words, ConsentKeys *keys, const char *data, uint32 len, bool *paired)
{
	Pairs		pairs = {.words = words, .keys = keys, .said = CONSENT_CELL_OTHER};

	if (consent_may_be_pairs(data, len) && !scan_ticks(&pairs, data, data + len))
		scan(&pairs, data, data + len);
	if (paired != NULL)
		*paired = pairs.found && !pairs.loose;
	return pairs.said;
}
