/*
 * tidy.c
 *
 * The BEFORE row triggers of customers, which tidy a row for every writer.
 *
 *		email         folded: trimmed, in one spelling and in (ASCII) lower case;
 *					  empty becomes NULL
 *		identifier    folded: trimmed and in one spelling; nothing but spaces
 *					  becomes NULL
 *		updated_at    now, if the UPDATE did not set it; 1 us later than before if
 *					  this transaction has written the row already; unchanged if
 *					  a merge or a revert writes the row
 *
 * The triggers' WHEN conditions (setup.sql) call the trigger function only for
 * rows that need it; customers_email_is_tidy() is the cheapest way to ask, at
 * a third of what lower() and btrim() cost.
 *
 * A key that was written while the trigger was off may, once folded, be another
 * customer's.  Such a key stays as it is if an UPDATE does not change it.  This is
 * looked up in the trigger's own table, as its owner, whatever customers.schema
 * is.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "field/field.h"
#include "field/key_fold.h"
#include "field/key_sql.h"
#include "support/settings.h"
#include "support/statement.h"

PG_FUNCTION_INFO_V1(customers_tidy);

/*
 * Returns the key folded, or the value itself if it is folded already.  An empty
 * identifier is returned as it is: the table's CHECK refuses it.
 */
static Datum
fold_column(KeyKind key, Datum value, bool *isnull)
{
	text	   *raw = DatumGetTextPP(value);
	const char *data = VARDATA_ANY(raw);
	uint32		len = VARSIZE_ANY_EXHDR(raw);

	if (key_is_folded(key, data, len) || (len == 0 && key == KEY_IDENTIFIER))
		return value;
	key_fold(key, &data, &len);
	*isnull = len == 0;
	return PointerGetDatum(cstring_to_text_with_len(data, len));
}

/* Is the column identical in both rows?  It is not NULL in row. */
static bool
is_untouched(HeapTuple row, HeapTuple old, TupleDesc desc, int column)
{
	bool		isnull;
	Datum		before = heap_getattr(old, column, desc, &isnull);

	return !isnull && datum_image_eq(before, heap_getattr(row, column, desc, &isnull), false, -1);
}

/* Quoted name of the table, or of the partitioned table it belongs to. */
static char *
whole_table(Relation table)
{
	Oid			whole = table->rd_rel->relispartition
		? llast_oid(get_partition_ancestors(RelationGetRelid(table))) : RelationGetRelid(table);

	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(whole)), get_rel_name(whole));
}

/*
 * Does another row than the updated one have the folded key?  Runs as the owner of
 * the table, as foreign key checks do: a role that updates a row may not be
 * allowed to read others.
 */
static bool
is_borne_by_other(TriggerData *trigger, KeyKind key, Datum folded)
{
	Statement	find = statement(psprintf("SELECT FROM (%s) AS bearer WHERE NOT (bearer.tableoid OPERATOR(pg_catalog.=) $2"
										  " AND bearer.ctid OPERATOR(pg_catalog.=) $3)",
										  key_sql_bearers_ours(key, whole_table(trigger->tg_relation), "c.tableoid, c.ctid", 1)));
	Oid			caller;
	int			security;
	bool		found;

	statement_datum(&find, TEXTOID, folded, false);
	statement_datum(&find, OIDOID, ObjectIdGetDatum(RelationGetRelid(trigger->tg_relation)), false);
	statement_datum(&find, TIDOID, PointerGetDatum(&trigger->tg_trigtuple->t_self), false);
	find.limit = 1;
	GetUserIdAndSecContext(&caller, &security);
	SetUserIdAndSecContext(trigger->tg_relation->rd_rel->relowner,
						   security | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	SPI_connect();
	found = statement_select(&find) > 0;
	SPI_finish();
	SetUserIdAndSecContext(caller, security);
	return found;
}

/* Returns the row with a key folded, or the row itself. */
static HeapTuple
tidy_key(HeapTuple row, TriggerData *trigger, KeyKind key)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			column = SPI_fnumber(desc, options_key_name(key));
	bool		isnull;
	Datum		value,
				folded;

	if (column <= 0 || !field_is_text_type(SPI_gettypeid(desc, column)))
		return row;
	value = heap_getattr(row, column, desc, &isnull);
	if (isnull)
		return row;
	folded = fold_column(key, value, &isnull);
	if (folded == value || (!isnull && TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) &&
							is_untouched(row, trigger->tg_trigtuple, desc, column) &&
							is_borne_by_other(trigger, key, folded)))
		return row;
	return heap_modify_tuple_by_cols(row, desc, 1, &column, &folded, &isnull);
}

/* Returns the row with both keys folded. */
static HeapTuple
tidy_keys(HeapTuple row, TriggerData *trigger)
{
	return tidy_key(tidy_key(row, trigger, KEY_EMAIL), trigger, KEY_IDENTIFIER);
}

/*
 * The new updated_at of a row: now.  If this transaction has written the row
 * already, it must be later than before, so that an edit in the transaction of the
 * merge is noticed (revert_created.c).  Changes by triggers during the merge count
 * as the import's.
 */
static TimestampTz
touch_time(TimestampTz old)
{
	TimestampTz now = GetCurrentTransactionStartTimestamp();

	return customers_current_import[0] == '\0' && old >= now && old - now < USECS_PER_SEC
		? old + 1 : now;
}

/* Does a merge or a revert write the row itself, rather than another trigger? */
static bool
is_by_import(void)
{
	return customers_current_import[0] != '\0' &&
		DatumGetInt32(OidFunctionCall0(F_PG_TRIGGER_DEPTH)) <= 1;
}

/* Returns the row with a new updated_at, unless the UPDATE itself has set it. */
static HeapTuple
touch_row(HeapTuple row, HeapTuple old, TupleDesc desc)
{
	int			column = SPI_fnumber(desc, "updated_at");
	bool		isnull;
	bool		old_isnull;
	Datum		updated_at;
	Datum		old_updated_at;

	if (column <= 0 || SPI_gettypeid(desc, column) != TIMESTAMPTZOID || is_by_import())
		return row;
	updated_at = heap_getattr(row, column, desc, &isnull);
	old_updated_at = heap_getattr(old, column, desc, &old_isnull);
	if (isnull || old_isnull ||
		DatumGetTimestampTz(updated_at) != DatumGetTimestampTz(old_updated_at))
		return row;

	updated_at = TimestampTzGetDatum(touch_time(DatumGetTimestampTz(old_updated_at)));
	return heap_modify_tuple_by_cols(row, desc, 1, &column, &updated_at, &isnull);
}

/* Trigger of customers, BEFORE INSERT OR UPDATE FOR EACH ROW. */
Datum
customers_tidy(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc	desc;
	HeapTuple	row;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger before INSERT or UPDATE, for each row",
						"customers_tidy")));

	desc = RelationGetDescr(trigger->tg_relation);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		row = tidy_keys(trigger->tg_trigtuple, trigger);
	else
		row = touch_row(tidy_keys(trigger->tg_newtuple, trigger),
						trigger->tg_trigtuple, desc);
	return PointerGetDatum(row);
}
