/*
 * consent.c
 *
 * Triggers of customers that record consent, for every writer of the row:
 *
 *		subscribed changes		-> a row of customer_consent_log, with the id of
 *			the import that is merged or reverted
 *		an unsubscribed row is deleted, or gets another email
 *								-> keyed hashes into customer_erasures
 *		the table is truncated	-> those of all unsubscribed rows
 *		a row is subscribed, not by an import, whose email had opted out
 *								-> hashes deleted, and a row of the log
 *
 * Each uses the schema of its own table, not the search_path or customers.schema.
 * Like foreign key triggers, they run as the owner of our tables, if customers has
 * the same owner: a role that writes customers needs no privilege on the log, the
 * hashes or the secret.  The state is prepared once for each statement, in the
 * trigger's FmgrInfo.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "catalog/pg_trigger.h"
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
#include "utils/reltrigger.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "field/consent_sql.h"
#include "schema/consent.h"
#include "schema/consent_source.h"
#include "schema/erasure.h"
#include "schema/trigger_list.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/settings.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

PG_FUNCTION_INFO_V1(customers_log_consent);
PG_FUNCTION_INFO_V1(customers_keep_opt_out);
PG_FUNCTION_INFO_V1(customers_keep_opt_outs);
PG_FUNCTION_INFO_V1(customers_is_merging);

/* Customers whose opt-outs are kept at a time, when the table is truncated. */
#define FETCH_ROWS 1000

/* State of a trigger. */
typedef struct Consent
{
	MemoryContext context;		/* of the trigger's FmgrInfo */
	char	   *schema;
	bool		is_gone;		/* the table is adopted no more: nothing is kept */
	Oid			owner;			/* of our tables, to run as; InvalidOid = the caller */
	Oid			named;			/* the customers, as SQL names them */
	char	   *customers;		/* the same, qualified and quoted */
	int			customer_id;	/* column numbers; keys may be missing: 0 */
	Oid			id_type;
	int			subscribed;		/* that of consent, and what it says */
	TargetConsent says;
	int			email;
	int			identifier;
	bool		has_log;
	Statement	log;			/* INSERT */
	bool		has_moved;		/* is moved prepared? */
	Statement	moved;			/* SELECT of a customer from all partitions */
	ConsentSources *sources;	/* of the current import; NULL = none */
	bool		asked;			/* is any set? */
	bool		any;			/* were opt-outs kept at the first row? */
	Erasures   *erasures;		/* opened when first needed */
	bool		unsaid_asked;	/* is unsaid set? */
	int64	   *unsaid;			/* consent_sources_unsaid() */
	int			nunsaid;
} Consent;

/* ---- all triggers ---- */

/* The trigger's data; errors if it is not called as an AFTER ROW trigger. */
static TriggerData *
after_row(FunctionCallInfo fcinfo, bool on_insert, const char *name)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		!(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		  (on_insert ? TRIGGER_FIRED_BY_INSERT(trigger->tg_event)
		   : TRIGGER_FIRED_BY_DELETE(trigger->tg_event))))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger after %s or UPDATE, for each row",
						name, on_insert ? "INSERT" : "DELETE")));
	return trigger;
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

/* Errors if the column has another type. */
static void
require_type(Relation relation, int column, Oid type)
{
	Oid			found = SPI_gettypeid(RelationGetDescr(relation), column);

	if (found != type)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of \"%s\" has type %s, and must have type %s",
						SPI_fname(RelationGetDescr(relation), column),
						RelationGetRelationName(relation), format_type_be(found), format_type_be(type))));
}

/* The trigger's column of our name, which may be a key that an adopted table lacks. */
static int
target_number(const Target *target, Relation relation, const char *name)
{
	char	   *own = target_own_name(target, name);

	return own == NULL && !target->is_ours ? 0 : column_number(relation, own == NULL ? name : own);
}

