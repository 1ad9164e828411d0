/*
 * word_search.h
 *
 * Does any of many words stand in a text?  Asked of every cell of a file, so it
 * costs about one look at each byte, however many words there are.
 */
#ifndef CUSTOMERS_WORD_SEARCH_H
#define CUSTOMERS_WORD_SEARCH_H

#include "postgres.h"

typedef struct WordSearch WordSearch;

/* For words, which stay the caller's, in the current memory context.  Empty ones are left out. */
extern WordSearch *word_search_make(const char *const *words, int nwords);

/* Is one of them in a text, byte for byte? */
extern bool word_search_any(const WordSearch *search, const char *text, uint32 len);

#endif							/* CUSTOMERS_WORD_SEARCH_H */
