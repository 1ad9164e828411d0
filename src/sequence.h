/*
 * sequence.h
 *
 * Ids for many new customers at once.
 */
#ifndef CUSTOMERS_SEQUENCE_H
#define CUSTOMERS_SEQUENCE_H

#include "postgres.h"

/*
 * Takes count ids from a sequence, in ascending order, into ids.  As nextval():
 * nobody else gets them, whatever becomes of the transaction.
 */
extern void sequence_take(Oid sequence, int64 *ids, int count);

#endif							/* CUSTOMERS_SEQUENCE_H */
