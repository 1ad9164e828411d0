/*
 * consent_column.c
 *
 *		cell -> word of customer_value_words | date | number -> ConsentCell
 *			-> ConsentColumn: what it says there
 */
#include "postgres.h"

#include "field/consent_column.h"
#include "field/consent_remark.h"
#include "field/field.h"
#include "field/value_parse.h"

/* Seconds, or milliseconds, since 1970, of 2001 and later. */
#define EPOCH_DIGITS 10
#define EPOCH_MS_DIGITS 13

/* 20260112 */
#define COMPACT_DIGITS 8

/* ---- a cell ---- */

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

/* The same of a column that is known to speak of consent: a word may have a remark. */
static ConsentCell
consent_cell_with_remark(const ValueWords *words, const char *data, uint32 len)
{
	ConsentCell cell = consent_cell(words, data, len, NULL);
	bool		telling;

	return cell == CONSENT_CELL_OTHER ? consent_remark(words, data, len, &telling) : cell;
}

/* ---- a cell in its column ---- */

static void
say(CellValue *value, bool subscribed)
{
	value->number = subscribed;
	if (subscribed)
		value_set(value, "true", 4);
	else
		value_set(value, "false", 5);
}

/* A cell that was not understood says nothing, and is told of. */
static void
say_unclear(CellValue *value)
{
	value_fail(value, "consent_unclear",
			   "it cannot be told whether this person wants mail",
			   "Write yes, no or nothing; or say by mapping what the column is.");
	value->state = VALUE_BLANK;
}

static void
fail(const ConsentColumn *column, CellValue *value)
{
	if (column->unproved)
		say_unclear(value);
	else if (column->refuses)
		value_fail(value, "invalid_boolean", "it cannot be told whether this person has unsubscribed",
				   "Write yes, a date, a word such as unsubscribed, or nothing.");
	else
		value_fail(value, "invalid_boolean", "neither yes nor no",
				   "Write a word such as yes, no, subscribed, unsubscribed, true, false, 1 or 0.");
}

/* Something hints at a no: where a yes is one, too, it cannot be told. */
static void
say_hint(const ConsentColumn *column, CellValue *value)
{
	if (column->refuses)
		fail(column, value);
	else
		say(value, false);
}

/* A plain yes or no. */
static void
say_plain(const ConsentColumn *column, bool yes, CellValue *value)
{
	if (!column->refuses)
		say(value, yes);
	else if (yes)
		say(value, false);
	else
		value->state = VALUE_BLANK;
}

static void
say_date(const ConsentColumn *column, CellValue *value)
{
	if (column->delivery)
		value->state = VALUE_BLANK;
	else if (column->refuses || column->dated)
		say(value, column->dated && !column->refuses);
	else
		fail(column, value);
}

/* do_not_contact: 3 is why, and 0 is not so; a count of something says nothing. */
static void
say_number(const ConsentColumn *column, const char *data, uint32 len, CellValue *value)
{
	if (column->delivery)
		value->state = VALUE_BLANK;
	else if (column->refuses && !column->counts && len == 1)
		say(value, false);
	else
		fail(column, value);
}

/* none, keine: one word of a no; or no word at all. */
static bool
is_no_reason(ConsentCell cell, const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (isalnum((unsigned char) data[i]) || (data[i] & 0x80) != 0)
			return cell == CONSENT_CELL_HINT && memchr(data, ' ', len) == NULL;
	return true;
}

/* Why somebody refuses, or mail failed: whatever it is, it is a no. */
static void
say_reason(const ConsentColumn *column, ConsentCell cell, const char *data, uint32 len, CellValue *value)
{
	bool		measure = cell == CONSENT_CELL_DATE || cell == CONSENT_CELL_NUMBER ||
		(cell == CONSENT_CELL_ZERO_ONE && (column->counts || data[0] != '1'));

	if (cell == CONSENT_CELL_NO || cell == CONSENT_CELL_SUBSCRIBED || is_no_reason(cell, data, len) ||
		(measure && column->delivery))
		value->state = VALUE_BLANK;
	else
		say(value, false);
}

void
consent_parse(const Field *field, const char *data, uint32 len, CellValue *value)
{
	const ConsentColumn *column = field->consent;
	ConsentCell cell = consent_cell_with_remark(field->words, data, len);

	if (column->reason)
	{
		say_reason(column, cell, data, len, value);
		return;
	}
	switch (cell)
	{
		case CONSENT_CELL_YES:
			say_plain(column, true, value);
			break;
		case CONSENT_CELL_NO:
			say_plain(column, false, value);
			break;
		case CONSENT_CELL_ZERO_ONE:
			if (column->counts)
				say_number(column, data, len, value);
			else
				say_plain(column, data[0] == '1', value);
			break;
		case CONSENT_CELL_SUBSCRIBED:
			say(value, true);
			break;
		case CONSENT_CELL_UNSUBSCRIBED:
			say(value, false);
			break;
		case CONSENT_CELL_DATE:
			say_date(column, value);
			break;
		case CONSENT_CELL_NUMBER:
			say_number(column, data, len, value);
			break;
		case CONSENT_CELL_HINT:
			say_hint(column, value);
			break;
		case CONSENT_CELL_OTHER:
			fail(column, value);
			break;
	}
}

/* ---- the columns of a field ---- */

const ConsentColumn *
consent_column_of(const Field *field, int column)
{
	for (int i = 0; i < field->nconsent; i++)
		if (field->consent[i].column == column)
			return &field->consent[i];
	return NULL;
}

bool
consent_is_plain(const Field *field)
{
	return field->nconsent == 1 && !field->consent->refuses;
}

bool
consent_may_say_yes(const Field *field)
{
	for (int i = 0; i < field->nconsent; i++)
		if (!field->consent[i].refuses)
			return true;
	return false;
}
