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

#define CSV_ASIDE_COLUMNS 64	/* columns whose cells are compared */

/* The records above the foot: how many cells they fill, and with what. */
typedef struct CsvAsideBody
{
	int			nrecords;
	int			nfilled;
	int			nfirst;			/* of them, those whose first cell is filled */
	int			nspaced;		/* their first cell has spaces */
	uint8		kinds[CSV_ASIDE_COLUMNS];	/* of each column's cells, as bits */
	int64		end_line;		/* the line behind the last one */
	bool		ends_blank;		/* the last one is of delimiters only */
} CsvAsideBody;

typedef struct CsvAside
{
	int			ncolumns;
	CsvCell    *header;			/* its own copy, or NULL */
	int			nheader;
	uint32		lengths[256];	/* by its first byte: of what lengths a cell may
								 * begin a record that is none, as bits */
	CsvAsideBody above;			/* the end of the batch before */
} CsvAside;

#define CSV_ASIDE_LENGTHS 31	/* the last bit is for longer ones, too */

/* Is a cell, which is not empty, worth a look by csv_aside_kind()? */
static inline bool
csv_aside_may_begin(const CsvAside *aside, const CsvCell *cell)
{
	return (aside->lengths[(uint8) cell->data[0]] >> Min(cell->len, CSV_ASIDE_LENGTHS)) & 1;
}

/* header is the table's, or NULL; in the current memory context. */
extern void csv_aside_init(CsvAside *aside, const CsvRecord *header, int ncolumns);

/* Is a record none of the table's, by itself?  And what is it then? */
extern CsvAsideKind csv_aside_kind(const CsvAside *aside, const CsvRecord *record);

/* Takes note of a batch, for what may stand below it. */
extern void csv_aside_look(CsvAside *aside, const CsvRecord *records, int nrecords);

/* Marks the last of the records, which end the file, that stand below the table. */
extern void csv_aside_mark_foot(const CsvAside *aside, CsvRecord *records, int nrecords);

#endif							/* CUSTOMERS_CSV_ASIDE_H */
