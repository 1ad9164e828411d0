/*
 * catalog.c
 *
 * Names, oids and owners of our relations and functions, and checks of columns.
 * Names and oids are cached by the system caches only: customers.schema may change
 * from one statement to the next, and relations may be created and dropped.
 *
 * A look-up here locks the relation to the end of the transaction, except
 * catalog_find().  Every entry point calls setup_ensure(), which locks the tables
 * that are read under a snapshot that is kept (catalog_lock_tables()).
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/catalog.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_rewrite.h"
#include "catalog/pg_type.h"
#include "commands/comment.h"
#include "commands/extension.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteHandler.h"
#include "rewrite/rewriteSupport.h"
#include "storage/lmgr.h"
#include "storage/sinval.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "support/catalog.h"
#include "support/compat.h"
#include "support/settings.h"

static const char *const bare_names[NUM_CATALOG_RELATIONS] = {
	[REL_CUSTOMERS] = "customers",
	[REL_GROUPS] = "customer_groups",
	[REL_GROUP_MEMBERS] = "customer_group_members",
	[REL_SEGMENTS] = "customer_segments",
	[REL_ORDERS] = "customer_orders",
	[REL_PROFILES] = "customer_profiles",
	[REL_IMPORTS] = "customer_imports",
	[REL_IMPORT_ROWS] = "customer_import_rows",
	[REL_IMPORT_SECRETS] = "customer_import_secrets",
	[REL_IMPORT_CREATED] = "customer_import_created",
	[REL_IMPORT_CHANGED] = "customer_import_changed",
	[REL_IMPORT_APPROVALS] = "customer_import_approvals",
	[REL_IMPORT_OPT_OUTS] = "customer_import_opt_outs",
	[REL_IMPORT_DIFF] = "customer_import_diff",
	[REL_HISTORY] = "customer_history",
	[REL_IMPORT_ERRORS] = "customer_import_errors",
	[REL_HEADER_SYNONYMS] = "customer_header_synonyms",
	[REL_VALUE_WORDS] = "customer_value_words",
	[REL_CATEGORIES] = "customer_categories",
	[REL_IMPORT_PRESETS] = "customer_import_presets",
	[REL_SETTINGS] = "customer_settings",
	[REL_ERASURES] = "customer_erasures",
	[REL_CONSENT_LOG] = "customer_consent_log",
};

/*
 * The columns that must exist, and their types.  Of customers and orders, which
 * belong to the application, only those whose type we depend on: others may be
 * given another type.
 */
