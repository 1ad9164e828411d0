/*
 * consent.c
 *
 * The row triggers of customers by which consent is remembered, whoever writes
 * the row:
 *
 *		AFTER UPDATE, subscribed changed -> a row of customer_consent_log, with
 *			the import whose merge or revert it is
 *		AFTER DELETE -> keyed hashes of who had opted out (customer_erasures);
 *			those of who had opted in again go
 *
 * Each uses the schema of its own table, not the search_path nor
 * customers.schema, and has the rights of whoever writes.  What it needs is
 * prepared once a statement, and kept by the trigger's FmgrInfo.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/settings.h"
#include "support/statement.h"

PG_FUNCTION_INFO_V1(customers_log_consent);
PG_FUNCTION_INFO_V1(customers_keep_opt_out);

/* What the log trigger needs for each row. */
typedef struct ConsentLog
{
	Statement	insert;			/* of a row of the log, prepared */
	int			customer_id;	/* columns of the table */
	int			subscribed;
} ConsentLog;

/* Types of its parameters. */
static const Oid log_types[] = {INT8OID, BOOLOID, BOOLOID, INT8OID};

/* What the other one needs. */
typedef struct OptOuts
{
	Erasures   *erasures;		/* NULL = not needed so far */
	const char *schema;
	bool		any;			/* were there any when the statement began? */
} OptOuts;

/* ---- what both share ---- */

/* The trigger's data, if it is called as it must be. */
static TriggerData *
after_row(FunctionCallInfo fcinfo, bool on_update, const char *name)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		!(on_update ? TRIGGER_FIRED_BY_UPDATE(trigger->tg_event)
		  : TRIGGER_FIRED_BY_DELETE(trigger->tg_event)))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger after %s, for each row",
						name, on_update ? "UPDATE" : "DELETE")));
	return trigger;
}

/* Schema of the table, or of the partitioned one that it is part of. */
static char *
schema_of(Relation relation)
{
	Oid			table = RelationGetRelid(relation);

	if (relation->rd_rel->relispartition)
		table = llast_oid(get_partition_ancestors(table));
	return get_namespace_name(get_rel_namespace(table));
}

static int
column_number(Relation relation, const char *name)
{
	int			column = SPI_fnumber(RelationGetDescr(relation), name);

	if (column <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of \"%s\" does not exist", name,
						RelationGetRelationName(relation))));
	return column;
}

/* The same of a column that must have a type. */
static int
typed_column(Relation relation, const char *name, Oid type)
{
	int			column = column_number(relation, name);
	Oid			found = SPI_gettypeid(RelationGetDescr(relation), column);

	if (found != type)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of \"%s\" has type %s, and must have type %s", name,
						RelationGetRelationName(relation), format_type_be(found), format_type_be(type))));
	return column;
}

/* ---- the log ---- */

/* Errors unless the role may write the log; says which grants are missing. */
static void
require_log(Oid log, const char *name)
{
	Oid			sequence = InvalidOid;
	List	   *sequences;

	if (!OidIsValid(log))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation %s does not exist", name),
				 errhint("Run SELECT %s() to create what is missing.",
						 catalog_function_name("customers_setup"))));
	catalog_check_owner(log);
	sequences = getOwnedSequences(log);
	if (sequences != NIL)
		sequence = linitial_oid(sequences);
	if (pg_class_aclcheck(log, GetUserId(), ACL_INSERT) == ACLCHECK_OK &&
		(!OidIsValid(sequence) ||
		 pg_class_aclcheck(sequence, GetUserId(), ACL_USAGE | ACL_UPDATE) == ACLCHECK_OK))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for table %s", catalog_bare_name(REL_CONSENT_LOG)),
			 errdetail("Each change of consent is recorded there by who makes it."),
			 errhint("GRANT INSERT ON %s TO %s; GRANT USAGE ON SEQUENCE %s TO %s;",
					 name, quote_identifier(GetUserNameFromId(GetUserId(), false)),
					 OidIsValid(sequence)
					 ? quote_qualified_identifier(get_namespace_name(get_rel_namespace(sequence)),
												  get_rel_name(sequence)) : "...",
					 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
}

/* Prepares the log of a table, in the memory of the trigger's function. */
static ConsentLog *
open_log(MemoryContext context, Relation relation)
{
	ConsentLog *log = MemoryContextAlloc(context, sizeof(ConsentLog));
	char	   *schema = schema_of(relation);
	char	   *name = quote_qualified_identifier(schema, catalog_bare_name(REL_CONSENT_LOG));

	require_log(catalog_oid_in(REL_CONSENT_LOG, get_namespace_oid(schema, false)), name);
	log->customer_id = typed_column(relation, "customer_id", INT8OID);
	log->subscribed = typed_column(relation, "subscribed", BOOLOID);
	log->insert = statement(psprintf("INSERT INTO %s (customer_id, was_subscribed, is_subscribed, import_id)"
									 " VALUES ($1, $2, $3, $4)", name));
	statement_prepare(&log->insert, context, lengthof(log_types), log_types);
	return log;
}

