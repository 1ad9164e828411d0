/*
 * attributes_column.h
 *
 * The column attributes of customers, as a GUI exports it.  No import takes it: what a
 * file says of categories are columns attributes.<category>.
 */
#ifndef CUSTOMERS_ATTRIBUTES_COLUMN_H
#define CUSTOMERS_ATTRIBUTES_COLUMN_H

#include "postgres.h"

#include "field/field.h"
#include "field/record_sample.h"

/*
 * What a person must be told who has changed such a column, by the customers whom the
 * sample names; NULL = it is as they have it.  In the current memory context.  SPI must
 * be connected and a snapshot active.
 */
extern char *attributes_column_warning(const FieldMap *map, const RecordSample *sample);

#endif							/* CUSTOMERS_ATTRIBUTES_COLUMN_H */