static void
find_columns(Consent *consent, Relation relation, Oid customers)
{
	Target		target = target_of(customers);

	consent->customer_id = target_number(&target, relation, "customer_id");
	consent->subscribed = target_number(&target, relation, "subscribed");
	consent->says = target.consent;
	if (target.is_ours)
		require_type(relation, consent->subscribed, BOOLOID);
	consent->email = target_number(&target, relation, options_key_name(KEY_EMAIL));
	consent->identifier = target_number(&target, relation, options_key_name(KEY_IDENTIFIER));
	consent->id_type = SPI_gettypeid(RelationGetDescr(relation), consent->customer_id);
	if (target.is_ours)
		require_type(relation, consent->customer_id, INT8OID);
	target_close(&target);
}

/* The state, created at the first row of a statement; NULL = the table is adopted no more. */
static Consent *
open_consent(FunctionCallInfo fcinfo, TriggerData *trigger)
{
	MemoryContext context = fcinfo->flinfo->fn_mcxt;
	Consent    *consent = fcinfo->flinfo->fn_extra;
	TriggerList list;

	if (consent != NULL)
		return consent->is_gone ? NULL : consent;
	consent = MemoryContextAllocZero(context, sizeof(Consent));
	consent->context = context;
	consent->is_gone = !trigger_list(trigger, &list);
	if (consent->is_gone)
	{
		fcinfo->flinfo->fn_extra = consent;
		return NULL;
	}
	consent->schema = MemoryContextStrdup(context, get_namespace_name(list.schema));
	consent->owner = list.owner;
	consent->named = list.customers;
	consent->customers = MemoryContextStrdup(context, quote_qualified_identifier(consent->schema,
																				get_rel_name(list.customers)));
	find_columns(consent, trigger->tg_relation, list.customers);
	fcinfo->flinfo->fn_extra = consent;
	return consent;
}

/* The customer of a row; 0 if the id is NULL. */
static int64
customer_id_of(const Consent *consent, HeapTuple row, TupleDesc desc)
{
	bool		isnull;
	Datum		id = heap_getattr(row, consent->customer_id, desc, &isnull);

	return isnull ? 0 : target_id(id, consent->id_type);
}

static bool
is_subscribed(const Consent *consent, HeapTuple row, TupleDesc desc)
{
	bool		isnull;
	Datum		value = heap_getattr(row, consent->subscribed, desc, &isnull);

	return consent_is_yes(&consent->says, value, isnull);
}

/* Has the customer said no?  In an adopted table they may have said nothing. */
static bool
has_refused(const Consent *consent, HeapTuple row, TupleDesc desc)
{
	bool		isnull;
	Datum		value = heap_getattr(row, consent->subscribed, desc, &isnull);

	return consent_is_no(&consent->says, value, isnull);
}

/* Does a merge or a revert write the row itself, rather than another trigger? */
static bool
is_by_import(int depth)
{
	return customers_current_import[0] != '\0' &&
		DatumGetInt32(OidFunctionCall0(F_PG_TRIGGER_DEPTH)) <= depth;
}

/* The same of a save without resubscribe. */
static bool
is_by_save(int depth)
{
	return customers_saving && DatumGetInt32(OidFunctionCall0(F_PG_TRIGGER_DEPTH)) <= depth;
}

/* customers_is_merging(): for WHEN conditions of triggers. */
Datum
customers_is_merging(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(customers_current_import[0] != '\0' && is_by_import(0));
}

/* ---- hashes ---- */

/*
 * Can opt-outs be found, as of the statement's first row?  While a dump is being
 * restored, there may be no secret yet.
 */
static bool
any_kept(Consent *consent)
{
	if (!consent->asked)
		consent->any = (erasures_reasons(consent->schema) & (1 << REASON_UNSUBSCRIBED)) != 0 &&
			erasures_have_secret(consent->schema);
	consent->asked = true;
	return consent->any;
}

static Erasures *
open_erasures(Consent *consent)
{
	MemoryContext old;

	if (consent->erasures != NULL)
		return consent->erasures;
	old = MemoryContextSwitchTo(consent->context);
	consent->erasures = erasures_open(consent->schema);
	MemoryContextSwitchTo(old);
	return consent->erasures;
}

/* Adds the hash of a key of a row; its column may have any type. */
static void
add_key(KeyHashes *hashes, Consent *consent, HeapTuple row, TupleDesc desc, KeyKind key)
{
	int			column = key == KEY_EMAIL ? consent->email : consent->identifier;
	char	   *text = column == 0 ? NULL : SPI_getvalue(row, desc, column);

	if (text != NULL)
		key_hashes_add(hashes, open_erasures(consent), key, text, strlen(text));
}

