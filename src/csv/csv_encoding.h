/*
 * csv_encoding.h
 *
 *		first bytes of the file -> csv_encoding_detect() -> its encoding
 *			-> csv_decode.h
 */
#ifndef CUSTOMERS_CSV_ENCODING_H
#define CUSTOMERS_CSV_ENCODING_H

#include "postgres.h"

#include "csv/csv_dialect.h"

typedef struct CsvEncoding
{
	CsvFinding	found;
	const char *name;			/* as CsvDialect.encoding */
	size_t		bom_len;		/* bytes of the byte order mark, 0 = none */
	bool		pure_ascii;		/* nothing but ASCII seen: UTF8 for lack of
								 * evidence */
	const char *mixed_with;		/* the encoding of lines that are not UTF-8; NULL =
								 * there are none, or the whole file is told */
	const char *twice;			/* UTF-8 was taken for this, and converted once
								 * more; NULL = it was not */
	const char *doubt;			/* what else it could be, in words, or NULL */
} CsvEncoding;

/*
 * Finds the encoding of a file by its first bytes; whole says that they are
 * all of it.  requested is what the caller says it is, or NULL; an unknown
 * name is an error.
 */
extern void csv_encoding_detect(const char *bytes, size_t len, bool whole,
								const char *requested, CsvEncoding *encoding);

#endif							/* CUSTOMERS_CSV_ENCODING_H */
