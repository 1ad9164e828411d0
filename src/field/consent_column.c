/*
 * consent_column.c
 *
 *		cell -> code, pairs, remark -> ConsentCell -> ConsentColumn: what it says there
 */
#include "postgres.h"

#include "field/consent_channel.h"
#include "field/consent_code.h"
#include "field/consent_column.h"
#include "field/consent_pairs.h"
#include "field/consent_position.h"
#include "field/consent_question.h"
#include "field/consent_remark.h"
#include "field/consent_word.h"
#include "field/field.h"
#include "field/value_parse.h"
#include "field/word_list.h"

/* ---- a cell ---- */

/* Does a text refuse, as a header: Widerspruch? */
static bool
refuses(const char *data, uint32 len)
{
	ConsentWord word;

	if (len > CONSENT_MAX_TEXT)
		return false;
	word = consent_word(pnstrdup(data, len));
	return word.refuses && !word.subscribes;
}

/* How far somebody refuses: Opposition: Total. */
static bool
is_whole(const char *data, uint32 len)
{
	static const char *const wholes[] = {
		"total", "totale", "totalt", "complete", "completa", "completo", "full", "fullt", "fuld", "fullstendig", "vollstandig", "komplett",
		"gesamt", "volledig", "taydellinen", "calkowity", "all", "alt", "alle", "alles", "tout", "tous", "todo", "todos", "tutto", "tudo"
	};
	char		folded[2 * VALUE_WORD_BYTES + 1];

	return value_words_fold(data, len, folded) && IS_ONE_OF(folded, wholes);
}

/* An answer to another question than whether. */
static ConsentCell
answer(const ConsentColumn *column, const char *data, uint32 len)
{
	if (column->refuses && !column->delivery && !column->counts && is_whole(data, len))
		return CONSENT_CELL_YES;
	if (column->question == CONSENT_HOW_OFTEN && consent_says_how_often(data, len))
		return CONSENT_CELL_SUBSCRIBED;
	if (column->question != CONSENT_BASIS)
		return CONSENT_CELL_OTHER;
	if (refuses(data, len))
		return CONSENT_CELL_UNSUBSCRIBED;
	if (consent_is_own_basis(data, len))
		return CONSENT_CELL_SUBSCRIBED;
	return consent_is_other_basis(data, len) ? CONSENT_CELL_SILENT : CONSENT_CELL_OTHER;
}

/* Since when somebody refuses may be a year. */
static bool
is_year(const char *data, uint32 len)
{
	return len == 4 && value_is_digit(data[2]) && value_is_digit(data[3]) &&
		(memcmp(data, "19", 2) == 0 || memcmp(data, "20", 2) == 0);
}

bool
consent_is_empty_list(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (isalnum((unsigned char) data[i]) || (data[i] & 0x80) != 0)
			return false;
	return true;
}

/* The answer for email among those of several channels. */
static ConsentCell
answer_in_place(const ConsentColumn *column, const ValueWords *words, const char *data, uint32 len)
{
	const char *part;
	uint32		part_len;
	ConsentCell cell;

	if (!consent_position_part(column->positions, data, len, &part, &part_len))
		return CONSENT_CELL_OTHER;
	if (part_len == 0)
		return CONSENT_CELL_SILENT;
	cell = consent_cell(words, part, part_len, NULL);
	if (cell == CONSENT_CELL_ZERO_ONE)
		return *part == '1' ? CONSENT_CELL_YES : CONSENT_CELL_NO;
	return cell;
}

/* When somebody refused, among other words: seit 03/2023, since May 2023. */
static bool
holds_day(const char *data, uint32 len)
{
	uint32		run = 0;

	for (uint32 i = 0; i <= len; i++)
	{
		if (i < len && value_is_digit(data[i]))
		{
			run++;
			continue;
		}
		if (run == 4 && is_year(data + i - run, run))
			return true;
		if (run > 0 && i + 1 < len && strchr("./-", data[i]) != NULL && value_is_digit(data[i + 1]))
			return true;
		run = 0;
	}
	return false;
}

