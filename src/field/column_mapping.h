/*
 * column_mapping.h
 *
 * What a person says of columns and fields: the options mapping and rules.
 */
#ifndef CUSTOMERS_COLUMN_MAPPING_H
#define CUSTOMERS_COLUMN_MAPPING_H

#include "field/field_mapper.h"

/*
 * Makes columns what mapping says.  Errors: a column or a field that there is not.
 */
extern void mapping_apply(Mapper *mapper);

/* Gives the fields that were assigned their rules.  Error: no such field. */
extern void rules_apply(Mapper *mapper);

#endif							/* CUSTOMERS_COLUMN_MAPPING_H */
