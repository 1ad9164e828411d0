/*
 * twice.h
 *
 * People who come more than once in a file.
 *
 *		staged rows -> new customers without a key, and others of the same name and
 *			phone with one -> warning
 *		records rejected as duplicates -> a row for each order of a person? -> warning
 */
#ifndef CUSTOMERS_TWICE_H
#define CUSTOMERS_TWICE_H

#include "postgres.h"

#include "field/field.h"

/*
 * Of an import whose rows are staged: do new customers without an email or id have the
 * name and phone of others with one?  What to say, in the current memory context; or
 * NULL.  SPI must be connected.
 */
extern char *twice_without_key(int64 import_id, const FieldMap *map);

/* The same of records that are rejected because they name one customer, of all. */
extern char *twice_rejected(int64 rejected, int64 records);

#endif							/* CUSTOMERS_TWICE_H */
