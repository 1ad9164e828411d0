/*
 * value.c
 *
 * Cell text to value.
 *
 *		cell -> trimmed -> blank | #N/A | guard undone -> parser of the kind
 *			text, identifier					here
 *			email								value_email.c
 *			boolean								value_word.c; of consent: consent_column.c
 *			integer, number						value_number.c
 *			date								value_date.c
 *			password							value_password.c
 *			any other type						value_typed.c, by the batch
 *
 * The live side (compare, hash, canonical text) is value_live.c.
 *
 * Promises: no error is raised for a bad cell, and nothing is allocated where
 * the canonical text is part of the cell.
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_type_d.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

#include "csv/csv_reference.h"
#include "field/column_dress.h"
#include "field/consent_column.h"
#include "field/key_fold.h"
#include "field/no_address.h"
#include "field/null_words.h"
#include "field/value.h"
#include "field/value_broken.h"
#include "field/value_no_date.h"
#include "field/value_parse.h"
#include "field/whole_ids.h"
#include "support/characters.h"
#include "support/normal_form.h"

/* As customers checks it: what an index can hold. */
#define IDENTIFIER_MAX_BYTES 1000

/* Digits and hyphens of a uuid. */
#define UUID_TEXT_BYTES 36

/*
 * Quoted text is as somebody wanted it, unless all of it is spaces.  Keys,
 * numbers and the like are trimmed whether quoted or not.
 */
static inline void
trim_cell(FieldKind kind, const CsvCell *cell, const char **data, uint32 *len)
{
	bool		is_text = kind == FIELD_TEXT || kind == FIELD_ATTRIBUTE || kind == FIELD_PASSWORD;

	*data = cell->data;
	*len = cell->len;
	if (value_is_trimmed(*data, *len))
		return;
	if (is_text)
		value_trim_text(data, len);
	else
		value_trim(data, len);
	if (cell->quoted && is_text && *len > 0)
	{
		*data = cell->data;
		*len = cell->len;
	}
}

/*
 * ="00417" and =("00417") are how other programs keep a spreadsheet from taking
 * 00417 for 417: finds the text within.
 */
static bool
find_formula_text(const char *data, uint32 len, const char **text, uint32 *text_len)
{
	uint32		around = len > 2 && data[1] == '(' && data[len - 1] == ')' ? 1 : 0;

	if (len < 3 + 2 * around || data[0] != '=' || data[1 + around] != '"' ||
		data[len - 1 - around] != '"')
		return false;
	len -= 3 + 2 * around;
	data += 2 + around;
	if (memchr(data, '"', len) != NULL)
		return false;
	*text = data;
	*text_len = len;
	return true;
}

static inline bool
is_not_available(const char *data, uint32 len)
{
	return len == 4 && memcmp(data, "#N/A", 4) == 0;
}

/* Is it a word that stands for nothing in this field? */
static inline bool
is_nothing(const Field *field, const char *data, uint32 len)
{
	return field->nothing != NULL && len > 0 && null_words_have(field->nothing, data, len);
}

/*
 * Is a text behind a ' one that other programs guard: digits, as 0150?  In a text
 * that is no code there are no letters, too: '90s.  An address may stand between
 * two of them.
 */
static bool
may_be_guarded(const Field *field, const char *data, uint32 len)
{
	if (strcmp(field->name, "email") == 0)
		return isalnum((unsigned char) data[0]) && data[len - 1] != '\'';
	if (!value_is_digit(data[0]))
		return false;
	if (value_is_code(field))
		return true;
	for (uint32 i = 0; i < len; i++)
		if (isalpha((unsigned char) data[i]) || IS_HIGHBIT_SET(data[i]))
			return false;
	return true;
}

/* Is the text taken for something else than itself, guards apart? */
static bool
has_other_meaning(const Field *field, const char *data, uint32 len)
{
	const char *text;
	uint32		text_len;

	return is_not_available(data, len) || is_nothing(field, data, len) ||
		find_formula_text(data, len, &text, &text_len) ||
		value_is_spreadsheet_error(data, len) || value_is_rounded(field, data, len) ||
		csv_reference_is_in(data, len);
}

/*
 * A cell that export, or another program, guarded by a ', so that no spreadsheet
 * runs it as a formula or drops its zeros, and import does not take it for
 * something else: for a value that is to be cleared, or for one that is guarded
 * itself.
 */
static bool
is_guarded(const Field *field, const char *data, uint32 len)
{
	if (len < 2 || data[0] != '\'')
		return false;
	while (len > 1 && data[0] == '\'')
		data++, len--;
	return value_begins_formula(data, len) || has_other_meaning(field, data, len) ||
		may_be_guarded(field, data, len) ||
		(field->guardable != NULL && null_words_have(field->guardable, data, len));
}

