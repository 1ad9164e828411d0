/*
 * csv_header.h
 *
 * Where the table begins in a text that is read by a dialect, and what its
 * columns are called.
 */
#ifndef CUSTOMERS_CSV_HEADER_H
#define CUSTOMERS_CSV_HEADER_H

#include "postgres.h"

#include "csv/csv_cursor.h"
#include "csv/csv_evidence.h"

/* A sample, a dialect it is read by, and what that reading says for itself. */
typedef struct CsvReading
{
	const char *text;
	size_t		len;
	const CsvDialect *dialect;
	const CsvWords *words;
	const CsvEvidence *evidence;
} CsvReading;

/* How a header was found. */
typedef enum CsvHeaderSign
{
	CSV_HEADER_BY_REQUEST,
	CSV_HEADER_BY_WORDS,
	CSV_HEADER_BY_BODY,			/* it is text above data */
	CSV_HEADER_BY_PLACE,		/* it is the first that is no title */
	CSV_HEADER_NONE
} CsvHeaderSign;

/*
 * The record that names the columns, by its words if those are known.  If
 * there is none, the table's first record, and sign is CSV_HEADER_NONE.
 */
extern int	csv_header_find(const CsvReading *reading, const CsvRequest *request,
							CsvHeaderSign *sign);

/* Does a record look like column names rather than data? */
extern bool csv_header_is_like(const CsvEvidence *evidence, int index, int width);

/* How many cells of a record are header words that the caller knows. */
extern int	csv_header_count_known(const CsvReading *reading, const CsvSampleRecord *record);

/* The cells of most records; 0 if a single one cannot say. */
extern int	csv_header_data_width(const CsvEvidence *evidence);

/* A walk over the cells of one record of the sample. */
extern void csv_header_walk(const CsvReading *reading, const CsvSampleRecord *record,
							CsvCursor *cursor);

static inline bool
csv_kind_is_data(CsvCellKind kind)
{
	return kind == CSV_KIND_NUMBER || kind == CSV_KIND_DATE || kind == CSV_KIND_EMAIL;
}

#endif							/* CUSTOMERS_CSV_HEADER_H */
