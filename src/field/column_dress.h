/*
 * column_dress.h
 *
 * What a program has put around the codes of a column: 46043.0 for a postal code that
 * a spreadsheet took for a number, tel: before a phone.  Of identifiers: whole_ids.h.
 */
#ifndef CUSTOMERS_COLUMN_DRESS_H
#define CUSTOMERS_COLUMN_DRESS_H

#include "postgres.h"

#include "csv/csv_record.h"
#include "field/field.h"

/*
 * Sets Field.dressed of phones, postal codes and VAT numbers that stand so in the sample:
 * with decimals down the whole column, or with a word and a colon before the digits.
 * Returns a warning that names their columns; NULL if there are none.
 */
extern char *column_dress_find(FieldMap *map, const RecordSample *sample);

/* Finds the code within a trimmed cell of such a column. */
extern void column_dress_strip(const char **data, uint32 *len);

/* Takes "Phone:", "tel:" and their like off the beginning of a number. */
extern bool column_dress_strip_label(CsvCell *cell);

#endif							/* CUSTOMERS_COLUMN_DRESS_H */
