/*
 * html.c
 *
 *		text -> UTF-8 -> code points -> ASCII, escaped
 *		template + values -> page
 *
 * A cell of a file may contain anything.  Only printable ASCII characters that mean
 * nothing in HTML are written as they are; others are written as references, and
 * characters that cannot be seen as their code points in an <i>.
 */
#include "postgres.h"

#include <ctype.h>
#include <stdarg.h>

#include "mb/pg_wchar.h"

#include "report/html.h"
#include "support/characters.h"

/* Bytes of HTML for each character that html_clipped() may show. */
#define BYTES_PER_CHAR 8

/* decode(): a byte that is not part of a valid character. */
#define NO_CHARACTER 0xFFFFFFFF

/* The character that text begins with, and its length. */
static pg_wchar
decode(const unsigned char *text, int len, int *char_len)
{
	*char_len = pg_utf_mblen(text);
	if (*char_len <= len && pg_utf8_islegal(text, *char_len))
		return utf8_to_unicode(text);
	*char_len = 1;
	return NO_CHARACTER;
}

/* The text in UTF-8; unchanged in an SQL_ASCII database. */
static const unsigned char *
utf8(const char *text)
{
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return (const unsigned char *) text;
	return (const unsigned char *) pg_server_to_any(text, strlen(text), PG_UTF8);
}

/* Writes a character that cannot be seen as a sign or its code point. */
static void
put_hidden(StringInfo out, pg_wchar c)
{
	if (c == '\n')
		appendStringInfoString(out, "<i>&crarr;</i><br>");
	else if (c == '\t')
		appendStringInfoString(out, "<i>&rarrb;</i>");
	else
		appendStringInfo(out, "<i>U+%04X</i>", c);
}

static void
put_char(StringInfo out, pg_wchar c, unsigned char byte)
{
	if (c == NO_CHARACTER)
		appendStringInfo(out, "<i>0x%02X</i>", byte);
	else if (character_is(c, CHARACTER_HIDDEN))
		put_hidden(out, c);
	else if (c == '<')
		appendStringInfoString(out, "&lt;");
	else if (c == '>')
		appendStringInfoString(out, "&gt;");
	else if (c == '&')
		appendStringInfoString(out, "&amp;");
	else if (c == '"')
		appendStringInfoString(out, "&quot;");
	else if (c == '\'')
		appendStringInfoString(out, "&#39;");
	else if (c < 0x80)
		appendStringInfoChar(out, (char) c);
	else
		appendStringInfo(out, "&#x%X;", c);
}

/* Number of characters; each invalid byte counts as one. */
static int64
count_chars(const unsigned char *text, int len)
{
	int64		n = 0;
	int			char_len;

	for (int i = 0; i < len; i += char_len, n++)
		decode(text + i, len - i, &char_len);
	return n;
}

/* Is it a space at an end of the text, which must be shown? */
static bool
is_outer_space(const unsigned char *text, int at, int len)
{
	return text[at] == ' ' && (at == 0 || at == len - 1);
}

void
html_clipped(StringInfo out, const char *text, int max_chars)
{
	const unsigned char *data = utf8(text);
	int			len = strlen((const char *) data);
	int			start = out->len;
	int			at = 0;
	int			char_len;

	for (int n = 0; at < len; n++, at += char_len)
	{
		pg_wchar	c = decode(data + at, len - at, &char_len);

		if (n == max_chars || (out->len - start) / BYTES_PER_CHAR >= max_chars)
			break;
		if (is_outer_space(data, at, len))
			appendStringInfoString(out, "<i>&blank;</i>");
		else
			put_char(out, c, data[at]);
	}
	if (at < len)
		appendStringInfo(out, "<i>&hellip; " INT64_FORMAT " more characters</i>",
						 count_chars(data + at, len - at));
}

void
html_number(StringInfo out, int64 number)
{
	char		digits[32];
	int			len = snprintf(digits, sizeof(digits), INT64_FORMAT, number);

	for (int i = 0; i < len; i++)
	{
		if (i > 0 && digits[i - 1] != '-' && (len - i) % 3 == 0)
			appendStringInfoString(out, "&#8239;");
		appendStringInfoChar(out, digits[i]);
	}
}

void
html_css_string(StringInfo out, const char *text, int max_chars)
{
	const unsigned char *data = utf8(text);
	int			len = strlen((const char *) data);
	int			char_len;

	appendStringInfoChar(out, '"');
	for (int at = 0, n = 0; at < len && n < max_chars; at += char_len, n++)
	{
		pg_wchar	c = decode(data + at, len - at, &char_len);

		if (c < 0x80 && (isalnum(c) || c == '_' || c == '.' || c == ' '))
			appendStringInfoChar(out, (char) c);
		else
			appendStringInfo(out, "\\%X ", c == NO_CHARACTER || character_is(c, CHARACTER_HIDDEN) ? '?' : c);
	}
	appendStringInfoChar(out, '"');
}

/* ---- templates ---- */

/* The HTML given for a key; errors if there is none. */
static const char *
find_value(va_list values, const char *key, int len)
{
	va_list		list;
	const char *name;
	const char *found = NULL;

	va_copy(list, values);
	while (found == NULL && (name = va_arg(list, const char *)) != NULL)
	{
		const char *value = va_arg(list, const char *);

		if (strncmp(name, key, len) == 0 && name[len] == '\0')
			found = value;
	}
	va_end(list);
	if (found == NULL)
		elog(ERROR, "template has a key \"%.*s\" without a value", len, key);
	return found;
}

/* Length of the key that begins here, after its @; 0 if none does. */
static int
key_length(const char *text, const char *end)
{
	int			len = 0;

	while (text + len < end && (islower((unsigned char) text[len]) || text[len] == '_'))
		len++;
	return text + len < end && text[len] == '@' ? len : 0;
}

static void
put_filled(StringInfo out, const char *part, const char *end, va_list values)
{
	for (const char *at = part; at < end; at++)
	{
		int			len = *at == '@' ? key_length(at + 1, end) : 0;

		if (len == 0)
			appendStringInfoChar(out, *at);
		else
		{
			appendStringInfoString(out, find_value(values, at + 1, len));
			at += len + 1;
		}
	}
}

void
html_part(StringInfo out, const char *template, const char *name,...)
{
	char	   *head = psprintf("<!--@ %s -->\n", name);
	const char *part = strstr(template, head);
	const char *end;
	va_list		values;

	if (part == NULL)
		elog(ERROR, "template has no part \"%s\"", name);
	part += strlen(head);
	end = strstr(part, "<!--@ ");
	va_start(values, name);
	put_filled(out, part, end != NULL ? end : part + strlen(part), values);
	va_end(values);
	pfree(head);
}

/* ---- long texts ---- */

int
text_difference(const char *a, const char *b, int max_chars)
{
	int			same = 0;
	int			char_len;
	int			context = max_chars / 4;
	int			len = strlen(a);
	int		   *starts;
	int			n = 0;

	if (pg_mbstrlen(a) <= max_chars && pg_mbstrlen(b) <= max_chars)
		return 0;
	/* start offsets of the last context + 1 equal characters */
	starts = palloc0((context + 1) * sizeof(int));
	for (; same < len; same += char_len, n++)
	{
		char_len = Min(pg_mblen(a + same), len - same);
		if (strncmp(a + same, b + same, char_len) != 0)
			break;
		starts[n % (context + 1)] = same;
	}
	if (n <= max_chars / 2)
		return 0;
	return starts[n % (context + 1)];
}
