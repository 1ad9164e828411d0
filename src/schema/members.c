/*
 * members.c
 *
 * Memberships of customers who leave an adopted table.  A foreign key of ours would
 * do it, and would forbid the application its TRUNCATE; so triggers do.
 *
 *		row deleted, or no customer any more	-> its memberships
 *		table truncated							-> all
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "schema/trigger_list.h"
#include "support/catalog.h"
#include "support/statement.h"
#include "support/target.h"

PG_FUNCTION_INFO_V1(customers_drop_members);

/* State of the trigger, for the length of a statement. */
typedef struct Members
{
	TriggerList list;
	bool		is_gone;		/* the table is adopted no more: nothing is dropped */
	bool		is_prepared;	/* are these set? */
	int			customer_id;	/* number of the column in the trigger's table */
	Statement	drop;			/* prepared: DELETE of one customer's */
} Members;

/*
 * SQL: a customer is not in the table any more.  A row that moves to another partition
 * is deleted and inserted there, and stays a customer.
 */
static char *
is_gone(const TriggerList *list, Relation relation)
{
	if (!relation->rd_rel->relispartition)
		return "";
	return psprintf(" AND NOT EXISTS (SELECT FROM %s AS c WHERE c.customer_id OPERATOR(pg_catalog.=) $1)",
					quote_qualified_identifier(get_namespace_name(list->schema), get_rel_name(list->customers)));
}

/* The state, made at the first row; NULL = the table is adopted no more. */
static Members *
open_members(FunctionCallInfo fcinfo, const TriggerData *trigger)
{
	Members    *members = fcinfo->flinfo->fn_extra;

	if (members == NULL)
	{
		members = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Members));
		members->is_gone = !trigger_list(trigger, &members->list);
		fcinfo->flinfo->fn_extra = members;
	}
	return members->is_gone ? NULL : members;
}

static void
prepare_drop(Members *members, MemoryContext context, Relation relation)
{
	static const Oid types[] = {INT8OID};
	Target		target = target_of(members->list.customers);

	members->customer_id = SPI_fnumber(RelationGetDescr(relation), target_own_name(&target, "customer_id"));
	target_close(&target);
	members->drop = statement(psprintf("DELETE FROM %s AS m WHERE m.customer_id OPERATOR(pg_catalog.=) $1%s",
									   quote_qualified_identifier(get_namespace_name(members->list.schema),
																  catalog_bare_name(REL_GROUP_MEMBERS)),
									   is_gone(&members->list, relation)));
	statement_prepare(&members->drop, context, lengthof(types), types);
	members->is_prepared = true;
}

static void
drop_of_row(Members *members, FunctionCallInfo fcinfo, const TriggerData *trigger)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	bool		isnull;
	Datum		id;

	if (!members->is_prepared)
		prepare_drop(members, fcinfo->flinfo->fn_mcxt, trigger->tg_relation);
	id = heap_getattr(trigger->tg_trigtuple, members->customer_id, desc, &isnull);
	if (isnull)
		return;
	statement_again(&members->drop);
	statement_int8(&members->drop, target_id(id, TupleDescAttr(desc, members->customer_id - 1)->atttypid));
	statement_write(&members->drop);
}

static void
drop_all(const Members *members)
{
	Statement	drop = statement(psprintf("DELETE FROM %s", quote_qualified_identifier(get_namespace_name(members->list.schema),
																						catalog_bare_name(REL_GROUP_MEMBERS))));

	statement_write(&drop);
}

/* customers_drop_members(schema): trigger of an adopted table, AFTER DELETE FOR EACH ROW or AFTER TRUNCATE. */
Datum
customers_drop_members(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Members    *members;
	Caller		caller;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		trigger->tg_trigger->tgnargs == 0 ||
		!(TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event) ||
		  ((TRIGGER_FIRED_BY_DELETE(trigger->tg_event) || trigger_list_is_moving(trigger)) &&
		   TRIGGER_FIRED_FOR_ROW(trigger->tg_event))))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger of an adopted table after DELETE, for each row, or after TRUNCATE",
						"customers_drop_members")));
	members = open_members(fcinfo, trigger);
	if (members == NULL)
		return PointerGetDatum(NULL);
	caller = trigger_list_become_owner(members->list.owner);
	SPI_connect();
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		drop_all(members);
	else
		drop_of_row(members, fcinfo, trigger);
	SPI_finish();
	trigger_list_become_caller(&caller);
	return PointerGetDatum(NULL);
}
