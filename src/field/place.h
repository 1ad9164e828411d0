/*
 * place.h
 *
 * What stands in one cell of a place.
 *
 *		0150 Oslo, London SW1A 1AA -> postal code, town
 *		Springfield, IL 62701 -> town, region, postal code
 */
#ifndef CUSTOMERS_PLACE_H
#define CUSTOMERS_PLACE_H

#include "postgres.h"

#include "csv/csv_record.h"
#include "field/record_sample.h"

/* Postal code and town of a cell; false if it has not both. */
extern bool place_split(const CsvCell *cell, CsvCell *code, CsvCell *town);

/* Is a trimmed cell a postal code, and nothing else? */
extern bool place_is_code(const CsvCell *cell);

/* Is a trimmed cell the letters of a region: IL, NSW? */
extern bool place_is_region(const CsvCell *cell);

/* Are all cells of a column such letters, or blank? */
extern bool place_are_regions(const RecordSample *sample, int column);

/* Town and region, and the postal code if there is one; false if it has no region. */
extern bool place_split_region(const CsvCell *cell, CsvCell *town, CsvCell *region, CsvCell *code);

#endif							/* CUSTOMERS_PLACE_H */
