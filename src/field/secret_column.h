/*
 * secret_column.h
 *
 * Columns of what opens something and is no password of a customer's: keys and tokens
 * of programs, one-time secrets, PINs.  They become no category that everybody reads.
 * By the header word and the cells together; what is surely a key or a hash by its
 * form, under any word.
 */
#ifndef CUSTOMERS_SECRET_COLUMN_H
#define CUSTOMERS_SECRET_COLUMN_H

#include "postgres.h"

#include "field/record_sample.h"

/* Of a header word in the database's encoding; sample NULL: by the word alone. */
extern bool secret_is_column(const char *header, const RecordSample *sample, int column);

/* Are the cells of a column headed PIN postal codes, as of India? */
extern bool secret_is_postal_pin(const char *header, const RecordSample *sample, int column);

/*
 * Do the cells look as keys of customers do, alike to the letter: C-0012, C-0013?
 * Passwords differ in form.
 */
extern bool secret_cells_are_keys(const RecordSample *sample, int column);

#endif							/* CUSTOMERS_SECRET_COLUMN_H */
