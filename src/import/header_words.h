/*
 * header_words.h
 *
 * Words that a reader takes for a header: see header_words.c.
 */
#ifndef CUSTOMERS_HEADER_WORDS_H
#define CUSTOMERS_HEADER_WORDS_H

#include "postgres.h"

#include "csv/csv_dialect.h"
#include "field/options.h"

/*
 * Words of the option mapping and of customer_header_synonyms, as far as the
 * caller may read it, in the current memory context.
 */
extern CsvWords header_words(const ImportOptions *options);

#endif							/* CUSTOMERS_HEADER_WORDS_H */
