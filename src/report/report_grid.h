/*
 * report_grid.h
 *
 * The tables of customers_import_report(): the first records of one kind, with a
 * column for each field that one of them uses; changed ones with a list of changes.  SPI must be connected.
 */
#ifndef CUSTOMERS_REPORT_GRID_H
#define CUSTOMERS_REPORT_GRID_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "report/import_view.h"

/* Records of a kind that are shown at most. */
#define REPORT_ROWS 500

typedef struct ReportGrid
{
	const char *id;				/* of its section */
	StringInfoData head;		/* the cells of the heading row */
	StringInfoData body;		/* the rows */
	StringInfoData labels;		/* CSS: headings beside cells on a phone */
	int			nrows;			/* rows shown */
	bool		is_full;		/* the limit of bytes was reached */
	int64		last_line;		/* of the rows shown */
	int			ncolumns;		/* columns shown */
	int			nused;			/* columns that any row uses */
	int64		note_line;		/* first row with an error in a field, or 0 */
	char	   *note_field;
} ReportGrid;

/* Writes the first rows of a kind, in at most max_bytes. */
extern ReportGrid *report_grid(const ImportView *view, ViewKind kind, const char *id,
							   int max_bytes);

#endif							/* CUSTOMERS_REPORT_GRID_H */
