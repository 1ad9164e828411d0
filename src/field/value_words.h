/*
 * value_words.h
 *
 * What words in cells mean: customer_value_words, as it is at the moment.
 *
 *		value_words_load() -> Field.words -> value_words_find()
 *
 * A word is one for a field (subscribed, vip, an added column), or of a kind:
 * those of VALUE_WORDS_BOOLEAN are for every column of yes and no, and by those
 * of VALUE_WORDS_CONSENT a column of consent is known, whatever its header.  Those
 * of VALUE_WORDS_NOTHING stand for nothing (null_words.h): those of the value
 * "blank" in any column, those of "key" as a key alone.
 */
#ifndef CUSTOMERS_VALUE_WORDS_H
#define CUSTOMERS_VALUE_WORDS_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/hsearch.h"

#define VALUE_WORDS_BOOLEAN "boolean"
#define VALUE_WORDS_CONSENT "consent"
#define VALUE_WORDS_NOTHING "nothing"

/* Longest cell that is looked up, in bytes, before folding. */
#define VALUE_WORD_BYTES 64

typedef struct ValueWord
{
	char	   *word;			/* folded, in UTF-8 */
	char	   *field;			/* or the kind */
	bool		yes;			/* value is "yes"; else "no" or "blank" */
	bool		blank;			/* it says nothing; of a field that is not consent */
	bool		as_written;		/* somebody's own, that is not folded there */
	struct ValueWord *next;		/* the same word for another field */
} ValueWord;

typedef struct ValueWords
{
	HTAB	   *words;			/* by word: ValueWord; each pair of word and field once */
	int			nwords;
	List	   *blank;			/* char *, as written: nothing in any column */
	List	   *no_key;			/* the same: nothing as a key */
} ValueWords;

/*
 * Reads the words that mean yes, no or nothing, in the current memory context; SPI
 * must be connected.  They are folded here, too: users add them as they see them.
 */
extern ValueWords *value_words_load(void);

/*
 * Folds a cell (in the database's encoding) into room for a word, to be looked
 * up; false if it is too long for one, or nothing is left.
 */
extern bool value_words_fold(const char *data, uint32 len, char folded[2 * VALUE_WORD_BYTES + 1]);

/* What a folded word means for a field or in a kind; NULL = nothing. */
extern const ValueWord *value_words_find(const ValueWords *words, const char *field,
										 const char *folded);

/* The same in a column of consent. */
extern const ValueWord *value_words_find_consent(const ValueWords *words, const char *folded);

/*
 * The words that refuse wherever they stand, in no order, with room behind them for
 * so many more; in the current memory context.
 */
extern const char **value_words_telling_no(const ValueWords *words, int more, int *n);

/* All words in order of word, then field; in the current memory context. */
extern const ValueWord **value_words_sorted(const ValueWords *words, int *n);

/* Does a word speak of consent wherever it stands? */
static inline bool
value_word_is_telling(const ValueWord *word)
{
	return strcmp(word->field, VALUE_WORDS_CONSENT) == 0;
}

#endif							/* CUSTOMERS_VALUE_WORDS_H */
