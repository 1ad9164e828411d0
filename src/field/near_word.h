/*
 * near_word.h
 *
 * Words that a field accepts, and which of them a misspelt one may have been.
 */
#ifndef CUSTOMERS_NEAR_WORD_H
#define CUSTOMERS_NEAR_WORD_H

#include "postgres.h"

typedef struct NearWord
{
	const char *text;
	const char *folded;
	int			len;			/* of folded */
	int			shared;			/* bytes that folded begins with as the word before it does */
	bool		refuses;		/* a word for no */
} NearWord;

typedef struct NearWords
{
	int			n;
	NearWord   *words;
	bool		synonyms;		/* may two of them mean the same? */
} NearWords;

/* Room for so many words, in the current memory context. */
extern void near_words_init(NearWords *words, int max);

/* Adds a word, copied to the current memory context.  Very long ones are left out. */
extern void near_words_add(NearWords *words, const char *text, bool refuses);

/* Puts the words in the order in which they are looked up: once, when all are added. */
extern void near_words_sort(NearWords *words);

/*
 * The nearest word by typing errors; NULL if none is near, or several are of which one
 * may be a no, or several that do not mean the same.
 */
extern const NearWord *near_words_find(const NearWords *words, const char *value);

#endif							/* CUSTOMERS_NEAR_WORD_H */
