/*
 * consent_clue.c
 *
 *		telling words of refusing + stems of mail + stems of death -> WordSearch
 *		text -> folded -> is one of them in it?
 */
#include "postgres.h"

#include "field/consent_clue.h"
#include "field/consent_stems.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "support/word_search.h"

struct ConsentClues
{
	WordSearch *search;
};

ConsentClues *
consent_clues_make(const ValueWords *words)
{
	ConsentClues *clues = palloc(sizeof(ConsentClues));
	static const ConsentStems sets[] = {STEMS_MAIL, STEMS_CLUE, STEMS_DECEASED};
	const char *const *stems[lengthof(sets)];
	int			nstems[lengthof(sets)];
	int			more = 0;
	int			n;
	const char **all;

	for (size_t i = 0; i < lengthof(sets); i++)
	{
		stems[i] = consent_stems(sets[i], &nstems[i]);
		more += nstems[i];
	}
	all = value_words_telling_no(words, more, &n);
	for (size_t i = 0; i < lengthof(sets); i++)
	{
		memcpy(all + n, stems[i], nstems[i] * sizeof(char *));
		n += nstems[i];
	}
	clues->search = word_search_make(all, n);
	return clues;
}

bool
consent_clues_any(const ConsentClues *clues, const char *data, uint32 len)
{
	char		folded[2 * CONSENT_MAX_UTF8];
	const char *utf8;
	bool		found;

	if (len > CONSENT_MAX_TEXT)
		return false;
	utf8 = field_utf8(data, &len);
	found = word_search_any(clues->search, folded, field_fold_utf8(utf8, Min(len, CONSENT_MAX_UTF8), folded));
	if (utf8 != data)
		pfree(unconstify(char *, utf8));
	return found;
}
