/*
 * erase_guard.c
 *
 * The lock that an INSERT into customer_imports takes, which an erasure's does
 * not go together with.
 */
#include "postgres.h"

#include "storage/lmgr.h"

#include "catalog.h"
#include "erase_guard.h"

void
erase_guard_lock(void)
{
	LockRelationOid(catalog_oid(REL_IMPORTS, false), RowExclusiveLock);
}
