/*
 * export.h
 *
 * Customers as CSV, line by line.
 *
 *		export = export_open(&options);
 *		while (export_next_line(export, &data, &len))	-- without line breaks, or:
 *		while (export_next_block(export, &data, &len))	-- many lines with them
 *			...
 *		export_close(export);
 *
 * Calls may be in different commands of one portal (a cursor): no more than
 * some lines are in memory, and what is read is what the snapshot of
 * export_open() shows.  After an error there is nothing to be closed.
 */
#ifndef CUSTOMERS_EXPORT_H
#define CUSTOMERS_EXPORT_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "query/profile.h"

typedef struct ExportOptions
{
	ProfileFilter filter;
	List	   *columns;		/* names; NIL: what imports again as it is */
	const char *delimiter;
	const char *encoding;
	bool		bom;
	bool		header;
	bool		excel_safe;		/* no cell that a spreadsheet would run */
	bool		encode;			/* lines are bytes in the encoding, not text */
} ExportOptions;

typedef struct Export Export;

/*
 * Makes the query and starts it.  SPI must be connected; it need not be
 * afterwards.  Keeps everything in the current memory context.
 */
extern Export *export_open(const ExportOptions *options);

/*
 * The next line, or those that are ready together, valid until the next call;
 * false if there are no more.  With encode they are bytes, with line breaks
 * and the byte order mark; without, they are text.
 */
extern bool export_next_line(Export *export, const char **data, size_t *len);
extern bool export_next_block(Export *export, const char **data, size_t *len);

/* Does a file in this encoding begin with a byte order mark, as Excel likes it? */
extern bool export_has_bom(const char *encoding);

/* Customers written so far. */
extern int64 export_rows(const Export *export);

extern void export_close(Export *export);

#endif							/* CUSTOMERS_EXPORT_H */
