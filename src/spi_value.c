/*
 * spi_value.c
 *
 *		SPI_tuptable, row, column -> value
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "spi_value.h"

char *
spi_text(int row, int column)
{
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

Datum
spi_datum(int row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

int64
spi_int64(int row, int column)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, &isnull);

	return isnull ? 0 : DatumGetInt64(value);
}

char **
spi_texts(int row, int column, int *n)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, &isnull);
	Datum	   *elements;
	bool	   *nulls;
	char	  **texts;

	*n = 0;
	if (isnull)
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT,
					  &elements, &nulls, n);
	texts = palloc(Max(*n, 1) * sizeof(char *));
	for (int i = 0; i < *n; i++)
		texts[i] = nulls[i] ? NULL : TextDatumGetCString(elements[i]);
	return texts;
}
