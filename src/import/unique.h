/*
 * unique.h
 *
 * Values that a UNIQUE of the application allows once: a record with one that another
 * customer has, or an earlier record, is rejected while it is staged (value_taken);
 * else it would stop the merge of all.
 */
#ifndef CUSTOMERS_UNIQUE_H
#define CUSTOMERS_UNIQUE_H

#include "postgres.h"

#include "import/record.h"

typedef struct Uniques Uniques;

/*
 * The indexes that a file with these fields can run into, in the current memory
 * context; NULL if there are none, which is the rule.  It remembers the values of a
 * whole file.  SPI must stay connected as long as they are used.
 */
extern Uniques *uniques_load(const FieldMap *map);

/*
 * Notes an error at each of these records that would be new or changed, has no error
 * yet, and brings a value that is taken.
 */
extern void uniques_check(Uniques *uniques, Record **records, int nrecords);

#endif							/* CUSTOMERS_UNIQUE_H */
