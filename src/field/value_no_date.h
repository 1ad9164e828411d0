/*
 * value_no_date.h
 *
 * Cells of dates that name no day: zero dates, the first and last days that
 * programs know, days without a year, years and months without a day.
 */
#ifndef CUSTOMERS_VALUE_NO_DATE_H
#define CUSTOMERS_VALUE_NO_DATE_H

#include "postgres.h"

#include "field/cell_value.h"
#include "field/field.h"

/*
 * Parses a date, as value_parse_date() does, of a file: what programs write for
 * none is blank, where words stand for nothing at all; a birthday without its
 * year is blank with a warning.
 */
extern void value_parse_file_date(const Field *field, const char *data, uint32 len,
								  CellValue *value);

/* Is it a month and a year (05.1987, May 1987), and no day? */
extern bool value_is_month(const char *data, uint32 len);

/* Is a date as export writes it one that such a cell does not set?  *date = it. */
extern bool value_date_for_none(const Field *field, const char *data, uint32 len, int64 *date);

#endif							/* CUSTOMERS_VALUE_NO_DATE_H */
