/*
 * known_keys.h
 *
 * Do the cells of a column name customers?  Of two columns that may be the
 * identifier, or the email, the one that does is.
 */
#ifndef CUSTOMERS_KNOWN_KEYS_H
#define CUSTOMERS_KNOWN_KEYS_H

#include "postgres.h"

#include "field/record_sample.h"

/*
 * RecordSample.count_known: how many of up to KNOWN_KEYS_MAX cells of a column, read
 * as this key, are those of live customers.  One look-up by the key's index; 0 if
 * the caller may not read the customers.  SPI must be connected.
 */
extern int	known_keys_count(const RecordSample *sample, int column, KeyKind key);

/*
 * The ids of the customers whom up to KNOWN_KEYS_MAX cells of a column name, in the
 * current memory context; sets *nids.  Likewise.
 */
extern int64 *known_keys_customers(const RecordSample *sample, int column, KeyKind key, int *nids);

#define KNOWN_KEYS_MAX 50

#endif							/* CUSTOMERS_KNOWN_KEYS_H */