/* customers_log_consent(): trigger of customers, AFTER UPDATE FOR EACH ROW. */
Datum
customers_log_consent(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = after_row(fcinfo, true, "customers_log_consent");
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	ConsentLog *log = fcinfo->flinfo->fn_extra;
	bool		by_import = customers_current_import[0] != '\0';
	bool		isnull[3];
	Datum		values[3];

	SPI_connect();
	if (log == NULL)
	{
		log = open_log(fcinfo->flinfo->fn_mcxt, trigger->tg_relation);
		fcinfo->flinfo->fn_extra = log;
	}
	values[0] = heap_getattr(trigger->tg_newtuple, log->customer_id, desc, &isnull[0]);
	values[1] = heap_getattr(trigger->tg_trigtuple, log->subscribed, desc, &isnull[1]);
	values[2] = heap_getattr(trigger->tg_newtuple, log->subscribed, desc, &isnull[2]);
	statement_again(&log->insert);
	for (int i = 0; i < (int) lengthof(values); i++)
		statement_datum(&log->insert, log_types[i], values[i], isnull[i]);
	statement_datum(&log->insert, INT8OID,
					by_import ? Int64GetDatum(strtoi64(customers_current_import, NULL, 10)) : (Datum) 0,
					!by_import);
	statement_write(&log->insert);
	SPI_finish();
	return PointerGetDatum(NULL);
}

/* ---- opt-outs that outlive the row ---- */

/* What the table's trigger needs, in the memory of its function. */
static OptOuts *
open_opt_outs(MemoryContext context, Relation relation)
{
	OptOuts    *opt_outs = MemoryContextAllocZero(context, sizeof(OptOuts));

	opt_outs->schema = MemoryContextStrdup(context, schema_of(relation));
	opt_outs->any = (erasures_reasons(opt_outs->schema) & (1 << REASON_UNSUBSCRIBED)) != 0;
	return opt_outs;
}

/* A column of the deleted row, as text, as a key. */
static void
add_column(KeyHashes *hashes, Erasures *erasures, TriggerData *trigger, KeyKind key)
{
	Relation	relation = trigger->tg_relation;
	char	   *text = SPI_getvalue(trigger->tg_trigtuple, RelationGetDescr(relation),
									column_number(relation, options_key_name(key)));

	if (text != NULL)
		key_hashes_add(hashes, erasures, key, text, strlen(text));
}

/* Keeps or forgets the opt-out of the deleted row. */
static void
record_departure(OptOuts *opt_outs, MemoryContext context, TriggerData *trigger)
{
	bool		isnull;
	Datum		value = heap_getattr(trigger->tg_trigtuple,
									 typed_column(trigger->tg_relation, "subscribed", BOOLOID),
									 RelationGetDescr(trigger->tg_relation), &isnull);
	bool		subscribed = !isnull && DatumGetBool(value);
	KeyHashes	hashes = {0};

	if (subscribed && !opt_outs->any)
		return;
	if (opt_outs->erasures == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(context);

		opt_outs->erasures = erasures_open(opt_outs->schema);
		MemoryContextSwitchTo(old);
	}
	add_column(&hashes, opt_outs->erasures, trigger, KEY_IDENTIFIER);
	add_column(&hashes, opt_outs->erasures, trigger, KEY_EMAIL);
	if (subscribed)
		erasures_forget(opt_outs->erasures, &hashes, REASON_UNSUBSCRIBED);
	else
		erasures_keep(opt_outs->erasures, &hashes, REASON_UNSUBSCRIBED);
}

/*
 * Does a revert delete the row itself?  What a trigger deletes meanwhile, or
 * while an import is merged, is deleted one level deeper.
 */
static bool
is_reverted(void)
{
	return customers_current_import[0] != '\0' &&
		DatumGetInt32(OidFunctionCall0(F_PG_TRIGGER_DEPTH)) <= 1;
}

/*
 * customers_keep_opt_out(): trigger of customers, AFTER DELETE FOR EACH ROW.
 * Customers who go because their import is reverted were never asked: what is
 * known of their opt-outs stays as it was before that import.
 */
Datum
customers_keep_opt_out(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = after_row(fcinfo, false, "customers_keep_opt_out");

	if (is_reverted())
		return PointerGetDatum(NULL);
	SPI_connect();
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = open_opt_outs(fcinfo->flinfo->fn_mcxt, trigger->tg_relation);
	record_departure(fcinfo->flinfo->fn_extra, fcinfo->flinfo->fn_mcxt, trigger);
	SPI_finish();
	return PointerGetDatum(NULL);
}
