/*
 * consent.h
 *
 * The triggers of customers that remember consent.
 */
#ifndef CUSTOMERS_CONSENT_H
#define CUSTOMERS_CONSENT_H

#include "postgres.h"

#include "datatype/timestamp.h"

/*
 * Do triggers of customers keep the opt-outs of deleted rows?  Not on a
 * distributed table, after DROP EXTENSION, or where somebody disabled them.
 */
extern bool consent_triggers_keep(void);

/* When a customer last said yes, by the log. */
typedef struct LastYes
{
	int64		customer_id;
	TimestampTz said_at;
} LastYes;

/*
 * The last yes of each of these customers (int8[]) who has one, in the order of
 * their ids, in the current memory context.  Nobody has, for a role that may not
 * read the log: then an opt-out holds.  SPI must be connected.
 */
extern LastYes *consent_last_yes(Datum customer_ids, int *n);

/* Has the customer said yes after that? */
extern bool consent_yes_after(const LastYes *yes, int n, int64 customer_id, TimestampTz time);

#endif							/* CUSTOMERS_CONSENT_H */
