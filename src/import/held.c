/*
 * held.c
 *
 *		HeldReason <-> customer_imports.held -> text
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "import/held.h"
#include "support/json.h"
#include "support/spi_value.h"

/* ---- writing ---- */

static void
put_lines(JsonbParseState **state, const HeldReason *reason)
{
	JsonbValue	key = json_string("lines");

	pushJsonbValue(state, WJB_KEY, &key);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < reason->nlines; i++)
	{
		JsonbValue	line = json_int8(reason->lines[i]);

		pushJsonbValue(state, WJB_ELEM, &line);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

Jsonb *
held_json(const List *reasons)
{
	JsonbParseState *state = NULL;
	ListCell   *cell;

	if (reasons == NIL)
		return NULL;
	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	foreach(cell, reasons)
	{
		const HeldReason *reason = lfirst(cell);

		json_begin(&state);
		json_put_text(&state, "reason", reason->code);
		json_put_text(&state, "what", reason->what);
		json_put_text(&state, "message", reason->message);
		json_put_text(&state, "hint", reason->hint);
		json_put_int8(&state, "records", reason->records);
		json_put_int8(&state, "of", reason->of);
		put_lines(&state, reason);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL));
}

/* ---- reading ---- */

static void pg_attribute_noreturn()
refuse(const Jsonb *held)
{
	spi_refuse_value("customer_imports.held",
					 JsonbToCString(NULL, unconstify(JsonbContainer *, &held->root), VARSIZE(held)));
}

/* A count of a reason; errors if it is none. */
static int64
read_count(const Jsonb *held, JsonbValue *value)
{
	int64		number;

	if (!json_value_int8(value, &number) || number < 0)
		refuse(held);
	return number;
}

static void
read_lines(const Jsonb *held, JsonbValue *array, HeldReason *reason)
{
	if (array == NULL || array->type != jbvBinary || !JsonContainerIsArray(array->val.binary.data))
		refuse(held);
	for (uint32 i = 0; i < JsonContainerSize(array->val.binary.data) && i < HELD_LINES; i++)
		reason->lines[reason->nlines++] =
			read_count(held, getIthJsonbValueFromContainer(array->val.binary.data, i));
}

static HeldReason *
read_reason(const Jsonb *held, const JsonbValue *element)
{
	HeldReason *reason = palloc0(sizeof(HeldReason));
	JsonbContainer *object;

	if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
		refuse(held);
	object = element->val.binary.data;
	reason->code = json_get_text(object, "reason");
	reason->what = json_get_text(object, "what");
	reason->message = json_get_text(object, "message");
	reason->hint = json_get_text(object, "hint");
	if (reason->code == NULL || reason->message == NULL)
		refuse(held);
	reason->records = read_count(held, json_get(object, "records"));
	reason->of = read_count(held, json_get(object, "of"));
	read_lines(held, json_get(object, "lines"), reason);
	return reason;
}

List *
held_read(const Jsonb *held)
{
	List	   *reasons = NIL;

	if (held == NULL)
		return NIL;
	if (!JB_ROOT_IS_ARRAY(held) || JB_ROOT_IS_SCALAR(held) || JB_ROOT_COUNT(held) == 0)
		refuse(held);
	for (uint32 i = 0; i < JB_ROOT_COUNT(held); i++)
	{
		CHECK_FOR_INTERRUPTS();
		reasons = lappend(reasons, read_reason(held, getIthJsonbValueFromContainer(unconstify(JsonbContainer *, &held->root), i)));
	}
	return reasons;
}

/* ---- in words ---- */

char *
held_text(const HeldReason *reason)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "%s: %s", reason->code, reason->message);
	for (int i = 0; i < reason->nlines; i++)
		appendStringInfo(&text, "%s" INT64_FORMAT,
						 i > 0 ? ", " : reason->nlines == 1 ? " (line " : " (lines ", reason->lines[i]);
	if (reason->nlines > 0)
		appendStringInfo(&text, "%s)", reason->records > reason->nlines ? " ..." : "");
	appendStringInfoChar(&text, '.');
	if (reason->hint != NULL)
		appendStringInfo(&text, " %s", reason->hint);
	return text.data;
}

char *
held_list_text(const List *reasons)
{
	StringInfoData text;
	ListCell   *cell;

	initStringInfo(&text);
	foreach(cell, reasons)
		appendStringInfo(&text, "%s%s", text.len > 0 ? "\n" : "", held_text(lfirst(cell)));
	return text.data;
}
