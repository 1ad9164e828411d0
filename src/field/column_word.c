/*
 * column_word.c
 *
 *		header cell -> trimmed, on one line -> the word of its column
 *			-> clipped, or the column's place -> messages
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "field/column_word.h"
#include "field/field_fold.h"
#include "support/characters.h"

/* How many columns or words a message names before it says "...". */
#define MAX_LISTED 12

/* Longest piece of a header word that a message tells, in bytes. */
#define MAX_TOLD_WORD 100

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
