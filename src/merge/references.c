/*
 * references.c
 *
 *		pg_constraint -> foreign keys to a table, its partitions included
 *			-> may the caller see all rows of the referencing tables?
 *			-> conditions, column by column, by the keys' own operators
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/lockdefs.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"

#include "merge/references.h"
#include "merge/references.sql.h"
#include "support/distributed.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* A membership that the import made does not count. */
static const char *const own_membership = "x.import_id = $1 AND x.status = 'accepted'";

/* A table, and how SQL of ours names its columns. */
typedef struct TableNames
{
	Oid			table;
	Datum		own;			/* text[]: their own names */
	Datum		seen;			/* text[]: those of our SQL */
	char	   *key;			/* own name of customer_id, or NULL */
} TableNames;

/* Names of columns as text[]; without those that are dropped. */
static Datum
names_array(TupleDesc columns, TupleDesc seen)
{
	Datum	   *names = palloc(Max(columns->natts, 1) * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < columns->natts; i++)
		if (!TupleDescAttr(seen, i)->attisdropped)
			names[n++] = CStringGetTextDatum(NameStr(TupleDescAttr(columns, i)->attname));
	return PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* All in the current memory context. */
static TableNames
table_names(CatalogRelation table)
{
	Target		target = {0};
	TableNames	names;

	if (table == REL_CUSTOMERS)
		target = target_open();
	else
		target.columns = RelationGetDescr(target.relation = catalog_open(table));
	names.table = RelationGetRelid(target.relation);
	names.own = names_array(RelationGetDescr(target.relation), target.columns);
	names.seen = names_array(target.columns, target.columns);
	names.key = target_own_name(&target, "customer_id");
	relation_close(target.relation, NoLock);
	return names;
}

/* A list of oids as oid[]. */
static Datum
oid_array(List *list)
{
	Datum	   *oids = palloc(list_length(list) * sizeof(Datum));
	int			n = 0;
	ListCell   *lc;

	foreach(lc, list)
		oids[n++] = ObjectIdGetDatum(lfirst_oid(lc));
	return PointerGetDatum(construct_array(oids, n, OIDOID, sizeof(Oid), true, TYPALIGN_INT));
}

/* Errors if rows of the table may be hidden from the caller. */
static void
check_visible(Oid relation, const char *name)
{
	Oid			user = GetUserId();

	if (pg_class_aclcheck(relation, user, ACL_SELECT) != ACLCHECK_OK &&
		pg_attribute_aclcheck_all(relation, user, ACL_SELECT, ACLMASK_ANY) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to see what refers to the customers in %s", name),
				 errdetail("A customer that is in use is not taken back."),
				 errhint("GRANT SELECT ON %s TO %s;", name,
						 quote_identifier(GetUserNameFromId(user, false)))));
	if (check_enable_rls(relation, InvalidOid, true) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("row security may hide what refers to the customers in %s", name),
				 errdetail("A customer that is in use is not taken back."),
				 errhint("Have a role revert that sees all rows of it.")));
}

/* Errors if the rows that refer to distributed customers are on this machine alone. */
static void
check_distributed(Oid relation, const char *name)
{
	if (target_is_distributed() && !distributed_is_known(relation))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("customers are distributed, and %s, which refers to them, is not", name),
				 errdetail("Which of them are in use cannot be told, and one in use is not taken back."),
				 errhint("SELECT create_distributed_table(...) or create_reference_table(...) for it.")));
}

/* A reference by rows of a relation. */
static Reference *
make_reference(Oid relation, char *condition, char *complete, char *id_column, bool is_enforced)
{
	Reference  *reference = palloc0(sizeof(Reference));

	reference->relation = quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
													 get_rel_name(relation));
	reference->key_condition = condition;
	reference->complete = complete;
	reference->id_column = id_column;
	reference->is_enforced = is_enforced;
	check_visible(relation, reference->relation);
	check_distributed(relation, reference->relation);
	return reference;
}

/* A foreign key to a table that was found. */
static Reference *
read_reference(int row, CatalogRelation table, List *tree, const TableNames *names)
{
	Oid			relation = spi_oid(row, 1, "pg_constraint.conrelid");
	bool		is_enforced = spi_bool(row, 2, "whether a foreign key is enforced");
	Reference  *reference = make_reference(relation, spi_text(row, 3), spi_text(row, 4), spi_text(row, 5),
										   is_enforced);

	reference->is_self = list_member_oid(tree, relation);
	if (table == REL_CUSTOMERS && relation == catalog_oid(REL_GROUP_MEMBERS, false))
		reference->own = pstrdup(own_membership);
	else if (table == REL_CUSTOMERS && reference->is_self)
		reference->own = psprintf("x.%s = c.customer_id", quote_identifier(names->key));
	return reference;
}

/* Adds what refers to customers without a foreign key. */
static List *
add_loose(List *references, bool is_ours)
{
	Target		orders = target_orders();
	const char *customer = quote_identifier(target_own_name(&orders, "customer_id"));
	Reference  *members;

	references = lappend(references, make_reference(RelationGetRelid(orders.relation),
													psprintf("c.customer_id = x.%s", customer),
													psprintf("x.%s IS NOT NULL", customer), pstrdup(customer), false));
	target_close(&orders);
	if (is_ours)
		return references;
	members = make_reference(catalog_oid(REL_GROUP_MEMBERS, false), "c.customer_id = x.customer_id", "true",
							 "customer_id", false);
	members->own = pstrdup(own_membership);
	return lappend(references, members);
}

/*
 * Distributed memberships refer to groups without a foreign key.  Which groups they refer
 * to is read first: citus plans no subquery that depends on a group.
 */
static Reference *
distributed_members(void)
{
	Reference  *reference = make_reference(catalog_oid(REL_GROUP_MEMBERS, false), "c.group_id = x.group_id", "true", NULL, false);

	reference->relation = psprintf("(SELECT DISTINCT x.group_id FROM %s AS x OFFSET 0)", reference->relation);
	return reference;
}

List *
references_load(CatalogRelation table)
{
	TableNames	names = table_names(table);
	List	   *tree = find_all_inheritors(names.table, AccessShareLock, NULL);
	Statement	find = statement(sql_text(references_sql, "foreign keys", NULL));
	List	   *references = NIL;
	uint64		n;

	find.closed = true;
	statement_datum(&find, OIDARRAYOID, oid_array(tree), false);
	statement_datum(&find, TEXTARRAYOID, names.own, false);
	statement_datum(&find, TEXTARRAYOID, names.seen, false);
	statement_datum(&find, REGCLASSOID, ObjectIdGetDatum(names.table), false);
	statement_text(&find, names.key);
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
		references = lappend(references, read_reference(i, table, tree, &names));
	if (table == REL_CUSTOMERS)
		references = add_loose(references, target_is_ours());
	else if (target_is_distributed())
		references = lappend(references, distributed_members());
	return references;
}

char *
reference_counts(const Reference *reference)
{
	return reference->own == NULL ? reference->key_condition
		: psprintf("%s AND (%s) IS NOT TRUE", reference->key_condition, reference->own);
}

char *
references_none(List *references)
{
	StringInfoData sql;
	ListCell   *lc;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "true");
	foreach(lc, references)
	{
		Reference  *reference = lfirst(lc);

		appendStringInfo(&sql, " AND NOT EXISTS (SELECT 1 FROM %s AS x WHERE %s)",
						 reference->relation, reference_counts(reference));
	}
	return sql.data;
}
