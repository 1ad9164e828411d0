/*
 * value_live.c
 *
 * The live side of values: what customers holds, compared with a cell or a
 * value, hashed, and as canonical text.
 *
 * This is the hot path of an import (every cell of every customer passes
 * here), so text, booleans, integers and dates are compared and hashed where
 * they lie; only other types go through their output function, and only
 * compressed or out-of-line text is detoasted.  What is most frequent is
 * inline in value.h.
 */
#include "postgres.h"

#include "datatype/timestamp.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "field/consent_column.h"
#include "field/value.h"
#include "field/value_live.h"
#include "field/value_parse.h"

/* What a cell that is no text is hashed with: blocks that no text makes. */
#define HASH_NUMBER		1
#define HASH_EMPTY		2
#define HASH_PRESENT	3
#define HASH_DIFFERENT	4

/* A boolean, integer or date as export writes it, into text; its bytes. */
static uint32
number_text(const Field *field, int64 number, char text[VALUE_TEXT_BYTES])
{
	struct pg_tm tm;

	if (field->kind == FIELD_BOOLEAN)
		strcpy(text, number ? "true" : "false");
	else if (field->kind != FIELD_DATE)
		return pg_lltoa(number, text);
	else if (DATE_NOT_FINITE((DateADT) number))
		EncodeSpecialDate((DateADT) number, text);
	else
	{
		memset(&tm, 0, sizeof(tm));
		j2date((int) number + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_ISO_DATES, text);
	}
	return strlen(text);
}

/* The slow part of value_text_equals(): the live text is toasted. */
bool
value_stored_text_equals(Datum live, const char *data, uint32 len)
{
	text	   *copy = DatumGetTextPP(live);
	bool		equal = VARSIZE_ANY_EXHDR(copy) == len && memcmp(VARDATA_ANY(copy), data, len) == 0;

	pfree(copy);
	return equal;
}

/* A number without a sign that no int64 overflows by has so many digits. */
#define SAFE_DIGITS 18

/* Is the text the digits of a number greater than 0, and nothing else? */
static inline bool
are_digits_of(const char *data, uint32 len, int64 number)
{
	int64		sum = 0;

	if (len == 0 || len > SAFE_DIGITS || data[0] == '0')
		return false;
	for (uint32 i = 0; i < len; i++)
	{
		if (!value_is_digit(data[i]))
			return false;
		sum = sum * 10 + (data[i] - '0');
	}
	return sum == number;
}

static pg_noinline bool
is_number_text(const Field *field, const CsvCell *cell, int64 number)
{
	char		text[VALUE_TEXT_BYTES];

	return number_text(field, number, text) == cell->len &&
		memcmp(text, cell->data, cell->len) == 0;
}

static inline bool
cell_is_number(const Field *field, const CsvCell *cell, int64 number)
{
	int64		date;

	if (field->nconsent > 0 && !consent_is_plain(field))
		return false;
	if (field->kind == FIELD_BOOLEAN)
		return number ? cell->len == 4 && memcmp(cell->data, "true", 4) == 0
			: cell->len == 5 && memcmp(cell->data, "false", 5) == 0;
	if (field->kind == FIELD_DATE && value_iso_date(cell->data, cell->len, &date))
		return date == number;
	if (field->kind != FIELD_DATE && number > 0 && cell->len <= SAFE_DIGITS)
		return are_digits_of(cell->data, cell->len, number);
	return is_number_text(field, cell, number);
}

/* Is the cell the text of a live value whose type has functions of its own? */
static pg_noinline bool
cell_is_typed(const Field *field, const CsvCell *cell, Datum live)
{
	char	   *text = value_typed_output(field, live);
	bool		equal = strlen(text) == cell->len && memcmp(text, cell->data, cell->len) == 0;

	pfree(text);
	return equal;
}

/* Passwords are not exported, and groups are no column. */
bool
value_cell_is_live_other(const Field *field, const CsvCell *cell, Datum live)
{
	if (value_is_number(field->kind))
		return cell_is_number(field, cell, value_live_number(field, live));
	if (field->kind == FIELD_PASSWORD || field->kind == FIELD_GROUPS)
		return false;
	return cell_is_typed(field, cell, live);
}

/* 1.5 and 1.50 are one number, though their texts differ. */
static bool
numeric_equals(const CellValue *value, Datum live)
{
	Datum		number = DirectFunctionCall3(numeric_in,
											 CStringGetDatum(pnstrdup(value->data, value->len)),
											 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));

	return DatumGetBool(DirectFunctionCall2(numeric_eq, number, live));
}

bool
value_equals_other(const Field *field, const CellValue *value, Datum live)
{
	char	   *written;
	bool		equal;

	if (field->kind == FIELD_GROUPS)
		return false;
	if (field->kind == FIELD_PASSWORD)
		return value_verify_password(value, TextDatumGetCString(live));
	written = value_typed_output(field, live);
	equal = strlen(written) == value->len && memcmp(written, value->data, value->len) == 0;
	pfree(written);
	return equal || (field->type == NUMERICOID && numeric_equals(value, live));
}

