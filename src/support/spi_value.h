/*
 * spi_value.h
 *
 * Values of the current result of SPI: rows from 0, columns from 1.  In the
 * current memory context.
 *
 * Nothing that a table holds is trusted: it may have been altered since it was
 * looked at, and a row may hold what no call of ours has written.  Every reader
 * errors where there is no such row or the column has another type, and those
 * of a value that must be there where it is NULL.  what names the value in the
 * error: "customer_imports.status".
 */
#ifndef CUSTOMERS_SPI_VALUE_H
#define CUSTOMERS_SPI_VALUE_H

#include "postgres.h"

#include "utils/array.h"
#include "utils/jsonb.h"

/* As text, of whatever type; NULL for NULL. */
extern char *spi_text(int row, int column);

/* The same, but an error for NULL. */
extern char *spi_text_not_null(int row, int column, const char *what);

/* Of a type; by reference into the result. */
extern Datum spi_datum(int row, int column, Oid type, bool *isnull, const char *what);

/* The same, but an error for NULL. */
extern Datum spi_datum_not_null(int row, int column, Oid type, const char *what);

/* Of a bigint, integer, boolean, oid column; an error for NULL. */
extern int64 spi_int64(int row, int column, const char *what);
extern int32 spi_int32(int row, int column, const char *what);
extern bool spi_bool(int row, int column, const char *what);
extern Oid	spi_oid(int row, int column, const char *what);

/* Of a bigint or boolean column that may be NULL. */
extern int64 spi_int64_or(int row, int column, int64 otherwise, const char *what);
extern bool spi_bool_or(int row, int column, bool otherwise, const char *what);

/* Of a bigint column that counts rows: an error if it cannot be such a number. */
extern int64 spi_count(int row, int column, const char *what);

/* Copies; NULL for NULL. */
extern ArrayType *spi_array(int row, int column, Oid type, const char *what);
extern Jsonb *spi_jsonb(int row, int column, const char *what);

/* The elements of a text[], NULL for nulls; none of a NULL pointer. */
extern char **spi_array_texts(ArrayType *array, int *n);

/* The same of a column. */
extern char **spi_texts(int row, int column, int *n, const char *what);

/* Errors for a value that a table of ours cannot hold. */
extern void spi_refuse_null(const char *what) pg_attribute_noreturn();
extern void spi_refuse_value(const char *what, const char *value) pg_attribute_noreturn();

#endif							/* CUSTOMERS_SPI_VALUE_H */
