/*
 * value_live.h
 *
 * The live side of values: what customers holds, compared with a cell or a
 * value, hashed, and as canonical text.
 */
#ifndef CUSTOMERS_VALUE_LIVE_H
#define CUSTOMERS_VALUE_LIVE_H

#include "postgres.h"

#include "catalog/pg_type_d.h"

#include "field/cell_value.h"
#include "field/field.h"
#include "field/hash128.h"
#include "field/value.h"

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

#endif							/* CUSTOMERS_VALUE_LIVE_H */
