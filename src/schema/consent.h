/*
 * consent.h
 *
 * The triggers of customers that record consent, and the log that they write.
 */
#ifndef CUSTOMERS_CONSENT_H
#define CUSTOMERS_CONSENT_H

#include "postgres.h"

#include "datatype/timestamp.h"

#include "schema/erasure.h"

/*
 * Do triggers of customers keep the opt-outs of deleted rows?  Not on a
 * distributed table, after DROP EXTENSION, or if they are disabled.
 */
extern bool consent_triggers_keep(void);

/*
 * Keeps hashes of keys that say no, as the triggers do: as the owner of the tables.
 * SPI must be connected.
 */
extern void consent_keep_hashes(KeyHashes *hashes);

/*
 * Keeps the opt-outs of all customers, as TRUNCATE does: their table, or its column of
 * consent, is about to be dropped.  SPI must be connected.
 */
extern void consent_keep_all(void);

/* Runs work as the triggers run: as the owner of the tables, if they have one. */
extern void consent_run_as_owner(void (*work) (void *state), void *state);

/* When a customer last subscribed, according to the log. */
typedef struct LastYes
{
	int64		customer_id;
	TimestampTz said_at;
} LastYes;

/*
 * The last time that each of these customers (int8[]) subscribed, by customer_id,
 * in the current memory context; those who never did are left out.  Empty for a
 * role that may not read the log: opt-outs then stay.  SPI must be connected.
 */
extern LastYes *consent_last_yes(Datum customer_ids, int *n);

/* Has the customer subscribed after that time? */
extern bool consent_yes_after(const LastYes *yes, int n, int64 customer_id, TimestampTz time);

#endif							/* CUSTOMERS_CONSENT_H */
