/*
 * column_word.c
 *
 *		header cell -> trimmed, on one line -> the word of its column
 *			-> folded, in customer_header_synonyms -> Synonym
 *			-> clipped, or the column's place -> messages
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "field/column_word.h"
#include "field/field_fold.h"
#include "support/catalog.h"
#include "support/characters.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* How many columns or words a message names before it says "...". */
#define MAX_LISTED 12

/* Longest piece of a header word that a message tells, in bytes. */
#define MAX_TOLD_WORD 100

/*
 * Words
 */

/* Is it a character that no header word begins or ends with? */
static bool
is_trimmed(uint32 c)
{
	return character_is(c, CHARACTER_BLANK | CHARACTER_CONTROL) ||
		c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F); /* curly quotes */
}

/* What an export quotes: the name of a category that is no plain word. */
static bool
is_exact_category(const CsvCell *cell)
{
	static const char prefix[] = "attributes.";

	return cell->quoted && cell->len >= sizeof(prefix) &&
		memcmp(cell->data, prefix, sizeof(prefix) - 1) == 0;
}

char *
column_word(const CsvCell *cell)
{
	uint32		len = cell->len;
	const char *start = field_utf8(cell->data, &len);
	const char *end = start + len;
	char	   *word;
	uint32		c;
	int			n;

	if (is_exact_category(cell))
		return pnstrdup(cell->data, cell->len);
	while ((n = character_at(start, end, &c)) > 0 && is_trimmed(c))
		start += n;
	while ((n = character_before(start, end, &c)) > 0 && is_trimmed(c))
		end -= n;
	len = end - start;
	word = pnstrdup(field_from_utf8(start, &len), len);
	for (char *p = word; *p; p++)
		if ((unsigned char) *p < ' ')
			*p = ' ';
	return word;
}

char *
field_clip_word(const char *word)
{
	int			len = strlen(word);

	if (len <= MAX_TOLD_WORD)
		return pstrdup(word);
	return psprintf("%.*s...", pg_mbcliplen(word, len, MAX_TOLD_WORD), word);
}

char *
column_describe(const FieldMap *map, int column)
{
	if (map->header[column][0] == '\0')
		return psprintf("column %d", column + 1);
	return psprintf("\"%s\"", field_clip_word(map->header[column]));
}

void
column_append_listed(StringInfo list, const char *word, int n)
{
	if (n < MAX_LISTED)
		appendStringInfo(list, "%s%s", n > 0 ? ", " : "", word);
	else if (n == MAX_LISTED)
		appendStringInfoString(list, ", ...");
}

char *
column_list(const FieldMap *map)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < map->ncolumns; i++)
		column_append_listed(&list, column_describe(map, i), i);
	return list.data;
}

/*
 * Synonyms
 */

static int
compare_synonyms(const void *a, const void *b)
{
	return strcmp(((const Synonym *) a)->word, ((const Synonym *) b)->word);
}

/* By word; of one word, a user's own row first. */
static int
compare_loaded(const void *a, const void *b)
{
	const Synonym *x = a;
	const Synonym *y = b;
	int			order = compare_synonyms(x, y);

	return order != 0 ? order : (int) y->own - (int) x->own;
}

/* Sorts, and leaves out what a row of the same word before it outdoes. */
static void
sort_synonyms(Synonyms *synonyms)
{
	int			n = 0;

	qsort(synonyms->synonyms, synonyms->nsynonyms, sizeof(Synonym), compare_loaded);
	for (int i = 0; i < synonyms->nsynonyms; i++)
		if (n == 0 || compare_synonyms(&synonyms->synonyms[n - 1], &synonyms->synonyms[i]) != 0)
			synonyms->synonyms[n++] = synonyms->synonyms[i];
	synonyms->nsynonyms = n;
}

Synonyms
synonyms_load(void)
{
	Synonyms	result;
	Statement	find = statement(psprintf("SELECT word, field, negated, language FROM %s",
										  catalog_name(REL_HEADER_SYNONYMS)));

	result.nsynonyms = statement_select(&find);
	result.synonyms = palloc(sizeof(Synonym) * (result.nsynonyms + 1));
	for (int i = 0; i < result.nsynonyms; i++)
	{
		char	   *word = spi_text_not_null(i, 1, "customer_header_synonyms.word");
		char	   *language = spi_text(i, 4);

		result.synonyms[i].word = field_fold_header(word, strlen(word));
		result.synonyms[i].field = spi_text_not_null(i, 2, "customer_header_synonyms.field");
		result.synonyms[i].negated = spi_bool_or(i, 3, false, "customer_header_synonyms.negated");
		result.synonyms[i].own = language == NULL || strcmp(word, result.synonyms[i].word) != 0;
		result.synonyms[i].shown_first = language == NULL || strcmp(language, "en") == 0;
	}
	statement_done();
	sort_synonyms(&result);
	return result;
}

const Synonym *
synonyms_find(const Synonyms *synonyms, const char *folded)
{
	Synonym		key = {.word = unconstify(char *, folded)};

	if (folded[0] == '\0' || synonyms->nsynonyms == 0)
		return NULL;
	return bsearch(&key, synonyms->synonyms, synonyms->nsynonyms, sizeof(Synonym), compare_synonyms);
}

bool
synonym_refuses(const Synonym *synonym)
{
	if (strcmp(synonym->field, CONSENT_UNSUBSCRIBED) == 0)
		return !synonym->negated;
	return strcmp(synonym->field, CONSENT_SUBSCRIBED) == 0 && synonym->negated;
}

static int
compare_lengths(const void *a, const void *b)
{
	const char *x = *(const char *const *) a;
	const char *y = *(const char *const *) b;
	int			order = (int) strlen(x) - (int) strlen(y);

	return order != 0 ? order : strcmp(x, y);
}

void
synonyms_append(StringInfo list, const Synonyms *synonyms, const char *field)
{
	const char **words = palloc(sizeof(char *) * (synonyms->nsynonyms + 1));
	int			n = 0;

	words[n++] = field;
	for (int pass = 0; pass < 2; pass++)
	{
		int			start = n;

		for (int i = 0; i < synonyms->nsynonyms; i++)
			if (strcmp(synonyms->synonyms[i].field, field) == 0 &&
				synonyms->synonyms[i].shown_first == (pass == 0) &&
				strcmp(synonyms->synonyms[i].word, field) != 0)
				words[n++] = synonyms->synonyms[i].word;
		qsort(words + start, n - start, sizeof(char *), compare_lengths);
	}
	for (int i = 0; i < n; i++)
		column_append_listed(list, words[i], i);
}
