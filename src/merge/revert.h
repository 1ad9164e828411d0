/*
 * revert.h
 *
 * Takes a merged import back.  SPI must be connected.
 */
#ifndef CUSTOMERS_REVERT_H
#define CUSTOMERS_REVERT_H

#include "postgres.h"

typedef struct RevertCounts
{
	int64		reverted;		/* records taken back whole */
	int64		kept;			/* records of which something was kept */
} RevertCounts;

/*
 * Undoes an import: each field it changed goes back unless edited since, each
 * customer it created leaves unless used since; what is kept is noted in
 * customer_import_errors.  Nobody is subscribed again unless resubscribe.
 *
 * Errors: no such import; not merged, reverted before, or purged.
 */
extern RevertCounts revert_run(int64 import_id, bool resubscribe);

#endif							/* CUSTOMERS_REVERT_H */
