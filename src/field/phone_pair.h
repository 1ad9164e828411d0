/*
 * phone_pair.h
 *
 * Two phone numbers in one cell: 22334455 / 91234567.
 */
#ifndef CUSTOMERS_PHONE_PAIR_H
#define CUSTOMERS_PHONE_PAIR_H

#include "postgres.h"

#include "csv/csv_record.h"

/* The two numbers; false if the cell is anything else. */
extern bool phone_pair_split(const CsvCell *cell, CsvCell *first, CsvCell *second);

#endif							/* CUSTOMERS_PHONE_PAIR_H */
