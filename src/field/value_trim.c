/*
 * value_trim.c
 *
 *		" text\u00a0" -> "text"
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "field/value_trim.h"
#include "support/characters.h"

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

/* Is a character of UTF-8 one that trimming drops? */
static inline bool
is_dropped(uint32 c, bool nbsp_only)
{
	if (c < 0x80)
		return c == ' ' || c == '\t' || (!nbsp_only && character_is(c, CHARACTER_SPACE));
	return nbsp_only ? c == 0xA0 : character_is(c, CHARACTER_BLANK);
}

/* The same of a byte in any other encoding. */
static inline bool
is_dropped_byte(char c, bool nbsp_only)
{
	return IS_HIGHBIT_SET(c) ? (unsigned char) c == 0xA0 && nbsp_is_a0()
		: is_dropped((unsigned char) c, nbsp_only);
}

/* Bytes of the blank character that ends at end, or 0. */
static uint32
space_before(const char *start, const char *end, bool nbsp_only)
{
	uint32		c;
	int			len;

	if (GetDatabaseEncoding() != PG_UTF8)
		return is_dropped_byte(end[-1], nbsp_only);
	len = character_before(start, end, &c);
	return len > 0 && is_dropped(c, nbsp_only) ? len : 0;
}

static uint32
space_after(const char *start, const char *end, bool nbsp_only)
{
	uint32		c;
	int			len;

	if (GetDatabaseEncoding() != PG_UTF8)
		return is_dropped_byte(*start, nbsp_only);
	len = character_at(start, end, &c);
	return len > 0 && is_dropped(c, nbsp_only) ? len : 0;
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
value_has_class(const char *p, const char *end, int classes)
{
	bool		utf8 = GetDatabaseEncoding() == PG_UTF8;
	uint32		c;
	int			len;

	for (; p < end; p += Max(len, 1))
	{
		len = 1;
		if (!IS_HIGHBIT_SET(*p))
			continue;
		if (!utf8 ? (classes & CHARACTER_SPACE) != 0 && is_dropped_byte(*p, true)
			: (len = character_at(p, end, &c)) > 0 && character_is(c, classes))
			return true;
	}
	return false;
}
