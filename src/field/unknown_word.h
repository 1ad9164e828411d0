/*
 * unknown_word.h
 *
 * Columns under words that nobody knows, beside others: names that the addresses are made
 * of, a postal code and a town behind a street.
 */
#ifndef CUSTOMERS_UNKNOWN_WORD_H
#define CUSTOMERS_UNKNOWN_WORD_H

#include "field/column_candidate.h"

/* Gives such columns their candidates, where the file has no other column for the field. */
extern void unknown_words_settle(Mapper *mapper, Candidate *candidates);

#endif							/* CUSTOMERS_UNKNOWN_WORD_H */
