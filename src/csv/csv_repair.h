/*
 * csv_repair.h
 *
 * Broken records: quotes that open and never close, text after a closing
 * quote.  Finds the reading that keeps the table's shape, and never lets a
 * broken record reach further than its quotes can prove.
 */
#ifndef CUSTOMERS_CSV_REPAIR_H
#define CUSTOMERS_CSV_REPAIR_H

#include "postgres.h"

#include "csv/csv_cursor.h"

/* Text must hold as much from the record's start, unless the file ends. */
#define CSV_REPAIR_REACH 65536

/* How far a broken cell may reach for its closing quote. */
#define CSV_REPAIR_BROKEN_REACH 4096

typedef struct CsvRepair
{
	size_t		taken;			/* bytes, line break included */
	int64		breaks;			/* line breaks among them */
	CsvDefect	defect;
	int			defect_cell;
} CsvRepair;

/*
 * Reads the record at the start of text, which holds at least its first
 * physical line.  ncolumns is the table's width, 0 if not known.
 */
extern void csv_repair_record(const char *text, size_t len, const CsvDialect *dialect,
							  int ncolumns, CsvCellSink *sink, CsvRepair *repair);

/*
 * A record of several lines, which fits the table's width or not: did a stray
 * quote swallow records?  So it is if each of its lines is, alone, a record of
 * that width, and they are no prose in a record that fits; or, if it does not fit
 * itself, one of its later lines is.  Not in an export, whose cells may hold lines
 * of any kind.
 */
extern bool csv_repair_swallowed(const char *text, size_t len,
								 const CsvDialect *dialect, bool fits, int ncolumns);

#endif							/* CUSTOMERS_CSV_REPAIR_H */