bool
value_live_is_empty(const Field *field, Datum live, bool isnull)
{
	if (isnull)
		return true;
	if (!value_is_text(field->kind) && field->kind != FIELD_PASSWORD)
		return false;
	return value_text_equals(live, "", 0);
}

/* false, 0, -0, 0.00, or money: $0.00 */
bool
value_output_is_zero(const char *text)
{
	return strcmp(text, "f") == 0 ||
		(strchr(text, '0') != NULL && text[strspn(text, "-$0.,")] == '\0');
}

bool
value_live_is_zero(const Field *field, Datum live)
{
	if (field->kind == FIELD_BOOLEAN || field->kind == FIELD_INTEGER)
		return value_live_number(field, live) == 0;
	return field->kind == FIELD_NUMBER && value_output_is_zero(value_typed_output(field, live));
}

void
value_live_bytes(const Field *field, Datum live, char *room, const char **data, uint32 *len)
{
	if (value_is_number(field->kind))
	{
		*len = number_text(field, value_live_number(field, live), room);
		*data = room;
	}
	else if (field->kind == FIELD_NUMBER || field->kind == FIELD_OTHER)
	{
		*data = value_typed_output(field, live);
		*len = strlen(*data);
	}
	else if (!value_text_in_place(live, data, len))
	{
		text	   *copy = DatumGetTextPP(live);

		*data = VARDATA_ANY(copy);
		*len = VARSIZE_ANY_EXHDR(copy);
	}
}

char *
value_live_text(const Field *field, Datum live, bool isnull)
{
	char		room[VALUE_TEXT_BYTES];
	const char *data;
	char	   *copy;
	uint32		len;

	if (isnull)
		return NULL;
	value_live_bytes(field, live, room, &data, &len);
	copy = palloc(len + 1);
	memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

static inline void
hash_text(Hash128 *hash, const char *data, uint32 len)
{
	if (len == 0)
		hash128_mix(hash, 0, HASH_EMPTY);
	else
		hash128_bytes(hash, data, len);
}

/* The text of a live varlena; only a toasted one is copied. */
static void
hash_live_text(Hash128 *hash, Datum live)
{
	const char *data;
	uint32		len;
	text	   *copy;

	if (value_text_in_place(live, &data, &len))
	{
		hash_text(hash, data, len);
		return;
	}
	copy = DatumGetTextPP(live);
	hash_text(hash, VARDATA_ANY(copy), VARSIZE_ANY_EXHDR(copy));
	pfree(copy);
}

/* Whether a new password is another one, only its verifier can say. */
static void
hash_password(Hash128 *hash, const Field *field)
{
	hash128_mix(hash, 0, field->rule == RULE_OVERWRITE ? HASH_DIFFERENT : HASH_PRESENT);
}

static void
hash_set_value(Hash128 *hash, const Field *field, const CellValue *value)
{
	switch (field->kind)
	{
		case FIELD_BOOLEAN:
		case FIELD_INTEGER:
		case FIELD_DATE:
		case FIELD_CUSTOMER_ID:
			hash128_mix(hash, value->number, HASH_NUMBER);
			break;
		case FIELD_PASSWORD:
			hash_password(hash, field);
			break;
		default:
			hash_text(hash, value->data, value->len);
			break;
	}
}

void
value_hash(Hash128 *hash, const Field *field, const CellValue *value)
{
	if (field->kind == FIELD_GROUPS)
		return;
	if (value->state == VALUE_SET)
		hash_set_value(hash, field, value);
	else
		hash128_mix(hash, 0, value->state == VALUE_ERROR ? HASH_DIFFERENT : HASH_EMPTY);
}

void
value_hash_live_other(Hash128 *hash, const Field *field, Datum live, bool isnull)
{
	char	   *text;

	if (field->kind == FIELD_GROUPS)
		return;
	if (isnull)
	{
		hash128_mix(hash, 0, HASH_EMPTY);
		return;
	}
	switch (field->kind)
	{
		case FIELD_BOOLEAN:
		case FIELD_INTEGER:
		case FIELD_DATE:
		case FIELD_CUSTOMER_ID:
			hash128_mix(hash, value_live_number(field, live), HASH_NUMBER);
			break;
		case FIELD_NUMBER:
		case FIELD_OTHER:
			text = value_typed_output(field, live);
			hash_text(hash, text, strlen(text));
			pfree(text);
			break;
		case FIELD_PASSWORD:
			hash128_mix(hash, 0, value_live_is_empty(field, live, false) ?
						HASH_EMPTY : HASH_PRESENT);
			break;
		default:
			hash_live_text(hash, live);
			break;
	}
}
