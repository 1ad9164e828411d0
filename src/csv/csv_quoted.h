/*
 * csv_quoted.h
 *
 * Records with quoted cells, read by libcsv in its strict mode: it accepts
 * exactly what is well-formed, and csv_repair.c takes over what is not.
 *
 * libcsv knows delimiters of one byte and quotes that are doubled to escape
 * them; csv_quoted_parse() reads other dialects with a strict cursor, which
 * the differential fuzz test holds equal to libcsv.
 */
#ifndef CUSTOMERS_CSV_QUOTED_H
#define CUSTOMERS_CSV_QUOTED_H

#include "postgres.h"

#include "csv/csv_cursor.h"

typedef struct CsvQuoted CsvQuoted;

typedef enum CsvParse
{
	CSV_PARSE_RECORD,			/* a well-formed record */
	CSV_PARSE_MALFORMED,		/* text after a closing quote, or a quote in
								 * an unquoted cell */
	CSV_PARSE_UNCLOSED			/* the text ends inside the record */
} CsvParse;

/* In the current memory context. */
extern CsvQuoted *csv_quoted_create(const CsvDialect *dialect);

/*
 * Reads one record, or the rest of one from the start of a cell, and adds its
 * cells to the sink.  Says how many bytes it took, line break included, and
 * how many line breaks those hold.  Unless it is CSV_PARSE_RECORD, what was
 * added to the sink means nothing.
 */
extern CsvParse csv_quoted_parse(CsvQuoted *quoted, const char *text, size_t len,
								 CsvCellSink *sink, size_t *taken, int64 *breaks);

extern void csv_quoted_free(CsvQuoted *quoted);

#endif							/* CUSTOMERS_CSV_QUOTED_H */
