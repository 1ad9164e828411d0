/*
 * int8_array.c
 *
 *		Datum[] <-> int8[]
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "support/int8_array.h"

Datum
int8_array(const Datum *elements, int n)
{
	return PointerGetDatum(construct_array(unconstify(Datum *, elements), n, INT8OID,
										   sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

Datum *
int8_array_elements(const ArrayType *array, int *n)
{
	Datum	   *elements;

	deconstruct_array(unconstify(ArrayType *, array), INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &elements, NULL, n);
	return elements;
}

int
int8_compare(const void *a, const void *b)
{
	int64		x = *(const int64 *) a,
				y = *(const int64 *) b;

	return x < y ? -1 : x > y;
}
