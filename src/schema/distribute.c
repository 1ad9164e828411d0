/*
 * distribute.c
 *
 *		what of ours citus cannot keep -> dropped, or replaced
 *			-> is anything left that it cannot keep?  Then an error, which undoes all
 *			-> create_distributed_table() of customers, memberships and orders,
 *			   create_reference_table() of groups
 *
 * All in one transaction, under the lock of a setup.  customers_setup() leaves alone
 * what is not there because of this.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "schema/adopt_table.h"
#include "schema/distribute.h"
#include "schema/distribute.sql.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/distributed.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* An index or constraint of ours that is unique on one machine, and plain on several. */
typedef struct Key
{
	CatalogRelation relation;
	const char *name;
	const char *drop;			/* what drops it */
	const char *plain_name;
	const char *plain;			/* what makes it */
	const char *unique;
} Key;

static const Key keys[] = {
	{
		REL_CUSTOMERS, "customers_email_key", "DROP INDEX @schema@.customers_email_key",
		"customers_email_key", "CREATE INDEX customers_email_key ON @table@ (lower(email))",
		"CREATE UNIQUE INDEX customers_email_key ON @table@ (lower(email))"
	},
	{
		REL_CUSTOMERS, "customers_identifier_key", "DROP INDEX @schema@.customers_identifier_key",
		"customers_identifier_key", "CREATE INDEX customers_identifier_key ON @table@ (identifier) WHERE identifier IS NOT NULL",
		"CREATE UNIQUE INDEX customers_identifier_key ON @table@ (identifier) WHERE identifier IS NOT NULL"
	},
	{
		REL_ORDERS, "customer_orders_pkey", "ALTER TABLE @table@ DROP CONSTRAINT customer_orders_pkey",
		"customer_orders_order_id_idx", "CREATE INDEX customer_orders_order_id_idx ON @table@ (order_id)",
		"ALTER TABLE @table@ ADD PRIMARY KEY (order_id)"
	},
};

static const char *const references[] = {
	"customer_group_members_customer_id_fkey", "customer_group_members_group_id_fkey"
};

/* What tables are distributed by. */
#define COLUMN "customer_id"

/* They, in this order. */
static const CatalogRelation distributed[] = {REL_CUSTOMERS, REL_GROUP_MEMBERS, REL_ORDERS};

/* ---- the rows ---- */

static void
put(SrfRows *rows, Oid relation, char *note)
{
	Datum		values[] = {CStringGetTextDatum(adopt_table_name(relation)), CStringGetTextDatum(note)};
	bool		nulls[lengthof(values)] = {0};

	if (rows != NULL)
		srf_put(rows, values, nulls);
}

/* ---- statements ---- */

static Oid
table_of(CatalogRelation relation)
{
	return catalog_oid(relation, false);
}

/* Runs a function of citus for a table; beside: another table, or NULL; shards: 0 = none. */
static void
call(const char *section, Oid table, const char *beside, int shards)
{
	Statement	run = statement(sql_text(distribute_sql, section, NULL));

	run.closed = true;
	statement_datum(&run, REGCLASSOID, ObjectIdGetDatum(table), false);
	if (beside != NULL)
		statement_text(&run, beside);
	if (shards > 0)
		statement_datum(&run, INT4OID, Int32GetDatum(shards), false);
	statement_run(&run);
	statement_done();
}

static void
write_section(const char *section)
{
	Statement	write = statement(sql_text(distribute_sql, section, NULL));

	write.closed = true;
	statement_run(&write);
}

/* ---- may it be done ---- */

static void
require_citus(void)
{
	if (distributed_is_possible())
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("the extension citus is not installed in this database"),
			 errdetail("It keeps the rows of a table on several machines."),
			 errhint("Name citus in shared_preload_libraries, restart the server, and run CREATE EXTENSION citus; and SELECT citus_add_node(...); for each machine. One machine needs none of it.")));
}

