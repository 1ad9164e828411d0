/*
 * read.h
 *
 * All records of a file, as an import reads them.
 */
#ifndef CUSTOMERS_READ_H
#define CUSTOMERS_READ_H

#include "postgres.h"

#include "csv/csv_source.h"
#include "field/options.h"
#include "support/srf.h"

/*
 * Adds a row (line bigint, cells text[]) for each record of the source, the header
 * first.  Empty cells are ''.  Records keep their number of cells; a defective one
 * has those that could be read.  Needs no table.
 */
extern void read_records(CsvSource *source, const ImportOptions *options, SrfRows *rows);

#endif							/* CUSTOMERS_READ_H */
