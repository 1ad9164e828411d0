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

typedef struct RecordSample
{
	int			nrecords;
	int			maxrecords;
	const CsvRecord **records;	/* each with all columns of the table */
} RecordSample;

#endif							/* CUSTOMERS_RECORD_SAMPLE_H */