static const struct
{
	CatalogRelation relation;
	const char *name;
	Oid			type;
}			our_columns[] = {
	{REL_CUSTOMERS, "customer_id", INT8OID},
	{REL_CUSTOMERS, "subscribed", BOOLOID},
	{REL_CUSTOMERS, "attributes", JSONBOID},
	{REL_CUSTOMERS, "created_at", TIMESTAMPTZOID},
	{REL_CUSTOMERS, "updated_at", TIMESTAMPTZOID},
	{REL_GROUPS, "group_id", INT8OID},
	{REL_GROUPS, "name", TEXTOID},
	{REL_GROUPS, "discount_percent", NUMERICOID},
	{REL_GROUPS, "description", TEXTOID},
	{REL_GROUPS, "import_id", INT8OID},
	{REL_GROUP_MEMBERS, "customer_id", INT8OID},
	{REL_GROUP_MEMBERS, "group_id", INT8OID},
	{REL_GROUP_MEMBERS, "status", TEXTOID},
	{REL_GROUP_MEMBERS, "import_id", INT8OID},
	{REL_GROUP_MEMBERS, "set_by", TEXTOID},
	{REL_GROUP_MEMBERS, "set_at", TIMESTAMPTZOID},
	{REL_SEGMENTS, "name", TEXTOID},
	{REL_SEGMENTS, "condition", TEXTOID},
	{REL_SEGMENTS, "description", TEXTOID},
	{REL_SEGMENTS, "defined_by", TEXTOID},
	{REL_SEGMENTS, "defined_at", TIMESTAMPTZOID},
	{REL_ORDERS, "order_id", INT8OID},
	{REL_ORDERS, "customer_id", INT8OID},
	{REL_ORDERS, "customer_name", TEXTOID},
	{REL_ORDERS, "customer_email", TEXTOID},
	{REL_ORDERS, "details", JSONBOID},
	{REL_IMPORTS, "import_id", INT8OID},
	{REL_IMPORTS, "imported_at", TIMESTAMPTZOID},
	{REL_IMPORTS, "imported_by", TEXTOID},
	{REL_IMPORTS, "session_role", TEXTOID},
	{REL_IMPORTS, "corrected_roles", TEXTARRAYOID},
	{REL_IMPORTS, "source", TEXTOID},
	{REL_IMPORTS, "size", INT8OID},
	{REL_IMPORTS, "sha256", BYTEAOID},
	{REL_IMPORTS, "encoding", TEXTOID},
	{REL_IMPORTS, "delimiter", TEXTOID},
	{REL_IMPORTS, "quote", TEXTOID},
	{REL_IMPORTS, "escape", TEXTOID},
	{REL_IMPORTS, "newline", TEXTOID},
	{REL_IMPORTS, "header_line", INT8OID},
	{REL_IMPORTS, "header", TEXTARRAYOID},
	{REL_IMPORTS, "fields", TEXTARRAYOID},
	{REL_IMPORTS, "mapping", JSONBOID},
	{REL_IMPORTS, "formats", JSONBOID},
	{REL_IMPORTS, "columns", JSONBOID},
	{REL_IMPORTS, "options", JSONBOID},
	{REL_IMPORTS, "strategy", TEXTOID},
	{REL_IMPORTS, "warnings", TEXTOID},
	{REL_IMPORTS, "standing", JSONBOID},
	{REL_IMPORTS, "changes", JSONBOID},
	{REL_IMPORTS, "held", JSONBOID},
	{REL_IMPORTS, "preset", TEXTOID},
	{REL_IMPORTS, "shapes", JSONBOID},
	{REL_IMPORTS, "again", BOOLOID},
	{REL_IMPORTS, "status", TEXTOID},
	{REL_IMPORTS, "uploaded", INT8OID},
	{REL_IMPORTS, "created", INT8OID},
	{REL_IMPORTS, "changed", INT8OID},
	{REL_IMPORTS, "unchanged", INT8OID},
	{REL_IMPORTS, "rejected", INT8OID},
	{REL_IMPORTS, "excluded", INT8OID},
	{REL_IMPORTS, "opted_out", INT8OID},
	{REL_IMPORTS, "weak_keys", BOOLOID},
	{REL_IMPORTS, "merged_at", TIMESTAMPTZOID},
	{REL_IMPORTS, "merged_by", TEXTOID},
	{REL_IMPORTS, "merge_number", INT8OID},
	{REL_IMPORTS, "defaults", JSONBOID},
	{REL_IMPORTS, "hashed_columns", TEXTARRAYOID},
	{REL_IMPORTS, "reverted", INT8OID},
	{REL_IMPORTS, "kept", INT8OID},
	{REL_IMPORTS, "reverted_at", TIMESTAMPTZOID},
	{REL_IMPORTS, "reverted_by", TEXTOID},
	{REL_IMPORTS, "purged_at", TIMESTAMPTZOID},
	{REL_IMPORTS, "merged_until", TIMESTAMPTZOID},
	{REL_IMPORTS, "reverted_until", TIMESTAMPTZOID},
	{REL_IMPORT_ROWS, "import_id", INT8OID},
	{REL_IMPORT_ROWS, "line", INT8OID},
	{REL_IMPORT_ROWS, "customer_id", INT8OID},
	{REL_IMPORT_ROWS, "action", TEXTOID},
	{REL_IMPORT_ROWS, "cells", TEXTARRAYOID},
	{REL_IMPORT_ROWS, "old_cells", TEXTARRAYOID},
	{REL_IMPORT_ROWS, "raw", TEXTARRAYOID},
	{REL_IMPORT_ROWS, "errors", JSONBOID},
	{REL_IMPORT_ROWS, "reason", TEXTOID},
	{REL_IMPORT_ROWS, "memberships", JSONBOID},
	{REL_IMPORT_ROWS, "marks", BYTEAOID},
	{REL_IMPORT_ROWS, "consent_at", TIMESTAMPTZOID},
	{REL_IMPORT_SECRETS, "import_id", INT8OID},
	{REL_IMPORT_SECRETS, "line", INT8OID},
	{REL_IMPORT_SECRETS, "verifier", TEXTOID},
	{REL_IMPORT_SECRETS, "old_verifier", TEXTOID},
	{REL_IMPORT_OPT_OUTS, "import_id", INT8OID},
	{REL_IMPORT_OPT_OUTS, "line", INT8OID},
	{REL_IMPORT_OPT_OUTS, "customer_id", INT8OID},
	{REL_IMPORT_OPT_OUTS, "old_subscribed", BOOLOID},
	{REL_IMPORT_OPT_OUTS, "email_hash", BYTEAOID},
	{REL_IMPORT_OPT_OUTS, "identifier_hash", BYTEAOID},
	{REL_IMPORT_OPT_OUTS, "cell", TEXTOID},
	{REL_IMPORT_OPT_OUTS, "consent_at", TIMESTAMPTZOID},
	{REL_IMPORT_OPT_OUTS, "lines", INT8ARRAYOID},
	{REL_IMPORT_OPT_OUTS, "customer_ids", INT8ARRAYOID},
	{REL_IMPORT_CREATED, "import_id", INT8OID},
	{REL_IMPORT_CREATED, "customer_id", INT8OID},
	{REL_IMPORT_CREATED, "hash", INT8OID},
	{REL_IMPORT_CHANGED, "import_id", INT8OID},
	{REL_IMPORT_CHANGED, "customer_ids", INT8ARRAYOID},
	{REL_IMPORT_CHANGED, "updated_at", TIMESTAMPTZOID},
	{REL_IMPORT_CHANGED, "attributes", JSONBOID},
	{REL_HEADER_SYNONYMS, "word", TEXTOID},
	{REL_HEADER_SYNONYMS, "field", TEXTOID},
	{REL_HEADER_SYNONYMS, "negated", BOOLOID},
	{REL_HEADER_SYNONYMS, "language", TEXTOID},
	{REL_VALUE_WORDS, "field", TEXTOID},
	{REL_VALUE_WORDS, "word", TEXTOID},
	{REL_VALUE_WORDS, "value", TEXTOID},
	{REL_VALUE_WORDS, "language", TEXTOID},
	{REL_CATEGORIES, "folded", TEXTOID},
	{REL_CATEGORIES, "spelling", TEXTOID},
	{REL_IMPORT_PRESETS, "name", TEXTOID},
	{REL_IMPORT_PRESETS, "import_id", INT8OID},
	{REL_IMPORT_PRESETS, "mapping", JSONBOID},
	{REL_IMPORT_PRESETS, "options", JSONBOID},
	{REL_IMPORT_PRESETS, "saved_by", TEXTOID},
	{REL_IMPORT_PRESETS, "saved_at", TIMESTAMPTZOID},
	{REL_SETTINGS, "key", TEXTOID},
	{REL_SETTINGS, "value", TEXTOID},
	{REL_ERASURES, "key_hash", BYTEAOID},
	{REL_ERASURES, "reason", TEXTOID},
	{REL_ERASURES, "field", TEXTOID},
	{REL_ERASURES, "recorded_at", TIMESTAMPTZOID},
	{REL_CONSENT_LOG, "customer_id", INT8OID},
	{REL_CONSENT_LOG, "was_subscribed", BOOLOID},
	{REL_CONSENT_LOG, "is_subscribed", BOOLOID},
	{REL_CONSENT_LOG, "import_id", INT8OID},
	{REL_CONSENT_LOG, "line", INT8OID},
	{REL_CONSENT_LOG, "said", TEXTOID}
};

