/*
 * null_words.h
 *
 * Words in cells that stand for nothing: NULL, n/a, -.
 *
 *		customer_value_words of the kind VALUE_WORDS_NOTHING, or the option
 *		null_words -> NullWords -> Field.nothing -> null_words_have()
 *
 * They are compared whole, whatever their case and accents.  Punctuation counts,
 * for n/a is a word and NA a country; a dash of any length is a hyphen.
 */
#ifndef CUSTOMERS_NULL_WORDS_H
#define CUSTOMERS_NULL_WORDS_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "field/cell_gate.h"

/* Longest word and longest cell that is looked up, in bytes. */
#define NULL_WORD_BYTES 64

/* Cells that were searched for last, by their bytes. */
#define NULL_WORDS_SEEN 256

typedef struct NullWordSeen
{
	uint8		len;			/* 0 = free */
	char		data[NULL_WORD_BYTES];
	int			place;			/* among the words, or -1 */
} NullWordSeen;

typedef struct NullWords
{
	int			nwords;
	char	  **words;			/* folded, in UTF-8, in order, each once */
	NullWordSeen *seen;			/* NULL_WORDS_SEEN of them */
	CellGate	gate;			/* of fields in which they stand for nothing */
	uint32		ascii[256];		/* as gate.first, of cells in ASCII alone */
} NullWords;

/*
 * Makes words, a List of char * in the database's encoding, comparable, in the
 * current memory context.  Those that are longer than NULL_WORD_BYTES, or
 * empty, are left out.
 */
extern NullWords *null_words_make(const List *words);

/* Words and more of them; words may be NULL. */
extern NullWords *null_words_with(const NullWords *words, const List *more);

/* The place of a trimmed cell among the words; -1 = it is none of them. */
extern int	null_words_find(const NullWords *words, const char *data, uint32 len);

/* Some of the words: those whose place is true in chosen.  NULL for none. */
extern NullWords *null_words_choose(const NullWords *words, const bool *chosen);

/* The words as one text, and those of all that a text names; NULL for none. */
extern char *null_words_join(const NullWords *words);
extern NullWords *null_words_named(const NullWords *all, const char *text);

/* Accents make a cell longer than its word: can one without any be a word? */
extern bool null_words_may_have_ascii(const NullWords *words, const char *data, uint32 len);

/* May a text that is not empty be one of the words?  Nearly always the answer is no. */
static inline bool
null_words_may_have(const NullWords *words, const char *data, uint32 len)
{
	return cell_gate_has_word(&words->gate, data, len) &&
		null_words_may_have_ascii(words, data, len);
}

static inline bool
null_words_have(const NullWords *words, const char *data, uint32 len)
{
	return null_words_may_have(words, data, len) && null_words_find(words, data, len) >= 0;
}

#endif							/* CUSTOMERS_NULL_WORDS_H */
