/*
 * distributed.c
 *
 *		pg_dist_partition, a row a table -> is it distributed, and by which column
 *
 * The catalog of citus is read as a table of its columns' names: no header of citus is
 * needed, nor a library.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "support/distributed.h"

#define DISTRIBUTED "pg_dist_partition"

/* Its partmethod of a table that is distributed by hash. */
#define BY_HASH 'h'

/* What the catalog says of a table. */
typedef struct Entry
{
	bool		found;
	char		method;
	char	   *key;			/* a Var, as text; NULL = none */
} Entry;

static Oid
catalog(void)
{
	return get_relname_relid(DISTRIBUTED, PG_CATALOG_NAMESPACE);
}

bool
distributed_is_possible(void)
{
	return OidIsValid(catalog());
}

/* The number of this machine is not that of the coordinator, 0. */
bool
distributed_is_worker(void)
{
	Oid			oid = get_relname_relid("pg_dist_local_group", PG_CATALOG_NAMESPACE);
	Relation	groups;
	SysScanDesc scan;
	HeapTuple	tuple;
	bool		isnull,
				is_worker = false;

	if (!OidIsValid(oid))
		return false;
	groups = table_open(oid, AccessShareLock);
	scan = systable_beginscan(groups, InvalidOid, false, NULL, 0, NULL);
	if (HeapTupleIsValid(tuple = systable_getnext(scan)))
		is_worker = DatumGetInt32(heap_getattr(tuple, get_attnum(oid, "groupid"), RelationGetDescr(groups), &isnull)) != 0;
	systable_endscan(scan);
	table_close(groups, AccessShareLock);
	return is_worker;
}

static Entry
read_entry(Relation partitions, HeapTuple tuple)
{
	TupleDesc	desc = RelationGetDescr(partitions);
	bool		isnull;
	Entry		entry = {.found = true};
	Datum		key;

	entry.method = DatumGetChar(heap_getattr(tuple, get_attnum(RelationGetRelid(partitions), "partmethod"), desc, &isnull));
	key = heap_getattr(tuple, get_attnum(RelationGetRelid(partitions), "partkey"), desc, &isnull);
	entry.key = isnull ? NULL : TextDatumGetCString(key);
	return entry;
}

static Entry
find_entry(Oid table)
{
	Oid			oid = catalog();
	Entry		entry = {0};
	Relation	partitions;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	if (!OidIsValid(oid))
		return entry;
	partitions = table_open(oid, AccessShareLock);
	ScanKeyInit(&key, get_attnum(oid, "logicalrelid"), BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(table));
	scan = systable_beginscan(partitions, get_relname_relid(DISTRIBUTED "_logical_relid_index", PG_CATALOG_NAMESPACE),
							  true, NULL, 1, &key);
	if (HeapTupleIsValid(tuple = systable_getnext(scan)))
		entry = read_entry(partitions, tuple);
	systable_endscan(scan);
	table_close(partitions, AccessShareLock);
	return entry;
}

bool
distributed_is_known(Oid table)
{
	return find_entry(table).found;
}

bool
distributed_table(Oid table)
{
	return find_entry(table).method == BY_HASH;
}

AttrNumber
distributed_column(Oid table)
{
	Entry		entry = find_entry(table);

	return entry.method != BY_HASH || entry.key == NULL ? InvalidAttrNumber
		: castNode(Var, stringToNode(entry.key))->varattno;
}

int
distributed_parts(Oid table)
{
	Oid			oid = get_relname_relid("pg_dist_shard", PG_CATALOG_NAMESPACE);
	Relation	shards;
	ScanKeyData key;
	SysScanDesc scan;
	int			found = 0;

	if (!OidIsValid(oid) || !distributed_table(table))
		return 0;
	shards = table_open(oid, AccessShareLock);
	ScanKeyInit(&key, get_attnum(oid, "logicalrelid"), BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(table));
	scan = systable_beginscan(shards, get_relname_relid("pg_dist_shard_logical_relid_index", PG_CATALOG_NAMESPACE),
							  true, NULL, 1, &key);
	while (HeapTupleIsValid(systable_getnext(scan)))
		found++;
	systable_endscan(scan);
	table_close(shards, AccessShareLock);
	return found;
}
