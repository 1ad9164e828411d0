/*
 * target_key.c
 *
 * Asked by every call about an adopted table: looks into the caches of the catalog
 * alone, and locks no index.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "support/target.h"
#include "support/target_key.h"

/* Is it a valid unique index on the column alone, and on every row? */
static bool
makes_unique(Oid index, AttrNumber number)
{
	HeapTuple	tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
	const FormData_pg_index *form;
	bool		makes;

	if (!HeapTupleIsValid(tuple))
		return false;			/* dropped by now */
	form = (Form_pg_index) GETSTRUCT(tuple);
	makes = form->indisunique && form->indisvalid && form->indimmediate && form->indnkeyatts == 1 &&
		form->indkey.values[0] == number && heap_attisnull(tuple, Anum_pg_index_indpred, NULL);
	ReleaseSysCache(tuple);
	return makes;
}

static bool
is_unique(Relation table, AttrNumber number)
{
	List	   *indexes = RelationGetIndexList(table);
	bool		found = false;
	ListCell   *cell;

	foreach(cell, indexes)
		found |= makes_unique(lfirst_oid(cell), number);
	list_free(indexes);
	return found;
}

bool
target_key_is_key(Relation table, AttrNumber number)
{
	Form_pg_attribute column = TupleDescAttr(RelationGetDescr(table), number - 1);

	return (column->atttypid == INT2OID || column->atttypid == INT4OID || column->atttypid == INT8OID) &&
		column->attnotnull && column->attgenerated == '\0' && is_unique(table, number);
}

bool
target_key_is_there(Oid customers)
{
	Target		target = target_of(customers);
	bool		is_there = target.is_ours ||
		target_key_is_key(target.relation, target_column(&target, "customer_id"));

	target_close(&target);
	return is_there;
}

void
target_key_check(Oid customers)
{
	Target		target;
	char	   *table,
			   *key;

	if (target_key_is_there(customers))
		return;
	target = target_of(customers);
	table = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(target.relation)),
									   RelationGetRelationName(target.relation));
	key = target_own_name(&target, "customer_id");
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("column \"%s\" of %s is no key any more: a customer cannot be found by it", key, table),
			 errdetail("It must be NOT NULL and have a unique index on itself alone."),
			 errhint("ALTER TABLE %s ADD UNIQUE (%s), ALTER %s SET NOT NULL;", table,
					 quote_identifier(key), quote_identifier(key))));
}
