/*
 * value.h
 *
 * Cell text to typed value, and typed value against live value.
 *
 * A value has one canonical text, which is what staged rows hold and what
 * merge casts back: booleans "true"/"false", integers in plain digits, dates
 * as YYYY-MM-DD, emails trimmed and lower case, other types as their output
 * function writes them under pinned settings.
 *
 * No function here raises an error for a bad cell: it is a VALUE_ERROR.
 */
#ifndef CUSTOMERS_VALUE_H
#define CUSTOMERS_VALUE_H

#include "postgres.h"

#include "catalog/pg_type_d.h"

#include "field/cell_gate.h"
#include "field/cell_value.h"
#include "field/field.h"
#include "field/hash128.h"
#include "field/null_words.h"
#include "field/value_broken.h"
#include "field/value_trim.h"
#include "support/compat.h"
#include "support/normal_form.h"

/*
 * Parses one cell; one that is canonical is taken as the value that it is.
 * Allocates in the current memory context only where the
 * canonical text differs from the cell.  A FIELD_PASSWORD value is left as
 * plain text (value_hash_password makes the verifier once it is known to be
 * needed); a FIELD_OTHER or FIELD_NUMBER one is canonical only after
 * value_check_typed.  The names in a FIELD_GROUPS cell are the caller's.
 */
static pg_attribute_always_inline void value_parse(const Field *field, const CsvCell *cell, CellValue *value);

/*
 * Runs values of one FIELD_OTHER or FIELD_NUMBER field through its type's
 * input and output functions, in one subtransaction that starts anew behind
 * each value that fails: that one becomes a VALUE_ERROR and costs the others
 * nothing.  Values that are not VALUE_SET are passed over.  Canonical texts
 * are allocated in the current memory context.
 */
extern void value_check_typed(Field *field, CellValue **values, const int64 *lines,
							  int nvalues);

/* Plain password (or a verifier already) to SCRAM-SHA-256 verifier. */
extern void value_hash_password(CellValue *value);

/* Does this plain password (or verifier) belong to the stored verifier? */
extern bool value_verify_password(const CellValue *value, const char *verifier);

/*
 * The ways in which a cell of a date or number column can be read, before it is
 * known how its column is written: a bit VALUE_READING(DATE_ORDER_DMY),
 * VALUE_READING(NUMBER_POINT), ... for each.
 */
typedef struct CellReadings
{
	unsigned	possible;		/* 0 = the cell does not tell: blank, 2018-02-13,
								 * no date at all */
	unsigned	likely;			/* of these, as people write: 05.06.07 begins with
								 * the day */
	bool		ambiguous;		/* the possible ones differ; or the cell does not
								 * tell, but is read as the others show */
} CellReadings;

#define VALUE_READINGS 4
#define VALUE_READING(way) (1u << (way))
#define VALUE_ALL_READINGS (VALUE_READING(VALUE_READINGS) - 1)
#define NUMBER_POINT 1			/* the point stands before the decimals */
#define NUMBER_COMMA 2
extern CellReadings value_date_readings(const CsvCell *cell);
extern CellReadings value_number_readings(const CsvCell *cell);

/* Only whether they differ: quick for nearly every cell. */
extern bool value_date_is_ambiguous(const CsvCell *cell);
extern bool value_number_is_ambiguous(const CsvCell *cell);

/* What Field.decimal takes for NUMBER_POINT or NUMBER_COMMA. */
extern char value_decimal_sign(int way);

/*
 * Decimals that a numeric of this typmod holds: negative where it rounds to
 * hundreds and the like, VALUE_ANY_SCALE if it takes any.
 */
#define VALUE_ANY_SCALE PG_INT32_MAX
extern int	value_numeric_scale(int32 typmod);

/*
 * Must this value of the field, as a cell, have a ' before it and quotes around
 * it, lest value_parse() takes it for something else ('=1 for a guarded =1,
 * #N/A for nothing at all), loses its outer spaces (a text of nothing but
 * spaces, a value of another type), or does not take it at all (NaN, infinity,
 * years before Christ)?
 */
extern bool value_needs_guard(const Field *field, const char *data, uint32 len);

/* Is the text one of those that are taken for something else? */
extern bool value_is_misread(const Field *field, const char *data, uint32 len);

/* Or one of those that would lose their spaces? */
extern bool value_is_padded(const Field *field, const char *data, uint32 len);

/* Would a spreadsheet run this text as a formula? */
static inline bool
value_begins_formula(const char *data, uint32 len)
{
	return len > 0 && (data[0] == '=' || data[0] == '+' || data[0] == '-' || data[0] == '@' ||
					   data[0] == '\t' || data[0] == '\r');
}

/* Is a text not too long for its column? */
extern bool value_text_fits(const Field *field, const char *data, uint32 len);

/* Is the live value empty: NULL, or text without a character? */
extern bool value_live_is_empty(const Field *field, Datum live, bool isnull);

/* Is a live value, which is not NULL, a number 0 or false? */
extern bool value_live_is_zero(const Field *field, Datum live);

/* Is that so of a number or boolean as its type's output function writes it? */
extern bool value_output_is_zero(const char *text);

/*
 * The canonical text of a live value that is not NULL, which is what export
 * writes: where it lies, in room (VALUE_TEXT_BYTES of it), or in the current
 * memory context.  Settings are pinned (settings_scope_pin_text()).
 */
#define VALUE_TEXT_BYTES 130	/* MAXDATELEN and more */
extern void value_live_bytes(const Field *field, Datum live, char *room,
							 const char **data, uint32 *len);

/* The same as a string; NULL for NULL. */
extern char *value_live_text(const Field *field, Datum live, bool isnull);

