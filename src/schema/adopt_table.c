/*
 * adopt_table.c
 *
 * The view of a table belongs to whoever adopts it: catalog_stand_in() says whose view
 * is taken for one.
 */
#include "postgres.h"

#include "catalog/catalog.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "schema/adopt_table.h"
#include "schema/setup.h"
#include "schema/view_renew.h"
#include "support/compat.h"
#include "support/distributed.h"
#include "support/json.h"
#include "support/statement.h"

char *
adopt_table_name(Oid relation)
{
	return quote_qualified_identifier(get_namespace_name_or_temp(get_rel_namespace(relation)), get_rel_name(relation));
}

/* ---- may it be adopted ---- */

/* Errors unless it is an ordinary or partitioned table of an application. */
static void
check_kind(Oid table, const char *what)
{
	char		kind = get_rel_relkind(table);
	const char *instead = "Adopt the table that holds the rows.";

	if (kind == RELKIND_VIEW || kind == RELKIND_MATVIEW)
		instead = "Adopt the table that it shows.";
	else if (kind == RELKIND_FOREIGN_TABLE)
		instead = "Adopt the table in the database where it is, or a copy of it here.";
	else if (get_rel_persistence(table) == RELPERSISTENCE_TEMP)
		instead = "It goes with the session: adopt a table that stays.";
	else if (IsCatalogNamespace(get_rel_namespace(table)))
		instead = "It belongs to PostgreSQL: adopt a table of your application.";
	else if (get_rel_relispartition(table))
		instead = "It is a partition: adopt the partitioned table.";
	else if (distributed_is_known(table))
		instead = "It is distributed by citus, which does not write through a view, as an adopted table is written: import into customers of their own, which customers_distribute() spreads.";
	else if (kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("%s cannot be adopted", adopt_table_name(table)),
			 errdetail("%s can be rows of an ordinary or partitioned table.", what),
			 errhint("%s", instead)));
}

void
adopt_table_check_role(Oid table, const char *why)
{
	Oid			owner = catalog_owner(table);

	if (!has_privs_of_role(GetUserId(), owner))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be owner of table %s", adopt_table_name(table)),
				 errdetail("%s", why),
				 errhint("Have role \"%s\" adopt it.", GetUserNameFromId(owner, false))));
	catalog_check_owner(table);
}

/* Errors if it is a table of ours, but for the customers: they may have been adopted. */
static void
check_not_ours(Oid table)
{
	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
		if (r != REL_CUSTOMERS && catalog_find(r, catalog_schema()) == table)
			ereport(ERROR,
					(errcode(ERRCODE_WRONG_OBJECT_TYPE),
					 errmsg("%s cannot be adopted", adopt_table_name(table)),
					 errdetail("It is a table of customers itself."),
					 errhint("Adopt a table of your application.")));
}

void
adopt_table_run(Oid table, const char *rows, const char *why, bool dry_run, SubxactWork adopt, void *state)
{
	ErrorData  *error;

	setup_lock();
	LockRelationOid(table, AccessShareLock);
	check_kind(table, rows);
	check_not_ours(table);
	adopt_table_check_role(table, why);
	if (!dry_run)
		(void) adopt(state);
	else if (!subxact_run(adopt, state, &error) && error != NULL)
		ReThrowError(error);
}

/* ---- the option columns ---- */

void
adopt_table_read(Jsonb *columns, AdoptTableGive give, void *state)
{
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *name;

	if (columns == NULL)
		return;
	if (!JB_ROOT_IS_OBJECT(columns))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("columns must be an object"),
				 errhint("It says which column is which field: {\"mail\": \"email\", \"full_name\": \"name\"}.")));
	pairs = json_pairs(columns);
	while (json_next_pair(&pairs, &name, &value))
	{
		if (value.type != jbvString && value.type != jbvNull)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("columns says of column \"%s\" what is neither the name of a field nor null", name)));
		give(state, name, json_value_text(&value));
	}
}

void
adopt_table_check_trusted(CatalogRelation relation)
{
	if (!OidIsValid(catalog_stand_in(relation, catalog_schema())))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to adopt a table for schema %s", quote_identifier(catalog_schema_name())),
				 errdetail("The relations of customers there belong to another role."),
				 errhint("Have their owner adopt it, or a member of that role.")));
}

void
adopt_table_hand_over(Oid table)
{
	Oid			schema = catalog_schema(),
				keeper = catalog_owner(catalog_find(REL_SETTINGS, schema));
	Oid			views[] = {catalog_stand_in(REL_CUSTOMERS, schema), catalog_stand_in(REL_ORDERS, schema), catalog_oid(REL_PROFILES, true)};

	if (!has_privs_of_role(GetUserId(), keeper) || !has_privs_of_role(keeper, catalog_owner(table)) ||
		!compat_may_create_in(schema, keeper))
		return;
	for (size_t i = 0; i < lengthof(views); i++)
		if (OidIsValid(views[i]) && catalog_owner(views[i]) != keeper && has_privs_of_role(GetUserId(), catalog_owner(views[i])))
			statement_utility(psprintf("ALTER VIEW %s OWNER TO %s", adopt_table_name(views[i]),
									   quote_identifier(GetUserNameFromId(keeper, false))));
}

void
adopt_table_check_unused(Oid view)
{
	if (view_renew_is_used(view))
		ereport(ERROR,
				(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
				 errmsg("other objects depend on view %s", adopt_table_name(view)),
				 errhint("Let them read %s instead.", catalog_name(REL_PROFILES))));
}

/* ---- the rows ---- */

void
adopt_table_put(SrfRows *rows, const char *column, const char *type, const char *field, const char *note)
{
	const char *texts[] = {column, type, field, note};
	Datum		values[lengthof(texts)];
	bool		nulls[lengthof(texts)];

	for (size_t i = 0; i < lengthof(texts); i++)
	{
		nulls[i] = texts[i] == NULL;
		values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(texts[i]);
	}
	srf_put(rows, values, nulls);
}
