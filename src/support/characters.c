/*
 * characters.c
 *
 *		UTF-8 -> code point -> its range in the table -> classes
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "support/characters.h"

#define SPACE CHARACTER_SPACE
#define BREAK (CHARACTER_SPACE | CHARACTER_BREAK)
#define CONTROL CHARACTER_CONTROL
#define FORMAT CHARACTER_FORMAT
#define JOINER CHARACTER_JOINER
#define MARK CHARACTER_MARK
#define SIGN CHARACTER_SIGN
#define NONE CHARACTER_NONE
#define LOST CHARACTER_LOST

/* Sorted; other characters have no class. */
static const struct
{
	uint32		first;
	uint32		last;
	int			classes;
}			ranges[] = {
	{0x0000, 0x0008, CONTROL},
	{0x0009, 0x000D, CONTROL | SPACE},
	{0x000E, 0x001F, CONTROL},
	{0x0020, 0x0020, SPACE},
	{0x007F, 0x009F, CONTROL},
	{0x00A0, 0x00A0, SPACE},	/* no-break space */
	{0x00A1, 0x00AC, SIGN},
	{0x00AD, 0x00AD, FORMAT},	/* soft hyphen */
	{0x00AE, 0x00BF, SIGN},
	{0x0300, 0x034E, MARK},
	{0x034F, 0x034F, JOINER},	/* combining grapheme joiner */
	{0x0350, 0x036F, MARK},
	{0x061C, 0x061C, FORMAT},	/* Arabic mark of direction */
	{0x115F, 0x1160, FORMAT},	/* fillers of Hangul */
	{0x1680, 0x1680, SPACE},
	{0x180E, 0x180E, FORMAT},	/* Mongolian vowel separator */
	{0x1AB0, 0x1AFF, MARK},
	{0x1DC0, 0x1DFF, MARK},
	{0x2000, 0x200A, SPACE},	/* en quad to hair space */
	{0x200B, 0x200B, FORMAT},	/* zero width space */
	{0x200C, 0x200D, JOINER},
	{0x200E, 0x200F, FORMAT},	/* marks of direction */
	{0x2010, 0x2027, SIGN},
	{0x2028, 0x2029, BREAK},
	{0x202A, 0x202E, FORMAT},	/* embeddings and overrides of direction */
	{0x202F, 0x202F, SPACE},	/* narrow no-break space */
	{0x2030, 0x205E, SIGN},
	{0x205F, 0x205F, SPACE},
	{0x2060, 0x206F, FORMAT},	/* word joiner, isolates of direction */
	{0x20D0, 0x20FF, MARK},
	{0x3000, 0x3000, SPACE},	/* ideographic space */
	{0x3001, 0x303F, SIGN},
	{0x3164, 0x3164, FORMAT},	/* filler of Hangul */
	{0xD800, 0xDFFF, NONE},		/* surrogates */
	{0xFDD0, 0xFDEF, NONE},
	{0xFE00, 0xFE0F, JOINER},	/* variants, of emoji mostly */
	{0xFE20, 0xFE2F, MARK},
	{0xFEFF, 0xFEFF, FORMAT},	/* byte order mark */
	{0xFFA0, 0xFFA0, FORMAT},	/* filler of Hangul */
	{0xFFF0, 0xFFFB, FORMAT},
	{0xFFFD, 0xFFFD, LOST},
	{0xE0000, 0xE007F, FORMAT}	/* tags */
};

int
character_classes(uint32 c)
{
	int			low = 0,
				high = lengthof(ranges);

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (c < ranges[middle].first)
			high = middle;
		else if (c > ranges[middle].last)
			low = middle + 1;
		else
			return ranges[middle].classes;
	}
	/* the last two code points of each plane, and those beyond the last plane */
	return (c & 0xFFFE) == 0xFFFE || c > 0x10FFFF ? NONE : 0;
}

int
character_at(const char *p, const char *end, uint32 *c)
{
	const unsigned char *bytes = (const unsigned char *) p;
	int			len = p < end ? pg_utf_mblen(bytes) : 0;

	if (len == 0 || len > end - p || !pg_utf8_islegal(bytes, len))
		return 0;
	*c = utf8_to_unicode(bytes);
	return len;
}

int
character_before(const char *start, const char *end, uint32 *c)
{
	const char *p = end;

	while (p > start && end - p < 4 && (*--p & 0xC0) == 0x80)
		;
	return character_at(p, end, c) == end - p ? (int) (end - p) : 0;
}
