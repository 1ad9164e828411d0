/*
 * seed_text.c
 *
 *		text in UTF-8 -> words -> each converted whole, or left out
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "csv/csv_convert.h"
#include "schema/seed_text.h"

/* Longest word that is converted, in bytes; no seed is as long. */
#define WORD_BYTES 256

/* Is it of a word that ASCII alone does not hold, or may be? */
static inline bool
is_of_word(char c)
{
	return IS_HIGHBIT_SET(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void
append_word(StringInfo text, Oid conversion, const char *word, size_t len)
{
	char		converted[WORD_BYTES * CSV_CONVERT_GROWTH + 1];
	size_t		written;

	if (len < WORD_BYTES &&
		csv_convert(conversion, PG_UTF8, GetDatabaseEncoding(), word, len, converted, &written) == len)
		appendBinaryStringInfo(text, converted, written);
}

const char *
seed_text(const char *utf8)
{
	Oid			conversion;
	StringInfoData text;

	if (GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII)
		return utf8;
	conversion = csv_convert_find(PG_UTF8, GetDatabaseEncoding());
	initStringInfo(&text);
	while (*utf8 != '\0')
	{
		size_t		len = 0;
		bool		plain = true;

		while (is_of_word(utf8[len]))
			plain &= !IS_HIGHBIT_SET(utf8[len++]);
		if (len == 0)
			appendStringInfoChar(&text, *utf8++);
		else if (plain)
			appendBinaryStringInfo(&text, utf8, len);
		else if (OidIsValid(conversion))
			append_word(&text, conversion, utf8, len);
		utf8 += len;
	}
	return text.data;
}
