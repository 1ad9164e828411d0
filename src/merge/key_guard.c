/*
 * key_guard.c
 *
 * A customers table that is partitioned or distributed by customer_id cannot
 * have a unique index on email or identifier.  There, writers of keys take the
 * lock of merges, check that the keys are free, and write.  With a lock of its own,
 * a save and a merge in one transaction could deadlock with those of another.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/sysattr.h"
#include "access/relation.h"
#include "nodes/primnodes.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "merge/key_guard.h"
#include "merge/turn.h"
#include "support/target.h"

/* Does the index contain all rows in which the column is not NULL? */
static bool
is_complete(Relation index, AttrNumber column)
{
	List	   *predicate = RelationGetIndexPredicate(index);
	NullTest   *test = predicate == NIL ? NULL : linitial(predicate);

	return predicate == NIL ||
		(list_length(predicate) == 1 && IsA(test, NullTest) && test->nulltesttype == IS_NOT_NULL &&
		 IsA(test->arg, Var) && ((Var *) test->arg)->varattno == column);
}

/* Is it an index on the column alone, or on an expression of it? */
static bool
is_on_column(Relation index, AttrNumber column)
{
	Bitmapset  *columns = NULL;
	int			only;

	if (index->rd_index->indnkeyatts != 1)
		return false;
	if (index->rd_index->indkey.values[0] == column)
		return true;
	pull_varattnos((Node *) RelationGetIndexExpressions(index), 1, &columns);
	return bms_get_singleton_member(columns, &only) &&
		only == column - FirstLowInvalidHeapAttributeNumber;
}

/* Does a unique index guard the column of the (open) table? */
static bool
is_guarded(const Target *customers, const char *name)
{
	AttrNumber	column = target_column(customers, name);
	bool		guarded = column == InvalidAttrNumber;	/* nothing to guard */
	ListCell   *lc;

	foreach(lc, RelationGetIndexList(customers->relation))
	{
		Relation	index = index_open(lfirst_oid(lc), AccessShareLock);

		guarded |= index->rd_index->indisunique && index->rd_index->indisvalid &&
			is_on_column(index, column) && is_complete(index, column);
		index_close(index, AccessShareLock);
	}
	return guarded;
}

void
key_guard_lock(void)
{
	Target		customers = target_open();
	bool		guarded = is_guarded(&customers, "email") && is_guarded(&customers, "identifier");

	target_close(&customers);
	if (!guarded)
		turn_take();
}
