/*
 * headless_name.h
 *
 * Names in a file without a header, or under words that nobody knows: by the addresses
 * beside them.
 */
#ifndef CUSTOMERS_HEADLESS_NAME_H
#define CUSTOMERS_HEADLESS_NAME_H

#include "field/field_mapper.h"

/*
 * The name that a column is: "name", "first_name" or "last_name"; NULL = none.  Where no
 * addresses tell, whole names are names beside phones or dates; and the first two columns
 * of single words there are a first and a last name, that of which more cells repeat
 * being the first.
 */
extern const char *headless_name(Mapper *mapper, int column);

/*
 * The same by the addresses of a column alone: of a column of names, or of a half whose
 * other half is the column before or behind it; *other = that, or -1.
 */
extern const char *name_by_addresses(Mapper *mapper, int column, int email, int *other);

#endif							/* CUSTOMERS_HEADLESS_NAME_H */
