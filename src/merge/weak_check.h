/*
 * weak_check.h
 *
 * Before a merge: has anybody come since the preview who has the weak keys of a new
 * customer?
 */
#ifndef CUSTOMERS_WEAK_CHECK_H
#define CUSTOMERS_WEAK_CHECK_H

#include "postgres.h"

#include "field/field.h"
#include "import/weak_key.h"

typedef struct WeakConflict
{
	int64		line;
	int64		customer_id;	/* who has come */
	WeakTest	test;			/* that finds them */
} WeakConflict;

/*
 * The conflicts of an import whose rows have these fields, by line, in the current
 * memory context; *n is their number.  Reads all customers once, under the latest
 * snapshot.
 */
extern WeakConflict *weak_check_merge(int64 import_id, Field *const *fields, int nfields, int *n);

#endif							/* CUSTOMERS_WEAK_CHECK_H */
