/*
 * csv_letters.h
 *
 * Which encoding a text is in, by its letters: each candidate is tried, and
 * the one whose text reads most like a language wins.
 */
#ifndef CUSTOMERS_CSV_LETTERS_H
#define CUSTOMERS_CSV_LETTERS_H

#include "postgres.h"

/*
 * Guesses the encoding of bytes that are not UTF-8, nor UTF-16 or UTF-32.
 * Returns PostgreSQL's name of it.  Sets doubt, in words, where another one
 * is as likely and reads a different text; else to NULL.
 */
extern const char *csv_letters_guess(const char *bytes, size_t len, const char **doubt);

#endif							/* CUSTOMERS_CSV_LETTERS_H */
