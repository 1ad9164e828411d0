/*
 * import.h
 *
 * One import: from a source to staged rows and counts.
 */
#ifndef CUSTOMERS_IMPORT_H
#define CUSTOMERS_IMPORT_H

#include "postgres.h"

#include "csv/csv_reader.h"
#include "csv/csv_source.h"
#include "field/field.h"
#include "field/options.h"

/*
 * Stages and diffs a source; returns the import's id and, in a NOTICE, what it
 * would change and what to type next (if hint, else only the counts).  SPI
 * must be connected; everything happens in the caller's transaction.
 *
 * Errors: whatever the reader, the mapping and the options object to; the same
 * bytes merged before (ERRCODE_DUPLICATE_OBJECT), unless options->again.
 */
extern int64 import_run(CsvSource *source, const ImportOptions *options, bool hint);

/*
 * Opens a reader of a source under these options, as an import does.
 */
extern CsvReader *import_open_reader(CsvSource *source, const ImportOptions *options);

/*
 * The fields of its columns, by the first record (the header, or, where there
 * is none, of data, of which nothing is kept), and what a sample of the records
 * holds.  *sample: that sample, which lives as long as the batch; may be NULL.
 */
extern FieldMap *import_map_columns(CsvSource *source, const CsvReader *reader,
									const CsvBatch *first, const ImportOptions *options,
									const RecordSample **sample);

#endif							/* CUSTOMERS_IMPORT_H */
