/*
 * save.h
 *
 * Saves customers that an application gives as JSON, by the rules of import.
 */
#ifndef CUSTOMERS_SAVE_H
#define CUSTOMERS_SAVE_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "field/options.h"

/* The result of a record. */
typedef struct Saved
{
	int64		customer_id;
	bool		is_new;
} Saved;

/*
 * Creates or updates one customer (an object) or many (an array); returns them
 * in the order given, in the current memory context.  With keep_known, a
 * customer who exists is found and not changed.  SPI must be connected.
 *
 * Waits for other sessions that change the same customers and judges the records
 * again; errors with ERRCODE_T_R_SERIALIZATION_FAILURE where the transaction
 * cannot see their changes.  A record that import would reject is an error, and
 * nothing is saved.
 */
extern Saved *save_customers(Jsonb *customers, const ImportOptions *options, bool keep_known,
							 int *nsaved);

#endif							/* CUSTOMERS_SAVE_H */
