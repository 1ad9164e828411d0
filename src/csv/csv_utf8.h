/*
 * csv_utf8.h
 *
 * How far a text is UTF-8.
 */
#ifndef CUSTOMERS_CSV_UTF8_H
#define CUSTOMERS_CSV_UTF8_H

#include "postgres.h"

/* Length of the valid UTF-8 without a NUL at the start of text. */
extern size_t csv_valid_utf8(const char *text, size_t len);

/* Is text, which csv_valid_utf8 stopped at, the start of a character? */
extern bool csv_is_cut_utf8(const char *text, size_t len);

/*
 * The character of a pair of surrogates that are UTF-8 of three bytes each, which
 * is how some programs write what lies beyond 16 bits (CESU-8); 0 = there is none.
 */
#define CSV_SURROGATES_BYTES 6
extern uint32 csv_surrogates_at(const char *text, size_t len);

#endif							/* CUSTOMERS_CSV_UTF8_H */