bool
value_is_misread(const Field *field, const char *data, uint32 len)
{
	return is_guarded(field, data, len) || has_other_meaning(field, data, len);
}

/* Is it a number or date as PostgreSQL writes it, and no person, or one that is taken for none? */
static bool
is_special(const Field *field, const char *data, uint32 len)
{
	int64		date;

	if (field->kind == FIELD_NUMBER)
		return value_is_special_number(data, len);
	return field->kind == FIELD_DATE &&
		(value_special_date(data, len, &date) || value_date_for_none(field, data, len, &date));
}

bool
value_is_padded(const Field *field, const char *data, uint32 len)
{
	const char *bare;
	uint32		bare_len;

	if (field->kind != FIELD_TEXT && field->kind != FIELD_ATTRIBUTE && field->kind != FIELD_OTHER)
		return false;
	while (len > 0 && data[0] == '\'')
		data++, len--;
	if (len == 0 || value_is_trimmed(data, len))
		return false;
	bare = data;
	bare_len = len;
	value_trim(&bare, &bare_len);
	if (bare_len == 0)
		return true;
	/* the spaces that fill up a character(n) are none of its own */
	return field->kind == FIELD_OTHER &&
		(bare > data || (bare_len < len && field->type != BPCHAROID));
}

bool
value_needs_guard(const Field *field, const char *data, uint32 len)
{
	if (field->kind == FIELD_NUMBER || value_is_number(field->kind))
		return is_special(field, data, len);
	return value_is_misread(field, data, len) || value_is_padded(field, data, len);
}

/*
 * Can the cell of a file empty the field?  Not a key: a failed look-up of a
 * spreadsheet, or a column that another program left empty, would part people
 * from their addresses.
 */
static inline bool
is_clearable(const Field *field)
{
	return field->kind != FIELD_CUSTOMER_ID &&
		(field->by_name || (field->kind != FIELD_EMAIL && field->kind != FIELD_IDENTIFIER));
}

/*
 * An empty cell.  What cannot be empty stays as it is even under
 * blanks => 'clear': a blank says nothing that could be wrong.
 */
static void
set_blank(const Field *field, CellValue *value)
{
	bool		clears = field->blanks == BLANKS_CLEAR && !field->not_null && is_clearable(field);

	value->state = clears ? VALUE_CLEAR : VALUE_BLANK;
}

static void
set_clear(const Field *field, CellValue *value)
{
	if (!is_clearable(field))
		value->state = VALUE_BLANK;
	else if (field->not_null)
		value_fail(value, "not_clearable",
				   "this field can never be empty",
				   "Give a value, or leave the cell blank to keep the present one.");
	else
		value->state = VALUE_CLEAR;
}

/* Zeros alone: how forms and databases fill a key that nobody has given. */
static bool
is_zeros(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (data[i] != '0')
			return false;
	return true;
}

/* Has a text neither letters nor digits: ?, ***? */
static bool
is_marks(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (IS_HIGHBIT_SET(data[i]) || isalnum((unsigned char) data[i]))
			return false;
	return true;
}

/* Does a folded key stand for nothing? */
static inline bool
is_no_key(const Field *field, const char *data, uint32 len)
{
	return len == 0 || (len == 4 && pg_strncasecmp(data, "#N/A", 4) == 0) || is_nothing(field, data, len);
}

bool
value_text_fits(const Field *field, const char *data, uint32 len)
{
	int			max = field->typmod - (int) VARHDRSZ;

	return max < 0 || len <= (uint32) max || pg_mbstrlen_with_len(data, len) <= max;
}

static void
fail_too_long(const Field *field, CellValue *value)
{
	value_fail(value, "too_long",
			   psprintf("longer than the %d characters that the column takes", field->typmod - (int) VARHDRSZ),
			   "Shorten it.");
}

/*
 * Does what is no address say that there is none?  Marks alone do, words, and a word
 * for nothing with characters that cannot be seen in it.
 */
static bool
says_no_address(const Field *field, const char *data, uint32 len)
{
	if (field->nothing != NULL && (is_marks(data, len) || no_address_is_said(data, len)))
		return true;
	if (normal_form_is_ascii(data, len))
		return false;
	key_fold(KEY_EMAIL, &data, &len);
	return is_no_key(field, data, len);
}

/* Zeros alone are none. */
static void
parse_email(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (is_zeros(data, len))
	{
		value->state = VALUE_BLANK;
		return;
	}
	value_parse_email(data, len, value);
	if (value->state == VALUE_SET && !value_text_fits(field, value->data, value->len))
		fail_too_long(field, value);
	if (value->state != VALUE_ERROR || !says_no_address(field, data, len))
		return;
	value->note = NULL;
	value->state = VALUE_BLANK;
}