pg_noreturn static void
refuse(Oid table, char *detail, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s cannot be distributed", adopt_table_name(table)),
			 errdetail("%s", detail),
			 errhint("%s", hint)));
}

/* Errors if the table is of a kind that cannot be distributed by its customer_id. */
static void
check_kind(CatalogRelation relation)
{
	Oid			table = table_of(relation);

	if (get_rel_relkind(table) == RELKIND_VIEW)
		refuse(catalog_base(table), pstrdup("It is a table of an application, which is written through a view; citus writes through none."),
			   "Give customers a schema of their own, and import into that: CREATE SCHEMA crm; SET customers.schema = 'crm';");
	if (get_rel_relkind(table) != RELKIND_RELATION)
		refuse(table, pstrdup("It is partitioned."),
			   "Set up another schema without partitions, and move the customers there: export them with customer_id, and import with unknown_ids => 'create'.");
	if (distributed_table(table) && distributed_column(table) != get_attnum(table, COLUMN))
		refuse(table, pstrdup("It is distributed already, and not by customer_id."),
			   "SELECT undistribute_table(...) first.");
}

/* Errors if the table has what citus cannot keep. */
static void
check_kept(Oid table)
{
	Statement	find = statement(sql_text(distribute_sql, "kept out", NULL));
	char	   *found;

	find.closed = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(table), false);
	statement_datum(&find, INT2OID, Int16GetDatum(get_attnum(table, COLUMN)), false);
	statement_datum(&find, OIDOID, ObjectIdGetDatum(table_of(REL_GROUP_MEMBERS)), false);
	statement_select(&find);
	found = spi_text(0, 1);
	statement_done();
	if (found != NULL)
		refuse(table, psprintf("A distributed table cannot have: %s.", found),
			   "Drop it. A table that a foreign key refers to can be SELECT create_reference_table(...); a unique key can have customer_id in it.");
}

/* ---- what is dropped and replaced ---- */

/* Drops our triggers; their names. */
static List *
drop_triggers(Oid table)
{
	Statement	find = statement(sql_text(distribute_sql, "triggers", NULL));
	List	   *names = NIL;
	uint64		n;
	ListCell   *lc;

	find.closed = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(table), false);
	statement_datum(&find, OIDOID, ObjectIdGetDatum(catalog_extension_schema()), false);
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
		names = lappend(names, spi_text_not_null(i, 1, "pg_trigger.tgname"));
	statement_done();
	foreach(lc, names)
		statement_utility(psprintf("DROP TRIGGER %s ON %s", quote_identifier(lfirst(lc)), adopt_table_name(table)));
	return names;
}

static void
replace_triggers(SrfRows *rows)
{
	Oid			table = table_of(REL_CUSTOMERS);
	List	   *names = drop_triggers(table);

	if (names != NIL)
		put(rows, table, psprintf("without the %d triggers of customers: what an application's own statements write is not folded, and not in the log of consent; a no that they delete is not kept",
								  list_length(names)));
}

/* A statement about a key of the table, filled in. */
static char *
key_sql(const char *sql, Oid table)
{
	return sql_fill(sql, sql + strlen(sql), "table", adopt_table_name(table), NULL);
}

/* Makes our unique keys that lack customer_id plain ones. */
static void
replace_keys(SrfRows *rows)
{
	for (size_t i = 0; i < lengthof(keys); i++)
	{
		const Key  *key = &keys[i];
		Oid			table = table_of(key->relation);

		if (distributed_table(table) || !OidIsValid(get_relname_relid(key->name, catalog_schema())))
			continue;
		statement_utility(key_sql(key->drop, table));
		statement_utility(key_sql(key->plain, table));
		put(rows, table, psprintf("%s is not unique any more%s", key->name,
								  key->relation == REL_CUSTOMERS ? ": merges and saves keep the key unique, by turns" : ""));
	}
}

static void
drop_references(void)
{
	Oid			members = table_of(REL_GROUP_MEMBERS);

	for (size_t i = 0; i < lengthof(references); i++)
		statement_utility(psprintf("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", adopt_table_name(members), references[i]));
}

