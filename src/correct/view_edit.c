/*
 * view_edit.c
 *
 *		BEFORE STATEMENT	begin a list
 *		INSTEAD OF ROW		OLD, NEW -> an edit of the list
 *		AFTER STATEMENT		edits by list and import -> fix_cells(), fix_exclude()
 */
#include "postgres.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "correct/fix.h"
#include "correct/view_edit.h"
#include "support/compat.h"
#include "support/int8_array.h"
#include "support/log_guard.h"
#include "support/settings_scope.h"

/* A cell of a file that clears the value of a customer. */
#define CLEARING_CELL "#N/A"

typedef struct Edit
{
	Oid			schema;			/* of the view */
	int64		import_id;
	int			number;			/* in its statement */
	CellFix		fix;			/* no field: the record is excluded */
} Edit;

typedef struct Edits
{
	SubTransactionId subxact;
	CommandId	command;		/* of the statement */
	MemoryContext context;		/* to the end of the transaction */
	MemoryContextCallback at_end;
	List	   *edits;
} Edits;

/*
 * What the running statement edits, of all views where it has several parts (WITH).  Its
 * triggers have nothing else in common.  What an error has left is of a subtransaction
 * that is active no more.
 */
static Edits *current;

/* ---- one row ---- */

/* A value of a row as text; NULL = NULL.  Errors if the view has no such column. */
static char *
column_text(const TriggerData *trigger, HeapTuple row, const char *name)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			column = SPI_fnumber(desc, name);

	if (column <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of \"%s\" does not exist", name, RelationGetRelationName(trigger->tg_relation))));
	return SPI_getvalue(row, desc, column);
}

static int64
column_number(const TriggerData *trigger, const char *name)
{
	char	   *text = column_text(trigger, trigger->tg_trigtuple, name);

	if (text == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
	return pg_strtoint64(text);
}

/* Errors if the statement changes another column. */
static void
require_only(const TriggerData *trigger, const char *edited)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);

	for (int i = 1; i <= desc->natts; i++)
	{
		char	   *old = SPI_getvalue(trigger->tg_trigtuple, desc, i),
				   *new = SPI_getvalue(trigger->tg_newtuple, desc, i);

		if (strcmp(NameStr(TupleDescAttr(desc, i - 1)->attname), edited) == 0)
			continue;
		if ((old == NULL) != (new == NULL) || (old != NULL && strcmp(old, new) != 0))
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("column \"%s\" of \"%s\" cannot be changed",
							NameStr(TupleDescAttr(desc, i - 1)->attname), RelationGetRelationName(trigger->tg_relation)),
					 errhint("Change %s: that corrects the cell.", edited)));
	}
}

/* The field that a row is about; errors if that is the record as a whole. */
static char *
required_field(const TriggerData *trigger)
{
	char	   *field = column_text(trigger, trigger->tg_trigtuple, "field");

	if (field == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("line " INT64_FORMAT " is rejected as a whole, and not for a cell", column_number(trigger, "line")),
				 errhint("Correct one of its cells with customers_import_fix, or delete the row to exclude the record.")));
	return field;
}

/* What a cell of the file must be, so that the change of a row is as edited. */
static char *
diff_cell(const TriggerData *trigger)
{
	bool		is_update = strcmp(column_text(trigger, trigger->tg_trigtuple, "action"), "update") == 0;
	char	   *value;

	if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		value = is_update ? column_text(trigger, trigger->tg_trigtuple, "old_value") : NULL;
	else
	{
		require_only(trigger, "new_value");
		value = column_text(trigger, trigger->tg_newtuple, "new_value");
		if (value == NULL && is_update)
			value = CLEARING_CELL;
	}
	return value == NULL ? "" : value;
}

/* The edit of a row of customer_import_errors; no field if it is deleted. */
static CellFix
error_fix(const TriggerData *trigger)
{
	CellFix		fix = {0};
	char	   *value;

	if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		return fix;
	require_only(trigger, "value");
	value = column_text(trigger, trigger->tg_newtuple, "value");
	fix.field = required_field(trigger);
	fix.value = value == NULL ? "" : value;
	return fix;
}

pg_noreturn static void
refuse_nested(const TriggerData *trigger)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("\"%s\" cannot be edited by a statement inside of another one that edits it",
					RelationGetRelationName(trigger->tg_relation))));
}

