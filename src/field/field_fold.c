/*
 * field_fold.c
 *
 * Words as people write them to words that compare: "E-post ", "E-POST" and
 * "epost" are one.  Lower case, Latin letters without their accents, nothing
 * but letters and digits; "#" and the numero sign read "no".  Other scripts
 * keep their letters, in lower case.
 *
 *		UTF-8 word -> field_fold_utf8() -> UTF-8 word, no longer than twice
 *
 * Header words, boolean words and month names all go through here.  No table
 * of the operating system's is consulted: the same file maps alike everywhere.
 */
#include "postgres.h"

#include "common/unicode_norm.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "field/field.h"
#include "field/field_fold.h"
#include "support/characters.h"
#include "support/normal_form.h"

/* U+00C0 to U+017F, the Latin letters of Europe. */
static const char fold_latin[][3] = {
	/* 00C0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	/* 00D0 */ "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
	/* 00E0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	/* 00F0 */ "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
	/* 0100 */ "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
	/* 0110 */ "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
	/* 0120 */ "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
	/* 0130 */ "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
	/* 0140 */ "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
	/* 0150 */ "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
	/* 0160 */ "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
	/* 0170 */ "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s"
};

#define LATIN_FIRST 0x00C0
#define LATIN_LAST	0x017F

/* Folded ASCII letter or digit, or 0. */
static char
fold_ascii(unsigned int c)
{
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	return 0;
}

/* Blocks whose capitals stand at even (or odd) places, each before its small letter. */
static bool
is_paired_capital(unsigned int c)
{
	if ((c >= 0x0139 && c <= 0x0148) || (c >= 0x0179 && c <= 0x017E) ||
		(c >= 0x01CD && c <= 0x01DC) || (c >= 0x04C1 && c <= 0x04CE))
		return c % 2 == 1;
	return c % 2 == 0 &&
		((c >= 0x0100 && c <= 0x0137 && c != 0x0130) || (c >= 0x014A && c <= 0x0177) ||
		 (c >= 0x01DE && c <= 0x01EF) || (c >= 0x01F8 && c <= 0x021F) ||
		 (c >= 0x0222 && c <= 0x0233) || (c >= 0x0460 && c <= 0x0481) ||
		 (c >= 0x048A && c <= 0x04BF) || (c >= 0x04D0 && c <= 0x052F) ||
		 (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF));
}

/* Small letter of a capital that stands apart from it by no rule, else 0. */
static unsigned int
small_letter_of(unsigned int c)
{
	switch (c)
	{
		case 0x0130:			/* I with a dot, which small i has */
			return 'i';
		case 0x0178:
			return 0x00FF;
		case 0x0181:			/* letters of Africa */
			return 0x0253;
		case 0x0186:
			return 0x0254;
		case 0x018A:
			return 0x0257;
		case 0x018F:			/* schwa, of Azerbaijan */
			return 0x0259;
		case 0x0190:
			return 0x025B;
		case 0x0194:
			return 0x0263;
		case 0x0198:
		case 0x01A0:			/* o and u with a horn, of Vietnam */
		case 0x01AF:
		case 0x01B3:
			return c + 1;
		case 0x0386:
			return 0x03AC;
		case 0x038C:
			return 0x03CC;
		case 0x038E:
		case 0x038F:
			return c + 0x3F;
		case 0x03C2:			/* final sigma */
			return 0x03C3;
		case 0x04C0:
			return 0x04CF;
		case 0x1E9E:			/* capital sharp s */
			return 0x00DF;
		default:
			return 0;
	}
}

/* Small letter of a capital of any script; others as they are. */
static unsigned int
fold_case(unsigned int c)
{
	if (c < 0x80)
		return pg_ascii_tolower((unsigned char) c);
	if ((c >= 0x00C0 && c <= 0x00DE && c != 0x00D7) || (c >= 0x0391 && c <= 0x03AB && c != 0x03A2) ||
		(c >= 0x0410 && c <= 0x042F) || (c >= 0xFF21 && c <= 0xFF3A))
		return c + 0x20;
	if (c >= 0x0388 && c <= 0x038A)
		return c + 0x25;
	if (c >= 0x0400 && c <= 0x040F)
		return c + 0x50;
	if (c >= 0x0531 && c <= 0x0556)
		return c + 0x30;
	if (is_paired_capital(c))
		return c + 1;
	return small_letter_of(c) != 0 ? small_letter_of(c) : c;
}

/* What is no part of a word. */
#define NO_LETTER \
	(CHARACTER_BLANK | CHARACTER_CONTROL | CHARACTER_BREAK | CHARACTER_MARK | CHARACTER_SIGN)

/* What a character reads when folded, if it is plain letters; else NULL. */
static const char *
fold_to_letters(unsigned int c)
{
	if (c >= LATIN_FIRST && c <= LATIN_LAST)
		return fold_latin[c - LATIN_FIRST];
	switch (c)
	{
		case '#':
		case 0x2116:			/* numero sign */
			return "no";
		case 0x00AA:			/* feminine ordinal */
			return "a";
		case 0x00B0:			/* degree, written for the ordinal: n(o) */
		case 0x00BA:			/* masculine ordinal */
			return "o";
		case 0x0218:			/* s and t with comma below */
		case 0x0219:
			return "s";
		case 0x021A:
		case 0x021B:
			return "t";
		case 0x1E9E:			/* capital sharp s */
			return "ss";
		default:
			return NULL;
	}
}

