/*
 * match.h
 *
 * Who is this record?  Finds the live customers that a batch of records names
 * by their keys, in the cheapest way for this file, and has the difference to
 * the live row made while the row is at hand.
 */
#ifndef CUSTOMERS_MATCH_H
#define CUSTOMERS_MATCH_H

#include "postgres.h"

#include "import/diff.h"
#include "import/record.h"

typedef struct Matcher Matcher;

/*
 * A matcher for one import.  file_size in bytes, -1 if unknown, for choosing
 * the way.  SPI must be connected and a snapshot active as long as it lives.
 */
extern Matcher *matcher_create(FieldMap *map, const ImportOptions *options,
							   Differ *differ, int64 file_size);

/*
 * Reads the keys of a batch of sound records and resolves them.  Afterwards
 * each has its keys, and matched and customer_id set, or an error note; matched
 * ones have their changes.  Allocates in the current context, which must be
 * the batch's.
 */
extern void match_records(Matcher *matcher, Record **records, int nrecords);

/* Bytes of memory that the matcher holds for the whole import. */
extern Size matcher_memory(const Matcher *matcher);

/* How it was done, in words, for customer_imports.strategy. */
extern const char *matcher_strategy(const Matcher *matcher);

/* The hash of a key that is present, made at its first use. */
extern uint64 match_key_hash(const Matcher *matcher, RecordKey *key);

#endif							/* CUSTOMERS_MATCH_H */
