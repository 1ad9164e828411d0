/*
 * consent_channel.c
 *
 *		cell -> words: email | another channel | only | none | and -> ConsentCell
 */
#include "postgres.h"

#include "field/consent_channel.h"
#include "field/consent_header.h"
#include "field/consent_stems.h"
#include "field/word_list.h"

/* Longest cell that is looked at, in bytes. */
#define MAX_CELL 128

/* What the words of a cell are. */
typedef struct Named
{
	bool		email;
	bool		other;
	bool		only;
	bool		all;
	bool		none;
} Named;

/* One word; false if it is of something else. */
static bool
take_word(Named *named, const char *word)
{
	if (consent_has_word(word, STEMS_CHANNEL_EMAIL))
		named->email = true;
	else if (consent_has_word(word, STEMS_CHANNEL_OTHER))
		named->other = true;
	else if (consent_has_word(word, STEMS_ONLY))
		named->only = true;
	else if (consent_has_word(word, STEMS_EVERYTHING))
		named->all = true;
	else if (consent_has_word(word, STEMS_NOTHING))
		named->none = true;
	else
		return consent_has_word(word, STEMS_BETWEEN);
	return true;
}

bool
consent_asks_channel(const char *folded)
{
	return consent_has_stem(folded, STEMS_ASKS_CHANNEL);
}

ConsentCell
consent_channels(const char *data, uint32 len)
{
	Named		named = {0};
	char	   *words;
	char	   *rest;

	if (len > MAX_CELL)
		return CONSENT_CELL_OTHER;
	words = consent_tokens(pnstrdup(data, len));
	for (char *word = strtok_r(words, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
		if (!take_word(&named, word))
			return CONSENT_CELL_OTHER;
	if (named.none)
		return named.other && !named.email ? CONSENT_CELL_SILENT : CONSENT_CELL_UNSUBSCRIBED;
	if (named.email || named.all)
		return CONSENT_CELL_SUBSCRIBED;
	if (named.other)
		return named.only ? CONSENT_CELL_UNSUBSCRIBED : CONSENT_CELL_SILENT;
	return CONSENT_CELL_OTHER;
}
