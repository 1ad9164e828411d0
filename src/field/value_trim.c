/*
 * value_trim.c
 *
 *		" text\u00a0" -> "text"
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "field/value_trim.h"

/*
 * Bytes of the UTF-8 character at p that is a space or cannot be seen, or 0:
 * NBSP, soft hyphen, the spaces and the marks of direction from U+2000 on,
 * joiners, U+3000, BOM.
 */
static uint32
invisible_utf8(const unsigned char *p, const unsigned char *end)
{
	if (end - p >= 2 && p[0] == 0xC2 && (p[1] == 0xA0 || p[1] == 0xAD))
		return 2;
	if (end - p < 3)
		return 0;
	if (p[0] == 0xE2 && p[1] == 0x80 &&
		(p[2] <= 0x8F || (p[2] >= 0xA8 && p[2] <= 0xAF)))
		return 3;
	if (p[0] == 0xE2 && p[1] == 0x81 && p[2] >= 0x9F && p[2] <= 0xAF)
		return 3;
	if ((p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80) ||
		(p[0] == 0xE1 && p[1] == 0x9A && p[2] == 0x80))
		return 3;
	if (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)
		return 3;
	return 0;
}

static bool
is_nbsp_utf8(const char *p)
{
	return memcmp(p, "\xC2\xA0", 2) == 0;
}

/* Is byte A0 a no-break space in the (single-byte) database encoding? */
static bool
nbsp_is_a0(void)
{
	switch (GetDatabaseEncoding())
	{
		case PG_SQL_ASCII:
		case PG_KOI8R:
		case PG_KOI8U:
		case PG_WIN866:
		case PG_WIN874:
			return false;
		default:
			return pg_database_encoding_max_length() == 1;
	}
}

/* Bytes of the character beyond ASCII at p that trimming drops, or 0. */
static uint32
high_space(const char *p, const char *end, bool nbsp_only)
{
	uint32		len;

	if (GetDatabaseEncoding() != PG_UTF8)
		return (unsigned char) *p == 0xA0 && nbsp_is_a0();
	len = invisible_utf8((const unsigned char *) p, (const unsigned char *) end);
	return nbsp_only && (len != 2 || !is_nbsp_utf8(p)) ? 0 : len;
}

static inline bool
is_ascii_space(char c, bool nbsp_only)
{
	return c == ' ' || c == '\t' || (!nbsp_only && c >= '\n' && c <= '\r');
}

/* Bytes of the blank character that ends at end, or 0. */
static uint32
space_before(const char *start, const char *end, bool nbsp_only)
{
	if (!IS_HIGHBIT_SET(end[-1]))
		return is_ascii_space(end[-1], nbsp_only);
	for (uint32 len = 1; len <= 3 && len <= end - start; len++)
		if (high_space(end - len, end, nbsp_only) == len)
			return len;
	return 0;
}

static uint32
space_after(const char *start, const char *end, bool nbsp_only)
{
	if (!IS_HIGHBIT_SET(*start))
		return is_ascii_space(*start, nbsp_only);
	return high_space(start, end, nbsp_only);
}

static void
trim(const char **data, uint32 *len, bool nbsp_only)
{
	const char *start = *data;
	const char *end = start + *len;
	uint32		n;

	while (start < end && (n = space_after(start, end, nbsp_only)) > 0)
		start += n;
	while (start < end && (n = space_before(start, end, nbsp_only)) > 0)
		end -= n;
	*data = start;
	*len = end - start;
}

void
value_trim(const char **data, uint32 *len)
{
	trim(data, len, false);
}

void
value_trim_text(const char **data, uint32 *len)
{
	trim(data, len, true);
}

bool
value_has_invisible(const char *p, const char *end)
{
	for (; p < end; p++)
		if (IS_HIGHBIT_SET(*p) && high_space(p, end, false) > 0)
			return true;
	return false;
}