/* The views that stand for tables of ours where an application's own is adopted. */
static const char *const view_names[NUM_CATALOG_RELATIONS] = {
	[REL_CUSTOMERS] = "adopted_customers",
	[REL_ORDERS] = "adopted_orders",
};

/* Oid of each relation whose columns have been checked, or InvalidOid. */
static Oid	checked_relations[NUM_CATALOG_RELATIONS];

/* Counts invalidations of relations. */
static uint64 relation_changes;

/* Does the schema belong to PostgreSQL, or is it temporary? */
static bool
is_system_schema(Oid schema)
{
	return IsCatalogNamespace(schema) || IsToastNamespace(schema) || isAnyTempNamespace(schema) ||
		schema == get_namespace_oid("information_schema", true);
}

void
catalog_check_schema(Oid schema)
{
	if (is_system_schema(schema))
		ereport(ERROR,
				(errcode(ERRCODE_RESERVED_NAME),
				 errmsg("schema \"%s\" cannot be that of the relations of customers", get_namespace_name(schema)),
				 errdetail("It belongs to PostgreSQL, or is a temporary one."),
				 errhint("Choose another by the setting customers.schema.")));
}

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
	catalog_check_schema(schema);
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

Oid
catalog_owner(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			owner = InvalidOid;

	if (HeapTupleIsValid(tuple))
	{
		owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
		ReleaseSysCache(tuple);
	}
	return owner;
}

