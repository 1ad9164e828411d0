/*
 * waiting.h
 *
 * Records of a batch that wait for live rows: by a customer's id, or by the
 * hash of an identifier or email (RecordKey.hash).
 */
#ifndef CUSTOMERS_WAITING_H
#define CUSTOMERS_WAITING_H

#include "postgres.h"

#include "import/record.h"

typedef struct Waiter
{
	uint64		hash;
	Record	   *record;
} Waiter;

/* A record may wait more than once.  In the current memory context. */
typedef struct Waiting
{
	Waiter	   *waiters;		/* by hash, once they are ordered */
	int			nwaiters;
	int			maxwaiters;
} Waiting;

extern void waiting_add(Waiting *waiting, uint64 hash, Record *record);

/* Sorts the waiters; call it after the last was added and before any look-up. */
extern void waiting_order(Waiting *waiting);

/* Index of the first waiter for a hash, or where it would be. */
extern int	waiting_find(const Waiting *waiting, uint64 hash);

/* The ids of customers that records wait for, without duplicates. */
extern int64 *waiting_ids(const Waiting *waiting, int *nids);

#endif							/* CUSTOMERS_WAITING_H */
