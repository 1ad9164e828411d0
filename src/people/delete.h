/*
 * delete.h
 *
 * Deletion of customers.  SPI must be connected for all of these.
 */
#ifndef CUSTOMERS_DELETE_H
#define CUSTOMERS_DELETE_H

#include "postgres.h"

#include "utils/array.h"

/*
 * Deletes customers; returns how many were deleted.  Their orders stay, with
 * the customer's current name and email; opt-outs are kept as hashes.
 */
extern int64 delete_customers(ArrayType *ids);

/*
 * Deletes the rows alone: ids is an int8[].  The result can be read by
 * spi_value.h: identifier and email, both folded, of each deleted row.
 */
extern int64 delete_customer_rows(Datum ids);

#endif							/* CUSTOMERS_DELETE_H */
