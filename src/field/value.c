/*
 * value.c
 *
 * Cell text to value.
 *
 *		cell -> trimmed -> blank | #N/A | guard undone -> parser of the kind
 *			text, identifier, email				here
 *			boolean								value_word.c
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

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

#include "field/key_fold.h"
#include "field/value.h"
#include "field/value_parse.h"
#include "support/characters.h"
#include "support/normal_form.h"

/* RFC 5321: a path of 256 octets, less its angle brackets. */
#define EMAIL_MAX_BYTES 254

/* As customers checks it: what an index can hold. */
#define IDENTIFIER_MAX_BYTES 1000

/* What a byte of an email address is. */
#define EMAIL_BAD	1			/* in no address that a list should hold */
#define EMAIL_UPPER 2
#define EMAIL_AT	4
#define EMAIL_DOT	8
#define EMAIL_HIGH	16			/* beyond ASCII */
#define EMAIL_WORD	32			/* a letter or digit */
#define EMAIL_LOCAL 64			/* only before the @ */

#define A EMAIL_AT
#define B EMAIL_BAD
#define D EMAIL_DOT
#define H (EMAIL_HIGH | EMAIL_WORD)
#define L EMAIL_LOCAL
#define N EMAIL_WORD
#define U (EMAIL_UPPER | EMAIL_WORD)

