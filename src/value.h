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

#include "field.h"
#include "hash128.h"

typedef enum ValueState
{
	VALUE_UNPARSED = 0,			/* zeroed memory: not looked at yet */
	VALUE_BLANK,				/* empty cell: says nothing */
	VALUE_CLEAR,				/* #N/A, or empty under blanks => 'clear' */
	VALUE_SET,
	VALUE_ERROR
} ValueState;

typedef struct Value
{
	ValueState	state;
	uint32		len;
	const char *data;			/* canonical text, not NUL-terminated; may
								 * point into the cell */
	int64		number;			/* boolean, integer, date (as DateADT), and
								 * customer_id */
	const char *code;			/* VALUE_ERROR: customer_import_errors.code */
	const char *message;		/* and what to do about it, in words */
} Value;

/*
 * Parses one cell.  Allocates in the current memory context only where the
 * canonical text differs from the cell.  A FIELD_PASSWORD value is left as
 * plain text (value_hash_password makes the verifier once it is known to be
 * needed); a FIELD_OTHER or FIELD_NUMBER one is canonical only after
 * value_check_typed.
 */
extern void value_parse(const Field *field, const CsvCell *cell, Value *value);

/*
 * Runs values of one FIELD_OTHER or FIELD_NUMBER field through its type's
 * input and output functions: all in one subtransaction, bisected on failure,
 * so that a failing one becomes a VALUE_ERROR and costs the others nothing.
 * Values that are not VALUE_SET are passed over.
 */
extern void value_check_typed(Field *field, Value **values, int nvalues);

/* Plain password (or a verifier already) to SCRAM-SHA-256 verifier. */
extern void value_hash_password(Value *value);

/* Does this plain password (or verifier) belong to the stored verifier? */
extern bool value_verify_password(const Value *value, const char *verifier);

/*
 * Is the cell, letter for letter, what an export writes for this live value?
 * Then it is unchanged before any other rule.  The hot path of an import:
 * no allocation for the kinds that have no output function.
 */
extern bool value_cell_is_live(const Field *field, const CsvCell *cell,
							   Datum live, bool isnull);

/* Does a VALUE_SET value equal the live one?  (NULL and '' are both empty.) */
extern bool value_equals(const Field *field, const Value *value,
						 Datum live, bool isnull);

/* Is the live value empty: NULL, or text without a character? */
extern bool value_live_is_empty(const Field *field, Datum live, bool isnull);

/* Canonical text of a live value; NULL for NULL. */
extern char *value_live_text(const Field *field, Datum live, bool isnull);

/*
 * Both hash to the same where value_equals() or value_cell_is_live() holds
 * for the usual cells; a difference only ever means "compare cell by cell".
 * Blank, cleared and NULL hash alike.  A password hashes by being there.
 */
extern void value_hash(Hash128 *hash, const Field *field, const Value *value);
extern void value_hash_live(Hash128 *hash, const Field *field, Datum live, bool isnull);

#endif							/* CUSTOMERS_VALUE_H */
