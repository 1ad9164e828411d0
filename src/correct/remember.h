/*
 * remember.h
 *
 * What a correction says a word means, kept in customer_value_words for the files
 * to come.
 */
#ifndef CUSTOMERS_REMEMBER_H
#define CUSTOMERS_REMEMBER_H

#include "postgres.h"

#include "correct/set_cell.h"

/*
 * Keeps the value of the fix as a word of its field.  SPI must be connected.
 * Errors: what the field's cells say is not said by words, the value is none, or a
 * word of refusing would become a yes.
 */
extern void remember_word(const StagedImport *import, const ValueFix *fix);

#endif							/* CUSTOMERS_REMEMBER_H */