static const uint8 email_bytes[256] = {
	/* 00 */ B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	/* 10 */ B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	/* 20 */ B, 0, B, 0, 0, 0, 0, 0, B, B, 0, 0, B, 0, D, L,
	/* 30 */ N, N, N, N, N, N, N, N, N, N, B, B, B, 0, B, 0,
	/* 40 */ A, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	/* 50 */ U, U, U, U, U, U, U, U, U, U, U, B, B, B, 0, 0,
	/* 60 */ 0, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* 70 */ N, N, N, N, N, N, N, N, N, N, N, 0, 0, 0, 0, B,
	/* 80 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* 90 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* A0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* B0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* C0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* D0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* E0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* F0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
};

#undef A
#undef B
#undef D
#undef H
#undef L
#undef N
#undef U

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

/* ="00417" is how other programs keep a spreadsheet from taking 00417 for 417. */
static inline bool
is_text_formula(const char *data, uint32 len)
{
	return len >= 3 && data[0] == '=' && data[1] == '"' && data[len - 1] == '"' &&
		memchr(data + 2, '"', len - 3) == NULL;
}

static inline bool
is_not_available(const char *data, uint32 len)
{
	return len == 4 && memcmp(data, "#N/A", 4) == 0;
}

/*
 * A cell that export guarded by a ', so that no spreadsheet runs it as a
 * formula, and import does not take it for something else: for a value that
 * is to be cleared, or for one that is guarded itself.
 */
static inline bool
is_guarded(const char *data, uint32 len)
{
	if (len < 2 || data[0] != '\'')
		return false;
	while (len > 1 && data[0] == '\'')
		data++, len--;
	return value_begins_formula(data, len) || is_not_available(data, len);
}

bool
value_is_misread(const char *data, uint32 len)
{
	return is_guarded(data, len) || is_text_formula(data, len) || is_not_available(data, len);
}

/* Is it a number or date as PostgreSQL writes it, and no person? */
static bool
is_special(const Field *field, const char *data, uint32 len)
{
	int64		date;

	if (field->kind == FIELD_NUMBER)
		return value_is_special_number(data, len);
	return field->kind == FIELD_DATE && value_special_date(data, len, &date);
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
	return value_is_misread(data, len) || value_is_padded(field, data, len);
}

/*
 * An empty cell.  What cannot be empty stays as it is even under
 * blanks => 'clear': a blank says nothing that could be wrong.
 */
static void
set_blank(const Field *field, CellValue *value)
{
	bool		clears = field->blanks == BLANKS_CLEAR && !field->not_null &&
	field->kind != FIELD_CUSTOMER_ID;

	value->state = clears ? VALUE_CLEAR : VALUE_BLANK;
}

static void
set_clear(const Field *field, CellValue *value)
{
	if (field->kind == FIELD_CUSTOMER_ID)
		value->state = VALUE_BLANK;
	else if (field->not_null)
		value_fail(value, "not_clearable",
				   "this field can never be empty",
				   "Give a value, or leave the cell blank to keep the present one.");
	else
		value->state = VALUE_CLEAR;
}

/* What the bytes are, together. */
static inline int
bytes_of_email(const char *p, const char *end)
{
	int			all = 0;

	for (; p < end; p++)
		all |= email_bytes[(unsigned char) *p];
	return all;
}

/*
 * Letters or digits between dots, none of which stands at an end or beside
 * another one; adds what its bytes are to *seen.
 */
static inline bool
is_domain(const char *p, const char *end, int *seen)
{
	int			all = 0;
	int			stray = 0;
	int			before = EMAIL_DOT; /* no dot may follow here */

	for (; p < end; p++)
	{
		int			byte = email_bytes[(unsigned char) *p];

		stray |= byte & before;
		all |= byte;
		before = byte;
	}
	stray |= before;
	*seen |= all;
	return (all & EMAIL_WORD) != 0 && (all & (EMAIL_AT | EMAIL_LOCAL)) == 0 &&
		(stray & EMAIL_DOT) == 0;
}

/* Is it an address?  *seen = what its bytes are, together. */
static bool
is_email(const char *data, const char *end, int *seen)
{
	const char *at = memchr(data, '@', end - data);

	*seen = 0;
	if (at == NULL || at == data)
		return false;
	*seen = bytes_of_email(data, at);
	return is_domain(at + 1, end, seen) && (*seen & EMAIL_BAD) == 0 &&
		((*seen & EMAIL_HIGH) == 0 ||
		 !value_has_class(data, end, CHARACTER_BLANK | CHARACTER_HIDDEN | CHARACTER_LOST));
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

static void
parse_email(const char *data, uint32 len, CellValue *value)
{
	int			seen;
	bool		valid = is_email(data, data + len, &seen);

	if ((!valid || (seen & EMAIL_HIGH) != 0) && !normal_form_is_ascii(data, len))
	{
		key_fold(KEY_EMAIL, &data, &len);
		valid = is_email(data, data + len, &seen);
	}
	if (is_zeros(data, len))
		value->state = VALUE_BLANK;
	else if (!valid)
		value_fail(value, "invalid_email",
				   "not an email address", "Write one address, such as name@example.com.");
	else if (len > EMAIL_MAX_BYTES)
		value_fail(value, "too_long",
				   "longer than an email address can be (254 bytes)", "Shorten it.");
	else
		value_set(value, (seen & EMAIL_UPPER) ? key_lower(data, len) : data, len);
}

static void
parse_identifier(const char *data, uint32 len, CellValue *value)
{
	bool		ascii = normal_form_is_ascii(data, len);

	if (!ascii)
		key_fold(KEY_IDENTIFIER, &data, &len);
	if (len == 0)
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

/* Text of a column with a length: varchar(n). */
static void
parse_text(const Field *field, const char *data, uint32 len, CellValue *value)
{
	int			max = field->typmod - (int) VARHDRSZ;

	if (field->typmod >= (int) VARHDRSZ && len > (uint32) max &&
		pg_mbstrlen_with_len(data, len) > max)
		value_fail(value, "too_long",
				   psprintf("longer than the %d characters that the column takes", max), "Shorten it.");
	else
		value_set(value, data, len);
}

/* The cell's own kind; data is trimmed and not empty. */
static void
parse_kind(const Field *field, const char *data, uint32 len, CellValue *value)
{
	switch (field->kind)
	{
		case FIELD_CUSTOMER_ID:
			parse_customer_id(field, data, len, value);
			break;
		case FIELD_IDENTIFIER:
			parse_identifier(data, len, value);
			break;
		case FIELD_EMAIL:
			parse_email(data, len, value);
			break;
		case FIELD_TEXT:
			parse_text(field, data, len, value);
			break;
		case FIELD_BOOLEAN:
			value_parse_boolean(field, data, len, value);
			break;
		case FIELD_INTEGER:
			value_parse_integer(field, data, len, value);
			break;
		case FIELD_NUMBER:
			value_parse_number(field, data, len, value);
			break;
		case FIELD_DATE:
			value_parse_date(field, data, len, value);
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

void
value_parse_cell(const Field *field, const CsvCell *cell, CellValue *value)
{
	const char *data;
	uint32		len;

	value->zero = false;
	if (cell->canonical)
	{
		set_canonical(field, cell, value);
		return;
	}
	if (cell->quoted && cell->len > 1 && cell->data[0] == '\'' &&
		value_is_padded(field, cell->data + 1, cell->len - 1))
	{
		parse_kind(field, cell->data + 1, cell->len - 1, value);
		return;
	}
	trim_cell(field->kind, cell, &data, &len);
	if (len > 1 && data[0] == '\'' && is_special(field, data + 1, len - 1))
	{
		parse_kind(field, data, len, value);
		return;
	}
	if (is_guarded(data, len) && field->kind != FIELD_PASSWORD)
	{
		CsvCell		bare = {data + 1, len - 1, cell->quoted, false};

		trim_cell(field->kind, &bare, &data, &len);
		if (is_not_available(data, len))
		{
			parse_kind(field, data, len, value);
			return;
		}
	}
	else if (is_text_formula(data, len) && field->kind != FIELD_PASSWORD)
	{
		data += 2;
		len -= 3;
	}
	if (len == 0)
		set_blank(field, value);
	else if (is_not_available(data, len))
		set_clear(field, value);
	else
		parse_kind(field, data, len, value);
}
