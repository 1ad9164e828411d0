/*
 * whole_ids.h
 *
 * Identifiers that a spreadsheet has taken for numbers, and written with decimals:
 * where 1001.0 stands down the whole column, 1001 is meant.
 */
#ifndef CUSTOMERS_WHOLE_IDS_H
#define CUSTOMERS_WHOLE_IDS_H

#include "postgres.h"

#include "field/field.h"

/*
 * Does every identifier of the sample end in .0, two at least, and does none name a
 * customer as it stands?  Sets Field.whole_ids of the identifier.
 */
extern bool whole_ids_find(FieldMap *map, const RecordSample *sample);

/* Takes the decimals off a trimmed cell of digits; others stay as they are. */
extern void whole_ids_trim(const char *data, uint32 *len);

#endif							/* CUSTOMERS_WHOLE_IDS_H */
