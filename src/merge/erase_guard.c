/*
 * erase_guard.c
 *
 * Takes the lock that an INSERT into customer_imports takes: it conflicts with that
 * of an erasure.
 */
#include "postgres.h"

#include "storage/lmgr.h"

#include "merge/erase_guard.h"
#include "support/catalog.h"

void
erase_guard_lock(void)
{
	LockRelationOid(catalog_oid(REL_IMPORTS, false), RowExclusiveLock);
}

bool
erase_guard_try(void)
{
	return ConditionalLockRelationOid(catalog_oid(REL_IMPORTS, false), RowExclusiveLock);
}

void
erase_guard_release(void)
{
	UnlockRelationOid(catalog_oid(REL_IMPORTS, false), RowExclusiveLock);
}
