/*
 * report_grid.h
 *
 * The tables of customers_import_report(): records of one kind, with a column for each
 * field that one of them uses; changed ones with a list of changes.  SPI must be
 * connected.
 */
#ifndef CUSTOMERS_REPORT_GRID_H
#define CUSTOMERS_REPORT_GRID_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "report/import_view.h"

typedef struct ReportGrid
{
	const char *id;				/* of its section */
	StringInfoData head;		/* the cells of the heading row */
	StringInfoData body;		/* the rows */
	StringInfoData labels;		/* CSS: headings beside cells on a phone */
	int			nrows;			/* rows shown */
	bool		is_full;		/* the limit of bytes was reached */
	int			ncolumns;		/* columns shown */
	int			nused;			/* columns that any row uses */
} ReportGrid;

/*
 * Writes the rows of these lines, by line, in at most max_bytes: if they are too many,
 * those that come last among the lines are left out.
 */
extern ReportGrid *report_grid(const ImportView *view, const ImportViewRows *rows, ViewKind kind, const char *id,
							   const int64 *lines, int nlines, int max_bytes);

#endif							/* CUSTOMERS_REPORT_GRID_H */
