/*
 * csv_convert.c
 *
 * PostgreSQL's own encoding conversions.  See csv_convert.h.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "mb/pg_wchar.h"

#include "csv/csv_convert.h"

Oid
csv_convert_find(int from, int to)
{
	return FindDefaultConversionProc(from, to);
}

size_t
csv_convert(Oid conversion, int from, int to,
			const char *text, size_t len, char *out, size_t *written)
{
	int			nread;

	nread = pg_do_encoding_conversion_buf(conversion, from, to,
										  (unsigned char *) unconstify(char *, text), (int) len,
										  (unsigned char *) out, (int) len * CSV_CONVERT_GROWTH + 1,
										  true);
	*written = strlen(out);
	return (size_t) nread;
}

int
csv_convert_database_encoding(void)
{
	return GetDatabaseEncoding();
}
