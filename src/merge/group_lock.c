/*
 * group_lock.c
 *
 * A lock is taken for each hash of a folded name.  There are few hashes, so that
 * the locks of any number of groups fit in the lock table.  Two names may have the
 * same hash: then a session may wait without need.
 */
#include "postgres.h"

#include "import/group.h"
#include "merge/group_lock.h"
#include "support/catalog.h"

/* First key of the advisory locks; the second is of the table and the name. */
#define GROUP_LOCK 0x67726f75

/* Number of different hashes: a power of 2. */
#define NUM_HASHES 1024

char *
group_lock_sql(const char *names)
{
	return psprintf("SELECT pg_catalog.pg_advisory_xact_lock(%d, lock.key) FROM (SELECT DISTINCT"
					" pg_catalog.hashint8(%u OPERATOR(pg_catalog.*) %d::pg_catalog.int8 OPERATOR(pg_catalog.+)"
					" (pg_catalog.hashtext(pg_catalog.encode(%s, 'hex')) OPERATOR(pg_catalog.&) %d)) AS key"
					" FROM (%s) AS n ORDER BY 1) AS lock",
					GROUP_LOCK, catalog_oid(REL_GROUPS, false), NUM_HASHES,
					group_sql_key("n.name"), NUM_HASHES - 1, names);
}

void
group_lock_refuse_unseen(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("another session was changing the same groups"),
			 errhint("Try again.")));
}
