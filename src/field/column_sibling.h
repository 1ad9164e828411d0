/*
 * column_sibling.h
 *
 * Columns that begin alike: entry_city beside entry_postcode and entry_street_address.
 * What several columns begin with says of what place they are, whatever it means.
 */
#ifndef CUSTOMERS_COLUMN_SIBLING_H
#define CUSTOMERS_COLUMN_SIBLING_H

#include "postgres.h"

#include "field/column_form.h"
#include "field/field_mapper.h"

/* Asks for the words that column_sibling_field() tries. */
extern void column_siblings_want(const Mapper *mapper);

/*
 * The field of a column without the words that it shares with others, and its group;
 * NULL = none.  known: is a word known, with mapper->synonyms as its state?
 */
extern const char *column_sibling_field(const Mapper *mapper, int column, ColumnKnown known, ColumnGroup *group);

/* Does a folded word name a place that is none of the customer's: Event, Store, Employer? */
extern bool column_names_other_place(const char *word);

#endif							/* CUSTOMERS_COLUMN_SIBLING_H */
