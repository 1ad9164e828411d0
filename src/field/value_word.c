/*
 * value_word.c
 *
 * Cells of yes and no: as words of customer_value_words, and as marks.
 *
 *		cell -> true, false, 0, 1 | mark | word, folded -> true or false
 *
 * Words of one field ("VIP") mean something there alone.  What the cells of a
 * column of consent say is in consent_column.c.
 */
#include "postgres.h"

#include "field/consent_column.h"
#include "field/value.h"
#include "field/value_parse.h"
#include "field/value_words.h"

/* Boxes and ticks, in UTF-8; no word of any language. */
static const struct
{
	const char *mark;
	bool		yes;
}			marks[] = {
	{"☐", false}, {"☑", true}, {"☒", true}, {"✓", true}, {"✔", true}, {"✅", true},
	{"✗", false}, {"✘", false}, {"❌", false}
};

static const char *const boolean_text[] = {"false", "true"};

static void
set_boolean(CellValue *value, bool boolean)
{
	value->number = boolean;
	value_set(value, boolean_text[boolean], boolean ? 4 : 5);
}

/* Does a mark say it?  folded: of the cell. */
static bool
is_mark(const char *folded, bool *yes)
{
	for (size_t i = 0; i < lengthof(marks); i++)
		if (strcmp(folded, marks[i].mark) == 0)
		{
			*yes = marks[i].yes;
			return true;
		}
	return false;
}

bool
value_is_boolean_word(const ValueWords *words, const char *folded, bool *yes)
{
	const ValueWord *word = value_words_find(words, VALUE_WORDS_BOOLEAN, folded);

	if (word == NULL)
		return is_mark(folded, yes);
	*yes = word->yes;
	return true;
}

/* By the words of a field (NULL: of none), or those of every one. */
static bool
is_yes_or_no(const ValueWords *words, const char *field, const char *data, uint32 len, bool *yes)
{
	char		folded[2 * VALUE_WORD_BYTES + 1];
	const ValueWord *word = NULL;

	if (value_is_literal(data, len, yes))
		return true;
	if (!value_words_fold(data, len, folded))
		return false;
	if (field != NULL)
		word = value_words_find(words, field, folded);
	if (word == NULL)
		return value_is_boolean_word(words, folded, yes);
	*yes = word->yes;
	return true;
}

bool
value_is_boolean(const ValueWords *words, const char *data, uint32 len, bool *yes)
{
	return is_yes_or_no(words, NULL, data, len, yes);
}

void
value_parse_boolean(const Field *field, const char *data, uint32 len, CellValue *value)
{
	bool		yes;

	if (field->nconsent > 0)
		consent_parse(field, data, len, value);
	else if (is_yes_or_no(field->words, field->name, data, len, &yes))
		set_boolean(value, yes);
	else
		value_fail(value, "invalid_boolean",
				   "neither yes nor no", "Write a word such as yes, no, true, false, 1 or 0.");
}
