/*
 * sniff.h
 *
 * How an import would read a file, without importing it.
 */
#ifndef CUSTOMERS_SNIFF_H
#define CUSTOMERS_SNIFF_H

#include "postgres.h"

#include "csv/csv_source.h"
#include "field/field.h"

typedef struct Sniffed
{
	const CsvDialect *dialect;
	int			ncolumns;
	char	  **header;			/* header words; NULL = the file has no header */
	const char **fields;		/* the field of each column, NULL = ignored;
								 * NULL = they cannot be mapped */
	const char **evidence;		/* why each column is that; NULL likewise */
	char	   *consent;		/* which columns speak of it, or NULL */
	char	   *warnings;		/* a line each, or NULL */
} Sniffed;

/*
 * Reads the start of the source and maps its header.  Errors in the mapping become
 * warnings.  Allocates in the current memory context; SPI must be connected.
 */
extern void sniff_source(CsvSource *source, const ImportOptions *options, Sniffed *sniffed);

#endif							/* CUSTOMERS_SNIFF_H */
