/*
 * consent_read.c
 *
 *		cells of the columns of consent -> value of each -> the strictest
 */
#include "postgres.h"

#include "field/consent_read.h"
#include "field/value.h"

/* How strict a value is: the highest holds. */
static int
strictness(const CellValue *value)
{
	switch (value->state)
	{
		case VALUE_SET:
			return value->number == 0 ? 4 : 2;
		case VALUE_ERROR:
			return 3;
		case VALUE_CLEAR:
			return 1;
		default:
			return value->note != NULL ? 3 : 0;
	}
}

/* Reads the cells; returns the place of the column whose cell holds. */
static int
read_columns(const Field *field, const CsvRecord *source, CellValue *value)
{
	int			decides = 0;

	*value = (CellValue) {.state = VALUE_BLANK};
	for (int i = 0; i < field->nconsent; i++)
	{
		Field		own = *field;
		CellValue	said = {0};

		own.consent = &field->consent[i];
		own.nconsent = 1;
		value_parse(&own, &source->cells[own.consent->column], &said);
		if (strictness(&said) <= strictness(value))
			continue;
		*value = said;
		decides = i;
	}
	return decides;
}

void
consent_read(const Field *field, const CsvRecord *source, CellValue *value)
{
	(void) read_columns(field, source, value);
}

const CsvCell *
consent_deciding_cell(const Field *field, const CsvRecord *source)
{
	CellValue	value;
	int			decides = read_columns(field, source, &value);

	return &source->cells[field->consent[decides].column];
}
