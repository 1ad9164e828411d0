/*
 * csv_reference.c
 *
 *		&name; | &#233; | &#xe9; -> character
 *
 * Names are those of HTML 4.01 (section 24) that texts about people have: Latin-1
 * and punctuation.  Numbers from 128 to 159 are what the living standard (HTML,
 * section 13.2.5.80) takes them for: the letters of Windows-1252.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "csv/csv_reference.h"

/* "&thetasym;", or a number with zeros before it */
#define REFERENCE_BYTES 12

/* How often a text may have been written so. */
#define REFERENCE_TIMES 3

/* The letters of Latin-1 from 160 on, in their order. */
static const char *const latin[] = {
	"nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect",
	"uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr",
	"deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
	"cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
	"Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil",
	"Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml",
	"ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times",
	"Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
	"agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
	"egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml",
	"eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide",
	"oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml"
};

#define LATIN_FIRST 160

static const struct
{
	const char *name;
	pg_wchar	code;
}			others[] = {
	{"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"lt", '<'}, {"gt", '>'},
	{"OElig", 0x152}, {"oelig", 0x153}, {"Scaron", 0x160}, {"scaron", 0x161}, {"Yuml", 0x178},
	{"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201a},
	{"ldquo", 0x201c}, {"rdquo", 0x201d}, {"bdquo", 0x201e}, {"bull", 0x2022}, {"hellip", 0x2026},
	{"lsaquo", 0x2039}, {"rsaquo", 0x203a}, {"euro", 0x20ac}, {"trade", 0x2122}
};

/* What 128 to 159 are in Windows-1252; 0 = nothing. */
static const uint16 windows[] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

#define WINDOWS_FIRST 128

/* The character of a name; 0 = there is none. */
static pg_wchar
named(const char *name, size_t len)
{
	for (size_t i = 0; i < lengthof(others); i++)
		if (strlen(others[i].name) == len && memcmp(others[i].name, name, len) == 0)
			return others[i].code;
	for (size_t i = 0; i < lengthof(latin); i++)
		if (strlen(latin[i]) == len && memcmp(latin[i], name, len) == 0)
			return LATIN_FIRST + i;
	return 0;
}

/* The character of a number; 0 = none that a cell holds. */
static pg_wchar
numbered(const char *digits, size_t len)
{
	bool		hexadecimal = len > 0 && (digits[0] == 'x' || digits[0] == 'X');
	pg_wchar	code = 0;

	if (len == hexadecimal)
		return 0;
	for (size_t i = hexadecimal; i < len; i++)
	{
		const char *digit = strchr("0123456789abcdef", pg_ascii_tolower((unsigned char) digits[i]));

		if (digit == NULL || *digit == '\0' || (!hexadecimal && *digit > '9'))
			return 0;
		code = code * (hexadecimal ? 16 : 10) + (*digit <= '9' ? *digit - '0' : *digit - 'a' + 10);
		if (code > 0x10ffff)
			return 0;
	}
	if (code >= WINDOWS_FIRST && code < WINDOWS_FIRST + lengthof(windows))
		return windows[code - WINDOWS_FIRST];
	if (code < ' ')
		return code == '\t' || code == '\n' || code == '\r' ? code : 0;
	return code == 0x7f || (code >= 0xd800 && code <= 0xdfff) ? 0 : code;
}

/* The character that the text, which starts with &, refers to; 0 = none. */
static pg_wchar
referred_at(const char *text, size_t len, size_t *taken)
{
	const char *semicolon = memchr(text, ';', Min(len, REFERENCE_BYTES));

	if (semicolon == NULL || semicolon - text < 3)
		return 0;
	*taken = semicolon + 1 - text;
	return text[1] == '#' ? numbered(text + 2, *taken - 3) : named(text + 1, *taken - 2);
}

static bool
holds_reference(const char *data, size_t len)
{
	const char *end = data + len;
	size_t		taken;

	while ((data = memchr(data, '&', end - data)) != NULL)
	{
		if (referred_at(data, end - data, &taken) != 0)
			return true;
		data++;
	}
	return false;
}

/* <br>, <a href=...>, </p> */
static bool
holds_markup(const char *data, size_t len)
{
	const char *end = data + len;

	while ((data = memchr(data, '<', end - data)) != NULL)
	{
		data++;
		if (data < end && (*data == '/' || isalpha((unsigned char) *data)) && memchr(data, '>', end - data) != NULL)
			return true;
	}
	return false;
}

bool
csv_reference_is_in(const char *data, size_t len)
{
	return memchr(data, '&', len) != NULL && holds_reference(data, len) && !holds_markup(data, len);
}

/* In place, for no character is longer than what refers to it.  Returns the length. */
static size_t
undo_once(char *text, size_t len)
{
	size_t		out = 0;
	size_t		i = 0;

	while (i < len)
	{
		size_t		taken;
		pg_wchar	code = text[i] == '&' ? referred_at(text + i, len - i, &taken) : 0;

		if (code == 0)
		{
			text[out++] = text[i++];
			continue;
		}
		if (code < 0x80)
			text[out++] = (char) code;
		else
		{
			unicode_to_utf8(code, (unsigned char *) text + out);
			out += pg_utf_mblen((unsigned char *) text + out);
		}
		i += taken;
	}
	return out;
}

bool
csv_reference_undo(CsvCell *cell, CsvArena *arena)
{
	char	   *text;
	size_t		len = cell->len;

	if (len == 0 || cell->data[0] == '\'' || !csv_reference_is_in(cell->data, len))
		return false;
	text = csv_arena_alloc(arena, len);
	memcpy(text, cell->data, len);
	for (int i = 0; i < REFERENCE_TIMES && csv_reference_is_in(text, len); i++)
		len = undo_once(text, len);
	cell->data = text;
	cell->len = (uint32) len;
	return true;
}
