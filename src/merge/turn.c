/*
 * turn.c
 *
 * The lock that erasures respect, then an advisory lock to the end of the
 * transaction.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/fmgrprotos.h"

#include "merge/erase_guard.h"
#include "merge/turn.h"
#include "support/catalog.h"

/* First key of the advisory lock; the second is the table's oid. */
#define TURN_LOCK 0x7475726e

void
turn_take(void)
{
	erase_guard_lock();
	DirectFunctionCall2(pg_advisory_xact_lock_int4, Int32GetDatum(TURN_LOCK),
						ObjectIdGetDatum(catalog_oid(REL_CUSTOMERS, false)));
}