/* Adds the edit of a row to the list. */
static void
collect(TriggerData *trigger)
{
	bool		is_diff = SPI_fnumber(RelationGetDescr(trigger->tg_relation), "new_value") > 0;
	MemoryContext old;
	Edit	   *edit;

	if (current == NULL || current->subxact != GetCurrentSubTransactionId())
		refuse_nested(trigger);
	old = MemoryContextSwitchTo(current->context);
	edit = palloc0(sizeof(Edit));
	if (is_diff)
		edit->fix = (CellFix) {.field = required_field(trigger), .value = diff_cell(trigger)};
	else
		edit->fix = error_fix(trigger);
	edit->schema = RelationGetNamespace(trigger->tg_relation);
	edit->import_id = column_number(trigger, "import_id");
	edit->number = list_length(current->edits);
	edit->fix.line = column_number(trigger, "line");
	current->edits = lappend(current->edits, edit);
	MemoryContextSwitchTo(old);
}

/* ---- the statement ---- */

/* Work at the end of the transaction. */
static void
forget(void *arg)
{
	current = NULL;
}

/* Begins a list, unless another part of the statement has. */
static void
begin(const TriggerData *trigger)
{
	if (current != NULL && SubTransactionIsActive(current->subxact))
	{
		if (current->subxact != GetCurrentSubTransactionId() || current->command != GetCurrentCommandId(false))
			refuse_nested(trigger);
		return;
	}
	current = MemoryContextAllocZero(TopTransactionContext, sizeof(Edits));
	current->subxact = GetCurrentSubTransactionId();
	current->command = GetCurrentCommandId(false);
	current->context = TopTransactionContext;
	current->at_end.func = forget;
	MemoryContextRegisterResetCallback(TopTransactionContext, &current->at_end);
}

/* By schema and import, corrections before exclusions; then as they came. */
static int
compare_edits(const ListCell *a, const ListCell *b)
{
	const Edit *one = lfirst(a),
			   *other = lfirst(b);

	if (one->schema != other->schema)
		return one->schema < other->schema ? -1 : 1;
	if (one->import_id != other->import_id)
		return one->import_id < other->import_id ? -1 : 1;
	if ((one->fix.field == NULL) != (other->fix.field == NULL))
		return one->fix.field != NULL ? -1 : 1;
	return one->number - other->number;
}

/* Are two edits judged together? */
static bool
same_kind(const Edit *one, const Edit *other)
{
	return one->schema == other->schema && one->import_id == other->import_id &&
		(one->fix.field == NULL) == (other->fix.field == NULL);
}

/* Corrects cells, or excludes records, of one import. */
static void
apply(const Edit *first, const CellFix *fixes, int n)
{
	int			scope = settings_scope_enter();
	Datum	   *lines = palloc(n * sizeof(Datum));

	settings_scope_set("customers.schema", get_namespace_name(first->schema));
	for (int i = 0; i < n; i++)
		lines[i] = Int64GetDatum(fixes[i].line);
	if (first->fix.field != NULL)
		fix_cells(first->import_id, fixes, n);
	else
		fix_exclude(first->import_id, DatumGetArrayTypeP(int8_array(lines, n)));
	settings_scope_leave(scope);
}

/* Judges the edits of the statement. */
static void
finish(void)
{
	List	   *edits = current == NULL ? NIL : current->edits;
	CellFix    *fixes = palloc(Max(list_length(edits), 1) * sizeof(CellFix));

	current = NULL;
	list_sort(edits, compare_edits);
	SPI_connect();
	for (int i = 0; i < list_length(edits);)
	{
		const Edit *first = list_nth(edits, i);
		int			n = 0;

		for (; i < list_length(edits) && same_kind(first, list_nth(edits, i)); i++)
			fixes[n++] = ((const Edit *) list_nth(edits, i))->fix;
		apply(first, fixes, n);
	}
	SPI_finish();
}

/* Trigger of customer_import_diff and customer_import_errors, on UPDATE OR DELETE. */
LOG_GUARDED(customers_edit_review, LOG_GUARD_NO_CONTENT)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ||
		TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event) ||
		(TRIGGER_FIRED_FOR_ROW(trigger->tg_event) && !TRIGGER_FIRED_INSTEAD(trigger->tg_event)))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be called as a trigger on UPDATE or DELETE of a view",
						"customers_edit_review")));
	if (TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
	{
		collect(trigger);
		return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple);
	}
	if (TRIGGER_FIRED_BEFORE(trigger->tg_event))
		begin(trigger);
	else
		finish();
	return PointerGetDatum(NULL);
}