/*
 * Both hash to the same where value_equals() or value_cell_is_live() holds
 * for the usual cells; a difference only ever means "compare cell by cell".
 * Blank, cleared and NULL hash alike.  A password hashes by being there (under
 * the rule overwrite it never hashes to the same).  FIELD_GROUPS: no effect.
 */
extern void value_hash(Hash128 *hash, const Field *field, const CellValue *value);
static inline void value_hash_live(Hash128 *hash, const Field *field, Datum live, bool isnull);

/* What the inline functions below leave out. */
extern void value_parse_cell(const Field *field, const CsvCell *cell, CellValue *value);
extern void value_parse_kind(const Field *field, const char *data, uint32 len, CellValue *value);
extern void value_hash_live_other(Hash128 *hash, const Field *field, Datum live, bool isnull);
extern bool value_cell_is_live_other(const Field *field, const CsvCell *cell, Datum live);
extern bool value_equals_other(const Field *field, const CellValue *value, Datum live);
extern bool value_stored_text_equals(Datum live, const char *data, uint32 len);

/* The bytes of a live text where they lie; false if it has to be detoasted. */
static inline bool
value_text_in_place(Datum live, const char **data, uint32 *len)
{
	const char *stored = (const char *) DatumGetPointer(live);

	if (VARATT_IS_SHORT(stored) && !VARATT_IS_EXTERNAL(stored))
	{
		*data = VARDATA_SHORT(stored);
		*len = VARSIZE_SHORT(stored) - VARHDRSZ_SHORT;
		return true;
	}
	if (VARATT_IS_4B_U(stored))
	{
		*data = VARDATA_4B(stored);
		*len = VARSIZE_4B(stored) - VARHDRSZ;
		return true;
	}
	return false;
}

/* Does the text of a live varlena equal data? */
static inline bool
value_text_equals(Datum live, const char *data, uint32 len)
{
	const char *stored;
	uint32		stored_len;

	if (!value_text_in_place(live, &stored, &stored_len))
		return value_stored_text_equals(live, data, len);
	return stored_len == len && memcmp(stored, data, len) == 0;
}

/* Boolean, integer or date of a live column, as CellValue.number holds it. */
static inline int64
value_live_number(const Field *field, Datum live)
{
	switch (field->type)
	{
		case BOOLOID:
			return DatumGetBool(live);
		case INT2OID:
			return DatumGetInt16(live);
		case INT8OID:
			return DatumGetInt64(live);
		default:				/* int4, date */
			return DatumGetInt32(live);
	}
}

static inline bool
value_is_text(FieldKind kind)
{
	return kind == FIELD_TEXT || kind == FIELD_EMAIL || kind == FIELD_ATTRIBUTE ||
		kind == FIELD_IDENTIFIER;
}

static inline bool
value_is_number(FieldKind kind)
{
	return kind == FIELD_BOOLEAN || kind == FIELD_INTEGER || kind == FIELD_DATE ||
		kind == FIELD_CUSTOMER_ID;
}

/* Does a cell that is not empty begin as #N/A, a guard or a text formula does? */
static inline bool
value_begins_special(const CsvCell *cell)
{
	return cell->data[0] == '#' || cell->data[0] == '\'' || cell->data[0] == '=';
}

/* Has it another meaning than its text? */
extern bool value_is_special(const Field *field, const CsvCell *cell);

/*
 * Is the cell as nearly all are: of the file, with nothing to trim, nothing to undo,
 * and no meaning but that of its text?
 */
extern bool value_is_ordinary_after_all(const Field *field, const CsvCell *cell);

static inline bool
value_is_ordinary(const Field *field, const CsvCell *cell)
{
	return !cell->canonical &&
		(cell_gate_passes(field->gate, cell->data, cell->len) || value_is_ordinary_after_all(field, cell));
}

/* Is it text of any length? */
static inline bool
value_is_free_text(const Field *field)
{
	return field->kind == FIELD_ATTRIBUTE || (field->kind == FIELD_TEXT && field->typmod < 0);
}

/* Plain text is most of a file: its parser is that it needs none. */
static pg_attribute_always_inline void
value_parse(const Field *field, const CsvCell *cell, CellValue *value)
{
	value->zero = false;
	if (unlikely(!value_is_ordinary(field, cell)))
		value_parse_cell(field, cell, value);
	else if (!value_is_free_text(field))
		value_parse_kind(field, cell->data, cell->len, value);
	else
	{
		value->state = VALUE_SET;
		value->data = cell->data;
		value->len = cell->len;
	}
}

/*
 * Is the cell, letter for letter, what an export writes for this live value?
 * Then it is unchanged before any other rule.  The hot path of an import:
 * no allocation for the kinds that have no output function.
 */
static inline bool
value_cell_is_live(const Field *field, const CsvCell *cell, Datum live, bool isnull)
{
	if (isnull)
		return cell->len == 0;
	if (value_is_text(field->kind))
		return value_text_equals(live, cell->data, cell->len);
	return value_cell_is_live_other(field, cell, live);
}

/* Does a VALUE_SET value equal the live one?  (NULL and '' are both empty.) */
static inline bool
value_equals(const Field *field, const CellValue *value, Datum live, bool isnull)
{
	if (isnull)
		return false;
	if (value_is_text(field->kind))
		return value_text_equals(live, value->data, value->len);
	if (value_is_number(field->kind))
		return value_live_number(field, live) == value->number;
	return value_equals_other(field, value, live);
}

static inline void
value_hash_live(Hash128 *hash, const Field *field, Datum live, bool isnull)
{
	const char *data;
	uint32		len;

	if (!isnull && value_is_text(field->kind) && value_text_in_place(live, &data, &len) && len > 0)
		hash128_bytes(hash, data, len);
	else
		value_hash_live_other(hash, field, live, isnull);
}

#endif							/* CUSTOMERS_VALUE_H */
