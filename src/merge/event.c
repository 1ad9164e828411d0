/*
 * event.c
 *
 *		counts, status, reasons -> JSON -> NOTIFY customers
 */
#include "postgres.h"

#include "commands/async.h"
#include "miscadmin.h"
#include "utils/json.h"

#include "field/field.h"
#include "import/held.h"
#include "merge/event.h"
#include "support/catalog.h"

/* Reasons that are told: a payload has room for 8000 bytes. */
#define TOLD_REASONS 20

/* Adds why it is held. */
static void
append_held(StringInfo json, const List *held)
{
	ListCell   *cell;

	appendStringInfoString(json, ", \"held\": [");
	foreach(cell, held)
	{
		const HeldReason *reason = lfirst(cell);

		if (foreach_current_index(cell) == TOLD_REASONS)
			break;
		appendStringInfoString(json, foreach_current_index(cell) > 0 ? ", {\"reason\": " : "{\"reason\": ");
		escape_json(json, field_clip_word(reason->code));
		appendStringInfoString(json, ", \"what\": ");
		if (reason->what == NULL)
			appendStringInfoString(json, "null");
		else
			escape_json(json, field_clip_word(reason->what));
		appendStringInfo(json, ", \"records\": " INT64_FORMAT ", \"of\": " INT64_FORMAT "}", reason->records, reason->of);
	}
	appendStringInfoChar(json, ']');
}

void
event_notify(int64 import_id, const ImportCounts *counts, const char *status, const List *held)
{
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfoString(&json, "{\"schema\": ");
	escape_json(&json, catalog_schema_name());
	appendStringInfo(&json, ", \"import_id\": " INT64_FORMAT ", \"uploaded\": " INT64_FORMAT
					 ", \"created\": " INT64_FORMAT ", \"changed\": " INT64_FORMAT
					 ", \"unchanged\": " INT64_FORMAT ", \"rejected\": " INT64_FORMAT
					 ", \"excluded\": " INT64_FORMAT,
					 import_id, counts->uploaded, counts->created, counts->changed, counts->unchanged,
					 counts->rejected, counts->excluded);
	if (status != NULL)
		appendStringInfo(&json, ", \"status\": \"%s\"", status);
	if (held != NIL)
		append_held(&json, held);
	appendStringInfoString(&json, ", \"role\": ");
	escape_json(&json, GetUserNameFromId(GetUserId(), false));
	appendStringInfoChar(&json, '}');
	Async_Notify("customers", json.data);
}
