/*
 * key_fold.c
 *
 * Folding of emails and identifiers, and the SQL functions that live rows which
 * are not stored folded are found by.
 */
#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "field/key_fold.h"
#include "field/value_trim.h"
#include "support/normal_form.h"

PG_FUNCTION_INFO_V1(customers_email_is_tidy);
PG_FUNCTION_INFO_V1(customers_identifier_is_tidy);
PG_FUNCTION_INFO_V1(customers_fold_email);
PG_FUNCTION_INFO_V1(customers_fold_identifier);

static inline bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* A byte, eight times. */
#define EIGHT(c) (UINT64CONST(0x0101010101010101) * (uint8) (c))

/*
 * Is one of eight bytes a capital?  The seven low bits of each are moved so
 * that the highest one says "A or later", and "later than Z"; no sum carries
 * into the next byte.
 */
static inline bool
has_upper_word(const char *data)
{
	uint64		word;
	uint64		low;

	memcpy(&word, data, sizeof(word));
	low = word & EIGHT(0x7F);
	return ((low + EIGHT(0x80 - 'A')) & ~(low + EIGHT(0x7F - 'Z')) & ~word & EIGHT(0x80)) != 0;
}

static bool
has_upper(const char *data, uint32 len)
{
	if (len >= sizeof(uint64))
	{
		const char *last = data + len - sizeof(uint64);

		for (; data < last; data += sizeof(uint64))
			if (has_upper_word(data))
				return true;
		return has_upper_word(last);
	}
	for (uint32 i = 0; i < len; i++)
		if (is_upper(data[i]))
			return true;
	return false;
}

/* Is there nothing to trim?  An empty text is not trimmed. */
static bool
is_trimmed(const char *data, uint32 len)
{
	uint32		before = len;

	if (value_is_trimmed(data, len))
		return true;
	value_trim(&data, &len);
	return len > 0 && len == before;
}

/* May the text have another spelling that looks the same?  Few have. */
static inline bool
may_be_respelled(const char *data, uint32 len)
{
	return !normal_form_is_ascii(data, len) && GetDatabaseEncoding() == PG_UTF8 &&
		normal_form_may_spell(data, len);
}

/* The same as key_fold() would make of it? */
static bool
is_fold_of_itself(KeyKind key, const char *data, uint32 len)
{
	const char *folded = data;
	uint32		folded_len = len;

	key_fold(key, &folded, &folded_len);
	return folded_len == len && len > 0 && memcmp(folded, data, len) == 0;
}

bool
key_is_folded(KeyKind key, const char *data, uint32 len)
{
	if (may_be_respelled(data, len))
		return is_fold_of_itself(key, data, len);
	return is_trimmed(data, len) && (key != KEY_EMAIL || !has_upper(data, len));
}

char *
key_lower(const char *data, uint32 len)
{
	char	   *lower = pnstrdup(data, len);

	for (uint32 i = 0; i < len; i++)
		if (is_upper(lower[i]))
			lower[i] += 'a' - 'A';
	return lower;
}

/*
 * Small letters join with accents that capitals do not: the normal form is taken
 * again after them.
 */
void
key_fold(KeyKind key, const char **data, uint32 *len)
{
	if (may_be_respelled(*data, *len))
		normal_form_spell(data, len);
	if (!value_is_trimmed(*data, *len))
		value_trim(data, len);
	if (key == KEY_EMAIL && has_upper(*data, *len))
	{
		*data = key_lower(*data, *len);
		normal_form_compose(data, len);
	}
}

/* ---- SQL functions; all strict ---- */

static Datum
is_tidy(FunctionCallInfo fcinfo, KeyKind key)
{
	text	   *live = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(key_is_folded(key, VARDATA_ANY(live), VARSIZE_ANY_EXHDR(live)));
}

static Datum
fold(FunctionCallInfo fcinfo, KeyKind key)
{
	text	   *live = PG_GETARG_TEXT_PP(0);
	const char *data = VARDATA_ANY(live);
	uint32		len = VARSIZE_ANY_EXHDR(live);

	key_fold(key, &data, &len);
	if (len == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(data, len));
}

/* customers_email_is_tidy(email text) returns boolean */
Datum
customers_email_is_tidy(PG_FUNCTION_ARGS)
{
	return is_tidy(fcinfo, KEY_EMAIL);
}

/* customers_identifier_is_tidy(identifier text) returns boolean */
Datum
customers_identifier_is_tidy(PG_FUNCTION_ARGS)
{
	return is_tidy(fcinfo, KEY_IDENTIFIER);
}

/* customers_fold_email(email text) returns text */
Datum
customers_fold_email(PG_FUNCTION_ARGS)
{
	return fold(fcinfo, KEY_EMAIL);
}

/* customers_fold_identifier(identifier text) returns text */
Datum
customers_fold_identifier(PG_FUNCTION_ARGS)
{
	return fold(fcinfo, KEY_IDENTIFIER);
}
