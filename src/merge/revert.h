/*
 * revert.h
 *
 * Reverts a merged import.  SPI must be connected.
 */
#ifndef CUSTOMERS_REVERT_H
#define CUSTOMERS_REVERT_H

#include "postgres.h"

typedef struct RevertCounts
{
	int64		reverted;		/* records reverted completely */
	int64		kept;			/* records of which something was kept */
} RevertCounts;

/*
 * Reverts an import: each field it changed gets its old value, unless edited since;
 * each customer it created is deleted, unless edited or used since.  What is kept
 * is noted in customer_import_errors.  Nobody is subscribed again unless
 * resubscribe.
 *
 * Errors: no such import; not merged, reverted before, or purged.
 */
extern RevertCounts revert_run(int64 import_id, bool resubscribe);

#endif							/* CUSTOMERS_REVERT_H */
