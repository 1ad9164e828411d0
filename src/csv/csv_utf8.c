/*
 * csv_utf8.c
 *
 * How far a text is UTF-8.  See csv_utf8.h.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "csv/csv_utf8.h"

/*
 * In pieces that grow while they are valid: the library looks at all of its
 * text before it says where the first bad byte is.
 */
size_t
csv_valid_utf8(const char *text, size_t len)
{
	size_t		done = 0;
	size_t		piece = 64;

	while (done < len)
	{
		size_t		part = Min(len - done, piece);
		size_t		valid = pg_encoding_verifymbstr(PG_UTF8, text + done, (int) part);

		done += valid;
		if (valid < part)
		{
			/* unless the piece just ends within a character */
			if (done + (part - valid) == len || valid + 4 <= part)
				break;
		}
		piece = Min(piece * 2, 65536);
	}
	return done;
}

bool
csv_is_cut_utf8(const char *text, size_t len)
{
	if (len == 0 || len >= (size_t) pg_utf_mblen((const unsigned char *) text) ||
		(uint8) text[0] < 0xc2 || (uint8) text[0] > 0xf4)
		return false;
	for (size_t i = 1; i < len; i++)
	{
		if (((uint8) text[i] & 0xc0) != 0x80)
			return false;
	}
	return true;
}

uint32
csv_surrogates_at(const char *text, size_t len)
{
	const uint8 *p = (const uint8 *) text;

	if (len < CSV_SURROGATES_BYTES || p[0] != 0xed || (p[1] & 0xf0) != 0xa0 || (p[2] & 0xc0) != 0x80 ||
		p[3] != 0xed || (p[4] & 0xf0) != 0xb0 || (p[5] & 0xc0) != 0x80)
		return 0;
	return 0x10000 + (((uint32) (p[1] & 0x0f) << 6 | (p[2] & 0x3f)) << 10) +
		((uint32) (p[4] & 0x0f) << 6 | (p[5] & 0x3f));
}
