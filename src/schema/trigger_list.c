/*
 * trigger_list.c
 *
 * A trigger may name any schema as its argument, and would run as the owner of the
 * relations there: so the customers of that schema must be those of its own table.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "schema/trigger_list.h"
#include "support/catalog.h"
#include "support/compat.h"

/* The table, or the partitioned table that it belongs to. */
static Oid
whole_table(Relation relation)
{
	Oid			table = RelationGetRelid(relation);

	return relation->rd_rel->relispartition ? llast_oid(get_partition_ancestors(table)) : table;
}

/*
 * That of the relations that the triggers use, if all have one owner, and so has a
 * table customers of ours.
 */
Oid
trigger_list_owner(Oid customers, Oid schema)
{
	static const CatalogRelation relations[] = {REL_CONSENT_LOG, REL_ERASURES, REL_SETTINGS, REL_IMPORTS};
	bool		is_adopted = get_rel_relkind(customers) == RELKIND_VIEW;
	Oid			owner = catalog_owner(is_adopted ? catalog_oid_in(REL_GROUP_MEMBERS, schema) : customers);

	for (int i = 0; i < (int) lengthof(relations); i++)
		if (catalog_owner(catalog_oid_in(relations[i], schema)) != owner)
			return InvalidOid;
	return owner;
}

/* The application's statement goes on: it is not about customers of ours any more. */
static void
warn_of_schema(const TriggerData *trigger, const char *schema)
{
	ereport(WARNING,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("trigger \"%s\" of \"%s\" is for the customers of schema \"%s\", which are not in this table",
					trigger->tg_trigger->tgname, RelationGetRelationName(trigger->tg_relation), schema),
			 errdetail("The table was adopted there by %s(), and is no more.", "customers_adopt"),
			 errhint("DROP TRIGGER %s ON %s;", quote_identifier(trigger->tg_trigger->tgname),
					 quote_qualified_identifier(get_namespace_name(RelationGetNamespace(trigger->tg_relation)),
												RelationGetRelationName(trigger->tg_relation)))));
}

/* Of an adopted table, by the trigger's argument; false: it is adopted no more. */
static bool
adopted_list(const TriggerData *trigger, TriggerList *list)
{
	const char *name = trigger->tg_trigger->tgargs[0];

	list->schema = get_namespace_oid(name, true);
	list->customers = OidIsValid(list->schema) ? catalog_adopted(list->schema) : InvalidOid;
	if (OidIsValid(list->customers) && catalog_stand_in_table(list->customers) == whole_table(trigger->tg_relation))
		return true;
	warn_of_schema(trigger, name);
	return false;
}

bool
trigger_list(const TriggerData *trigger, TriggerList *list)
{
	*list = (TriggerList) {0};
	if (trigger->tg_trigger->tgnargs == 0)
	{
		list->customers = whole_table(trigger->tg_relation);
		list->schema = get_rel_namespace(list->customers);
	}
	else if (!adopted_list(trigger, list))
		return false;
	list->owner = trigger_list_owner(list->customers, list->schema);
	return true;
}

Caller
trigger_list_become_owner(Oid owner)
{
	Caller		caller;

	GetUserIdAndSecContext(&caller.user, &caller.context);
	if (OidIsValid(owner))
		SetUserIdAndSecContext(owner, caller.context | SECURITY_LOCAL_USERID_CHANGE);
	return caller;
}

void
trigger_list_become_caller(const Caller *caller)
{
	SetUserIdAndSecContext(caller->user, caller->context);
}
