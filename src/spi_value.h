/*
 * spi_value.h
 *
 * Values of the current result of SPI: rows from 0, columns from 1.  In the
 * current memory context.
 */
#ifndef CUSTOMERS_SPI_VALUE_H
#define CUSTOMERS_SPI_VALUE_H

#include "postgres.h"

/* As text; NULL for NULL. */
extern char *spi_text(int row, int column);

extern Datum spi_datum(int row, int column, bool *isnull);

/* Of a bigint column; 0 for NULL. */
extern int64 spi_int64(int row, int column);

/* Of a text[] column, NULL for nulls; none for a NULL. */
extern char **spi_texts(int row, int column, int *n);

#endif							/* CUSTOMERS_SPI_VALUE_H */
