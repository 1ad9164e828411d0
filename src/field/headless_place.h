/*
 * headless_place.h
 *
 * Streets, postal codes and towns in a file without a header, or under words that nobody
 * knows: by each other.
 */
#ifndef CUSTOMERS_HEADLESS_PLACE_H
#define CUSTOMERS_HEADLESS_PLACE_H

#include "field/field_mapper.h"

/*
 * The part of an address that a column is, by its cells and those beside it; NULL = none.
 * A column of words and numbers is a street only before a postal code or a town, and
 * words are a town only behind a street.
 */
extern const char *headless_place(Mapper *mapper, int column);

/*
 * Do the words of a column follow from the postal codes of another one: is one code one
 * town, and are there about as many towns as codes?
 */
extern bool towns_follow_codes(const Mapper *mapper, int town, int code);

#endif							/* CUSTOMERS_HEADLESS_PLACE_H */
