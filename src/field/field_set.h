/*
 * field_set.h
 *
 * The option set: values that every record of a file has, as if the file had a
 * column of each behind its own.
 *
 *		set => '{"subscribed": "no", "groups": "Gala"}'
 *			-> columns ncolumns, ncolumns + 1 ... of the FieldMap, and their cells
 */
#ifndef CUSTOMERS_FIELD_SET_H
#define CUSTOMERS_FIELD_SET_H

#include "postgres.h"

#include "field/field_mapper.h"

/* How many columns the option adds to those of the file. */
extern int	set_count(const ImportOptions *options);

/*
 * Assigns them, once those of the file are.  A column of the file for the same
 * field is left out, with a warning; not where the field is groups, of which
 * there may be more, or consent, of which the stricter holds.  Errors: a name
 * that is no field, a key, or the password.
 */
extern void set_assign(Mapper *mapper);

/* Errors if a value is none of its field; once the map is complete. */
extern void set_check(const FieldMap *map);

#endif							/* CUSTOMERS_FIELD_SET_H */
