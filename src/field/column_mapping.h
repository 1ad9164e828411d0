/*
 * column_mapping.h
 *
 * What a person says of columns and fields: the options mapping and rules.
 */
#ifndef CUSTOMERS_COLUMN_MAPPING_H
#define CUSTOMERS_COLUMN_MAPPING_H

#include "field/field_mapper.h"
#include "support/compat.h"

/*
 * Makes columns what mapping says.  Errors: a column or a field that there is not.  A
 * column that a preset names and the file lacks is noted as absent.
 */
extern void mapping_apply(Mapper *mapper);

/* The error that mapping, or the preset, names a column that the file lacks. */
pg_noreturn extern void mapping_refuse_absent(const Mapper *mapper, const char *word);

/* Gives the fields that were assigned their rules.  Error: no such field. */
extern void rules_apply(Mapper *mapper);

#endif							/* CUSTOMERS_COLUMN_MAPPING_H */
