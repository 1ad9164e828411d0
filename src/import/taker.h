/*
 * taker.h
 *
 * A record that may take over the address of another live customer, if that one gets
 * another address in the same file (handover.h).
 */
#ifndef CUSTOMERS_TAKER_H
#define CUSTOMERS_TAKER_H

#include "postgres.h"

#include "field/field.h"
#include "field/options.h"
#include "import/record.h"

/*
 * Can records of an import take an address over?  Needs a key beside the email, and
 * an email that may be NULL for a moment.
 */
extern bool taker_is_possible(const FieldMap *map, const ImportOptions *options);

/*
 * The live customer who has the email of a matched record, though its other keys name
 * another one, or are a new one's; 0 = none.
 */
extern int64 taker_bearer(const FieldMap *map, const Record *record);

/* The live customer whom the other keys of a taker name; 0 = a new one. */
extern int64 taker_customer(const Record *record);

#endif							/* CUSTOMERS_TAKER_H */
