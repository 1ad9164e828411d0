/*
 * no_address.h
 *
 * What stands in a column of addresses where somebody has none, written so that a form
 * takes it: noemail@noemail.com, x@x.x, test@test.com.
 */
#ifndef CUSTOMERS_NO_ADDRESS_H
#define CUSTOMERS_NO_ADDRESS_H

#include "postgres.h"

#include "field/field.h"
#include "field/null_words.h"

/*
 * Finds such addresses in the sample, adds them to what stands for nothing in the email,
 * and names them in Field.no_addresses; in the current memory context.  words: those
 * that stand for nothing as keys.  Returns a warning, or NULL if there are none.
 */
extern char *no_address_find(FieldMap *map, const RecordSample *sample, const NullWords *words);

/* The same of addresses that were found before, as Field.no_addresses has them. */
extern void no_address_set(Field *email, const char *addresses);

/*
 * Does a text in the place of an address say in two words that there is none: "keine
 * E-Mail", "not given", "sin correo"?
 */
extern bool no_address_is_said(const char *data, uint32 len);

#endif							/* CUSTOMERS_NO_ADDRESS_H */
