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
 * Calls may be in different commands of one portal (a cursor).  Only a buffer of
 * lines is in memory; rows are read under the snapshot of export_open().  After
 * an error, do not close the export.
 */
#ifndef CUSTOMERS_EXPORT_H
#define CUSTOMERS_EXPORT_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "query/profile.h"

typedef struct ExportOptions
{
	ProfileFilter filter;
	List	   *columns;		/* names; NIL: all that import reads */
	const char *delimiter;
	const char *encoding;
	bool		bom;
	bool		header;
	bool		excel_safe;		/* guard cells that a spreadsheet would run */
	bool		encode;			/* lines are bytes in the encoding, not text */
} ExportOptions;

typedef struct Export Export;

/*
 * Builds the query and starts it, in the current memory context.  SPI must be
 * connected; the other calls do not need it.
 */
extern Export *export_open(const ExportOptions *options);

/*
 * The next line, or all lines that are ready, valid until the next call; false if
 * there are no more.  With encode they are bytes with line breaks; without, text.
 */
extern bool export_next_line(Export *export, const char **data, size_t *len);
extern bool export_next_block(Export *export, const char **data, size_t *len);

/* Should a file in this encoding begin with a byte order mark, for Excel? */
extern bool export_has_bom(const char *encoding);

/* Customers written so far. */
extern int64 export_rows(const Export *export);

extern void export_close(Export *export);

#endif							/* CUSTOMERS_EXPORT_H */
