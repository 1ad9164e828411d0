/*
 * csv_columns.h
 *
 * What the columns of a table are called, where that is not what the cells of
 * its header say one by one.
 */
#ifndef CUSTOMERS_CSV_COLUMNS_H
#define CUSTOMERS_CSV_COLUMNS_H

#include "postgres.h"

#include "csv/csv_header.h"

/*
 * Compares the header with the records below it, and writes into dialect what
 * is different: header, ends_early, kinds, notes.  Returns the record that the
 * names end with, which is the next one where a second row completes them.
 */
extern int	csv_columns_fit(const CsvReading *reading, int header, CsvDialect *dialect);

/*
 * Is the record above start, the table's first, a header that another delimiter
 * splits?  Then its names are in dialect, and it is returned; else -1.
 */
extern int	csv_columns_foreign(const CsvReading *reading, int start, CsvDialect *dialect);

#endif							/* CUSTOMERS_CSV_COLUMNS_H */
