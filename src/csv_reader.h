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

#include "csv_dialect.h"

/* Where bytes come from: fills at most len bytes, returns how many, 0 = end. */
typedef struct CsvInput
{
	size_t		(*read) (void *state, char *buffer, size_t len);
	void	   *state;
} CsvInput;

/* One cell as read: quotes and escapes undone, outer spaces kept. */
typedef struct CsvCell
{
	const char *data;			/* UTF-8, not NUL-terminated */
	uint32		len;			/* bytes */
	bool		quoted;			/* it stood in quotes in the file */
} CsvCell;

/* What is wrong with a record as a whole; CSV_SOUND for nearly all. */
typedef enum CsvDefect
{
	CSV_SOUND = 0,
	CSV_NUL_BYTE,				/* a cell holds a NUL byte */
	CSV_BAD_ENCODING,			/* a cell holds bytes that are no text in the
								 * file's encoding */
	CSV_FIELD_TOO_LARGE,		/* a cell exceeds max_field_size */
	CSV_TOO_MANY_CELLS,			/* more cells than the reader keeps */
	CSV_UNCLOSED_QUOTE,			/* a quote was opened and never closed */
	CSV_STRAY_QUOTE				/* text after a closing quote, in a way that
								 * leaves the record's cells in doubt */
} CsvDefect;

typedef struct CsvRecord
{
	int64		line;			/* the file's own line (1 = first) on which
								 * the record starts */
	int			ncells;
	CsvDefect	defect;
	int			defect_cell;	/* 0-based cell it was seen in, or -1 */
	CsvCell    *cells;			/* also set for a defective record, as far as
								 * it could be read (a too large cell is
								 * clipped, undecodable bytes are replaced) */
} CsvRecord;

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

/* Code (as in customer_import_errors.code) and message of a defect. */
extern const char *csv_defect_code(CsvDefect defect);
extern const char *csv_defect_message(CsvDefect defect);

#endif							/* CUSTOMERS_CSV_READER_H */
