/*
 * leave.h
 *
 * Customers who leave.  SPI must be connected for all of these.
 */
#ifndef CUSTOMERS_LEAVE_H
#define CUSTOMERS_LEAVE_H

#include "postgres.h"

#include "utils/array.h"

/*
 * Deletes customers; returns how many there were.  Their orders stay, under
 * the name and email they have by then; opt-outs are kept as hashes.
 */
extern int64 leave_delete(ArrayType *ids);

/*
 * Deletes the rows themselves: ids is an int8[].  Errors name what is in the way.
 * The keys that the rows had at last are left in SPI_tuptable: identifier, email
 * in lower case.
 */
extern int64 leave_delete_rows(Datum ids);

#endif							/* CUSTOMERS_LEAVE_H */
