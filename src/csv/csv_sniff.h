/*
 * csv_sniff.h
 *
 * Finds out how a file is written.
 */
#ifndef CUSTOMERS_CSV_SNIFF_H
#define CUSTOMERS_CSV_SNIFF_H

#include "postgres.h"

#include "csv/csv_dialect.h"
#include "csv/csv_wrap.h"

/*
 * Finds the dialect of text, a file's start in UTF-8 (or all of it: whole),
 * and where its table begins: offset is that of header_line, which counts
 * from 1 at the start of text.  What request says is taken as said; what makes
 * no sense is an error.  Leaves encoding and bom alone.
 */
extern void csv_sniff_dialect(const CsvRequest *request, const char *text, size_t len,
							   bool whole, CsvDialect *dialect, size_t *offset);

/*
 * Does something stand around each line of text that is no part of the table?
 * Then the table is to be looked for in the text without it.
 */
extern bool csv_sniff_wrap(const CsvRequest *request, const char *text, size_t len,
						   bool whole, CsvWrap *wrap);

#endif							/* CUSTOMERS_CSV_SNIFF_H */