/* 32 digits, as uuid_in() takes them: in braces, and a hyphen after any four. */
static bool
parse_uuid(const char *data, uint32 len, CellValue *value)
{
	char	   *text = palloc(UUID_TEXT_BYTES);
	int			ndigits = 0,
				n = 0;
	bool		braces = len > 2 && data[0] == '{' && data[len - 1] == '}';

	for (uint32 i = braces; i < len - braces; i++)
	{
		if (data[i] == '-' && ndigits > 0 && ndigits % 4 == 0 && data[i - 1] != '-')
			continue;
		if (!isxdigit((unsigned char) data[i]) || ndigits == 32)
			return false;
		if (ndigits == 8 || ndigits == 12 || ndigits == 16 || ndigits == 20)
			text[n++] = '-';
		text[n++] = pg_tolower((unsigned char) data[i]);
		ndigits++;
	}
	if (ndigits < 32)
		return false;
	value_set(value, text, n);
	return true;
}

/* An identifier that is a uuid or a whole number, as its type writes it: 007 is 7. */
static void
parse_typed_identifier(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (getBaseType(field->type) != UUIDOID)
	{
		value_parse_integer(field, data, len, value);
		if (value->state == VALUE_SET)
		{
			value->data = psprintf(INT64_FORMAT, value->number);
			value->len = strlen(value->data);
		}
	}
	else if (!parse_uuid(data, len, value))
		value_fail(value, "invalid_value", "no uuid", "Write 32 hexadecimal digits, with or without hyphens.");
}

static void
parse_identifier(const Field *field, const char *data, uint32 len, CellValue *value)
{
	bool		ascii = normal_form_is_ascii(data, len);

	if (field->whole_ids)
		whole_ids_trim(data, &len);
	if (!ascii)
		key_fold(KEY_IDENTIFIER, &data, &len);
	if (len == 0 || (!ascii && is_no_key(field, data, len)) || (field->nothing != NULL && is_marks(data, len)))
		value->state = VALUE_BLANK;
	else if (!ascii && value_has_class(data, data + len, CHARACTER_LOST))
		value_fail(value, "bad_encoding",
				   "the identifier lost a character before the file was written: U+FFFD stands in its place",
				   "Write the identifier as it was.");
	else if (is_zeros(data, len))
	{
		value->state = VALUE_BLANK;
		value->zero = len == 1;
	}
	else if (field_is_key_type(field->type))
		parse_typed_identifier(field, data, len, value);
	else if (!value_text_fits(field, data, len))
		fail_too_long(field, value);
	else if (len > IDENTIFIER_MAX_BYTES)
		value_fail(value, "too_long",
				   "longer than an identifier can be (1000 bytes)", "Shorten it.");
	else
		value_set(value, data, len);
}

/* Our key: 0 asks for a new customer. */
static void
parse_customer_id(const Field *field, const char *data, uint32 len, CellValue *value)
{
	value_parse_integer(field, data, len, value);
	if (value->state != VALUE_SET)
		return;
	if (value->number == 0)
	{
		value->state = VALUE_BLANK;
		value->zero = true;
	}
	else if (value->number < 0)
		value_fail(value, "out_of_range",
				   "a customer_id is greater than 0", "Write 0, or nothing, for a new customer.");
}

/* Text of a column with a length (varchar(n)), or with something around it. */
static void
parse_text(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (field->dressed)
		column_dress_strip(&data, &len);
	if (!value_text_fits(field, data, len))
		fail_too_long(field, value);
	else
		value_set(value, data, len);
}

/* A word that is a yes or a no here (none of the newsletters) does not stand for nothing. */
static void
parse_boolean(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (field->nconsent > 0)
		consent_parse(field, data, len, value);
	else
		value_parse_boolean(field, data, len, value);
	if (value->note == NULL || !is_nothing(field, data, len))
		return;
	value->note = NULL;
	set_blank(field, value);
}

/* Of a file: dates for none do what a blank does. */
static void
parse_date(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (field->by_name)
		value_parse_date(field, data, len, value);
	else
		value_parse_file_date(field, data, len, value);
	if (value->state == VALUE_BLANK && value->note == NULL)
		set_blank(field, value);
}

void
value_parse_kind(const Field *field, const char *data, uint32 len, CellValue *value)
{
	switch (field->kind)
	{
		case FIELD_CUSTOMER_ID:
			parse_customer_id(field, data, len, value);
			break;
		case FIELD_IDENTIFIER:
			parse_identifier(field, data, len, value);
			break;
		case FIELD_EMAIL:
			parse_email(field, data, len, value);
			break;
		case FIELD_TEXT:
			parse_text(field, data, len, value);
			break;
		case FIELD_BOOLEAN:
			parse_boolean(field, data, len, value);
			break;
		case FIELD_INTEGER:
			value_parse_integer(field, data, len, value);
			break;
		case FIELD_NUMBER:
			value_parse_number(field, data, len, value);
			break;
		case FIELD_DATE:
			parse_date(field, data, len, value);
			break;
		case FIELD_PASSWORD:
			value_parse_password(data, len, value);
			break;
		case FIELD_GROUPS:
		case FIELD_ATTRIBUTE:
		case FIELD_OTHER:
			value_set(value, data, len);
			break;
	}
}

