/*
 * turn.c
 *
 *		wait for the turn -> is the lock of erase_guard.h free?
 *			-> yes: hold both to the end of the transaction
 *			-> no: release the turn, wait for that lock, release it -> try again
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/lsyscache.h"

#include "merge/erase_guard.h"
#include "merge/turn.h"
#include "support/catalog.h"

/* First key of the advisory lock; the second is the table's oid. */
#define TURN_LOCK 0x7475726e

/* The table of the customers; where it is lost, nobody merges, and it is that of imports. */
static Oid
turn_table(void)
{
	Oid			customers = catalog_oid(REL_CUSTOMERS, true);

	if (OidIsValid(customers) && get_rel_relkind(customers) == RELKIND_VIEW)
		customers = catalog_stand_in_table(customers);
	return OidIsValid(customers) ? customers : catalog_oid(REL_IMPORTS, false);
}

/* The lock that pg_advisory_xact_lock() takes for two keys. */
static LOCKTAG
turn_tag(void)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, TURN_LOCK, turn_table(), 2);
	return tag;
}

void
turn_take(void)
{
	for (;;)
	{
		LOCKTAG		tag = turn_tag();

		(void) LockAcquire(&tag, ExclusiveLock, false, false);
		if (erase_guard_try())
			return;
		LockRelease(&tag, ExclusiveLock, false);
		erase_guard_lock();
		erase_guard_release();
	}
}