/*
 * A view of whoever may create relations in the schema is none: it must belong to the
 * owner of customer_settings, a member of that role, or a superuser.
 */
Oid
catalog_stand_in(CatalogRelation relation, Oid schema)
{
	Oid			view = view_names[relation] == NULL ? InvalidOid : get_relname_relid(view_names[relation], schema);
	Oid			keeper;

	if (!OidIsValid(view) || get_rel_relkind(view) != RELKIND_VIEW)
		return InvalidOid;
	keeper = catalog_owner(get_relname_relid(bare_names[REL_SETTINGS], schema));
	return OidIsValid(keeper) && (is_member_of_role_nosuper(catalog_owner(view), keeper) || superuser_arg(catalog_owner(view)))
		? view : InvalidOid;
}

Oid
catalog_adopted(Oid schema)
{
	return catalog_stand_in(REL_CUSTOMERS, schema);
}

/* Its name in a schema: customers and orders may be tables of the application. */
static const char *
name_in(CatalogRelation relation, Oid schema)
{
	return OidIsValid(catalog_stand_in(relation, schema)) ? view_names[relation] : bare_names[relation];
}

char *
catalog_name(CatalogRelation relation)
{
	return quote_qualified_identifier(catalog_schema_name(), name_in(relation, catalog_schema()));
}

char *
catalog_stand_in_name(CatalogRelation relation)
{
	return quote_qualified_identifier(catalog_schema_name(), view_names[relation]);
}

char *
catalog_adopted_name(void)
{
	return catalog_stand_in_name(REL_CUSTOMERS);
}

char *
catalog_shown_name(CatalogRelation relation)
{
	return RelationIsVisible(catalog_oid(relation, false))
		? pstrdup(quote_identifier(name_in(relation, catalog_schema()))) : catalog_name(relation);
}

Oid
catalog_find(CatalogRelation relation, Oid schema)
{
	return get_relname_relid(name_in(relation, schema), schema);
}

/* The one table of a view's query; InvalidOid: there is none, or more. */
static Oid
table_of(const Query *query)
{
	const Node *from = list_length(query->jointree->fromlist) == 1 ? linitial(query->jointree->fromlist) : NULL;

	return from != NULL && IsA(from, RangeTblRef)
		? rt_fetch(((const RangeTblRef *) from)->rtindex, query->rtable)->relid : InvalidOid;
}

Oid
catalog_stand_in_table(Oid view)
{
	Relation	rel = relation_open(view, AccessShareLock);
	Oid			table = table_of(get_view_query(rel));

	relation_close(rel, NoLock);
	return table;
}

Oid
catalog_stand_in_peek(Oid view)
{
	HeapTuple	rule = SearchSysCache2(RULERELNAME, ObjectIdGetDatum(view), CStringGetDatum(ViewSelectRuleName));
	Datum		action;
	bool		isnull;
	Oid			table;

	if (!HeapTupleIsValid(rule))
		return InvalidOid;
	action = SysCacheGetAttr(RULERELNAME, rule, Anum_pg_rewrite_ev_action, &isnull);
	table = isnull ? InvalidOid : table_of(linitial_node(Query, stringToNode(TextDatumGetCString(action))));
	ReleaseSysCache(rule);
	return table;
}

void
catalog_refuse_lost(const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("%s", why),
			 errhint("Adopt the table again, or another, with %s() or %s(); or give it back: SELECT %s(); Imports that wait must be cancelled first: SELECT %s(import_id) FROM %s();",
					 catalog_function_name("customers_adopt"), catalog_function_name("customers_adopt_orders"),
					 catalog_function_name("customers_release"), catalog_function_name("customers_cancel"),
					 catalog_function_name("customers_import_status"))));
}

/* A view that shows no table says in its comment why. */
pg_noreturn static void
refuse_lost(Oid view)
{
	char	   *why = GetComment(view, RelationRelationId, 0);

	catalog_refuse_lost(why != NULL ? why : psprintf("view %s does not show one table",
													 quote_qualified_identifier(get_namespace_name(get_rel_namespace(view)), get_rel_name(view))));
}

Oid
catalog_base(Oid relation)
{
	Oid			base;

	if (get_rel_relkind(relation) != RELKIND_VIEW)
		return relation;
	base = catalog_stand_in_table(relation);
	if (!OidIsValid(base))
		refuse_lost(relation);
	LockRelationOid(base, AccessShareLock);
	return base;
}