/* A value as it was staged, which nothing is trimmed from or taken for. */
static void
set_canonical(const Field *field, const CsvCell *cell, CellValue *value)
{
	if (cell->len == 0)
	{
		set_clear(field, value);
		return;
	}
	value_set(value, cell->data, cell->len);
	switch (field->kind)
	{
		case FIELD_BOOLEAN:
			value->number = cell->data[0] == 't';
			break;
		case FIELD_INTEGER:
		case FIELD_CUSTOMER_ID:
			value->number = strtoi64(pnstrdup(cell->data, cell->len), NULL, 10);
			break;
		case FIELD_DATE:
			if (!value_iso_date(cell->data, cell->len, &value->number))
				value->number = DatumGetDateADT(DirectFunctionCall1(date_in, CStringGetDatum(pnstrdup(cell->data, cell->len))));
			break;
		default:
			break;
	}
}

/* A cell that is not guarded. */
static void
parse_plain(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (len == 0)
		set_blank(field, value);
	else if (is_not_available(data, len))
		set_clear(field, value);
	else if (field->kind != FIELD_BOOLEAN && is_nothing(field, data, len))
		set_blank(field, value);
	else if (field->kind != FIELD_PASSWORD && value_is_spreadsheet_error(data, len))
		value_fail(value, "spreadsheet_error",
				   "an error of a spreadsheet, and no value", "Correct the formula there, or write the value.");
	else if (value_is_rounded(field, data, len))
		value_fail(value, "rounded_number",
				   "a spreadsheet has rounded the number, and lost its last digits",
				   "Format the column as text there, and give all digits.");
	else
		value_parse_kind(field, data, len, value);
}

void
value_parse_cell(const Field *field, const CsvCell *cell, CellValue *value)
{
	const char *data;
	uint32		len;

	if (cell->canonical)
	{
		set_canonical(field, cell, value);
		return;
	}
	if (cell->quoted && cell->len > 1 && cell->data[0] == '\'' &&
		value_is_padded(field, cell->data + 1, cell->len - 1))
	{
		value_parse_kind(field, cell->data + 1, cell->len - 1, value);
		return;
	}
	trim_cell(field->kind, cell, &data, &len);
	if (len > 1 && data[0] == '\'' && is_special(field, data + 1, len - 1))
	{
		value_parse_kind(field, data, len, value);
		return;
	}
	if (field->kind == FIELD_PASSWORD)
		parse_plain(field, data, len, value);
	else if (is_guarded(field, data, len))
	{
		CsvCell		bare = {data + 1, len - 1, cell->quoted, false};

		trim_cell(field->kind, &bare, &data, &len);
		if (len == 0)
			set_blank(field, value);
		else
			value_parse_kind(field, data, len, value);
	}
	else
	{
		(void) find_formula_text(data, len, &data, &len);
		parse_plain(field, data, len, value);
	}
}

bool
value_is_ordinary_after_all(const Field *field, const CsvCell *cell)
{
	return value_is_trimmed(cell->data, cell->len) && !value_begins_special(cell) &&
		!cell_gate_may_be_broken(cell->data, cell->len) &&
		(field->nothing == NULL || !null_words_may_have(field->nothing, cell->data, cell->len));
}

bool
value_is_special(const Field *field, const CsvCell *cell)
{
	const char *data;
	uint32		len;

	if (value_begins_special(cell))
		return true;
	trim_cell(field->kind, cell, &data, &len);
	return has_other_meaning(field, data, len);
}

/* A 0 in the column of a key names nobody. */
static bool
is_zero_key(const Field *field, const char *data, uint32 len)
{
	return (field->kind == FIELD_CUSTOMER_ID || field->kind == FIELD_IDENTIFIER || field->kind == FIELD_EMAIL) &&
		len == 1 && data[0] == '0';
}

bool
value_says_nothing(const Field *field, const CsvCell *cell)
{
	const char *data;
	uint32		len;

	CsvCell		bare = {.data = cell->data, .len = cell->len};	/* quotes keep no spaces here */

	trim_cell(field->kind, &bare, &data, &len);
	return len == 0 || is_not_available(data, len) || is_nothing(field, data, len) ||
		value_is_spreadsheet_error(data, len) || is_zero_key(field, data, len);
}
