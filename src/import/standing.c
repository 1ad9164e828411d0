/*
 * standing.c
 *
 *		notes of a record -> StandingWarning by code <-> customer_imports.standing
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/memutils.h"

#include "import/example_lines.h"
#include "import/standing.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/spi_value.h"

/* Lines that a text tells. */
#define TOLD_LINES 5

/* ---- counting ---- */

/* The warning of a code, made at its first record. */
static StandingWarning *
find_code(List **standing, const char *code, MemoryContext context)
{
	MemoryContext old;
	StandingWarning *warning;
	ListCell   *cell;

	foreach(cell, *standing)
	{
		warning = lfirst(cell);
		if (strcmp(warning->code, code) == 0)
			return warning;
	}
	old = MemoryContextSwitchTo(context);
	warning = palloc0(sizeof(StandingWarning));
	warning->code = pstrdup(code);
	*standing = lappend(*standing, warning);
	MemoryContextSwitchTo(old);
	return warning;
}

/* Counts a record once, however often it has the code. */
static void
count_line(StandingWarning *warning, int64 line)
{
	if (warning->nlines > 0 && warning->lines[warning->nlines - 1] == line)
		return;
	warning->records++;
	if (warning->nlines < STANDING_LINES)
		warning->lines[warning->nlines++] = line;
}

void
standing_count(List **standing, const Record *record, MemoryContext context)
{
	if (!record_is_standing(record))
		return;
	for (const RecordNote *note = record->notes; note != NULL; note = note->next)
		count_line(find_code(standing, note->code, context), record->source->line);
}

/* ---- JSON ---- */

Jsonb *
standing_json(const List *standing)
{
	JsonbParseState *state = NULL;
	ListCell   *cell;

	if (standing == NIL)
		return NULL;
	json_begin(&state);
	foreach(cell, standing)
	{
		const StandingWarning *warning = lfirst(cell);
		JsonbValue	code = json_string(warning->code);

		pushJsonbValue(&state, WJB_KEY, &code);
		json_begin(&state);
		json_put_int8(&state, "records", warning->records);
		lines_put(&state, warning->lines, warning->nlines);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	return json_end(&state);
}

pg_noreturn static void
refuse(const Jsonb *json)
{
	spi_refuse_value("customer_imports.standing",
					 JsonbToCString(NULL, unconstify(JsonbContainer *, &json->root), VARSIZE(json)));
}

static StandingWarning *
read_warning(const Jsonb *json, char *code, const JsonbValue *value)
{
	StandingWarning *warning = palloc0(sizeof(StandingWarning));
	JsonbContainer *object = value->val.binary.data;

	warning->code = code;
	if (value->type != jbvBinary || !JsonContainerIsObject(object) ||
		!json_value_int8(json_get(object, "records"), &warning->records) || warning->records < 0)
		refuse(json);
	warning->nlines = lines_read(object, warning->lines, STANDING_LINES);
	if (warning->nlines < 0)
		refuse(json);
	return warning;
}

List *
standing_read(const Jsonb *json)
{
	List	   *standing = NIL;
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *code;

	if (json == NULL)
		return NIL;
	if (!JB_ROOT_IS_OBJECT(json))
		refuse(json);
	pairs = json_pairs(unconstify(Jsonb *, json));
	while (json_next_pair(&pairs, &code, &value))
		standing = lappend(standing, read_warning(json, code, &value));
	return standing;
}

/* ---- in words ---- */

char *
standing_text(const List *standing)
{
	StringInfoData text;
	ListCell   *cell;

	if (standing == NIL)
		return NULL;
	initStringInfo(&text);
	foreach(cell, standing)
	{
		const StandingWarning *warning = lfirst(cell);

		appendStringInfo(&text, "%s%s " INT64_FORMAT, text.len > 0 ? ", " : "", warning->code, warning->records);
		lines_append(&text, warning->lines, Min(warning->nlines, TOLD_LINES), warning->records);
	}
	return text.data;
}
