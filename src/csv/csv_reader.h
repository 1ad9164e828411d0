/*
 * csv_reader.h
 *
 * Text to records.  The reader pulls bytes from an input, finds out how the
 * file is written (csv_encoding, csv_dialect), decodes it to UTF-8 and hands
 * out its records in batches.
 *
 *		input.read() -> bytes -> csv_encoding -> UTF-8 text
 *			-> plain records: split by SIMD in place
 *			-> records with a quote in them: libcsv
 *			-> CsvBatch
 *
 * Required calls, in this order:
 *
 *		reader = csv_reader_open(input, &request);
 *		dialect = csv_reader_dialect(reader);		-- what was found
 *		while ((batch = csv_reader_next(reader)) != NULL)
 *			...										-- first record: the header
 *		csv_reader_close(reader);
 *
 * Nothing here knows of SQL.  Memory comes from palloc in the context that was
 * current at csv_reader_open, so an error anywhere frees all of it.  The only
 * ereport()s raised are for a request that makes no sense (unknown encoding, a
 * delimiter equal to the quote); a defective record is data, not an error.
 */
#ifndef CUSTOMERS_CSV_READER_H
#define CUSTOMERS_CSV_READER_H

#include "postgres.h"

#include "csv/csv_dialect.h"
#include "csv/csv_record.h"

/*
 * Where bytes come from: read() fills at most len bytes, returns how many, 0 = end.
 * left() is how many are still to be read, -1 = unknown; may be NULL.
 */
typedef struct CsvInput
{
	size_t		(*read) (void *state, char *buffer, size_t len);
	void	   *state;
	int64		(*left) (void *state);
} CsvInput;

/*
 * Up to CSV_BATCH_RECORDS records.  Everything it points to stays valid until
 * the next csv_reader_next() or csv_reader_close().
 */
#define CSV_BATCH_RECORDS 1024

typedef struct CsvBatch
{
	int			nrecords;
	CsvRecord  *records;
} CsvBatch;

typedef struct CsvReader CsvReader;

extern CsvReader *csv_reader_open(CsvInput input, const CsvRequest *request);
extern const CsvDialect *csv_reader_dialect(const CsvReader *reader);
extern const CsvBatch *csv_reader_next(CsvReader *reader);
extern void csv_reader_close(CsvReader *reader);

/*
 * A defect's code, message and hint, as customer_import_errors has them; the
 * hint may be NULL.
 */
extern const char *csv_defect_code(CsvDefect defect);
extern const char *csv_defect_message(CsvDefect defect);
extern const char *csv_defect_hint(CsvDefect defect);

#endif							/* CUSTOMERS_CSV_READER_H */
