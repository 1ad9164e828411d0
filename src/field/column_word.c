/*
 * column_word.c
 *
 *		header cell -> trimmed, on one line -> the word of its column
 *			-> folded, in customer_header_synonyms -> Synonym
 *			-> clipped, or the column's place -> messages
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "mb/pg_wchar.h"
#include "port/pg_bitutils.h"

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

/* The slot that a word is in, or belongs in. */
static Synonym **
find_slot(const Synonyms *synonyms, const char *word)
{
	uint32		at = hash_bytes((const unsigned char *) word, strlen(word));

	while (synonyms->slots[at & synonyms->mask] != NULL &&
		   strcmp(synonyms->slots[at & synonyms->mask]->word, word) != 0)
		at++;
	return &synonyms->slots[at & synonyms->mask];
}

/* Adds a synonym, behind the others; of one word a user's own holds. */
static void
add_synonym(Synonyms *synonyms, const Synonym *synonym)
{
	Synonym   **slot = find_slot(synonyms, synonym->word);

	if (*slot == NULL)
	{
		*slot = &synonyms->synonyms[synonyms->nsynonyms++];
		**slot = *synonym;
	}
	else if (synonym->own && !(*slot)->own)
		**slot = *synonym;
}

Synonyms
synonyms_load(void)
{
	Synonyms	result = {0};
	Statement	find = statement(psprintf("SELECT word, field, negated, language FROM %s",
										  catalog_name(REL_HEADER_SYNONYMS)));
	int			n = statement_select(&find);

	result.synonyms = palloc(sizeof(Synonym) * (n + 1));
	result.mask = pg_nextpower2_32(n * 2 + 1) - 1;
	result.slots = palloc0(sizeof(Synonym *) * (result.mask + 1));
	for (int i = 0; i < n; i++)
	{
		char	   *word = spi_text_not_null(i, 1, "customer_header_synonyms.word");
		char	   *language = spi_text(i, 4);
		Synonym		synonym = {
			.word = field_fold_header(word, strlen(word)),
			.field = spi_text_not_null(i, 2, "customer_header_synonyms.field"),
			.negated = spi_bool_or(i, 3, false, "customer_header_synonyms.negated"),
			.shown_first = language == NULL || strcmp(language, "en") == 0
		};

		synonym.own = language == NULL || strcmp(word, synonym.word) != 0;
		add_synonym(&result, &synonym);
	}
	statement_done();
	return result;
}

const Synonym *
synonyms_find(const Synonyms *synonyms, const char *folded)
{
	return folded[0] == '\0' || synonyms->slots == NULL ? NULL : *find_slot(synonyms, folded);
}

/* The next letter of a folded word; ae, oe, ue and aa are one letter. */
static char
respelled_letter(const char **p)
{
	char		c = *(*p)++;

	if ((**p == 'e' && (c == 'a' || c == 'o' || c == 'u')) || (**p == 'a' && c == 'a'))
		(*p)++;
	return c;
}

static bool
is_respelled(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0')
		if (respelled_letter(&a) != respelled_letter(&b))
			return false;
	return *a == *b;
}

const Synonym *
synonyms_find_respelled(const Synonyms *synonyms, const char *folded)
{
	const Synonym *found = NULL;

	for (int i = 0; i < synonyms->nsynonyms; i++)
	{
		const Synonym *synonym = &synonyms->synonyms[i];

		if (!is_respelled(synonym->word, folded))
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