/* All of one kind, in any schema, after those in the list. */
static List *
add_stand_ins(List *list, CatalogRelation relation)
{
	Relation	pg_class = table_open(RelationRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_class_relname, BTEqualStrategyNumber, F_NAMEEQ, CStringGetDatum(view_names[relation]));
	scan = systable_beginscan(pg_class, ClassNameNspIndexId, true, NULL, 1, &key);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		const FormData_pg_class *form = (Form_pg_class) GETSTRUCT(tuple);
		CatalogStandIn *found;

		if (catalog_stand_in(relation, form->relnamespace) != form->oid)
			continue;
		found = palloc(sizeof(CatalogStandIn));
		*found = (CatalogStandIn) {.relation = relation, .view = form->oid, .schema = form->relnamespace, .owner = form->relowner};
		list = lappend(list, found);
	}
	systable_endscan(scan);
	table_close(pg_class, AccessShareLock);
	return list;
}

List *
catalog_stand_ins(void)
{
	return add_stand_ins(add_stand_ins(NIL, REL_CUSTOMERS), REL_ORDERS);
}

/* Looks the name up again after a wait: it may be another relation's by then. */
Oid
catalog_oid_in(CatalogRelation relation, Oid schema)
{
	Oid			oid;

	while (OidIsValid(oid = catalog_find(relation, schema)))
	{
		uint64		messages = SharedInvalidMessageCounter;

		LockRelationOid(oid, AccessShareLock);
		if (messages == SharedInvalidMessageCounter || catalog_find(relation, schema) == oid)
			break;
		UnlockRelationOid(oid, AccessShareLock);
	}
	return oid;
}

pg_noreturn static void
refuse_missing(CatalogRelation relation)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_TABLE),
			 errmsg("relation %s does not exist", catalog_name(relation)),
			 errhint("Run SELECT %s() to create what is missing.",
					 catalog_function_name("customers_setup"))));
}

Oid
catalog_oid(CatalogRelation relation, bool missing_ok)
{
	Oid			oid = catalog_oid_in(relation, catalog_schema());

	if (!OidIsValid(oid) && !missing_ok)
		refuse_missing(relation);
	return oid;
}

Relation
catalog_open(CatalogRelation relation)
{
	return relation_open(catalog_oid(relation, false), NoLock);
}

char *
catalog_function_name(const char *name)
{
	char	   *schema = get_namespace_name(catalog_extension_schema());

	return quote_qualified_identifier(schema, name);
}

char *
catalog_shown_function(const char *name)
{
	List	   *path = fetch_search_path(false);
	bool		visible = list_member_oid(path, catalog_extension_schema());

	list_free(path);
	return visible ? pstrdup(name) : catalog_function_name(name);
}

/* Owners of a relation and of its schema. */
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
 * Has the current role chosen the schema?  Inside a SECURITY DEFINER function, its
 * caller may have set customers.schema.
 */
static bool
chose_schema(void)
{
	return customers_schema[0] == '\0' || !InLocalUserIdChange();
}

/*
 * Memberships that a superuser has only as such do not count: superusers are the
 * very roles that someone would plant a table for.
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

/* ---- locks ---- */

/*
 * Errors if the table was rewritten or created after the transaction's snapshot: it
 * would seem empty.
 */
static void
check_not_rewritten(Oid table)
{
	Relation	pg_class = table_open(RelationRelationId, AccessShareLock);
	Oid			present = InvalidOid,
				seen = InvalidOid;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
	if (HeapTupleIsValid(tuple))
	{
		present = ((Form_pg_class) GETSTRUCT(tuple))->relfilenode;
		ReleaseSysCache(tuple);
	}
	ScanKeyInit(&key, Anum_pg_class_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(table));
	scan = systable_beginscan(pg_class, ClassOidIndexId, true, GetTransactionSnapshot(), 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		seen = ((Form_pg_class) GETSTRUCT(tuple))->relfilenode;
	systable_endscan(scan);
	table_close(pg_class, AccessShareLock);
	if (seen != present)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access: table \"%s\" has been rewritten since the transaction began",
						get_rel_name(table)),
				 errhint("The transaction might succeed if retried.")));
}

