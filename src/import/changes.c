/*
 * changes.c
 *
 *		CellChange, or a staged cell -> was a value there? -> FieldChanges <-> JSON
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/phone_digits.h"
#include "import/changes.h"
#include "import/changes.sql.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

Changes *
changes_create(int nfields)
{
	Changes    *changes = palloc0(sizeof(Changes));

	changes->nfields = nfields;
	changes->fields = palloc0(Max(nfields, 1) * sizeof(FieldChanges));
	return changes;
}

void
changes_widen(Changes *changes, int nfields)
{
	if (nfields <= changes->nfields)
		return;
	changes->fields = repalloc(changes->fields, nfields * sizeof(FieldChanges));
	memset(changes->fields + changes->nfields, 0, (nfields - changes->nfields) * sizeof(FieldChanges));
	changes->nfields = nfields;
}

/* ---- counting ---- */

/* What a column has without anybody's saying so; "" = nothing but NULL. */
static const char *
value_of_nobody(const Field *field)
{
	return !field->zero_by_default ? "" : field->kind == FIELD_BOOLEAN ? "false" : "0";
}

static bool
had_value(const Field *field, const char *old)
{
	return old != NULL && old[0] != '\0' && strcmp(old, value_of_nobody(field)) != 0;
}

static bool
is_phone(const Field *field)
{
	return strcmp(field->name, "phone") == 0 || strcmp(field->name, "mobile") == 0;
}

/* Is a phone only written in another way? */
static bool
is_same_phone(const Field *field, const CellChange *change)
{
	char		old[PHONE_DIGITS],
				new[PHONE_DIGITS];
	int			n;

	if (!is_phone(field) || change->value.state != VALUE_SET)
		return false;
	n = phone_digits(change->old, strlen(change->old), old);
	return n > 0 && phone_digits(change->value.data, change->value.len, new) == n && memcmp(old, new, n) == 0;
}

void
changes_count(Changes *changes, const FieldMap *map, const Record *record)
{
	for (int i = 0; i < changes->nfields; i++)
	{
		const CellChange *change = &record->changes[i];

		if (!change->touched || !had_value(&map->fields[i], change->old) || is_same_phone(&map->fields[i], change))
			continue;
		changes->fields[i].changed++;
		changes->fields[i].cleared += change->value.state == VALUE_CLEAR;
		changes->unsubscribed += i == map->subscribed && change->value.number == 0;
	}
}

