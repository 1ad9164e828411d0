/*
 * session_guard.c
 *
 * Trigger of customer_imports and customer_import_approvals, for four eyes
 * (merge/approval.h):
 *
 *		INSERT	-> session_role is the session user, whatever the statement says; a
 *			superuser who restores a dump says who it was
 *		UPDATE of customer_imports	-> neither import_id nor session_role change;
 *			corrected_roles gets the session user, and loses nobody; corrections grows
 *		UPDATE of customer_import_approvals	-> is refused
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "support/compat.h"

PG_FUNCTION_INFO_V1(customers_guard_session);

pg_noreturn static void
refuse(const TriggerData *trigger, const char *column)
{
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("%s of %s cannot be changed", column, RelationGetRelationName(trigger->tg_relation)),
			 errdetail("It says who has had a hand in an import, for those who approve it.")));
}

/* Number of a column of a type; 0 = there is none. */
static int
find_column(const TriggerData *trigger, const char *name, Oid type)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			column = SPI_fnumber(desc, name);

	return column > 0 && SPI_gettypeid(desc, column) == type ? column : 0;
}

static Datum
session_role(void)
{
	return CStringGetTextDatum(GetUserNameFromId(GetSessionUserId(), false));
}

/* Does a superuser say who has written the row? */
static bool
is_restored(const TriggerData *trigger, int column)
{
	bool		isnull;

	(void) heap_getattr(trigger->tg_trigtuple, column, RelationGetDescr(trigger->tg_relation), &isnull);
	return !isnull && superuser_arg(GetSessionUserId());
}

/* Returns the new row with the session user as who has written it. */
static HeapTuple
sign_row(TriggerData *trigger)
{
	int			column = find_column(trigger, "session_role", TEXTOID);
	Datum		value = session_role();
	bool		isnull = false;

	if (column == 0 || is_restored(trigger, column))
		return trigger->tg_trigtuple;
	return heap_modify_tuple_by_cols(trigger->tg_trigtuple, RelationGetDescr(trigger->tg_relation),
									 1, &column, &value, &isnull);
}

/* A value of the old or new row as text; NULL for NULL. */
static char *
column_text(TriggerData *trigger, HeapTuple row, const char *name)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			column = SPI_fnumber(desc, name);

	return column <= 0 ? NULL : SPI_getvalue(row, desc, column);
}

static bool
is_changed(TriggerData *trigger, const char *name)
{
	char	   *old = column_text(trigger, trigger->tg_trigtuple, name),
			   *new = column_text(trigger, trigger->tg_newtuple, name);

	return (old == NULL) != (new == NULL) || (old != NULL && strcmp(old, new) != 0);
}

/* The roles of a row; none for NULL. */
static int
read_roles(TriggerData *trigger, HeapTuple row, Datum **roles)
{
	int			column = find_column(trigger, "corrected_roles", TEXTARRAYOID),
				n = 0;
	bool		isnull = true;
	Datum		value = column == 0 ? (Datum) 0 : heap_getattr(row, column, RelationGetDescr(trigger->tg_relation), &isnull);
	bool	   *nulls;

	if (isnull || array_contains_nulls(DatumGetArrayTypeP(value)))
		return 0;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT, roles, &nulls, &n);
	return n;
}

static bool
same_text(Datum a, Datum b)
{
	return strcmp(TextDatumGetCString(a), TextDatumGetCString(b)) == 0;
}

/* Is the session user all that the roles of the new row have more? */
static bool
has_signed(TriggerData *trigger)
{
	Datum	   *old = NULL,
			   *new = NULL;
	int			nold = read_roles(trigger, trigger->tg_trigtuple, &old),
				nnew = read_roles(trigger, trigger->tg_newtuple, &new);

	if (nnew != nold + 1 || !same_text(new[nold], session_role()))
		return false;
	for (int i = 0; i < nold; i++)
		if (!same_text(old[i], new[i]))
			return false;
	return true;
}

/* Does the new row count more corrections? */
static bool
has_grown(const TriggerData *trigger)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			column = find_column(trigger, "corrections", INT8OID);
	bool		old_null = true,
				new_null = true;
	Datum		old,
				new;

	if (column == 0)
		return false;
	old = heap_getattr(trigger->tg_trigtuple, column, desc, &old_null);
	new = heap_getattr(trigger->tg_newtuple, column, desc, &new_null);
	return !old_null && !new_null && DatumGetInt64(new) > DatumGetInt64(old);
}

/* Trigger BEFORE INSERT OR UPDATE FOR EACH ROW. */
Datum
customers_guard_session(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger before INSERT or UPDATE, for each row",
						"customers_guard_session")));
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return PointerGetDatum(sign_row(trigger));
	if (SPI_fnumber(RelationGetDescr(trigger->tg_relation), "corrected_roles") <= 0)
		refuse(trigger, "a row");
	if (is_changed(trigger, "import_id"))
		refuse(trigger, "import_id");
	if (is_changed(trigger, "session_role"))
		refuse(trigger, "session_role");
	if (is_changed(trigger, "corrected_roles") && !has_signed(trigger))
		refuse(trigger, "corrected_roles");
	if (is_changed(trigger, "corrections") && !has_grown(trigger))
		refuse(trigger, "corrections");
	return PointerGetDatum(trigger->tg_newtuple);
}
