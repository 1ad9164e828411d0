/*
 * remember.c
 *
 *		value, new value of a field of yes and no -> word, folded -> yes, no, blank
 *			-> customer_value_words
 *
 * A word for the field subscribed speaks of consent wherever it stands, in whatever
 * sense a column is headed: so it is kept as what it says of the person.
 */
#include "postgres.h"

#include "correct/remember.h"
#include "correct/remember.sql.h"
#include "field/consent_column.h"
#include "field/consent_remark.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "field/value.h"
#include "field/value_words.h"
#include "import/record.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Errors for a field whose cells are more than yes and no. */
static void
refuse_kind(const Field *field)
{
	if (field->kind == FIELD_BOOLEAN)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("a value of \"%s\" cannot be remembered", field->name),
			 errdetail("Only words for yes, no and nothing are, in fields of yes and no."),
			 errhint("Leave always out: the records of this import are corrected.")));
}

/* The word in customer_value_words that cells like this are looked up as. */
static const char *
folded_word(const ValueFix *fix)
{
	char	   *folded = palloc(2 * VALUE_WORD_BYTES + 1);
	uint32		len;

	if (value_words_fold(fix->value, strlen(fix->value), folded))
	{
		len = strlen(folded);
		return field_from_utf8(folded, &len);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" cannot be remembered as a word", record_clip(fix->value, strlen(fix->value))),
			 errdetail("A word has at least one letter or digit, and at most %d bytes.", VALUE_WORD_BYTES),
			 errhint("Leave always out: the records of this import are corrected.")));
}

/* What the new value says: yes, no or blank; errors for anything else. */
static const char *
read_new_value(const ValueFix *fix)
{
	CellValue	said = set_cell_read(fix);

	if (said.state == VALUE_SET)
		return said.number != 0 ? "yes" : "no";
	if (said.state == VALUE_BLANK && said.note == NULL && fix->field->nconsent == 0)
		return "blank";
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" cannot be remembered as a word for \"%s\"", fix->value,
					record_clip(fix->new_value, strlen(fix->new_value))),
			 fix->field->nconsent > 0 ? errdetail("Only words for yes and no are remembered of consent.")
			 : errdetail("Only words for yes, no and nothing are remembered."),
			 errhint("Give yes or no as the new value, or leave always out.")));
}

/* Does anything in the text refuse? */
static bool
is_refusal(const ValueWords *words, const char *text)
{
	uint32		len = strlen(text);
	bool		telling;
	ConsentCell cell = consent_cell(words, text, len, NULL);

	if (cell == CONSENT_CELL_OTHER)
		cell = consent_remark(words, text, len, &telling);
	return cell == CONSENT_CELL_NO || cell == CONSENT_CELL_UNSUBSCRIBED || cell == CONSENT_CELL_HINT ||
		consent_word(text).refuses;
}

/* Is any of the columns of consent one in which a yes is a no? */
static bool
has_refusing_column(const Field *field)
{
	for (int i = 0; i < field->nconsent; i++)
		if (field->consent[i].refuses)
			return true;
	return false;
}

/* Errors if the word, read as a yes, could subscribe somebody who said no. */
static void
refuse_refusal(const FieldMap *map, const ValueFix *fix)
{
	if (is_refusal(map->words, fix->value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" cannot be remembered as a yes", fix->value),
				 errdetail("It is a word of refusing."),
				 errhint("Leave always out if these records do mean yes.")));
	if (has_refusing_column(fix->field))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" cannot be remembered as a yes", fix->value),
				 errdetail("It stands in a column of those who refuse, and would be a yes in any other, too."),
				 errhint("Leave always out: the records of this import are corrected.")));
}

/* Writes the word; one that is there gets the new meaning. */
static void
write_word(const char *field, const char *word, const char *value)
{
	static const char *const sections[] = {"add word", "change word"};

	for (int i = 0; i < (int) lengthof(sections); i++)
	{
		Statement	write = statement(sql_text(remember_sql, sections[i], NULL));

		statement_text(&write, field);
		statement_text(&write, word);
		statement_text(&write, value);
		if (statement_write(&write) > 0)
			return;
	}
}

void
remember_word(const StagedImport *import, const ValueFix *fix)
{
	const char *word;
	const char *value;

	refuse_kind(fix->field);
	word = folded_word(fix);
	value = read_new_value(fix);
	if (strcmp(value, "yes") == 0)
		refuse_refusal(import->map, fix);
	write_word(fix->field->name, word, value);
}
