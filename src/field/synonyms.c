/*
 * synonyms.c
 *
 *		folded words -> customer_header_synonyms, by its primary key
 *			+ its rows that are not written as we fold them, by a partial index
 *			-> a hash table of the words asked for -> Synonym
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "field/column_word.h"
#include "field/field.h"
#include "field/field_fold.h"
#include "field/synonyms.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/text_hash.h"

/* A word that was asked for, or added. */
typedef struct AskedWord
{
	const char *word;
	Synonym    *synonym;		/* NULL = it is none */
} AskedWord;

struct Synonyms
{
	MemoryContext context;
	HTAB	   *asked;			/* of AskedWord */
	bool		open;			/* is the table asked? */
	int			nwanted;
	int			maxwanted;
	Datum	   *wanted;			/* text: of asked, those that the table was not asked for */
};

/* Digraphs of one word that may be one letter each. */
#define MAX_DIGRAPHS 4

/* Longest word that is asked for, folded: a longer one is no header word. */
#define MAX_WORD_BYTES 512

#define MAX_RESPELLED ((1 << MAX_DIGRAPHS) - 1)

#define FIRST_WANTED 64

#define COLUMNS "word, field, negated, language"

/* As the index customer_header_synonyms_unfolded_idx has it, by which it is found. */
#define IS_UNFOLDED "(word COLLATE \"C\" ~ '[^a-z0-9]')::integer = 1"

Synonyms *
synonyms_make(void)
{
	Synonyms   *synonyms = palloc0(sizeof(Synonyms));

	synonyms->context = CurrentMemoryContext;
	synonyms->asked = text_hash_make("customers header words", sizeof(AskedWord), FIRST_WANTED);
	synonyms->maxwanted = FIRST_WANTED;
	synonyms->wanted = palloc(FIRST_WANTED * sizeof(Datum));
	return synonyms;
}

/* ---- adding ---- */

/* The entry of a word, which is made at need. */
static AskedWord *
enter(Synonyms *synonyms, const char *word, bool *known)
{
	AskedWord  *asked = hash_search(synonyms->asked, &word, HASH_ENTER, known);

	if (!*known)
	{
		asked->word = MemoryContextStrdup(synonyms->context, word);
		asked->synonym = NULL;
	}
	return asked;
}

/* Adds a synonym; of one word the first of a user's own holds. */
static void
add(Synonyms *synonyms, const Synonym *synonym)
{
	bool		known;
	AskedWord  *asked = enter(synonyms, synonym->word, &known);

	if (asked->synonym != NULL && (asked->synonym->own || !synonym->own))
		return;
	asked->synonym = MemoryContextAlloc(synonyms->context, sizeof(Synonym));
	*asked->synonym = *synonym;
}

void
synonyms_add_own(Synonyms *synonyms, const char *word, const char *field)
{
	MemoryContext caller = MemoryContextSwitchTo(synonyms->context);
	Synonym		synonym = {
		.word = field_fold_header(word, strlen(word)), .field = pstrdup(field), .own = true
	};

	if (synonym.word[0] != '\0')
		add(synonyms, &synonym);
	MemoryContextSwitchTo(caller);
}

/* Adds the rows of the result. */
static void
add_rows(Synonyms *synonyms, int n)
{
	MemoryContext caller = MemoryContextSwitchTo(synonyms->context);

	for (int i = 0; i < n; i++)
	{
		char	   *word = spi_text_not_null(i, 1, "customer_header_synonyms.word");
		Synonym		synonym = {
			.word = field_fold_header(word, strlen(word)),
			.field = spi_text_not_null(i, 2, "customer_header_synonyms.field"),
			.negated = spi_bool_or(i, 3, false, "customer_header_synonyms.negated")
		};

		synonym.foreign = spi_text(i, 4) != NULL && strcmp(spi_text(i, 4), "en") != 0;
		synonym.own = spi_text(i, 4) == NULL || strcmp(word, synonym.word) != 0;
		add(synonyms, &synonym);
	}
	statement_done();
	MemoryContextSwitchTo(caller);
}

/* ---- asking ---- */

void
synonyms_open(Synonyms *synonyms)
{
	Statement	find = statement(psprintf("SELECT " COLUMNS " FROM %s WHERE " IS_UNFOLDED,
										  catalog_name(REL_HEADER_SYNONYMS)));

	find.kept = true;
	synonyms->open = true;
	add_rows(synonyms, statement_select(&find));
}

void
synonyms_want(Synonyms *synonyms, const char *folded)
{
	MemoryContext caller;
	bool		known;

	/* of words of other letters all are read already */
	if (!synonyms->open || folded[0] == '\0' || strlen(folded) > MAX_WORD_BYTES || !field_is_folded(folded))
		return;
	enter(synonyms, folded, &known);
	if (known)
		return;
	caller = MemoryContextSwitchTo(synonyms->context);
	if (synonyms->nwanted == synonyms->maxwanted)
	{
		synonyms->maxwanted *= 2;
		synonyms->wanted = repalloc(synonyms->wanted, synonyms->maxwanted * sizeof(Datum));
	}
	synonyms->wanted[synonyms->nwanted++] = CStringGetTextDatum(folded);
	MemoryContextSwitchTo(caller);
}

bool
synonyms_are_wanted(const Synonyms *synonyms)
{
	return synonyms->nwanted > 0;
}

