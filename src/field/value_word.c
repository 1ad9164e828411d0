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

#include "field/value_parse.h"
#include "field/value_words.h"

/* Boxes, ticks and the like, in UTF-8; no word of any language. */
static const struct
{
	const char *mark;
	bool		yes;
}			marks[] = {
	{"☐", false}, {"☑", true}, {"☒", true}, {"✓", true}, {"✔", true}, {"✅", true},
	{"✗", false}, {"✘", false}, {"❌", false}, {"✕", false}, {"✖", false},
	{"❎", false}, {"⬜", false}, {"👍", true}, {"👎", false}, {"🚫", false}, {"⛔", false}
};

static const char *const boolean_text[] = {"false", "true"};

static void
set_boolean(CellValue *value, bool boolean)
{
	value->number = boolean;
	value_set(value, boolean_text[boolean], boolean ? 4 : 5);
}

int
value_mark_at(const char *p, const char *end, bool *yes)
{
	if (p == end || (*p & 0x80) == 0)
		return 0;
	for (size_t i = 0; i < lengthof(marks); i++)
	{
		int			len = strlen(marks[i].mark);

		if (end - p >= len && memcmp(p, marks[i].mark, len) == 0)
		{
			*yes = marks[i].yes;
			return len;
		}
	}
	return 0;
}

/* Does a mark say it?  folded: of the cell. */
static bool
is_mark(const char *folded, bool *yes)
{
	const char *end = folded + strlen(folded);

	return end > folded && value_mark_at(folded, end, yes) == end - folded;
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

bool
value_is_boolean(const ValueWords *words, const char *data, uint32 len, bool *yes)
{
	char		folded[2 * VALUE_WORD_BYTES + 1];

	if (value_is_literal(data, len, yes))
		return true;
	return value_words_fold(data, len, folded) && value_is_boolean_word(words, folded, yes);
}

/* What the cell says as a word of its field alone; NULL = it is none. */
static const ValueWord *
word_of_field(const Field *field, const char *data, uint32 len)
{
	char		folded[2 * VALUE_WORD_BYTES + 1];

	if (!value_words_fold(data, len, folded))
		return NULL;
	return value_words_find(field->words, field->name, folded);
}

void
value_parse_boolean(const Field *field, const char *data, uint32 len, CellValue *value)
{
	const ValueWord *word;
	bool		yes;

	if (value_is_literal(data, len, &yes))
		set_boolean(value, yes);
	else if ((word = word_of_field(field, data, len)) != NULL && word->blank)
		value->state = VALUE_BLANK;
	else if (word != NULL)
		set_boolean(value, word->yes);
	else if (value_is_boolean(field->words, data, len, &yes))
		set_boolean(value, yes);
	else
		value_fail(value, "invalid_boolean",
				   "neither yes nor no", "Write a word such as yes, no, true, false, 1 or 0.");
}
