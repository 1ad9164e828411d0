/*
 * held.c
 *
 *		HeldReason <-> customer_imports.held -> text
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "import/example_lines.h"
#include "import/held.h"
#include "import/held.sql.h"
#include "support/characters.h"
#include "support/compat.h"
#include "support/int8_array.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* ---- writing ---- */

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
		lines_put(&state, reason->lines, reason->nlines);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL));
}

/* ---- reading ---- */

pg_noreturn static void
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
	reason->nlines = lines_read(object, reason->lines, HELD_LINES);
	if (reason->nlines < 0)
		refuse(held);
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

/* ---- examples ---- */

/* Examples that are told of a reason, and bytes of a value that are. */
#define TOLD_EXAMPLES 3
#define TOLD_BYTES 40

/* A value for people: its start, without what would move or hide other text. */
static char *
shown_value(const char *value)
{
	StringInfoData text;
	const char *end;
	uint32		c;

	if (value == NULL || value[0] == '\0')
		return "(none)";
	initStringInfo(&text);
	appendStringInfoChar(&text, '"');
	end = value + pg_mbcliplen(value, strlen(value), TOLD_BYTES);
	for (const char *p = value; p < end;)
	{
		int			len = Min(pg_mblen(p), (int) (end - p));

		if ((len == 1 && ((unsigned char) *p < ' ' || *p == 0x7F)) ||
			(GetDatabaseEncoding() == PG_UTF8 && character_at(p, end, &c) > 0 && character_is(c, CHARACTER_HIDDEN)))
			appendStringInfoChar(&text, ' ');
		else
			appendBinaryStringInfo(&text, p, len);
		p += len;
	}
	appendStringInfo(&text, "%s\"", *end != '\0' ? "..." : "");
	return text.data;
}

/* The lines of which examples are told, as int8[]. */
static Datum
told_lines(const HeldReason *reason)
{
	Datum		lines[TOLD_EXAMPLES];
	int			n = Min(reason->nlines, TOLD_EXAMPLES);

	for (int i = 0; i < n; i++)
		lines[i] = Int64GetDatum(reason->lines[i]);
	return int8_array(lines, n);
}

/* Reads the examples of a reason. */
static void
load_examples(int64 import_id, HeldReason *reason)
{
	Statement	find = statement(sql_text(held_sql, "examples", NULL));
	int			n;

	statement_int8(&find, import_id);
	statement_datum(&find, INT8ARRAYOID, told_lines(reason), false);
	statement_text(&find, reason->what);
	n = statement_select(&find);
	for (int i = 0; i < n; i++)
		reason->examples = lappend(reason->examples,
								   psprintf("customer %s: %s -> %s",
											spi_text_not_null(i, 1, "customer_import_rows.customer_id"),
											shown_value(spi_text(i, 2)), shown_value(spi_text(i, 3))));
	statement_done();
}

void
held_load_examples(int64 import_id, List *reasons)
{
	ListCell   *cell;

	foreach(cell, reasons)
	{
		HeldReason *reason = lfirst(cell);

		if (reason->what != NULL && reason->nlines > 0)
			load_examples(import_id, reason);
	}
}

/* ---- in words ---- */

/* A reason in a line, with its examples. */
static char *
reason_text(const HeldReason *reason)
{
	StringInfoData text;
	ListCell   *cell;

	initStringInfo(&text);
	appendStringInfo(&text, "%s: %s", reason->code, reason->message);
	lines_append(&text, reason->lines, reason->nlines, reason->records);
	appendStringInfoChar(&text, '.');
	foreach(cell, reason->examples)
		appendStringInfo(&text, "%s%s", foreach_current_index(cell) > 0 ? "; " : " For example ", (char *) lfirst(cell));
	if (reason->examples != NIL)
		appendStringInfoChar(&text, '.');
	return text.data;
}

const char *
held_hint(const List *reasons, const ListCell *cell)
{
	const HeldReason *reason = lfirst(cell);
	const ListCell *next = lnext(reasons, cell);
	const char *next_hint = next == NULL ? NULL : ((const HeldReason *) lfirst(next))->hint;

	return reason->hint != NULL && next_hint != NULL && strcmp(next_hint, reason->hint) == 0 ? NULL : reason->hint;
}

List *
held_texts(const List *reasons)
{
	List	   *texts = NIL;
	ListCell   *cell;

	foreach(cell, reasons)
	{
		const char *hint = held_hint(reasons, cell);

		texts = lappend(texts, reason_text(lfirst(cell)));
		if (hint != NULL)
			texts = lappend(texts, pstrdup(hint));
	}
	return texts;
}

char *
held_text(const List *reasons)
{
	StringInfoData text;
	ListCell   *cell;

	initStringInfo(&text);
	foreach(cell, held_texts(reasons))
		appendStringInfo(&text, "%s%s", text.len > 0 ? "\n" : "", (char *) lfirst(cell));
	return text.data;
}
