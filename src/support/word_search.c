/*
 * word_search.c
 *
 *		word -> its first bytes (GRAM, or as many as the shortest word has) -> hash
 *			-> chain of the words that begin so
 *		text -> the same hash at each byte -> mostly no chain
 */
#include "postgres.h"

#include "support/word_search.h"

/* Bytes of a word that are hashed, at most. */
#define GRAM 4

/* Chains: far more than there are words, so that few texts meet one by chance. */
#define NUM_CHAINS (1 << 14)

/* Word n stands in a chain as n + 1. */
struct WordSearch
{
	int			gram;			/* 0 = there are no words */
	const char *const *words;
	int		   *next;			/* per word: the next of its chain; 0 = none */
	int			first[NUM_CHAINS];
};

static inline uint32
chain_of(const char *p, int gram)
{
	uint32		bytes = 0;

	for (int i = 0; i < gram; i++)
		bytes = bytes << 8 | (unsigned char) p[i];
	return (bytes * 0x9E3779B1u) >> 18;	/* the highest 14 bits are mixed best */
}

StaticAssertDecl(NUM_CHAINS == 1 << (32 - 18), "chain_of() must give a number of a chain");

WordSearch *
word_search_make(const char *const *words, int nwords)
{
	WordSearch *search = palloc0(sizeof(WordSearch));

	search->words = words;
	search->next = palloc0(sizeof(int) * Max(nwords, 1));
	for (int i = 0; i < nwords; i++)
		if (words[i][0] != '\0')
			search->gram = Min(search->gram == 0 ? GRAM : search->gram, (int) strlen(words[i]));
	for (int i = 0; i < nwords; i++)
		if (words[i][0] != '\0')
		{
			int		   *first = &search->first[chain_of(words[i], search->gram)];

			search->next[i] = *first;
			*first = i + 1;
		}
	return search;
}

static bool
begins_with_any(const WordSearch *search, int word, const char *text, uint32 len)
{
	for (; word != 0; word = search->next[word - 1])
	{
		size_t		size = strlen(search->words[word - 1]);

		if (size <= len && memcmp(text, search->words[word - 1], size) == 0)
			return true;
	}
	return false;
}

bool
word_search_any(const WordSearch *search, const char *text, uint32 len)
{
	if (search->gram == 0)
		return false;
	for (uint32 i = 0; i + search->gram <= len; i++)
	{
		int			word = search->first[chain_of(text + i, search->gram)];

		if (word != 0 && begins_with_any(search, word, text + i, len - i))
			return true;
	}
	return false;
}
