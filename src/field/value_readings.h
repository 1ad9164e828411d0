/*
 * value_readings.h
 *
 * The ways in which a cell of a date or number column can be read, before it is
 * known how its column is written.
 */
#ifndef CUSTOMERS_VALUE_READINGS_H
#define CUSTOMERS_VALUE_READINGS_H

#include "postgres.h"

#include "field/cell_value.h"
#include "field/field.h"

/* A bit VALUE_READING(DATE_ORDER_DMY), VALUE_READING(NUMBER_POINT), ... for each way. */
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

/* Is a date written as six digits: 130218? */
extern bool value_date_is_six_digits(const CsvCell *cell);

/* What Field.decimal takes for NUMBER_POINT or NUMBER_COMMA. */
extern char value_decimal_sign(int way);

#endif							/* CUSTOMERS_VALUE_READINGS_H */