/* ---- the log ---- */

/* Errors unless the role may write the log; the hint gives the grants. */
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
			 errdetail("Each change of consent is recorded there, by who makes it where customers belongs to another role than the log."),
			 errhint("GRANT INSERT ON %s TO %s; GRANT USAGE ON SEQUENCE %s TO %s;",
					 name, quote_identifier(GetUserNameFromId(GetUserId(), false)),
					 OidIsValid(sequence)
					 ? quote_qualified_identifier(get_namespace_name(get_rel_namespace(sequence)),
												  get_rel_name(sequence)) : "...",
					 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
}

static void
open_log(Consent *consent)
{
	static const Oid types[] = {INT8OID, BOOLOID, BOOLOID, INT8OID, TEXTOID, TIMESTAMPTZOID,
	INT8OID, TEXTOID};
	char	   *name = quote_qualified_identifier(consent->schema, catalog_bare_name(REL_CONSENT_LOG));

	require_log(catalog_oid_in(REL_CONSENT_LOG, get_namespace_oid(consent->schema, false)), name);
	consent->log = statement(psprintf("INSERT INTO %s (customer_id, was_subscribed, is_subscribed, import_id,"
									  " changed_by, changed_at, line, said)"
									  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", name));
	statement_prepare(&consent->log, consent->context, lengthof(types), types);
	if (customers_current_import[0] != '\0')
		consent->sources = consent_sources_load(consent->context, consent->schema,
												strtoi64(customers_current_import, NULL, 10));
	consent->has_log = true;
}

/* Adds line and said: where the import has the change from.  A revert has no said. */
static void
add_source(Consent *consent, int64 customer_id, bool subscribed)
{
	const ConsentSource *source = consent->sources == NULL ? NULL
		: consent_sources_find(consent->sources, customer_id);

	statement_datum(&consent->log, INT8OID, source == NULL ? (Datum) 0 : Int64GetDatum(source->line),
					source == NULL);
	statement_text(&consent->log, source != NULL && source->subscribed == subscribed ? source->said : NULL);
}

/*
 * Records a change of consent, with the time of the clock: it tells which of two
 * changes in one transaction is the later.
 */
static void
log_change(Consent *consent, HeapTuple row, TupleDesc desc, bool was, bool is, Oid by)
{
	bool		by_import = customers_current_import[0] != '\0';
	int64		customer_id = customer_id_of(consent, row, desc);

	if (!consent->has_log)
		open_log(consent);
	statement_again(&consent->log);
	statement_datum(&consent->log, INT8OID, Int64GetDatum(customer_id), customer_id == 0);
	statement_datum(&consent->log, BOOLOID, BoolGetDatum(was), false);
	statement_datum(&consent->log, BOOLOID, BoolGetDatum(is), false);
	statement_datum(&consent->log, INT8OID,
					by_import ? Int64GetDatum(strtoi64(customers_current_import, NULL, 10)) : (Datum) 0,
					!by_import);
	statement_text(&consent->log, GetUserNameFromId(by, false));
	statement_datum(&consent->log, TIMESTAMPTZOID, TimestampTzGetDatum(GetCurrentTimestamp()), false);
	add_source(consent, customer_id, is);
	statement_write(&consent->log);
}

/* ---- subscribing ---- */

/*
 * An application's own statement counts as the person's word: if it subscribes
 * them, their opt-out is deleted.  Returns whether there was one.
 */
static bool
hear_yes(Consent *consent, HeapTuple row, TupleDesc desc)
{
	KeyHashes	hashes = {0};

	if (is_by_import(1) || is_by_save(1) || !any_kept(consent))
		return false;
	add_key(&hashes, consent, row, desc, KEY_IDENTIFIER);
	add_key(&hashes, consent, row, desc, KEY_EMAIL);
	return erasures_forget(open_erasures(consent), &hashes, REASON_UNSUBSCRIBED);
}

/* customers_log_consent(): trigger of customers, AFTER INSERT OR UPDATE FOR EACH ROW. */
Datum
customers_log_consent(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = after_row(fcinfo, true, "customers_log_consent");
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	Consent    *consent = open_consent(fcinfo, trigger);
	bool		is_update = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event);
	HeapTuple	row = is_update ? trigger->tg_newtuple : trigger->tg_trigtuple;
	bool		is,
				was,
				first_no,
				turned;
	Caller		caller;

	if (consent == NULL)
		return PointerGetDatum(NULL);
	is = is_subscribed(consent, row, desc);
	was = is_update && !trigger_list_is_moving(trigger)
		? is_subscribed(consent, trigger->tg_trigtuple, desc) : is;
	first_no = is_update && has_refused(consent, row, desc) && !was &&
		!has_refused(consent, trigger->tg_trigtuple, desc);
	caller = trigger_list_become_owner(consent->owner);
	SPI_connect();
	turned = is && hear_yes(consent, row, desc);
	if (was != is || turned || first_no)
		log_change(consent, row, desc, was && !turned, is, caller.user);
	SPI_finish();
	trigger_list_become_caller(&caller);
	return PointerGetDatum(NULL);
}

/* ---- opt-outs of deleted rows and replaced emails ---- */

/* Without the right to read the log, who said no is not known: all are kept. */
static void
load_unsaid(Consent *consent)
{
	Oid			log = catalog_oid_in(REL_CONSENT_LOG, get_namespace_oid(consent->schema, false));

	consent->unsaid_asked = true;
	if (OidIsValid(log) && pg_class_aclcheck(log, GetUserId(), ACL_SELECT) == ACLCHECK_OK)
		consent->unsaid = consent_sources_unsaid(consent->context, consent->schema,
												 strtoi64(customers_current_import, NULL, 10),
												 &consent->nunsaid);
}

/*
 * Does an undo take away a new customer who was unsubscribed by default, and of whom
 * nobody has said no?
 */
static bool
is_unsaid(Consent *consent, HeapTuple row, TupleDesc desc)
{
	int64		customer_id = customer_id_of(consent, row, desc);

	if (!is_by_import(1) || customer_id == 0)
		return false;
	if (!consent->unsaid_asked)
		load_unsaid(consent);
	return consent->nunsaid > 0 &&
		bsearch(&customer_id, consent->unsaid, consent->nunsaid, sizeof(int64), int8_compare) != NULL;
}

static void
keep_row(Consent *consent, HeapTuple row, TupleDesc desc)
{
	KeyHashes	hashes = {0};

	if (!has_refused(consent, row, desc) || is_unsaid(consent, row, desc))
		return;
	add_key(&hashes, consent, row, desc, KEY_IDENTIFIER);
	add_key(&hashes, consent, row, desc, KEY_EMAIL);
	erasures_keep(open_erasures(consent), &hashes, REASON_UNSUBSCRIBED);
}

/* Keeps the opt-out of the old email, unless the new one folds to the same. */
static void
keep_address(Consent *consent, const KeyHashes *old, const KeyHashes *new)
{
	if (!key_hashes_equal(old, new))
		erasures_keep(open_erasures(consent), old, REASON_UNSUBSCRIBED);
}

static void
keep_replaced(Consent *consent, TriggerData *trigger, TupleDesc desc)
{
	KeyHashes	old = {0},
				new = {0};

	if (!has_refused(consent, trigger->tg_trigtuple, desc) &&
		!has_refused(consent, trigger->tg_newtuple, desc))
		return;
	add_key(&old, consent, trigger->tg_trigtuple, desc, KEY_EMAIL);
	add_key(&new, consent, trigger->tg_newtuple, desc, KEY_EMAIL);
	keep_address(consent, &old, &new);
}

/* ---- rows that move to another partition ---- */

/*
 * An UPDATE that moves a row to another partition fires the triggers of DELETE
 * and INSERT only.  Finds the customer of a deleted row in the whole table: email,
 * subscribed.
 */
static bool
has_moved(Consent *consent, Relation relation, HeapTuple row, TupleDesc desc)
{
	static const Oid types[] = {INT8OID};
	if (!relation->rd_rel->relispartition ||
		pg_class_aclcheck(consent->named, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return false;
	if (!consent->has_moved)
	{
		consent->moved = statement(psprintf("SELECT email::pg_catalog.text, subscribed FROM %s"
											" WHERE customer_id OPERATOR(pg_catalog.=) $1 LIMIT 1",
											consent->customers));
		statement_prepare(&consent->moved, consent->context, lengthof(types), types);
		consent->has_moved = true;
	}
	statement_again(&consent->moved);
	statement_int8(&consent->moved, customer_id_of(consent, row, desc));
	return statement_select(&consent->moved) > 0;
}

/*
 * What the triggers of UPDATE would have done; the row found is the result.  Of a
 * yes, that of INSERT deletes the opt-out.
 */
static void
keep_moved(Consent *consent, HeapTuple row, TupleDesc desc, Oid by)
{
	char	   *email = spi_text(0, 1);
	bool		was = is_subscribed(consent, row, desc),
				is = spi_bool_or(0, 2, false, "customers.subscribed");
	KeyHashes	old = {0},
				new = {0};

	if (!was || !is)
	{
		add_key(&old, consent, row, desc, KEY_EMAIL);
		if (email != NULL)
			key_hashes_add(&new, open_erasures(consent), KEY_EMAIL, email, strlen(email));
		keep_address(consent, &old, &new);
	}
	if (was != is)
		log_change(consent, row, desc, was, is, by);
}

/* customers_keep_opt_out(): trigger of customers, AFTER UPDATE OR DELETE FOR EACH ROW. */
Datum
customers_keep_opt_out(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = after_row(fcinfo, false, "customers_keep_opt_out");
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	Consent    *consent = open_consent(fcinfo, trigger);
	Caller		caller;

	if (consent == NULL)
		return PointerGetDatum(NULL);
	caller = trigger_list_become_owner(consent->owner);
	SPI_connect();
	if (trigger_list_is_moving(trigger))
		keep_row(consent, trigger->tg_trigtuple, desc);
	else if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		keep_replaced(consent, trigger, desc);
	else if (has_moved(consent, trigger->tg_relation, trigger->tg_trigtuple, desc))
		keep_moved(consent, trigger->tg_trigtuple, desc, caller.user);
	else
		keep_row(consent, trigger->tg_trigtuple, desc);
	SPI_finish();
	trigger_list_become_caller(&caller);
	return PointerGetDatum(NULL);
}

/* ---- TRUNCATE ---- */

/* Work for statement_each(): keeps the opt-outs of fetched customers: email, identifier. */
static bool
keep_fetched(void *state, uint64 nrows)
{
	static const KeyKind keys[] = {KEY_EMAIL, KEY_IDENTIFIER};
	Consent    *consent = state;
	KeyHashes	hashes = {0};
	char	  **texts = palloc(nrows * lengthof(keys) * sizeof(char *));
	uint64		ntexts = 0;

	/* all rows, before another statement runs */
	for (uint64 i = 0; i < nrows; i++)
		for (int j = 0; j < (int) lengthof(keys); j++)
			texts[ntexts++] = spi_text(i, j + 1);
	for (uint64 i = 0; i < ntexts; i++)
		if (texts[i] != NULL)
			key_hashes_add(&hashes, open_erasures(consent), keys[i % lengthof(keys)], texts[i], strlen(texts[i]));
	erasures_keep(open_erasures(consent), &hashes, REASON_UNSUBSCRIBED);
	return true;
}

/* What is truncated, as SQL: it may be a partition, but not of an adopted table. */
static char *
truncated(const Consent *consent, const TriggerData *trigger)
{
	return trigger->tg_trigger->tgnargs > 0 ? consent->customers
		: quote_qualified_identifier(consent->schema, RelationGetRelationName(trigger->tg_relation));
}

/* Keeps the opt-outs of all customers of a table, by its name as SQL. */
static void
keep_all(Consent *consent, const char *table)
{
	Statement	find = statement(psprintf("SELECT email::pg_catalog.text, identifier::pg_catalog.text FROM %s"
										  " WHERE NOT subscribed AND (email IS NOT NULL OR identifier IS NOT NULL)", table));

	statement_each(&find, FETCH_ROWS, keep_fetched, consent);
}

/* customers_keep_opt_outs(): trigger of customers, BEFORE TRUNCATE FOR EACH STATEMENT. */
Datum
customers_keep_opt_outs(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Consent    *consent;
	Caller		caller;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event) ||
		!TRIGGER_FIRED_BEFORE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger before TRUNCATE", "customers_keep_opt_outs")));
	consent = open_consent(fcinfo, trigger);
	if (consent == NULL)
		return PointerGetDatum(NULL);
	caller = trigger_list_become_owner(consent->owner);
	SPI_connect();
	keep_all(consent, truncated(consent, trigger));
	SPI_finish();
	trigger_list_become_caller(&caller);
	return PointerGetDatum(NULL);
}

/* Work for consent_run_as_owner(). */
static void
keep_all_customers(void *state)
{
	keep_all(state, catalog_name(REL_CUSTOMERS));
}

void
consent_keep_all(void)
{
	Consent		consent = {.context = CurrentMemoryContext, .schema = pstrdup(catalog_schema_name())};

	consent_run_as_owner(keep_all_customers, &consent);
}

/* ---- is it kept? ---- */

/* Does the trigger fire in this session? */
static bool
fires(const Trigger *trigger)
{
	return trigger->tgenabled == TRIGGER_FIRES_ALWAYS ||
		trigger->tgenabled == (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA
							   ? TRIGGER_FIRES_ON_REPLICA : TRIGGER_FIRES_ON_ORIGIN);
}

bool
consent_triggers_keep(void)
{
	Relation	customers = relation_open(target_table(), NoLock);
	bool		found = false;

	for (int i = 0; customers->trigdesc != NULL && i < customers->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &customers->trigdesc->triggers[i];
		FmgrInfo	function;

		if ((trigger->tgtype & TRIGGER_TYPE_DELETE) == 0 || !fires(trigger))
			continue;
		fmgr_info(trigger->tgfoid, &function);
		found |= function.fn_addr == customers_keep_opt_out;
	}
	relation_close(customers, NoLock);
	return found;
}

void
consent_run_as_owner(void (*work) (void *state), void *state)
{
	Oid			schema = get_namespace_oid(catalog_schema_name(), false);
	Caller		caller = trigger_list_become_owner(trigger_list_owner(catalog_oid(REL_CUSTOMERS, false), schema));

	work(state);
	trigger_list_become_caller(&caller);
}

static void
keep_hashes(void *state)
{
	erasures_keep(erasures_open(catalog_schema_name()), state, REASON_UNSUBSCRIBED);
}

void
consent_keep_hashes(KeyHashes *hashes)
{
	consent_run_as_owner(keep_hashes, hashes);
}

/* ---- reading the log ---- */

LastYes *
consent_last_yes(Datum customer_ids, int *n)
{
	Oid			log = catalog_oid(REL_CONSENT_LOG, true);
	Statement	find;
	LastYes    *yes;

	*n = 0;
	if (!OidIsValid(log) || pg_class_aclcheck(log, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return NULL;
	find = statement(psprintf("SELECT customer_id, pg_catalog.max(changed_at) FROM %s"
							  " WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1) AND is_subscribed"
							  " GROUP BY customer_id ORDER BY customer_id", catalog_name(REL_CONSENT_LOG)));
	find.latest = true;
	statement_datum(&find, INT8ARRAYOID, customer_ids, false);
	*n = statement_select(&find);
	yes = palloc(Max(*n, 1) * sizeof(LastYes));
	for (int i = 0; i < *n; i++)
	{
		yes[i].customer_id = spi_int64(i, 1, "customer_consent_log.customer_id");
		yes[i].said_at = DatumGetTimestampTz(spi_datum_not_null(i, 2, TIMESTAMPTZOID, "customer_consent_log.changed_at"));
	}
	statement_done();
	return yes;
}

static int
compare_customer(const void *key, const void *element)
{
	int64		id = *(const int64 *) key,
				other = ((const LastYes *) element)->customer_id;

	return id < other ? -1 : id > other;
}

bool
consent_yes_after(const LastYes *yes, int n, int64 customer_id, TimestampTz time)
{
	const LastYes *found = n == 0 ? NULL
		: bsearch(&customer_id, yes, n, sizeof(LastYes), compare_customer);

	return found != NULL && found->said_at > time;
}
