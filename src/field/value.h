/*
 * value.h
 *
 * Cell text to typed value.  Against the live value: value_live.h.
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

#include "field/cell_gate.h"
#include "field/cell_value.h"
#include "field/field.h"
#include "field/value_trim.h"

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

/* What the inline functions below leave out. */
extern void value_parse_cell(const Field *field, const CsvCell *cell, CellValue *value);
extern void value_parse_kind(const Field *field, const char *data, uint32 len, CellValue *value);

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

/* Is it empty, a word for nothing, or what a spreadsheet writes where it has no value? */
extern bool value_says_nothing(const Field *field, const CsvCell *cell);

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

/* Is it text of any length, as it stands? */
static inline bool
value_is_free_text(const Field *field)
{
	return field->kind == FIELD_ATTRIBUTE || (field->kind == FIELD_TEXT && field->typmod < 0 && !field->dressed);
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

#endif							/* CUSTOMERS_VALUE_H */