static int
fold_character(unsigned int c, char *out)
{
	const char *letters = fold_to_letters(c);

	if (letters != NULL)
	{
		int			len = strlen(letters);

		memcpy(out, letters, len);
		return len;
	}
	if (c >= 0xFF01 && c <= 0xFF5E) /* full width forms of ASCII */
		c -= 0xFF01 - '!';
	if (c < 0x80)
	{
		*out = fold_ascii(c);
		return *out != 0;
	}
	if (character_is(c, NO_LETTER))
		return 0;
	unicode_to_utf8(fold_case(c), (unsigned char *) out);
	return pg_utf_mblen((unsigned char *) out);
}

int
field_fold_utf8(const char *data, int len, char *out)
{
	const unsigned char *p = (const unsigned char *) data;
	const unsigned char *end = p + len;
	char	   *start = out;

	while (p < end)
	{
		int			mblen = pg_utf_mblen(p);

		if (*p < 0x80 && fold_ascii(*p))
			*out++ = fold_ascii(*p);
		else if (mblen <= end - p && pg_utf8_islegal(p, mblen))
			out += fold_character(utf8_to_unicode(p), out);
		else
			mblen = 1;			/* not UTF-8: no part of any word */
		p += mblen;
	}
	return out - start;
}

int
field_fold_case_utf8(const char *data, int len, char *out)
{
	const unsigned char *p = (const unsigned char *) data;
	const unsigned char *end = p + len;
	char	   *start = out;

	while (p < end)
	{
		int			mblen = pg_utf_mblen(p);

		if (*p < 0x80 || mblen > end - p || !pg_utf8_islegal(p, mblen))
		{
			*out++ = pg_ascii_tolower(*p++);
			continue;
		}
		unicode_to_utf8(fold_case(utf8_to_unicode(p)), (unsigned char *) out);
		out += pg_utf_mblen((unsigned char *) out);
		p += mblen;
	}
	return out - start;
}

/* Accents that stand for themselves once a letter is taken apart, and what does not show. */
#define NOT_SEARCHED (CHARACTER_MARK | CHARACTER_FORMAT | CHARACTER_JOINER)

/* One character of a text to search, its accent gone. */
static void
append_searched(StringInfo out, unsigned int c)
{
	const char *letters = c >= LATIN_FIRST ? fold_to_letters(c) : NULL;
	unsigned char utf8[MAX_MULTIBYTE_CHAR_LEN];

	if (c >= 0xFF01 && c <= 0xFF5E) /* full width forms of ASCII */
		c -= 0xFF01 - '!';
	if (letters != NULL)
		appendStringInfoString(out, letters);
	else if (character_is(c, CHARACTER_SPACE))
		appendStringInfoChar(out, ' ');
	else if (c < 0x80)
		appendStringInfoChar(out, pg_ascii_tolower(c));
	else
	{
		unicode_to_utf8(fold_case(c), utf8);
		appendBinaryStringInfo(out, (char *) utf8, pg_utf_mblen(utf8));
	}
}

/* UTF-8 as code points, 0 at the end; what is not UTF-8 is left out. */
static pg_wchar *
code_points(const char *data, uint32 len)
{
	pg_wchar   *points = palloc((len + 1) * sizeof(pg_wchar));
	const unsigned char *p = (const unsigned char *) data;
	const unsigned char *end = p + len;
	int			n = 0;

	while (p < end)
	{
		int			mblen = pg_utf_mblen(p);

		if (mblen <= end - p && pg_utf8_islegal(p, mblen))
			points[n++] = utf8_to_unicode(p);
		else
			mblen = 1;
		p += mblen;
	}
	points[n] = 0;
	return points;
}

/* Takes letters apart, leaves their accents out, and puts together the rest. */
static pg_wchar *
without_marks(const pg_wchar *points)
{
	pg_wchar   *apart = unicode_normalize(UNICODE_NFD, points);
	int			n = 0;

	for (int i = 0; apart[i] != 0; i++)
		if (!character_is(apart[i], NOT_SEARCHED))
			apart[n++] = apart[i];
	apart[n] = 0;
	return unicode_normalize(UNICODE_NFC, apart);
}

char *
field_fold_text_utf8(const char *data, uint32 *len)
{
	StringInfoData out;
	uint32		plain = 0;

	initStringInfo(&out);
	while (plain < *len && (unsigned char) data[plain] < 0x80)
		append_searched(&out, (unsigned char) data[plain++]);
	if (plain < *len)
	{
		pg_wchar   *points = without_marks(code_points(data + plain, *len - plain));

		for (; *points != 0; points++)
			append_searched(&out, *points);
	}
	*len = out.len;
	return out.data;
}

const char *
field_utf8(const char *data, uint32 *len)
{
	const char *utf8 = data;

	if (GetDatabaseEncoding() != PG_SQL_ASCII)
		utf8 = pg_server_to_any(data, *len, PG_UTF8);
	if (utf8 != data)
		*len = strlen(utf8);
	return utf8;
}

const char *
field_from_utf8(const char *data, uint32 *len)
{
	const char *text = data;

	if (GetDatabaseEncoding() != PG_SQL_ASCII)
		text = pg_any_to_server(data, *len, PG_UTF8);
	if (text != data)
		*len = strlen(text);
	return text;
}

char *
field_fold_header(const char *data, int len)
{
	uint32		n = len;
	const char *utf8 = field_utf8(data, &n);
	const char *spelled = utf8;
	char	   *folded;
	char	   *result;

	/* letters of Cyrillic, kana and Hangul are not the same without their marks */
	normal_form_spell(&spelled, &n);
	folded = palloc(2 * n + 1);
	n = field_fold_utf8(spelled, n, folded);
	result = pnstrdup(field_from_utf8(folded, &n), n);

	/* a header may be megabytes, and be folded often */
	pfree(folded);
	if (spelled != utf8)
		pfree(unconstify(char *, spelled));
	return result;
}
