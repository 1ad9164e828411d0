/*
 * opt_out_bearers.h
 *
 * A no of an address that was a customer's when it was staged, and is not theirs any
 * more: it may be somebody else's.
 */
#ifndef CUSTOMERS_OPT_OUT_BEARERS_H
#define CUSTOMERS_OPT_OUT_BEARERS_H

#include "postgres.h"

#include "nodes/pg_list.h"

/*
 * Adds the subscribed customers whose email has one of the hashes (bytea) to those whom
 * an import unsubscribes.  Reads all customers: nothing but a hash tells who it is.
 */
extern void opt_out_hear_bearers(int64 import_id, List *hashes);

#endif							/* CUSTOMERS_OPT_OUT_BEARERS_H */