ConsentCell
consent_column_cell(const ConsentColumn *column, const ValueWords *words, const char *data, uint32 len,
					bool *telling)
{
	const char *meaning = column->codes == NULL ? NULL : consent_code_meaning(column->codes, data, len);
	ConsentCell cell;

	*telling = false;
	if (meaning != NULL)
	{
		data = meaning;
		len = strlen(meaning);
	}
	if (column->positions != NULL)
	{
		cell = answer_in_place(column, words, data, len);
		if (cell != CONSENT_CELL_OTHER)
			return cell;
	}
	if (column->question == CONSENT_CHANNEL)
	{
		bool		marked;

		cell = consent_channels(words, data, len, &marked);
		if (column->refuses && cell != CONSENT_CELL_OTHER && !marked)	/* channels that are not allowed */
			return cell == CONSENT_CELL_SUBSCRIBED ? CONSENT_CELL_YES : CONSENT_CELL_SILENT;
		if (cell == CONSENT_CELL_SILENT && column->permits)
			return CONSENT_CELL_UNSUBSCRIBED;
		if (cell != CONSENT_CELL_OTHER)
			return cell;
	}
	cell = consent_cell(words, data, len, telling);
	if (column->codes != NULL && meaning == NULL && cell == CONSENT_CELL_ZERO_ONE)
		return CONSENT_CELL_NUMBER; /* a code that the header does not tell of */
	if (cell == CONSENT_CELL_NUMBER && column->refuses && !column->counts && is_year(data, len))
		return CONSENT_CELL_DATE;
	if (cell != CONSENT_CELL_OTHER)
		return cell;
	if (column->keys != NULL)
		cell = consent_pairs(words, column->keys, data, len, NULL);
	if (cell == CONSENT_CELL_OTHER)
		cell = consent_remark(words, data, len, telling);
	if (cell == CONSENT_CELL_OTHER)
		cell = answer(column, data, len);
	if (cell == CONSENT_CELL_OTHER && column->titles)
		return consent_is_empty_list(data, len) ? CONSENT_CELL_UNSUBSCRIBED : CONSENT_CELL_SUBSCRIBED;
	if (cell == CONSENT_CELL_OTHER && column->refuses && !column->counts && !column->lists && holds_day(data, len))
		return CONSENT_CELL_DATE;
	return cell;
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

/* A refusal that was given, and not leave to mail: Werbewiderspruch erteilt. */
static bool
is_granted(const char *data, uint32 len)
{
	static const char *const granted[] = {
		"erteilt", "granted", "given", "gegeben", "gegeven", "gitt", "givet", "givit", "confirmed", "bestatigt", "bekreftet", "udzielono", "dado", "prestato"
	};
	char		folded[2 * VALUE_WORD_BYTES + 1];

	return value_words_fold(data, len, folded) && IS_ONE_OF(folded, granted);
}

/* do_not_contact: 3 is why, and 0 is not so; a count of something says nothing. */
static void
say_number(const ConsentColumn *column, const char *data, uint32 len, CellValue *value)
{
	if (column->codes != NULL)
		say_unclear(value);
	else if (column->delivery)
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

	if (cell == CONSENT_CELL_NO || cell == CONSENT_CELL_SUBSCRIBED ||
		(column->lists && (cell == CONSENT_CELL_ZERO_ONE ? data[0] == '0' : consent_channels(NULL, data, len, NULL) == CONSENT_CELL_SILENT)) || is_no_reason(cell, data, len) ||
		(measure && column->delivery))
		value->state = VALUE_BLANK;
	else
		say(value, false);
}

void
consent_parse(const Field *field, const char *data, uint32 len, CellValue *value)
{
	const ConsentColumn *column = field->consent;
	bool		telling;
	ConsentCell cell = consent_column_cell(column, field->words, data, len, &telling);

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
			say(value, !(column->refuses && is_granted(data, len)));
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
		case CONSENT_CELL_SILENT:
			value->state = VALUE_BLANK;
			break;
		case CONSENT_CELL_OTHER:
			if (!column->refuses && consent_text_leaves(data, len))
				say(value, false);
			else
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
