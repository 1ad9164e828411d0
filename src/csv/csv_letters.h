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
 * Guesses the encoding of bytes that are not UTF-8, nor UTF-16 or UTF-32, or of
 * those lines only that are not UTF-8.  Returns its name, as PostgreSQL or else
 * csv_codepage has it, and how well the letters read: 0..1.  Sets doubt, in
 * words, where another one is as likely and reads a different text; else to NULL.
 */
extern const char *csv_letters_guess(const char *bytes, size_t len, bool not_utf8,
									 double *score, const char **doubt);

#endif							/* CUSTOMERS_CSV_LETTERS_H */
