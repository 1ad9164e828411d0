/*
 * secret_column.h
 *
 * Columns of what opens something and is no password of a customer's: keys and tokens
 * of programs, one-time secrets, PINs.  They become no category that everybody reads.
 * By the header word and the cells together; what is surely a key or a hash by its
 * form, under any word, and words with digits and signs in them as only passwords have.
 */
#ifndef CUSTOMERS_SECRET_COLUMN_H
#define CUSTOMERS_SECRET_COLUMN_H

#include "postgres.h"

#include "field/record_sample.h"

/* Does a header word speak of such secrets, whatever the cells are? */
extern bool secret_is_known_word(const char *header);

/* Of a header word in the database's encoding; sample NULL: by the word alone. */
extern bool secret_is_column(const char *header, const RecordSample *sample, int column);

/* Is none of the cells what people choose as a password: Gold, Day pass, A12? */
extern bool secret_cells_are_no_passwords(const RecordSample *sample, int column);

/* Do most cells look like passwords, words with signs or digits in them, each of another form? */
extern bool secret_cells_are_passwords(const RecordSample *sample, int column);

/* Is none of them so, of enough cells that tell? */
extern bool secret_cells_are_plain(const RecordSample *sample, int column);

/* Are they, under a word that hardly speaks of a secret, as passwords and keys are not? */
extern bool secret_cells_are_harmless(const RecordSample *sample, int column);

/* Are the cells of a column headed PIN postal codes, as of India? */
extern bool secret_is_postal_pin(const char *header, const RecordSample *sample, int column);

/*
 * Do the cells look as keys of customers do, alike to the letter: C-0012, C-0013?
 * Passwords differ in form.
 */
extern bool secret_cells_are_keys(const RecordSample *sample, int column);

#endif							/* CUSTOMERS_SECRET_COLUMN_H */