void
synonyms_look_up(Synonyms *synonyms)
{
	Statement	find;

	if (synonyms->nwanted == 0)
		return;
	find = statement(psprintf("SELECT " COLUMNS " FROM %s WHERE word = ANY ($1)", catalog_name(REL_HEADER_SYNONYMS)));
	find.kept = true;
	statement_datum(&find, TEXTARRAYOID,
					PointerGetDatum(construct_array(synonyms->wanted, synonyms->nwanted, TEXTOID, -1, false, TYPALIGN_INT)),
					false);
	synonyms->nwanted = 0;
	add_rows(synonyms, statement_select(&find));
}

const Synonym *
synonyms_find(Synonyms *synonyms, const char *folded)
{
	AskedWord  *asked;

	if (synonyms == NULL || folded[0] == '\0' || strlen(folded) > MAX_WORD_BYTES)
		return NULL;
	synonyms_want(synonyms, folded);
	synonyms_look_up(synonyms);
	asked = hash_search(synonyms->asked, &folded, HASH_FIND, NULL);
	return asked != NULL ? asked->synonym : NULL;
}

/* ---- two letters for one ---- */

/* ae, oe, ue and aa are written for a letter with a mark. */
static bool
is_digraph(const char *p)
{
	return (p[1] == 'e' && (p[0] == 'a' || p[0] == 'o' || p[0] == 'u')) || (p[0] == 'a' && p[1] == 'a');
}

/* The word with those of its digraphs as one letter that are bits of mask. */
static char *
respell(const char *word, int mask)
{
	char	   *respelled = palloc(strlen(word) + 1);
	char	   *out = respelled;

	while (*word != '\0')
	{
		bool		digraph = is_digraph(word);

		*out++ = *word++;
		if (!digraph)
			continue;
		if ((mask & 1) == 0)
			*out++ = *word;
		mask >>= 1;
		word++;
	}
	*out = '\0';
	return respelled;
}

/* The words that a folded word may be, but for itself; returns how many. */
static int
respellings(const char *folded, char *words[MAX_RESPELLED])
{
	int			ndigraphs = 0;
	int			n = 0;

	if (strlen(folded) > MAX_WORD_BYTES)
		return 0;
	for (const char *p = folded; *p != '\0'; p++)
		if (is_digraph(p))
		{
			ndigraphs++;
			p++;
		}
	for (int mask = 1; mask < 1 << Min(ndigraphs, MAX_DIGRAPHS); mask++)
		words[n++] = respell(folded, mask);
	return n;
}

void
synonyms_want_respelled(Synonyms *synonyms, const char *folded)
{
	char	   *words[MAX_RESPELLED];
	int			n = respellings(folded, words);

	for (int i = 0; i < n; i++)
		synonyms_want(synonyms, words[i]);
}

const Synonym *
synonyms_find_respelled(Synonyms *synonyms, const char *folded)
{
	char	   *words[MAX_RESPELLED];
	int			n = respellings(folded, words);
	const Synonym *found = NULL;

	synonyms_want_respelled(synonyms, folded);
	for (int i = 0; i < n; i++)
	{
		const Synonym *synonym = synonyms_find(synonyms, words[i]);

		if (synonym == NULL)
			continue;
		if (found != NULL && (strcmp(found->field, synonym->field) != 0 || found->negated != synonym->negated))
			return NULL;
		found = synonym;
	}
	return found;
}

bool
synonym_refuses(const Synonym *synonym)
{
	if (strcmp(synonym->field, CONSENT_UNSUBSCRIBED) == 0)
		return !synonym->negated;
	return strcmp(synonym->field, CONSENT_SUBSCRIBED) == 0 && synonym->negated;
}

/* ---- hints ---- */

/* A word of a field, as a hint shows it. */
typedef struct ShownWord
{
	char	   *word;
	bool		first;			/* English, or a user's own */
} ShownWord;

static int
compare_shown(const void *a, const void *b)
{
	const ShownWord *x = a;
	const ShownWord *y = b;
	int			order = (int) y->first - (int) x->first;

	if (order == 0)
		order = (int) strlen(x->word) - (int) strlen(y->word);
	return order != 0 ? order : strcmp(x->word, y->word);
}

/* All words of a field, those shown first in front. */
static ShownWord *
words_of_field(const char *field, int *n)
{
	Statement	find = statement(psprintf("SELECT word, language FROM %s WHERE field = $1",
										  catalog_name(REL_HEADER_SYNONYMS)));
	ShownWord  *words;

	statement_text(&find, field);
	*n = statement_select(&find);
	words = palloc((*n + 1) * sizeof(ShownWord));
	for (int i = 0; i < *n; i++)
	{
		char	   *word = spi_text_not_null(i, 1, "customer_header_synonyms.word");
		char	   *language = spi_text(i, 2);

		words[i].word = field_fold_header(word, strlen(word));
		words[i].first = language == NULL || strcmp(language, "en") == 0;
	}
	statement_done();
	qsort(words, *n, sizeof(ShownWord), compare_shown);
	return words;
}

void
synonyms_append(StringInfo list, const char *field)
{
	int			n;
	ShownWord  *words = words_of_field(field, &n);
	int			listed = 0;

	column_append_listed(list, field, listed++);
	for (int i = 0; i < n; i++)
		if (strcmp(words[i].word, field) != 0 && (i == 0 || strcmp(words[i].word, words[i - 1].word) != 0))
			column_append_listed(list, words[i].word, listed++);
}
