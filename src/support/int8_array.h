/*
 * int8_array.h
 *
 * Arrays of ids and lines, to and from C.
 */
#ifndef CUSTOMERS_INT8_ARRAY_H
#define CUSTOMERS_INT8_ARRAY_H

#include "postgres.h"

#include "utils/array.h"

/* An int8[] of n elements (Int64GetDatum each), in the current memory context. */
extern Datum int8_array(const Datum *elements, int n);

/*
 * The elements of an int8[], in the current memory context; sets *n to their
 * number.  Errors if one is NULL.
 */
extern Datum *int8_array_elements(const ArrayType *array, int *n);

/* Compares two int64, for qsort() and bsearch(). */
extern int	int8_compare(const void *a, const void *b);

#endif							/* CUSTOMERS_INT8_ARRAY_H */
