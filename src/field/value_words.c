/*
 * value_words.c
 *
 *		customer_value_words -> folded, hashed -> ValueWords
 */
#include "postgres.h"

#include "field/consent_sense.h"
#include "field/field_fold.h"
#include "field/value_words.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/text_hash.h"

/* All that a word means. */
typedef struct WordEntry
{
	const char *word;
	ValueWord  *first;			/* the others by next */
} WordEntry;

#define FIRST_WORDS 1024

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

/* Adds a word; of two that fold to one for a field, somebody's own stays. */
static void
add_word(ValueWords *words, const ValueWord *word)
{
	bool		known;
	WordEntry  *entry = hash_search(words->words, &word->word, HASH_ENTER, &known);
	ValueWord  *added;

	if (!known)
		entry->first = NULL;
	for (ValueWord *same = entry->first; same != NULL; same = same->next)
		if (strcmp(same->field, word->field) == 0)
		{
			if (word->as_written)
			{
				same->yes = word->yes;
				same->blank = word->blank;
			}
			return;
		}
	added = palloc(sizeof(ValueWord));
	*added = *word;
	added->next = entry->first;
	entry->first = added;
	words->nwords++;
}

/* Takes a row: the words of a field, or kind, that mean one value. */
static void
take_words(ValueWords *words, int row)
{
	char	   *field = spi_text_not_null(row, 1, "customer_value_words.field");
	char	   *value = spi_text_not_null(row, 2, "customer_value_words.value");
	ValueWord	word = {
		.field = field, .yes = strcmp(value, "yes") == 0,
		.blank = strcmp(value, "blank") == 0 && is_of_field(field)
	};
	bool		nothing = strcmp(field, VALUE_WORDS_NOTHING) == 0;
	int			n;
	char	  **written = spi_texts(row, 3, &n, "customer_value_words.word");

	if (!nothing && !word.yes && !word.blank && strcmp(value, "no") != 0)
		return;
	for (int i = 0; i < n; i++)
	{
		if (written[i] == NULL)
			spi_refuse_null("customer_value_words.word");
		if (nothing)
		{
			take_nothing(words, written[i], value);
			continue;
		}
		word.word = field_is_folded(written[i]) ? written[i] : fold_word(written[i]);
		word.as_written = strcmp(word.word, written[i]) != 0;
		add_word(words, &word);
	}
}

ValueWords *
value_words_load(void)
{
	ValueWords *words = palloc0(sizeof(ValueWords));
	/* as few rows as can be: each costs more than its words */
	Statement	find = statement(psprintf("SELECT field, value, pg_catalog.array_agg(word) FROM %s GROUP BY field, value",
										  catalog_name(REL_VALUE_WORDS)));
	int			nrows;

	find.kept = true;
	nrows = statement_select(&find);
	words->words = text_hash_make("customers words", sizeof(WordEntry), FIRST_WORDS);
	for (int i = 0; i < nrows; i++)
		take_words(words, i);
	statement_done();
	return words;
}

static int
compare_words(const void *a, const void *b)
{
	const ValueWord *x = *(const ValueWord *const *) a;
	const ValueWord *y = *(const ValueWord *const *) b;
	int			order = strcmp(x->word, y->word);

	return order != 0 ? order : strcmp(x->field, y->field);
}

const ValueWord **
value_words_sorted(const ValueWords *words, int *n)
{
	const ValueWord **sorted = palloc(Max(words->nwords, 1) * sizeof(ValueWord *));
	HASH_SEQ_STATUS scan;
	WordEntry  *entry;

	*n = 0;
	hash_seq_init(&scan, words->words);
	while ((entry = hash_seq_search(&scan)) != NULL)
		for (const ValueWord *word = entry->first; word != NULL; word = word->next)
			sorted[(*n)++] = word;
	qsort(sorted, *n, sizeof(ValueWord *), compare_words);
	return sorted;
}

const char **
value_words_telling_no(const ValueWords *words, int more, int *n)
{
	const char **refusing = palloc((words->nwords + more) * sizeof(char *));
	HASH_SEQ_STATUS scan;
	WordEntry  *entry;

	*n = 0;
	hash_seq_init(&scan, words->words);
	while ((entry = hash_seq_search(&scan)) != NULL)
		for (const ValueWord *word = entry->first; word != NULL; word = word->next)
			if (value_word_is_telling(word) && !word->yes)
				refusing[(*n)++] = word->word;
	return refusing;
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
	WordEntry  *entry = words == NULL ? NULL : hash_search(words->words, &folded, HASH_FIND, NULL);

	for (const ValueWord *word = entry == NULL ? NULL : entry->first; word != NULL; word = word->next)
		if (strcmp(word->field, field) == 0)
			return word;
	return NULL;
}

const ValueWord *
value_words_find_consent(const ValueWords *words, const char *folded)
{
	const ValueWord *word = value_words_find(words, VALUE_WORDS_CONSENT, folded);

	return word != NULL ? word : value_words_find(words, CONSENT_SUBSCRIBED, folded);
}
