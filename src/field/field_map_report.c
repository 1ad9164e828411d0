/*
 * field_map_report.c
 *
 * What columns were found to be: as customer_imports keeps it, as the option
 * mapping takes it, and in words.
 *
 *		FieldMap -> fields, mapping, columns of customer_imports
 *		columns -> ColumnFinding: the same again
 */
#include "postgres.h"

#include "catalog/pg_type_d.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "field/column_word.h"
#include "field/consent_column.h"
#include "field/consent_evidence.h"
#include "field/field_map_report.h"
#include "support/json.h"

Datum
field_map_names(const FieldMap *map)
{
	Datum	   *names = palloc(sizeof(Datum) * (map->nfields + 1));

	for (int i = 0; i < map->nfields; i++)
		names[i] = CStringGetTextDatum(map->fields[i].name);
	return PointerGetDatum(construct_array(names, map->nfields, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Has another column the same word? */
static bool
is_shared_word(const FieldMap *map, int column)
{
	for (int i = 0; i < map->ncolumns; i++)
		if (i != column && strcmp(map->header[i], map->header[column]) == 0)
			return true;
	return false;
}

/* Key of a column in a mapping: its word, or its position from 1. */
static char *
mapping_key(const FieldMap *map, int column)
{
	if (map->header[column][0] != '\0' && !is_shared_word(map, column))
		return map->header[column];
	return psprintf("%d", column + 1);
}

const char *
field_map_column_name(const FieldMap *map, int column)
{
	int			field = map->column_field[column];
	const ConsentColumn *consent;

	if (field == COLUMN_CUSTOMER_ID)
		return map->customer_id->name;
	if (map->part[column] != PART_NONE)
		return column_part_name(map->part[column]);
	if (field == COLUMN_IGNORED)
		return NULL;
	consent = consent_column_of(&map->fields[field], column);
	return consent != NULL && map->has_opposite ? consent_column_name(consent) : map->fields[field].name;
}

/* As the option mapping takes it, so that a preset can keep it. */
Jsonb *
field_map_json(const FieldMap *map)
{
	JsonbParseState *state = NULL;

	json_begin(&state);
	for (int i = 0; i < map->ncolumns; i++)
		json_put_text(&state, mapping_key(map, i), field_map_column_name(map, i));
	return json_end(&state);
}

/* ---- what was found of each column ---- */

static const char *const unclear_word = "unclear";

static const char *const reason_word[] = {
	[COLUMN_BY_MAPPING] = "mapping",
	[COLUMN_BY_PRESET] = "preset",
	[COLUMN_BY_NAME] = "name",
	[COLUMN_BY_WORD] = "word",
	[COLUMN_BY_CELLS] = "cells",
	[COLUMN_BY_WORD_ALONE] = "word alone"
};

/* Its sense, if it speaks of consent; or that this stays unclear. */
static void
put_consent(JsonbParseState **state, const FieldMap *map, int column)
{
	for (int i = 0; i < map->nconsent; i++)
		if (map->consent[i].column == column)
		{
			const char *manner = consent_evidence_manner(&map->consent[i]);

			json_put_text(state, "consent", consent_column_name(&map->consent[i]));
			if (manner != NULL)
				json_put_text(state, "manner", manner);
		}
	if (map->unclear[column])
		json_put_text(state, "consent", unclear_word);
}

/*
 * An array of objects: field (null: ignored), by what, what spoke against it, consent, and the
 * manner in which its cells say that.
 */
Jsonb *
field_map_columns(const FieldMap *map)
{
	JsonbParseState *state = NULL;
	JsonbValue *array;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < map->ncolumns; i++)
	{
		json_begin(&state);
		json_put_text(&state, "field", field_map_column_name(map, i));
		if (map->reason[i] != COLUMN_BY_NOTHING)
			json_put_text(&state, "by", reason_word[map->reason[i]]);
		if (map->against[i] != NULL)
			json_put_text(&state, "against", map->against[i]);
		put_consent(&state, map, i);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	array = pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	return JsonbValueToJsonb(array);
}

char *
field_map_evidence(const FieldMap *map, int column)
{
	const char *by = map->reason[column] != COLUMN_BY_NOTHING ? reason_word[map->reason[column]]
		: map->column_field[column] == COLUMN_IGNORED ? "ignored" : "category";

	return map->against[column] == NULL ? pstrdup(by) : psprintf("%s; %s", by, map->against[column]);
}

/* A text of the object that a column was found to be; NULL = there is none. */
static char *
column_text(const Jsonb *columns, int column, const char *key)
{
	JsonbValue *element = getIthJsonbValueFromContainer((JsonbContainer *) &columns->root, column);

	if (element == NULL || element->type != jbvBinary)
		return NULL;
	return json_get_text(element->val.binary.data, key);
}

static ColumnReason
reason_of_word(const char *word)
{
	for (int reason = COLUMN_BY_MAPPING; word != NULL && reason <= COLUMN_BY_WORD_ALONE; reason++)
		if (strcmp(word, reason_word[reason]) == 0)
			return reason;
	return COLUMN_BY_NOTHING;
}

ColumnFinding
field_map_finding(const Jsonb *columns, int column)
{
	char	   *consent = column_text(columns, column, "consent");

	return (ColumnFinding) {
		.field = column_text(columns, column, "field"),
		.consent = consent,
		.manner = column_text(columns, column, "manner"),
		.against = column_text(columns, column, "against"),
		.reason = reason_of_word(column_text(columns, column, "by")),
		.unclear = consent != NULL && strcmp(consent, unclear_word) == 0
	};
}

/* ---- consent, in words ---- */

/* What the cells of a column of consent mean. */
static const char *
describe_sense(const ConsentColumn *column)
{
	if (!column->refuses)
		return column->dated ? "yes, or a date, means subscribed" : "yes means subscribed";
	if (column->delivery)
		return "yes means unsubscribed, a date or a count says nothing";
	return "yes, or a date, means unsubscribed, and no says nothing";
}

char *
field_map_consent_text(const FieldMap *map)
{
	static const char *const by[] = {
		[COLUMN_BY_NOTHING] = "as before",
		[COLUMN_BY_MAPPING] = "by mapping",
		[COLUMN_BY_PRESET] = "by the preset",
		[COLUMN_BY_NAME] = "by its name",
		[COLUMN_BY_WORD] = "by its word",
		[COLUMN_BY_CELLS] = "by its cells",
		[COLUMN_BY_WORD_ALONE] = "by its word"
	};
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < map->nconsent; i++)
	{
		const ConsentColumn *column = &map->consent[i];

		appendStringInfo(&text, "%s%s is %s %s: %s", i > 0 ? "; " : "", column_describe(map, column->column),
						 consent_column_name(column), by[map->reason[column->column]],
						 describe_sense(column));
	}
	for (int i = 0; i < map->ncolumns; i++)
		if (map->unclear[i])
			appendStringInfo(&text, "%s%s is unclear by its cells (consent_unclear): no column of consent until mapping says so",
							 text.len > 0 ? "; " : "", column_describe(map, i));
	return text.len > 0 ? text.data : NULL;
}
