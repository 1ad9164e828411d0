/*
 * display.c
 *
 * Widths are counted as psql counts them, so that its columns stay aligned.
 * Arrow and ellipsis are ASCII unless both database and client know Unicode.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "report/display.h"
#include "support/characters.h"

static bool
is_unicode(void)
{
	return GetDatabaseEncoding() == PG_UTF8 && pg_get_client_encoding() == PG_UTF8;
}

const char *
display_ellipsis(void)
{
	return is_unicode() ? "\xe2\x80\xa6" : "...";
}

const char *
display_arrow(void)
{
	return is_unicode() ? " \xe2\x86\x92 " : " -> ";
}

/* The escape of a character that must not be written; NULL = none needed. */
static const char *
escape_of(const char *text, int len, char *escape, size_t size)
{
	if (*text == '\n')
		return "\\n";
	if (*text == '\t')
		return "\\t";
	if (GetDatabaseEncoding() == PG_UTF8)
	{
		pg_wchar	c = utf8_to_unicode((const unsigned char *) text);

		if (!character_is(c, CHARACTER_HIDDEN))
			return NULL;
		snprintf(escape, size, "\\u%04X", c);
		return escape;
	}
	if ((unsigned char) *text >= 0x20 && *text != 0x7F)
		return NULL;
	snprintf(escape, size, "\\x%02X", (unsigned char) *text);
	return escape;
}

/* Width of the character or its escape, and its length in the text. */
static int
char_width(const char *text, const char *end, int *len, const char **escaped, char *escape, size_t size)
{
	*len = Min(pg_mblen(text), (int) (end - text));
	*escaped = escape_of(text, *len, escape, size);
	return *escaped != NULL ? (int) strlen(*escaped) : Max(pg_dsplen(text), 0);
}

int
display_width(const char *text)
{
	const char *end = text + strlen(text);
	const char *escaped;
	char		escape[16];
	int			width = 0;
	int			len;

	for (; text < end; text += len)
		width += char_width(text, end, &len, &escaped, escape, sizeof(escape));
	return width;
}

/* Appends as much of the text as fits in so many columns. */
static void
append_columns(StringInfo out, const char *text, int columns)
{
	const char *end = text + strlen(text);
	int			len;

	for (; text < end; text += len)
	{
		char		escape[16];
		const char *escaped;

		columns -= char_width(text, end, &len, &escaped, escape, sizeof(escape));
		if (columns < 0)
			return;
		if (escaped != NULL)
			appendStringInfoString(out, escaped);
		else
			appendBinaryStringInfo(out, text, len);
	}
}

void
display_append(StringInfo out, const char *text, int max_width)
{
	int			mark = display_width(display_ellipsis());

	if (display_width(text) <= max_width)
		append_columns(out, text, max_width);
	else if (max_width >= mark)
	{
		append_columns(out, text, max_width - mark);
		appendStringInfoString(out, display_ellipsis());
	}
}
