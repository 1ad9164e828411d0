/*
 * catalog.c
 *
 * Names and oids of our relations and functions.  Nothing is cached but what
 * the system caches hold: customers.schema may change from one statement to
 * the next, and a relation may come and go.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_namespace.h"
#include "commands/extension.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "catalog.h"
#include "settings.h"

static const char *const bare_names[NUM_CATALOG_RELATIONS] = {
	[REL_CUSTOMERS] = "customers",
	[REL_GROUPS] = "customer_groups",
	[REL_GROUP_MEMBERS] = "customer_group_members",
	[REL_SEGMENTS] = "customer_segments",
	[REL_ORDERS] = "customer_orders",
	[REL_PROFILES] = "customer_profiles",
	[REL_IMPORTS] = "customer_imports",
	[REL_IMPORT_ROWS] = "customer_import_rows",
	[REL_IMPORT_DIFF] = "customer_import_diff",
	[REL_IMPORT_ERRORS] = "customer_import_errors",
	[REL_HEADER_SYNONYMS] = "customer_header_synonyms",
	[REL_IMPORT_PRESETS] = "customer_import_presets",
	[REL_SETTINGS] = "customer_settings",
	[REL_ERASURES] = "customer_erasures",
	[REL_CONSENT_LOG] = "customer_consent_log",
};

Oid
catalog_schema(void)
{
	Oid			schema;

	if (customers_schema[0] == '\0')
		return catalog_extension_schema();

	schema = get_namespace_oid(customers_schema, true);
	if (!OidIsValid(schema))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("schema \"%s\" does not exist", customers_schema),
				 errdetail("The setting customers.schema names it as the schema of the relations of customers."),
				 errhint("Create it with CREATE SCHEMA %s, or RESET customers.schema.",
						 quote_identifier(customers_schema))));
	return schema;
}

const char *
catalog_schema_name(void)
{
	Oid			schema = catalog_schema();
	char	   *name = get_namespace_name(schema);

	if (name == NULL)
		elog(ERROR, "cache lookup failed for schema %u", schema);
	return name;
}

Oid
catalog_extension_schema(void)
{
	Relation	extensions = table_open(ExtensionRelationId, AccessShareLock);
	Oid			schema = InvalidOid;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber, F_NAMEEQ,
				CStringGetDatum("customers"));
	scan = systable_beginscan(extensions, ExtensionNameIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		schema = ((Form_pg_extension) GETSTRUCT(tuple))->extnamespace;
	systable_endscan(scan);
	table_close(extensions, AccessShareLock);

	if (!OidIsValid(schema))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("extension \"%s\" does not exist", "customers"),
				 errhint("Run CREATE EXTENSION customers.")));
	return schema;
}

const char *
catalog_bare_name(CatalogRelation relation)
{
	return bare_names[relation];
}

char *
catalog_name(CatalogRelation relation)
{
	return quote_qualified_identifier(catalog_schema_name(), bare_names[relation]);
}

Oid
catalog_oid(CatalogRelation relation, bool missing_ok)
{
	Oid			oid = get_relname_relid(bare_names[relation], catalog_schema());

	if (!OidIsValid(oid) && !missing_ok)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation %s does not exist", catalog_name(relation)),
				 errhint("Run SELECT %s() to create what is missing.",
						 catalog_function_name("customers_setup"))));
	return oid;
}

char *
catalog_function_name(const char *name)
{
	char	   *schema = get_namespace_name(catalog_extension_schema());

	return quote_qualified_identifier(schema, name);
}

/* Owner of a relation and of the schema it is in. */
static void
relation_owners(Oid relation, Oid *owner, Oid *schema_owner)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			schema;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", relation);
	*owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	schema = ((Form_pg_class) GETSTRUCT(tuple))->relnamespace;
	ReleaseSysCache(tuple);

	tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(schema));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for schema %u", schema);
	*schema_owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
}

/*
 * Was the schema chosen by the role that its triggers would run as?  Inside a
 * SECURITY DEFINER function, customers.schema may be its caller's.
 */
static bool
chose_schema(void)
{
	return customers_schema[0] == '\0' || !InLocalUserIdChange();
}

/*
 * Memberships are looked at without the superuser's, who belongs to every
 * role: it is his session that a planted table is waiting for.
 */
static bool
is_trusted_owner(Oid owner, Oid schema_owner)
{
	return is_member_of_role_nosuper(GetUserId(), owner) ||
		(chose_schema() && is_member_of_role_nosuper(owner, schema_owner)) ||
		superuser_arg(owner);
}

bool
catalog_is_trusted(Oid relation)
{
	Oid			owner;
	Oid			schema_owner;

	relation_owners(relation, &owner, &schema_owner);
	return is_trusted_owner(owner, schema_owner);
}

void
catalog_check_owner(Oid relation)
{
	Oid			owner;
	Oid			schema_owner;

	relation_owners(relation, &owner, &schema_owner);
	if (is_trusted_owner(owner, schema_owner))
		return;

	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("relation %s belongs to role \"%s\", which is not trusted here",
					quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
											   get_rel_name(relation)),
					GetUserNameFromId(owner, false)),
			 errdetail("Its triggers would run with the rights of \"%s\". It must belong to that role, to one it is a member of, to the owner of the schema, or to a superuser.",
					   GetUserNameFromId(GetUserId(), false)),
			 chose_schema()
			 ? errhint("Change the owner with ALTER TABLE ... OWNER TO, or choose another schema by customers.schema.")
			 : errhint("In a SECURITY DEFINER function, the owner of a schema that customers.schema names is not trusted: the setting may be the caller's. Have the function set it, and belong to the owner of the tables.")));
}

Oid
catalog_customer_id_sequence(void)
{
	Oid			customers = catalog_oid(REL_CUSTOMERS, false);
	AttrNumber	customer_id = get_attnum(customers, "customer_id");
	Oid			found = InvalidOid;
	List	   *sequences = getOwnedSequences(customers);
	ListCell   *cell;

	foreach(cell, sequences)
	{
		Oid			sequence = lfirst_oid(cell);
		Oid			table;
		int32		column;

		if ((sequenceIsOwned(sequence, DEPENDENCY_AUTO, &table, &column) ||
			 sequenceIsOwned(sequence, DEPENDENCY_INTERNAL, &table, &column)) &&
			column == customer_id)
			found = sequence;
	}
	list_free(sequences);
	return found;
}
