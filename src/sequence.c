/*
 * sequence.c
 *
 * nextval() costs as much as the rest of a new row's matching.  While nobody
 * else has used the sequence in an open transaction, a lock that excludes
 * them for a moment lets one nextval() and one setval() reserve a whole run
 * of ids; else they are taken one by one.
 *
 * Sequences are not transactional, so neither is this lock: it is released as
 * soon as the sequence has moved.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_sequence.h"
#include "commands/sequence.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/fmgrprotos.h"
#include "utils/syscache.h"

#include "sequence.h"

/* Too few ids for a reservation to pay. */
#define RESERVE_MIN 8

/* Does the sequence count in ones, within bounds that hold so many more? */
static bool
counts_by_one(Oid sequence)
{
	HeapTuple	tuple = SearchSysCache1(SEQRELID, ObjectIdGetDatum(sequence));
	Form_pg_sequence form;
	bool		result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for sequence %u", sequence);
	form = (Form_pg_sequence) GETSTRUCT(tuple);
	result = form->seqincrement == 1 && form->seqcache == 1 && !form->seqcycle &&
		form->seqmax == PG_INT64_MAX;
	ReleaseSysCache(tuple);
	return result;
}

/* Reserves a run of ids; false if it must be done one by one. */
static bool
reserve(Oid sequence, int count, int64 *first)
{
	if (count < RESERVE_MIN || !counts_by_one(sequence) ||
		pg_class_aclcheck(sequence, GetUserId(), ACL_UPDATE) != ACLCHECK_OK ||
		!ConditionalLockRelationOid(sequence, ShareRowExclusiveLock))
		return false;
	*first = nextval_internal(sequence, true);
	DirectFunctionCall2(setval_oid, ObjectIdGetDatum(sequence), Int64GetDatum(*first + count - 1));
	UnlockRelationOid(sequence, ShareRowExclusiveLock);
	return true;
}

void
sequence_take(Oid sequence, int64 *ids, int count)
{
	int64		first;

	if (reserve(sequence, count, &first))
		for (int i = 0; i < count; i++)
			ids[i] = first + i;
	else
		for (int i = 0; i < count; i++)
			ids[i] = nextval_internal(sequence, true);
}
