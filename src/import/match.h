/*
 * match.h
 *
 * Matches records.  Finds the live customers whom the keys of a batch name, by the
 * cheapest strategy for this file, and has them compared while the row is read.
 */
#ifndef CUSTOMERS_MATCH_H
#define CUSTOMERS_MATCH_H

#include "postgres.h"

#include "import/diff.h"
#include "import/key_reader.h"
#include "import/record.h"

typedef struct Matcher Matcher;

/*
 * A matcher for one import.  file_size in bytes, -1 if unknown, for choosing
 * the way.  SPI must be connected and a snapshot active as long as it lives.
 */
extern Matcher *matcher_create(const FieldMap *map, const ImportOptions *options, const KeyReader *keys,
							   Differ *differ, int64 file_size);

/*
 * Finds the customers whom the keys of a batch of sound records name; the keys
 * are read already.  Afterwards each record has matched and customer_id set, or
 * an error note; matched ones have their changes.  Allocates in the current
 * context, which must be the batch's.
 */
extern void match_records(Matcher *matcher, Record **records, int nrecords);

/*
 * Compares matched records with their customer's row: those that were compared with
 * another that a weaker key had named first, or with none yet.
 */
extern void match_compare(Matcher *matcher, Record **records, int nrecords);

/* Customers that have a live_number (record.h) by now. */
extern int64 matcher_live_numbers(const Matcher *matcher);

/* Bytes of memory that the matcher holds for the whole import. */
extern Size matcher_memory(const Matcher *matcher);

/*
 * How it was done, in words, for customer_imports.strategy; other: in which way
 * besides, or NULL.
 */
extern const char *matcher_strategy(const Matcher *matcher, const char *other);

#endif							/* CUSTOMERS_MATCH_H */
