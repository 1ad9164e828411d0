/*
 * csv_convert.h
 *
 * PostgreSQL's own encoding conversions: all that csv_encoding and csv_reader
 * need of a running server.  test/fuzz replaces this file.
 */
#ifndef CUSTOMERS_CSV_CONVERT_H
#define CUSTOMERS_CSV_CONVERT_H

#include "postgres.h"

/* The most bytes that one byte can become, in either direction. */
#define CSV_CONVERT_GROWTH 4

/* The conversion between two of PostgreSQL's encodings, or InvalidOid. */
extern Oid	csv_convert_find(int from, int to);

/*
 * Converts up to the end or the first byte that cannot be converted (a NUL
 * byte cannot).  Says how many bytes it read and wrote; out has room for
 * CSV_CONVERT_GROWTH * len + 1.
 */
extern size_t csv_convert(Oid conversion, int from, int to,
						  const char *text, size_t len, char *out, size_t *written);

/* The database's encoding; PG_SQL_ASCII if it has none. */
extern int	csv_convert_database_encoding(void);

#endif							/* CUSTOMERS_CSV_CONVERT_H */
