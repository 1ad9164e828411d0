/*
 * value_parse.h
 *
 * What the files value*.c share: one parser for each kind whose cells need
 * more than trimming.  Not for the layers above; they include value.h.
 *
 * A parser is given a trimmed cell that is not empty, in the database
 * encoding, and sets the value to VALUE_SET or VALUE_ERROR; that of yes and no
 * to VALUE_BLANK, too, where a column of consent says nothing.
 */
#ifndef CUSTOMERS_VALUE_PARSE_H
#define CUSTOMERS_VALUE_PARSE_H

#include "postgres.h"

#include "field/cell_value.h"
#include "field/field.h"

extern void value_parse_boolean(const Field *field, const char *data, uint32 len,
								CellValue *value);
extern void value_parse_integer(const Field *field, const char *data, uint32 len,
								CellValue *value);
extern void value_parse_number(const Field *field, const char *data, uint32 len,
							   CellValue *value);
extern void value_parse_date(const Field *field, const char *data, uint32 len,
							 CellValue *value);

/* Of several addresses the first, with a code: a warning. */
extern void value_parse_email(const char *data, uint32 len, CellValue *value);
extern void value_parse_password(const char *data, uint32 len, CellValue *value);

/* A value of a type with functions of its own, as staged rows and export have it. */
extern char *value_typed_output(const Field *field, Datum datum);

/* YYYY-MM-DD to days since 2000-01-01 (a DateADT); false if it is not one. */
extern bool value_iso_date(const char *data, uint32 len, int64 *date);

/* Is it 0 or 1, also as a program that counts in fractions writes it: 1.0, 0,00? */
static inline bool
value_is_zero_or_one(const char *data, uint32 len)
{
	if (len == 0 || len == 2 || (data[0] != '0' && data[0] != '1'))
		return false;
	if (len > 1 && data[1] != '.' && data[1] != ',')
		return false;
	for (uint32 i = 2; i < len; i++)
		if (data[i] != '0')
			return false;
	return true;
}

/* Is it true, false, 0 or 1? */
static inline bool
value_is_literal(const char *data, uint32 len, bool *yes)
{
	if (value_is_zero_or_one(data, len))
		*yes = data[0] == '1';
	else if (len == 4 && memcmp(data, "true", 4) == 0)
		*yes = true;
	else if (len == 5 && memcmp(data, "false", 5) == 0)
		*yes = false;
	else
		return false;
	return true;
}

/* Is it a plain yes or no, in any column? */
extern bool value_is_boolean(const struct ValueWords *words, const char *data, uint32 len, bool *yes);

/* The same of a folded word. */
extern bool value_is_boolean_word(const struct ValueWords *words, const char *folded, bool *yes);

/* How many bytes are a box, a tick or a cross, in UTF-8; 0 = none is there. */
extern int	value_mark_at(const char *p, const char *end, bool *yes);

/* Is it a day in any order of day, month and year, with or without a time of day? */
extern bool value_is_moment(const char *data, uint32 len);

/*
 * What PostgreSQL writes as no person would: NaN and the infinities; infinity
 * and -infinity, years before Christ and after 9999.  A cell of these is an
 * error, unless export has put its ' before them.
 */
extern bool value_is_special_number(const char *data, uint32 len);
extern bool value_special_date(const char *data, uint32 len, int64 *date);

static inline void
value_set(CellValue *value, const char *data, uint32 len)
{
	value->state = VALUE_SET;
	value->data = data;
	value->len = len;
}

/*
 * Says something of a cell, in the current memory context.  The texts are constants,
 * or live as long as the value; see field/note.h.
 */
static inline void
value_remark(CellValue *value, const char *code, const char *message, const char *hint)
{
	CellNote   *note = palloc(sizeof(CellNote));

	note->code = code;
	note->message = message;
	note->hint = hint;
	value->note = note;
}

static inline void
value_fail(CellValue *value, const char *code, const char *message, const char *hint)
{
	value->state = VALUE_ERROR;
	value_remark(value, code, message, hint);
}

static inline bool
value_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

#endif							/* CUSTOMERS_VALUE_PARSE_H */
