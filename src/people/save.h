/*
 * save.h
 *
 * Customers as an application gives them, saved by the rules of import.
 */
#ifndef CUSTOMERS_SAVE_H
#define CUSTOMERS_SAVE_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "field/options.h"

/* What a record came to. */
typedef struct Saved
{
	int64		customer_id;
	bool		is_new;
} Saved;

/*
 * Creates or updates one customer (an object) or many (an array); returns them
 * in the order given, in the current memory context.  With keep_known, a
 * customer who is there already is only found, and stays as they are.  SPI must
 * be connected.
 *
 * What another session does to the same customers meanwhile is waited for and
 * taken into account, where the transaction may see it; else the error is
 * ERRCODE_T_R_SERIALIZATION_FAILURE.  A record that import would reject is an
 * error, and nothing is saved.
 */
extern Saved *save_customers(Jsonb *customers, const ImportOptions *options, bool keep_known,
							 int *nsaved);

#endif							/* CUSTOMERS_SAVE_H */