/* value_of_nobody() of each field, as text[]. */
static Datum
values_of_nobody(const FieldMap *map)
{
	Datum	   *values = palloc(Max(map->nfields, 1) * sizeof(Datum));

	for (int i = 0; i < map->nfields; i++)
		values[i] = CStringGetTextDatum(value_of_nobody(&map->fields[i]));
	return PointerGetDatum(construct_array(values, map->nfields, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The places of phones, as int4[]. */
static Datum
places_of_phones(const FieldMap *map)
{
	Datum		places[2];
	int			n = 0;

	for (int i = 0; i < map->nfields && n < 2; i++)
		if (is_phone(&map->fields[i]))
			places[n++] = Int32GetDatum(i + 1);
	return PointerGetDatum(construct_array(places, n, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

void
changes_count_staged(Changes *changes, const FieldMap *map, int64 import_id, Datum lines, int sign)
{
	Statement	count = statement(sql_text(changes_sql, "count", "among", sql_line_among("r.line", "$2"), "digits", sql_number(PHONE_DIGITS),
										   "least_digits", sql_number(LEAST_PHONE_DIGITS), NULL));
	int			n;

	statement_int8(&count, import_id);
	statement_datum(&count, INT8ARRAYOID, lines, false);
	statement_datum(&count, TEXTARRAYOID, values_of_nobody(map), false);
	statement_datum(&count, INT4OID, Int32GetDatum(map->subscribed + 1), false);
	statement_datum(&count, INT4ARRAYOID, places_of_phones(map), false);
	n = statement_select(&count);
	for (int row = 0; row < n; row++)
	{
		int64		i = spi_int64(row, 1, "the number of a cell") - 1;

		if (i >= changes->nfields)
			spi_refuse_value("customer_import_rows.cells", "more cells than fields");
		changes->fields[i].changed += sign * spi_int64(row, 2, "count");
		changes->fields[i].cleared += sign * spi_int64(row, 3, "count");
		changes->unsubscribed += sign * spi_int64(row, 4, "count");
	}
	statement_done();
}

void
changes_add(Changes *changes, const Changes *other)
{
	for (int i = 0; i < Min(changes->nfields, other->nfields); i++)
	{
		changes->fields[i].changed = Max(changes->fields[i].changed + other->fields[i].changed, 0);
		changes->fields[i].cleared = Max(changes->fields[i].cleared + other->fields[i].cleared, 0);
	}
	changes->unsubscribed = Max(changes->unsubscribed + other->unsubscribed, 0);
}

/* ---- JSON ---- */

char **
changes_fields(const FieldMap *map)
{
	char	  **names = palloc(Max(map->nfields, 1) * sizeof(char *));

	for (int i = 0; i < map->nfields; i++)
		names[i] = map->fields[i].name;
	return names;
}

Jsonb *
changes_json(const Changes *changes, char **fields)
{
	JsonbParseState *state = NULL;
	JsonbValue	key = json_string("fields");

	json_begin(&state);
	pushJsonbValue(&state, WJB_KEY, &key);
	json_begin(&state);
	for (int i = 0; i < changes->nfields; i++)
	{
		JsonbValue	name = json_string(fields[i]);

		if (changes->fields[i].changed == 0)
			continue;
		pushJsonbValue(&state, WJB_KEY, &name);
		json_begin(&state);
		json_put_int8(&state, "changed", changes->fields[i].changed);
		json_put_int8(&state, "cleared", changes->fields[i].cleared);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	json_put_int8(&state, "unsubscribed", changes->unsubscribed);
	json_put_int8(&state, "subscribed", changes->subscribed);
	return json_end(&state);
}

pg_noreturn static void
refuse(Jsonb *json)
{
	spi_refuse_value("customer_imports.changes", JsonbToCString(NULL, &json->root, VARSIZE(json)));
}

/* A count of an object; 0 if it has none. */
static int64
read_count(Jsonb *json, JsonbContainer *object, const char *key)
{
	JsonbValue *value = json_get(object, key);
	int64		number = 0;

	if (value != NULL && (!json_value_int8(value, &number) || number < 0))
		refuse(json);
	return number;
}

/* The object of a key; NULL if there is none. */
static JsonbContainer *
read_object(Jsonb *json, JsonbContainer *object, const char *key)
{
	JsonbValue *value = json_get(object, key);

	if (value == NULL)
		return NULL;
	if (value->type != jbvBinary || !JsonContainerIsObject(value->val.binary.data))
		refuse(json);
	return value->val.binary.data;
}

Changes *
changes_read(Jsonb *json, char **fields, int nfields)
{
	Changes    *changes = changes_create(nfields);
	JsonbContainer *by_name;

	if (json == NULL)
		return changes;
	if (!JB_ROOT_IS_OBJECT(json))
		refuse(json);
	by_name = read_object(json, &json->root, "fields");
	for (int i = 0; i < nfields && by_name != NULL; i++)
	{
		JsonbContainer *field = fields[i] == NULL ? NULL : read_object(json, by_name, fields[i]);

		if (field == NULL)
			continue;
		changes->fields[i].changed = read_count(json, field, "changed");
		changes->fields[i].cleared = read_count(json, field, "cleared");
	}
	changes->unsubscribed = read_count(json, &json->root, "unsubscribed");
	changes->subscribed = read_count(json, &json->root, "subscribed");
	return changes;
}
