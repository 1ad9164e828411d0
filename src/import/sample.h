/*
 * sample.h
 *
 * Records spread over a file, by which its columns are known before the first
 * one is imported.
 *
 *		the first batch, and of a longer file a few records at each of
 *			SAMPLE_PLACES places behind it -> RecordSample
 */
#ifndef CUSTOMERS_SAMPLE_H
#define CUSTOMERS_SAMPLE_H

#include "postgres.h"

#include "csv/csv_reader.h"
#include "csv/csv_source.h"
#include "field/record_sample.h"

#define SAMPLE_PLACES 16

/*
 * Reads a sample into the current memory context; records of the first batch live as
 * long as the batch.  The position of the source does not change.  The same file
 * gives the same sample.
 */
extern RecordSample *sample_records(CsvSource *source, const CsvDialect *dialect,
									const CsvBatch *first, int ncolumns);

#endif							/* CUSTOMERS_SAMPLE_H */
