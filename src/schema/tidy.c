/*
 * tidy.c
 *
 * The row triggers of customers: what keeps a row tidy whoever writes it.
 *
 *		email         folded: trimmed and in (ASCII) lower case; empty becomes NULL
 *		identifier    folded: trimmed; nothing but spaces becomes NULL
 *		updated_at    now, when an UPDATE has left it as it was; later than it
 *					  was, when this transaction has written the row before; a
 *					  revert may leave it
 *
 * The triggers' WHEN conditions (setup.sql) call the trigger function only for
 * rows that need it; customers_email_is_tidy() is the cheapest way to ask, at
 * a third of what lower() and btrim() cost.
 *
 * A key that was written where no trigger was, and that an UPDATE does not
 * touch, may be somebody else's when it is folded: the table of the trigger is
 * looked at for that, as its owner, whatever customers.schema is.  Such a key
 * is left as it is.
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
 * A key column folded, as a datum; the value itself if it is so already.  What
 * an empty identifier is, is said by the table's CHECK.
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

/* Is the column the same in both rows, to the letter?  In row it is not NULL. */
static bool
is_untouched(HeapTuple row, HeapTuple old, TupleDesc desc, int column)
{
	bool		isnull;
	Datum		before = heap_getattr(old, column, desc, &isnull);

	return !isnull && datum_image_eq(before, heap_getattr(row, column, desc, &isnull), false, -1);
}

/* The table, or the whole of which it is a partition, quoted. */
static char *
whole_table(Relation table)
{
	Oid			whole = table->rd_rel->relispartition
		? llast_oid(get_partition_ancestors(RelationGetRelid(table))) : RelationGetRelid(table);

	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(whole)), get_rel_name(whole));
}

/*
 * Does another row than the one that is updated bear the folded key?  Asked as
 * the owner of the table, as foreign keys are: who updates a row need not be
 * one who may read others.
 */
static bool
is_borne_by_other(TriggerData *trigger, KeyKind key, Datum folded)
{
	Statement	find = statement(psprintf("SELECT FROM (%s) AS bearer WHERE NOT (bearer.tableoid OPERATOR(pg_catalog.=) $2"
										  " AND bearer.ctid OPERATOR(pg_catalog.=) $3)",
										  key_sql_bearers(key, whole_table(trigger->tg_relation), "c.tableoid, c.ctid", 1)));
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

/* Row with its key folded; the same row if it has none to fold. */
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

/* Row with both keys folded. */
static HeapTuple
tidy_keys(HeapTuple row, TriggerData *trigger)
{
	return tidy_key(tidy_key(row, trigger, KEY_EMAIL), trigger, KEY_IDENTIFIER);
}

/*
 * When a row that was last changed at some time changes: now.  A row that this
 * transaction has written already changes after that, so that an edit beside
 * the merge of a new customer shows (revert_created.c); what triggers do while
 * an import is merged is the import's.
 */
static TimestampTz
touch_time(TimestampTz old)
{
	TimestampTz now = GetCurrentTransactionStartTimestamp();

	return customers_current_import[0] == '\0' && old >= now && old - now < USECS_PER_SEC
		? old + 1 : now;
}

/* Does a merge or a revert write the row itself, and not a trigger meanwhile? */
static bool
is_by_import(void)
{
	return customers_current_import[0] != '\0' &&
		DatumGetInt32(OidFunctionCall0(F_PG_TRIGGER_DEPTH)) <= 1;
}

/* Row with updated_at = now, unless the UPDATE itself has set it. */
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
