/*
 * index_defer.c
 *
 * Puts indexes out of use by core's index_set_state_flags(), which writes
 * pg_index, because nothing else does it: ALTER INDEX ... has no such form, and
 * DROP INDEX and CREATE INDEX would lose the index's oid, comment, statistics
 * and what depends on it (constraints, foreign keys of others to them).
 *
 * Three quarters of the cost of loading many new rows is adding them to the
 * indexes one by one; sorting and building them afterwards costs a fifth.
 *
 *		AccessExclusiveLock, if it is to be had without waiting
 *			-> each index: not live (as DROP INDEX CONCURRENTLY leaves it)
 *			-> the load, through the executor, which sees no index
 *			-> reindex_index(): builds it, and makes it live again
 *
 * Both changes of pg_index belong to the transaction: whatever goes wrong, a
 * rollback leaves the indexes as they were, and so does a crash: pg_index is
 * written as any row is, and reindex_index() builds new files.  Nobody else sees
 * the table between: the lock is held until the transaction ends, so that all
 * other sessions wait, readers too.  It is taken only if it is free at once.
 *
 * The indexes of keys that are not stored folded (setup.sql) stay in use.  A
 * load has no such key: to ask this of each row costs a seventh of the two
 * scans of the table that would build them.  So do indexes of rows that have a value
 * in a column which the load leaves empty.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/index.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "storage/lmgr.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "merge/index_defer.h"
#include "support/catalog.h"
#include "support/compat.h"

/* Can nothing need the index before it is rebuilt? */
static bool
is_deferrable(Oid index)
{
	HeapTuple	tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
	Form_pg_index form;
	bool		result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for index %u", index);
	form = (Form_pg_index) GETSTRUCT(tuple);
	result = form->indisvalid && form->indisready && form->indislive &&
		form->indimmediate && !form->indisexclusion &&
		!form->indisclustered && !form->indisreplident;
	ReleaseSysCache(tuple);
	return result;
}

/* Is it an index of untidy keys, by a function of ours? */
static bool
is_untidy_index(Oid oid)
{
	Relation	index = index_open(oid, AccessShareLock);
	List	   *predicate = RelationGetIndexPredicate(index);
	Node	   *condition = list_length(predicate) == 1 && is_notclause(linitial(predicate))
		? (Node *) get_notclausearg(linitial(predicate)) : NULL;

	index_close(index, NoLock);
	return condition != NULL && IsA(condition, FuncExpr) &&
		get_func_namespace(((FuncExpr *) condition)->funcid) == catalog_extension_schema();
}

/* Is it an index of rows that have a value in this column? */
static bool
is_index_of_set(Oid oid, AttrNumber column)
{
	Relation	index = index_open(oid, AccessShareLock);
	List	   *predicate = RelationGetIndexPredicate(index);
	const NullTest *test = list_length(predicate) == 1 && IsA(linitial(predicate), NullTest) ? linitial(predicate) : NULL;

	index_close(index, NoLock);
	return test != NULL && test->nulltesttype == IS_NOT_NULL && IsA(test->arg, Var) &&
		((const Var *) test->arg)->varattno == column;
}

/* The indexes of the (open, locked) table, but for those that stay in use. */
static List *
list_indexes(Relation rel, AttrNumber empty)
{
	List	   *indexes = NIL;
	ListCell   *lc;

	foreach(lc, RelationGetIndexList(rel))
		if (!is_untidy_index(lfirst_oid(lc)) &&
			!(empty != InvalidAttrNumber && is_index_of_set(lfirst_oid(lc), empty)))
			indexes = lappend_oid(indexes, lfirst_oid(lc));
	return indexes;
}

/* Is it one of the extension's own triggers, which read no table, or not in a merge? */
static bool
is_our_trigger(const Trigger *trigger)
{
	const char *name = get_func_name(trigger->tgfoid);

	return get_func_namespace(trigger->tgfoid) == catalog_extension_schema() &&
		(strcmp(name, "customers_tidy") == 0 || strcmp(name, "customers_log_consent") == 0);
}

/*
 * Could a trigger run during the load and read or change the table, or be pending
 * after it?  A foreign key to another table does neither.
 */
static bool
has_hindering_trigger(Relation rel)
{
	for (int i = 0; rel->trigdesc != NULL && i < rel->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &rel->trigdesc->triggers[i];

		if (trigger->tgdeferrable)
			return true;
		if (TRIGGER_FOR_INSERT(trigger->tgtype) && !trigger->tgisinternal &&
			!is_our_trigger(trigger))
			return true;
	}
	return false;
}

/* May the indexes of the (open, locked) table be put out of use? */
static bool
may_defer(Relation rel, List *indexes)
{
	ListCell   *lc;

	if (rel->rd_rel->relkind != RELKIND_RELATION || rel->rd_refcnt != 1 ||
		!compat_owns_relation(RelationGetRelid(rel)) || has_hindering_trigger(rel) ||
		AfterTriggerPendingOnRel(RelationGetRelid(rel)))
		return false;
	foreach(lc, indexes)
		if (!is_deferrable(lfirst_oid(lc)))
			return false;
	return true;
}

List *
index_defer(Oid table, AttrNumber empty)
{
	Relation	rel;
	List	   *indexes;
	ListCell   *lc;
	bool		may;

	if (!ConditionalLockRelationOid(table, AccessExclusiveLock))
		return NIL;
	rel = table_open(table, NoLock);
	indexes = list_indexes(rel, empty);
	may = may_defer(rel, indexes);
	table_close(rel, NoLock);
	if (!may)
	{
		UnlockRelationOid(table, AccessExclusiveLock);
		return NIL;
	}
	foreach(lc, indexes)
	{
		LockRelationOid(lfirst_oid(lc), AccessExclusiveLock);
		index_set_state_flags(lfirst_oid(lc), INDEX_DROP_CLEAR_VALID);
		CommandCounterIncrement();
		index_set_state_flags(lfirst_oid(lc), INDEX_DROP_SET_DEAD);
	}
	CommandCounterIncrement();
	return indexes;
}

void
index_rebuild(List *indexes)
{
	ListCell   *lc;

	foreach(lc, indexes)
	{
		CHECK_FOR_INTERRUPTS();
		compat_reindex_index(lfirst_oid(lc));
		CommandCounterIncrement();
	}
}
