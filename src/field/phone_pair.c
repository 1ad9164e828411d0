/*
 * phone_pair.c
 *
 * See phone_pair.h.  0221/123456 is one number: each of two is long enough.
 */
#include "postgres.h"

#include <ctype.h>

#include "field/column_dress.h"
#include "field/phone_pair.h"
#include "field/value_trim.h"

#define PHONE_DIGITS 7

/* Is it a phone number and nothing else? */
static bool
is_phone(const CsvCell *cell)
{
	int			ndigits = 0;

	for (uint32 i = 0; i < cell->len; i++)
	{
		if (isdigit((unsigned char) cell->data[i]))
			ndigits++;
		else if (strchr("+-. ()", cell->data[i]) == NULL)
			return false;
	}
	return ndigits >= PHONE_DIGITS;
}

/* Does a word with a colon begin behind a blank: 22334455 Mobile: 91234567? */
static bool
begins_label(const char *p, const char *end)
{
	CsvCell		rest = {.data = p + 1, .len = end - p - 1};

	return *p == ' ' && column_dress_strip_label(&rest);
}

bool
phone_pair_split(const CsvCell *cell, CsvCell *first, CsvCell *second)
{
	const char *end = cell->data + cell->len;

	for (const char *p = cell->data; p < end; p++)
	{
		if (strchr("/,;|\n", *p) == NULL && !begins_label(p, end))
			continue;
		*first = (CsvCell) {.data = cell->data, .len = p - cell->data};
		*second = (CsvCell) {.data = p + 1, .len = end - p - 1};
		value_trim(&first->data, &first->len);
		value_trim(&second->data, &second->len);
		(void) column_dress_strip_label(first);
		(void) column_dress_strip_label(second);
		if (is_phone(first) && is_phone(second))
			return true;
	}
	return false;
}
