/*
 * value_words.c
 *
 *		customer_value_words -> folded, sorted -> ValueWords
 */
#include "postgres.h"

#include "field/consent_sense.h"
#include "field/field_fold.h"
#include "field/value_words.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"

static int
compare_words(const void *a, const void *b)
{
	const ValueWord *x = a,
			   *y = b;
	int			order = strcmp(x->word, y->word);

	return order != 0 ? order : strcmp(x->field, y->field);
}

/* A word as cells are folded. */
static char *
fold_word(const char *word)
{
	uint32		len = strlen(word);
	const char *utf8 = field_utf8(word, &len);
	char	   *folded = palloc(2 * len + 1);

	folded[field_fold_utf8(utf8, len, folded)] = '\0';
	return folded;
}

/* A word that stands for nothing; words of a later release may say otherwise. */
static void
take_nothing(ValueWords *words, char *word, const char *value)
{
	if (strcmp(value, "blank") == 0)
		words->blank = lappend(words->blank, word);
	else if (strcmp(value, "key") == 0)
		words->no_key = lappend(words->no_key, word);
}

/* Is the word of one field, in which it may stand for nothing?  Consent has none. */
static bool
is_of_field(const char *field)
{
	return strcmp(field, VALUE_WORDS_BOOLEAN) != 0 && strcmp(field, VALUE_WORDS_CONSENT) != 0 &&
		strcmp(field, CONSENT_SUBSCRIBED) != 0;
}

/* Takes a row that means yes, no or nothing. */
static void
take_word(ValueWords *words, int row)
{
	ValueWord  *word = &words->words[words->nwords];
	char	   *written = spi_text_not_null(row, 1, "customer_value_words.word");
	char	   *value = spi_text_not_null(row, 3, "customer_value_words.value");

	word->field = spi_text_not_null(row, 2, "customer_value_words.field");
	if (strcmp(word->field, VALUE_WORDS_NOTHING) == 0)
	{
		take_nothing(words, written, value);
		return;
	}
	word->yes = strcmp(value, "yes") == 0;
	word->blank = strcmp(value, "blank") == 0 && is_of_field(word->field);
	if (!word->yes && !word->blank && strcmp(value, "no") != 0)
		return;
	word->word = fold_word(written);
	word->as_written = strcmp(word->word, written) != 0;
	words->nwords++;
}

/* Of two that fold to one, somebody's own stays. */
static void
drop_repeated(ValueWords *words)
{
	int			n = 0;

	for (int i = 0; i < words->nwords; i++)
	{
		ValueWord  *last = &words->words[n - 1];

		if (n == 0 || compare_words(last, &words->words[i]) != 0)
			words->words[n++] = words->words[i];
		else if (words->words[i].as_written)
			*last = words->words[i];
	}
	words->nwords = n;
}

ValueWords *
value_words_load(void)
{
	ValueWords *words = palloc0(sizeof(ValueWords));
	Statement	find = statement(psprintf("SELECT word, field, value FROM %s",
										  catalog_name(REL_VALUE_WORDS)));
	int			nrows;

	find.kept = true;
	nrows = statement_select(&find);

	words->words = palloc(Max(nrows, 1) * sizeof(ValueWord));
	for (int i = 0; i < nrows; i++)
		take_word(words, i);
	statement_done();
	qsort(words->words, words->nwords, sizeof(ValueWord), compare_words);
	drop_repeated(words);
	return words;
}

bool
value_words_fold(const char *data, uint32 len, char folded[2 * VALUE_WORD_BYTES + 1])
{
	if (len > VALUE_WORD_BYTES)
		return false;
	data = field_utf8(data, &len);
	folded[field_fold_utf8(data, Min(len, VALUE_WORD_BYTES), folded)] = '\0';
	return folded[0] != '\0';
}

const ValueWord *
value_words_find(const ValueWords *words, const char *field, const char *folded)
{
	ValueWord	wanted = {.word = unconstify(char *, folded), .field = unconstify(char *, field)};

	if (words == NULL || words->nwords == 0)
		return NULL;
	return bsearch(&wanted, words->words, words->nwords, sizeof(ValueWord), compare_words);
}

const ValueWord *
value_words_find_consent(const ValueWords *words, const char *folded)
{
	const ValueWord *word = value_words_find(words, VALUE_WORDS_CONSENT, folded);

	return word != NULL ? word : value_words_find(words, CONSENT_SUBSCRIBED, folded);
}