/* Locks a table and its partitions. */
static void
lock_tree(Oid table)
{
	List	   *tree = has_subclass(table) ? find_all_inheritors(table, AccessShareLock, NULL)
		: list_make1_oid(table);
	ListCell   *lc;

	foreach(lc, tree)
	{
		LockRelationOid(lfirst_oid(lc), AccessShareLock);
		if (IsolationUsesXactSnapshot())
			check_not_rewritten(lfirst_oid(lc));
	}
	list_free(tree);
}

void
catalog_lock_tables(bool is_lost)
{
	static const CatalogRelation tables[] = {
		REL_CUSTOMERS, REL_GROUPS, REL_GROUP_MEMBERS, REL_IMPORTS, REL_SETTINGS, REL_ERASURES
	};

	Oid			schema = catalog_schema();

	for (size_t i = is_lost ? 1 : 0; i < lengthof(tables); i++)
	{
		Oid			table = catalog_oid_in(tables[i], schema);

		if (!OidIsValid(table))
			refuse_missing(tables[i]);
		catalog_check_owner(table);
		lock_tree(table);
		if (tables[i] == REL_CUSTOMERS && catalog_base(table) != table)
		{
			catalog_check_owner(catalog_base(table));
			lock_tree(catalog_base(table));
		}
	}
}

void
catalog_lock_referenced(void)
{
	Relation	customers = relation_open(catalog_base(catalog_oid(REL_CUSTOMERS, false)), NoLock);
	List	   *referenced = NIL;
	ListCell   *lc;

	/* copy: a relcache invalidation, as when locking, frees the list itself */
	foreach(lc, RelationGetFKeyList(customers))
		referenced = list_append_unique_oid(referenced, ((ForeignKeyCacheInfo *) lfirst(lc))->confrelid);
	foreach(lc, referenced)
		lock_tree(lfirst_oid(lc));
	list_free(referenced);
	relation_close(customers, NoLock);
}

/* ---- columns ---- */

/* Relcache callback: a relation has changed, or (InvalidOid) any may have. */
static void
forget_checked(Datum arg, Oid relation)
{
	relation_changes++;
	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
		if (!OidIsValid(relation) || checked_relations[r] == relation)
			checked_relations[r] = InvalidOid;
}

pg_noreturn static void
refuse_missing_column(CatalogRelation relation, const char *name, Oid type)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("column \"%s\" of %s does not exist", name, catalog_name(relation)),
			 errhint("SELECT %s(); adds what a new release needs. Otherwise rename the column back, or ALTER TABLE %s ADD COLUMN %s %s;",
					 catalog_function_name("customers_setup"), catalog_name(relation), quote_identifier(name),
					 format_type_be(type))));
}

/* Errors unless the column exists, has the type, and is not generated. */
static void
check_column(CatalogRelation relation, Oid oid, const char *name, Oid type)
{
	HeapTuple	tuple = SearchSysCacheAttName(oid, name);
	Form_pg_attribute column;
	Oid			found;
	bool		is_generated;

	if (!HeapTupleIsValid(tuple))
		refuse_missing_column(relation, name, type);
	column = (Form_pg_attribute) GETSTRUCT(tuple);
	found = column->atttypid;
	is_generated = column->attgenerated != '\0';
	ReleaseSysCache(tuple);
	if (found != type)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"%s\" of %s has type %s, and must have type %s", name,
						catalog_name(relation), format_type_be(found), format_type_be(type)),
				 errhint("ALTER TABLE %s ALTER COLUMN %s TYPE %s; or have SELECT %s() make the relations anew in another schema.",
						 catalog_name(relation), quote_identifier(name), format_type_be(type),
						 catalog_function_name("customers_setup"))));
	if (is_generated)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"%s\" of %s is generated, and must not be", name, catalog_name(relation)),
				 errhint("ALTER TABLE %s ALTER COLUMN %s DROP EXPRESSION;", catalog_name(relation),
						 quote_identifier(name))));
}

void
catalog_check_columns(CatalogRelation relation, Oid oid)
{
	static bool registered = false;
	uint64		changes;

	if (checked_relations[relation] == oid || get_rel_relkind(oid) == RELKIND_VIEW)
		return;					/* of an adopted table, types may be others */
	if (!registered)
	{
		CacheRegisterRelcacheCallback(forget_checked, (Datum) 0);
		registered = true;
	}
	changes = relation_changes;
	for (size_t i = 0; i < lengthof(our_columns); i++)
		if (our_columns[i].relation == relation)
			check_column(relation, oid, our_columns[i].name, our_columns[i].type);
	if (changes == relation_changes)
		checked_relations[relation] = oid;
}
