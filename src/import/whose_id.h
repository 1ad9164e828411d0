/*
 * whose_id.h
 *
 * Does the column customer_id hold ids of ours, or those of another system?  Are
 * the customers whom identifiers name those of the file?
 *
 * It is ours unless the file shows otherwise.  mapping, a preset,
 * unknown_ids => 'create' and a match_by that wants our ids decide it without a look.
 */
#ifndef CUSTOMERS_WHOSE_ID_H
#define CUSTOMERS_WHOSE_ID_H

#include "postgres.h"

#include "field/field.h"
#include "field/record_sample.h"

/*
 * Judges by the sample whose the ids of a mapped file are, and sets sample->ids.
 * Looks the customers up by their ids, once.  False if the ids are none of ours: the
 * header must be mapped again.  SPI must be connected and a snapshot active.
 */
extern bool whose_id_ours(const FieldMap *map, const ImportOptions *options, RecordSample *sample);

/*
 * Judges by the sample whether most of the customers whom the identifiers name are
 * other people than their records say, and sets sample->identifiers_why.  False if
 * so: the header must be mapped again, for the warning, and as numbers that are known
 * by their cells alone are no identifiers then.  Likewise.
 */
extern bool whose_identifiers_ours(const FieldMap *map, RecordSample *sample);

#endif							/* CUSTOMERS_WHOSE_ID_H */
