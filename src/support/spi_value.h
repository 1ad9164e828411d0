/*
 * spi_value.h
 *
 * Reads values of SPI's current result: rows from 0, columns from 1.  Allocates in
 * the current memory context.
 *
 * Tables are not trusted: one may have been altered since it was checked, and rows
 * may contain values that we did not write.  All functions error if there is no such
 * row or the column has another type; some also if the value is NULL.  "what" names
 * the value in the error: "customer_imports.status".
 */
#ifndef CUSTOMERS_SPI_VALUE_H
#define CUSTOMERS_SPI_VALUE_H

#include "postgres.h"

#include "utils/array.h"
#include "utils/jsonb.h"

#include "support/compat.h"

/* A value of any type as text; NULL for NULL. */
extern char *spi_text(int row, int column);

/* The same, but an error for NULL. */
extern char *spi_text_not_null(int row, int column, const char *what);

/* A value of a given type; may point into the result. */
extern Datum spi_datum(int row, int column, Oid type, bool *isnull, const char *what);

/* The same, but an error for NULL. */
extern Datum spi_datum_not_null(int row, int column, Oid type, const char *what);

/* A bigint, integer, boolean, oid; an error for NULL. */
extern int64 spi_int64(int row, int column, const char *what);
extern int32 spi_int32(int row, int column, const char *what);
extern bool spi_bool(int row, int column, const char *what);
extern Oid	spi_oid(int row, int column, const char *what);

/* A bigint or boolean; otherwise for NULL. */
extern int64 spi_int64_or(int row, int column, int64 otherwise, const char *what);
extern bool spi_bool_or(int row, int column, bool otherwise, const char *what);

/* A bigint that counts rows: an error if it is negative or too large. */
extern int64 spi_count(int row, int column, const char *what);

/* Copies; NULL for NULL. */
extern ArrayType *spi_array(int row, int column, Oid type, const char *what);
extern Jsonb *spi_jsonb(int row, int column, const char *what);

/* The elements of a text[], NULL for nulls; *n = 0 for a NULL pointer. */
extern char **spi_array_texts(ArrayType *array, int *n);

/* The same for a text[] column. */
extern char **spi_texts(int row, int column, int *n, const char *what);

/* Errors for a value that our code would not have written. */
pg_noreturn extern void spi_refuse_null(const char *what);
pg_noreturn extern void spi_refuse_value(const char *what, const char *value);

#endif							/* CUSTOMERS_SPI_VALUE_H */
