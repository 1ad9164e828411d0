/*
 * value_broken.h
 *
 * Cells that a spreadsheet has broken: errors of its own (#REF!, ########), and
 * numbers whose digits it has rounded away (6.72457E+12).  They never replace a
 * value.
 */
#ifndef CUSTOMERS_VALUE_BROKEN_H
#define CUSTOMERS_VALUE_BROKEN_H

#include "postgres.h"

#include "field/field.h"
#include "field/value_parse.h"

/* Is it an error of a spreadsheet, in any of its languages?  #N/A is none. */
extern bool value_is_spreadsheet_error(const char *data, uint32 len);

/*
 * Is it a number as a spreadsheet shows one that is too long for it, in a field
 * where that is a loss: in an id, a phone number or a postal code, and wherever
 * digits before the point are lost.
 */
extern bool value_is_rounded(const Field *field, const char *data, uint32 len);

/* Is the field an id, or digits that are no number: a phone number, a postal code? */
extern bool value_is_code(const Field *field);

#endif							/* CUSTOMERS_VALUE_BROKEN_H */
