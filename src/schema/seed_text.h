/*
 * seed_text.h
 *
 * SQL that is kept in UTF-8, with words of many languages, in the database's encoding.
 */
#ifndef CUSTOMERS_SEED_TEXT_H
#define CUSTOMERS_SEED_TEXT_H

#include "postgres.h"

/*
 * The text, without the words that the encoding does not have; in the current memory
 * context, or the text itself where nothing is to be converted.
 */
extern const char *seed_text(const char *utf8);

#endif							/* CUSTOMERS_SEED_TEXT_H */
