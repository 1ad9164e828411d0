/*
 * value_list.h
 *
 * What was not understood in a file: each value once.
 */
#ifndef CUSTOMERS_VALUE_LIST_H
#define CUSTOMERS_VALUE_LIST_H

#include "postgres.h"

#include "support/srf.h"

/*
 * Puts a row a value of a field: field, value, records, code, suggestion; the most
 * frequent first.  SPI must be connected.  Errors for an unknown import.
 */
extern void value_list(int64 import_id, SrfRows *rows);

#endif							/* CUSTOMERS_VALUE_LIST_H */
