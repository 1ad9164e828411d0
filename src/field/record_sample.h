/*
 * record_sample.h
 *
 * Records of a file by which its columns are known, before any is imported.
 * import/sample.c takes them; those that do not fit the table are left out.
 */
#ifndef CUSTOMERS_RECORD_SAMPLE_H
#define CUSTOMERS_RECORD_SAMPLE_H

#include "postgres.h"

#include "csv/csv_record.h"
#include "field/options.h"

typedef struct RecordSample
{
	int			nrecords;
	int			maxrecords;
	const CsvRecord **records;	/* each with all columns of the table */

	/* how many cells of a column name live customers by a key; NULL = not known */
	int			(*count_known) (const struct RecordSample *sample, int column, KeyKind key);
} RecordSample;

#endif							/* CUSTOMERS_RECORD_SAMPLE_H */
