/*
 * report_grid.h
 *
 * The tables of customers_import_report(): the first records of one kind, a
 * column for each field that one of them brings.  SPI must be connected.
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
	StringInfoData labels;		/* CSS: what stands for the heading on a phone */
	int			nrows;			/* how many are shown */
	bool		is_full;		/* no more would go into its bytes */
	int64		last_line;		/* of the rows shown */
	int			ncolumns;		/* columns shown */
	int			nused;			/* that any of the rows brings something for */
	int64		note_line;		/* the first row with a note on a field, or 0 */
	char	   *note_field;
} ReportGrid;

/* Writes the rows of a kind, as many as go into so many bytes. */
extern ReportGrid *report_grid(const ImportView *view, ViewKind kind, const char *id,
							   int max_bytes);

#endif							/* CUSTOMERS_REPORT_GRID_H */
