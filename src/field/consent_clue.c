/*
 * consent_clue.c
 *
 *		telling words of refusing + stems of mail + stems of death -> WordSearch
 *		text -> folded -> is one of them in it?
 */
#include "postgres.h"

#include "field/consent_clue.h"
#include "field/consent_header.h"
#include "field/consent_sentence.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "support/word_search.h"

struct ConsentClues
{
	WordSearch *search;
};

/* Adds stems to words. */
static void
add_stems(const char **words, int *nwords, const char *const *stems, int nstems)
{
	memcpy(words + *nwords, stems, nstems * sizeof(char *));
	*nwords += nstems;
}

ConsentClues *
consent_clues_make(const ValueWords *words)
{
	ConsentClues *clues = palloc(sizeof(ConsentClues));
	int			nmail,
				nlist,
				ndead,
				n;
	const char *const *mail = consent_mail_stems(&nmail);
	const char *const *list = consent_sentence_stems(&nlist);
	const char *const *dead = consent_dead_stems(&ndead);
	const char **all = value_words_telling_no(words, nmail + nlist + ndead, &n);

	add_stems(all, &n, mail, nmail);
	add_stems(all, &n, list, nlist);
	add_stems(all, &n, dead, ndead);
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
