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
 * Deletes customers; returns how many there were.  Their orders stay, under
 * the name and email they have by then; opt-outs are kept as hashes.
 */
extern int64 delete_customers(ArrayType *ids);

/*
 * Deletes the rows themselves: ids is an int8[].  Errors name what is in the way.
 * The keys that the rows had at last are there to be read (spi_value.h):
 * identifier, email in lower case.
 */
extern int64 delete_customer_rows(Datum ids);

#endif							/* CUSTOMERS_DELETE_H */
