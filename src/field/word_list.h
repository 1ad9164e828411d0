/*
 * word_list.h
 *
 * Is a folded header word one of a short list, or does it hold a stem of one?
 *
 *		static const char *const words[] = {"client", "member"};
 *
 *		if (IS_ONE_OF(word, words)) ...
 *
 * For what a few words say beside the evidence of cells.  Header words that stand for
 * fields are in customer_header_synonyms (synonyms.h).
 */
#ifndef CUSTOMERS_WORD_LIST_H
#define CUSTOMERS_WORD_LIST_H

#include "postgres.h"

#define IS_ONE_OF(word, words) word_is_one_of(word, words, lengthof(words))
#define HAS_ONE_OF(word, stems) word_has_one_of(word, stems, lengthof(stems))
#define HAS_TOKEN_OF(tokens, words) word_has_token_of(tokens, words, lengthof(words))

/* The first letter tells nearly always. */
static inline bool
word_is_one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (word[0] == words[i][0] && strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static inline bool
word_has_one_of(const char *word, const char *const *stems, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(word, stems[i]) != NULL)
			return true;
	return false;
}

/* Is one of them among the tokens, which have a blank on either side? */
static inline bool
word_has_token_of(const char *tokens, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		size_t		len = strlen(words[i]);

		for (const char *p = strstr(tokens, words[i]); p != NULL; p = strstr(p + 1, words[i]))
			if (p > tokens && p[-1] == ' ' && p[len] == ' ')
				return true;
	}
	return false;
}

#endif							/* CUSTOMERS_WORD_LIST_H */
