/*
 * header_words.c
 *
 * Words that a reader takes for a header.
 *
 *		mapping, customer_header_synonyms -> Synonyms
 *			-> CsvWords, which csv_dialect asks about the cells of a record
 *
 * They only help to find the header; column_candidate.c maps words to fields.
 * customers_read_csv() needs no table: without a table of synonyms that the caller
 * may read, only the evidence in the file decides.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/jsonb.h"

#include "field/field_fold.h"
#include "field/synonyms.h"
#include "import/header_words.h"
#include "support/catalog.h"
#include "support/settings.h"
#include "support/statement.h"

/* A cell of more bytes is no header word. */
#define MAX_WORD 256

/* A key of mapping is a header word, or the position of a column. */
static void
add_mapping(Synonyms *words, Jsonb *mapping)
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
			synonyms_add_own(words, word, value.type == jbvString
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

/* Folds a cell; false if it is no word. */
static bool
fold(const char *cell, size_t len, char folded[2 * MAX_WORD + 1])
{
	if (len == 0 || len > MAX_WORD)
		return false;
	folded[field_fold_utf8(cell, len, folded)] = '\0';
	return folded[0] != '\0';
}

/* CsvWords.expect */
static void
expect_word(void *state, const char *cell, size_t len)
{
	char		folded[2 * MAX_WORD + 1];

	if (fold(cell, len, folded))
		synonyms_want(state, folded);
}

/* The synonym that a cell is, or NULL. */
static const Synonym *
find_word(Synonyms *words, const char *cell, size_t len)
{
	char		folded[2 * MAX_WORD + 1];

	if (!fold(cell, len, folded))
		return NULL;
	synonyms_want(words, folded);
	if (synonyms_are_wanted(words))
	{
		statement_connect();
		synonyms_look_up(words);
		SPI_finish();
	}
	return synonyms_find(words, folded);
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
	const Synonym *word = find_word(state, cell, len);

	return word != NULL && (strcmp(word->field, "customer_id") == 0 || strcmp(word->field, "identifier") == 0);
}

CsvWords
header_words(const ImportOptions *options)
{
	Synonyms   *words = synonyms_make();

	if (options->mapping != NULL)
		add_mapping(words, options->mapping);
	if (can_read_synonyms())
	{
		statement_connect();
		synonyms_open(words);
		SPI_finish();
	}
	return (CsvWords) {expect_word, knows_word, word_is_id, words};
}
