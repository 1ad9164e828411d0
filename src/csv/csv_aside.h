/*
 * csv_aside.h
 *
 * Records that stand in a table and are none of its own: the header once more,
 * rules (-----), totals, and what is written below the table.
 */
#ifndef CUSTOMERS_CSV_ASIDE_H
#define CUSTOMERS_CSV_ASIDE_H

#include "postgres.h"

#include "csv/csv_record.h"

typedef struct CsvAside
{
	int			ncolumns;
	CsvCell    *header;			/* its own copy, or NULL */
	int			nheader;
	uint32		lengths[256];	/* by its first byte: of what lengths a cell may
								 * begin a record that is none, as bits */
} CsvAside;

#define CSV_ASIDE_LENGTHS 31	/* the last bit is for longer ones, too */

/* Is a cell, which is not empty, worth a look by csv_aside_is()? */
static inline bool
csv_aside_may_begin(const CsvAside *aside, const CsvCell *cell)
{
	return (aside->lengths[(uint8) cell->data[0]] >> Min(cell->len, CSV_ASIDE_LENGTHS)) & 1;
}

/* header is the table's, or NULL; in the current memory context. */
extern void csv_aside_init(CsvAside *aside, const CsvRecord *header, int ncolumns);

/* Is a record none of the table's, by itself? */
extern bool csv_aside_is(const CsvAside *aside, const CsvRecord *record);

/* Marks the last of the records, which end the file, that stand below the table. */
extern void csv_aside_mark_foot(const CsvAside *aside, CsvRecord *records, int nrecords);

#endif							/* CUSTOMERS_CSV_ASIDE_H */
