/*
 * header_words.c
 *
 * Words that a reader takes for a header.
 *
 *		mapping, customer_header_synonyms -> folded, hashed
 *			-> CsvWords, which csv_dialect asks about the cells of a record
 *
 * They only help to find the header; column_candidate.c maps words to fields.
 * customers_read_csv() needs no table: without a table of synonyms that the caller
 * may read, only the evidence in the file decides.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "field/field_fold.h"
#include "import/header_words.h"
#include "support/catalog.h"
#include "support/settings.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* A cell of more bytes is no header word. */
#define MAX_WORD 256

typedef struct HeaderWord
{
	char	   *text;			/* folded, UTF-8; NULL = an empty slot */
	bool		is_id;			/* customer_id, identifier */
} HeaderWord;

typedef struct HeaderWords
{
	int			nwords;
	int			size;
	HeaderWord *words;
	uint32		mask;			/* slots, less one */
	HeaderWord *slots;			/* a hash table of the words */
} HeaderWords;

/* The slot that a word is in, or belongs in. */
static HeaderWord *
find_slot(const HeaderWords *words, const char *word)
{
	uint32		at = hash_bytes((const unsigned char *) word, strlen(word));

	while (words->slots[at & words->mask].text != NULL &&
		   strcmp(words->slots[at & words->mask].text, word) != 0)
		at++;
	return &words->slots[at & words->mask];
}

/* A hash table is built faster than the words are sorted. */
static void
build_table(HeaderWords *words)
{
	words->mask = pg_nextpower2_32(words->nwords * 2 + 1) - 1;
	words->slots = palloc0((words->mask + 1) * sizeof(HeaderWord));
	for (int i = 0; i < words->nwords; i++)
		*find_slot(words, words->words[i].text) = words->words[i];
}

/* Adds a word in the database encoding. */
static void
add_word(HeaderWords *words, const char *word, uint32 len, const char *field)
{
	const char *utf8 = field_utf8(word, &len);
	char	   *folded = palloc(2 * len + 1);

	folded[field_fold_utf8(utf8, len, folded)] = '\0';
	if (folded[0] == '\0')
		return;
	if (words->nwords == words->size)
	{
		words->size *= 2;
		words->words = repalloc(words->words, words->size * sizeof(HeaderWord));
	}
	words->words[words->nwords].text = folded;
	words->words[words->nwords++].is_id = strcmp(field, "customer_id") == 0 || strcmp(field, "identifier") == 0;
}

/* A key of mapping is a header word, or the position of a column. */
static void
add_mapping(HeaderWords *words, Jsonb *mapping)
{
	JsonbIterator *iterator = JsonbIteratorInit(&mapping->root);
	JsonbValue	key;
	JsonbValue	value;

	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *word = pnstrdup(key.val.string.val, key.val.string.len);

		(void) JsonbIteratorNext(&iterator, &value, true);
		if (strspn(word, "0123456789") < strlen(word))
			add_word(words, word, strlen(word), value.type == jbvString
					 ? pnstrdup(value.val.string.val, value.val.string.len) : "");
	}
}

/* Is there a table of synonyms that the caller can and should read? */
static bool
can_read_synonyms(void)
{
	Oid			synonyms;

	if (customers_schema != NULL && customers_schema[0] != '\0' &&
		!OidIsValid(get_namespace_oid(customers_schema, true)))
		return false;
	synonyms = catalog_oid(REL_HEADER_SYNONYMS, true);
	return OidIsValid(synonyms) && catalog_is_trusted(synonyms) &&
		pg_class_aclcheck(synonyms, GetUserId(), ACL_SELECT) == ACLCHECK_OK;
}

static void
add_synonyms(HeaderWords *words)
{
	Statement	find = statement(psprintf("SELECT word, field FROM %s", catalog_name(REL_HEADER_SYNONYMS)));
	uint64		n;

	statement_connect();
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
	{
		char	   *word = spi_text_not_null(i, 1, "customer_header_synonyms.word");

		add_word(words, word, strlen(word), spi_text_not_null(i, 2, "customer_header_synonyms.field"));
	}
	SPI_finish();
}

/* The word that a cell is, or NULL. */
static const HeaderWord *
find_word(const HeaderWords *words, const char *cell, size_t len)
{
	char		folded[2 * MAX_WORD + 1];
	const HeaderWord *word;

	if (len == 0 || len > MAX_WORD)
		return NULL;
	folded[field_fold_utf8(cell, len, folded)] = '\0';
	if (folded[0] == '\0')
		return NULL;
	word = find_slot(words, folded);
	return word->text != NULL ? word : NULL;
}

/* CsvWords.knows */
static bool
knows_word(void *state, const char *cell, size_t len)
{
	return find_word(state, cell, len) != NULL;
}

/* CsvWords.is_id */
static bool
word_is_id(void *state, const char *cell, size_t len)
{
	const HeaderWord *word = find_word(state, cell, len);

	return word != NULL && word->is_id;
}

CsvWords
header_words(const ImportOptions *options)
{
	HeaderWords *words = palloc(sizeof(HeaderWords));

	words->nwords = 0;
	words->size = 1024;
	words->words = palloc(words->size * sizeof(HeaderWord));
	if (options->mapping != NULL)
		add_mapping(words, options->mapping);
	if (can_read_synonyms())
		add_synonyms(words);
	build_table(words);
	return (CsvWords) {knows_word, word_is_id, words};
}
