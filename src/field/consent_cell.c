/*
 * consent_cell.c
 *
 *		cell -> word of customer_value_words | date | number -> ConsentCell
 */
#include "postgres.h"

#include "field/consent_cell.h"
#include "field/value_parse.h"

/* Seconds, or milliseconds, since 1970, of 2001 and later. */
#define EPOCH_DIGITS 10
#define EPOCH_MS_DIGITS 13

/* 20260112 */
#define COMPACT_DIGITS 8

static bool
is_digits(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (!value_is_digit(data[i]))
			return false;
	return len > 0;
}

/* Digits, signs and separators, as of 0.2, 12, 1 000 or 5 %. */
static bool
is_number(const char *data, uint32 len)
{
	bool		digit = false;

	for (uint32 i = 0; i < len; i++)
	{
		if (value_is_digit(data[i]))
			digit = true;
		else if (strchr("+-., %", data[i]) == NULL)
			return false;
	}
	return digit;
}

/* Of some programs a true, of others of those who left: never a yes. */
static bool
is_minus_one(const char *data, uint32 len)
{
	return len >= 2 && memcmp(data, "-1", 2) == 0 && (len == 2 || strspn(data + 2, ".,0") >= len - 2);
}

/* 20260112, and with hours, minutes and seconds behind it. */
static bool
is_compact_moment(const char *data, uint32 len)
{
	int			year,
				month,
				day;

	if ((len != COMPACT_DIGITS && len != COMPACT_DIGITS + 4 && len != COMPACT_DIGITS + 6) ||
		sscanf(pnstrdup(data, COMPACT_DIGITS), "%4d%2d%2d", &year, &month, &day) != 3)
		return false;
	return year >= 1980 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* A day, or a moment: 2026-01-12, 12.01.2026 10:30, 1768212000. */
static bool
is_moment(const char *data, uint32 len)
{
	if (is_digits(data, len))
		return is_compact_moment(data, len) || ((len == EPOCH_DIGITS || len == EPOCH_MS_DIGITS) && data[0] == '1');
	return value_is_moment(data, len);
}

ConsentCell
consent_cell(const ValueWords *words, const char *data, uint32 len, bool *telling)
{
	char		folded[2 * VALUE_WORD_BYTES + 1];
	const ValueWord *word = NULL;
	bool		yes;

	if (telling != NULL)
		*telling = false;
	if (value_is_zero_or_one(data, len))
		return CONSENT_CELL_ZERO_ONE;
	if (is_minus_one(data, len))
		return CONSENT_CELL_UNSUBSCRIBED;
	if (len == 1 && data[0] == '+')
		return CONSENT_CELL_YES;
	if (value_is_literal(data, len, &yes))
		return yes ? CONSENT_CELL_YES : CONSENT_CELL_NO;
	if (value_words_fold(data, len, folded))
		word = value_words_find_consent(words, folded);
	if (word != NULL)
	{
		if (telling != NULL)
			*telling = value_word_is_telling(word);
		return word->yes ? CONSENT_CELL_SUBSCRIBED : CONSENT_CELL_UNSUBSCRIBED;
	}
	if (value_is_boolean(words, data, len, &yes))
		return yes ? CONSENT_CELL_YES : CONSENT_CELL_NO;
	if (is_moment(data, len))
		return CONSENT_CELL_DATE;
	return is_number(data, len) ? CONSENT_CELL_NUMBER : CONSENT_CELL_OTHER;
}