/* ---- distributing ---- */

/* Errors if the role may not do it, or the table cannot be distributed. */
static void
check(CatalogRelation relation)
{
	Oid			table = table_of(relation);

	check_kind(relation);
	adopt_table_check_role(table, "Its rows move to other machines.");
	LockRelationOid(table, AccessExclusiveLock);
}

/* A table that is the first is spread as citus likes, or as is said; others go beside it. */
static void
distribute(CatalogRelation relation, int shards, SrfRows *rows)
{
	Oid			table = table_of(relation),
				first = table_of(distributed[0]);

	if (distributed_table(table))
		return;
	check_kept(table);
	if (table != first)
		call("distribute beside", table, adopt_table_name(first), 0);
	else if (shards > 0)
		call("distribute in shards", table, NULL, shards);
	else
		call("distribute", table, NULL, 0);
	put(rows, table, pstrdup("distributed by customer_id"));
}

/* As one connection a machine, whatever the transaction has done before. */
static int
enter(void)
{
	int			scope = settings_scope_enter();

	settings_scope_set("client_min_messages", "warning");
	settings_scope_set("citus.multi_shard_modify_mode", "sequential");
	return scope;
}

void
distribute_run(int shards, SrfRows *rows)
{
	int			scope;

	setup_lock();
	require_citus();
	(void) setup_run(0);
	scope = enter();
	for (size_t i = 0; i < lengthof(distributed); i++)
		check(distributed[i]);
	replace_triggers(rows);
	drop_references();
	replace_keys(rows);
	if (!distributed_table(table_of(REL_ORDERS)))
		write_section("orders of nobody");
	for (size_t i = 0; i < lengthof(distributed); i++)
		distribute(distributed[i], shards, rows);
	if (!distributed_is_known(table_of(REL_GROUPS)))
	{
		call("copy to all", table_of(REL_GROUPS), NULL, 0);
		put(rows, table_of(REL_GROUPS), pstrdup("copied to each machine; customer_group_members has no foreign key to it any more"));
	}
	statement_utility(sql_text(distribute_sql, "refer to customers", NULL));
	settings_scope_leave(scope);
}

/* ---- bringing back ---- */

static void
bring_back(CatalogRelation relation, SrfRows *rows)
{
	Oid			table = table_of(relation);

	if (!distributed_is_known(table))
		return;
	call("bring back", table, NULL, 0);
	/* it is another relation now */
	put(rows, table_of(relation), pstrdup("one table on this machine again"));
}

/* Makes our keys unique again. */
static void
restore_keys(void)
{
	for (size_t i = 0; i < lengthof(keys); i++)
	{
		const Key  *key = &keys[i];
		Oid			table = table_of(key->relation);

		if (!OidIsValid(get_relname_relid(key->plain_name, catalog_schema())))
			continue;
		statement_utility(psprintf("DROP INDEX %s.%s", quote_identifier(catalog_schema_name()), key->plain_name));
		statement_utility(key_sql(key->unique, table));
	}
}

void
distribute_undo(SrfRows *rows)
{
	int			scope;

	setup_lock();
	require_citus();
	if (!OidIsValid(catalog_find(REL_GROUPS, catalog_schema())) || !distributed_is_known(table_of(REL_GROUPS)))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the relations of customers in schema %s are not distributed", quote_identifier(catalog_schema_name()))));
	scope = enter();
	for (size_t i = 0; i < lengthof(distributed); i++)
		adopt_table_check_role(table_of(distributed[i]), "Its rows come back to this machine.");
	drop_references();
	for (int i = lengthof(distributed) - 1; i >= 0; i--)
		bring_back(distributed[i], rows);
	bring_back(REL_GROUPS, rows);
	write_section("orders of nobody again");
	restore_keys();
	statement_utility(sql_text(distribute_sql, "refer to customers", NULL));
	statement_utility(sql_text(distribute_sql, "refer to groups", NULL));
	settings_scope_leave(scope);
	(void) setup_run(0);
}
