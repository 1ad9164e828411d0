/*
 * spi_value.c
 *
 *		SPI_tuptable, row, column -> exists, of that type, not NULL? -> value
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "support/spi_value.h"

/* Most rows that a table can have: sums and products of counts do not overflow. */
#define MAX_COUNT INT64CONST(1000000000000)

void
spi_refuse_null(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("%s is null", what),
			 errhint("What wrote it was not customers: set it as it was, or restore the row.")));
}

void
spi_refuse_value(const char *what, const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("%s cannot be \"%.*s\"", what, (int) pg_mbcliplen(value, strlen(value), 100), value),
			 errhint("What wrote it was not customers: set it as it was, or restore the row.")));
}

static void
check_row(int row, const char *what)
{
	if (SPI_tuptable == NULL || row < 0 || (uint64) row >= SPI_processed)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("there is no row to read %s from", what),
				 errhint("A trigger, a rule or a policy may have held it back.")));
}

char *
spi_text(int row, int column)
{
	check_row(row, "a text");
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

char *
spi_text_not_null(int row, int column, const char *what)
{
	char	   *text;

	check_row(row, what);
	text = spi_text(row, column);
	if (text == NULL)
		spi_refuse_null(what);
	return text;
}

Datum
spi_datum(int row, int column, Oid type, bool *isnull, const char *what)
{
	Oid			found;

	check_row(row, what);
	found = SPI_gettypeid(SPI_tuptable->tupdesc, column);
	if (found != type)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("%s has type %s, and must have type %s", what,
						format_type_be(found), format_type_be(type))));
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

Datum
spi_datum_not_null(int row, int column, Oid type, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, type, &isnull, what);

	if (isnull)
		spi_refuse_null(what);
	return value;
}

int64
spi_int64(int row, int column, const char *what)
{
	return DatumGetInt64(spi_datum_not_null(row, column, INT8OID, what));
}

int32
spi_int32(int row, int column, const char *what)
{
	return DatumGetInt32(spi_datum_not_null(row, column, INT4OID, what));
}

bool
spi_bool(int row, int column, const char *what)
{
	return DatumGetBool(spi_datum_not_null(row, column, BOOLOID, what));
}

Oid
spi_oid(int row, int column, const char *what)
{
	return DatumGetObjectId(spi_datum_not_null(row, column, OIDOID, what));
}

int64
spi_int64_or(int row, int column, int64 otherwise, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, INT8OID, &isnull, what);

	return isnull ? otherwise : DatumGetInt64(value);
}

bool
spi_bool_or(int row, int column, bool otherwise, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, BOOLOID, &isnull, what);

	return isnull ? otherwise : DatumGetBool(value);
}

int64
spi_count(int row, int column, const char *what)
{
	int64		count = spi_int64(row, column, what);

	if (count < 0 || count > MAX_COUNT)
		spi_refuse_value(what, psprintf(INT64_FORMAT, count));
	return count;
}

ArrayType *
spi_array(int row, int column, Oid type, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, type, &isnull, what);

	return isnull ? NULL : DatumGetArrayTypePCopy(value);
}

Jsonb *
spi_jsonb(int row, int column, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(row, column, JSONBOID, &isnull, what);

	return isnull ? NULL : DatumGetJsonbPCopy(value);
}

char **
spi_array_texts(ArrayType *array, int *n)
{
	Datum	   *elements;
	bool	   *nulls;
	char	  **texts;

	*n = 0;
	if (array == NULL)
		return NULL;
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, n);
	texts = palloc(Max(*n, 1) * sizeof(char *));
	for (int i = 0; i < *n; i++)
		texts[i] = nulls[i] ? NULL : TextDatumGetCString(elements[i]);
	return texts;
}

char **
spi_texts(int row, int column, int *n, const char *what)
{
	return spi_array_texts(spi_array(row, column, TEXTARRAYOID, what), n);
}
