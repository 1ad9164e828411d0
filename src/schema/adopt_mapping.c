/*
 * adopt_mapping.c
 *
 *		AdoptColumns -> JSON -> customer_settings -> JSON -> AdoptColumns of the table
 *			as it is now
 *
 * Keys are a kind and a name: "field email", "fixed tenant_id".
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

#include "field/consent_sense.h"
#include "schema/adopt_mapping.h"
#include "schema/adopt_setting.h"
#include "schema/adopt_table.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

#define RELATION "relation"
#define FIELD "field "
#define LOST "lost "
#define STAMP "stamp "
#define FIXED "fixed "
#define PLACE "place "
#define COUNTED "counted "

/* The name after a kind, if the key is of that kind; else NULL. */
static char *
after(char *key, const char *kind)
{
	return strncmp(key, kind, strlen(kind)) == 0 ? key + strlen(kind) : NULL;
}

/* ---- kept ---- */

void
adopt_mapping_write(CatalogRelation relation, const AdoptColumns *all, const List *lost)
{
	JsonbParseState *state = NULL;
	ListCell   *cell;

	json_begin(&state);
	json_put_text(&state, RELATION, adopt_table_name(RelationGetRelid(all->relation)));
	for (int i = 0; i < all->ncolumns; i++)
	{
		const AdoptColumn *column = &all->columns[i];

		if (column->field != NULL)
			json_put_text(&state, psprintf(FIELD "%s", column->field), column->name);
		else if (column->stamp != NULL)
			json_put_text(&state, psprintf(STAMP "%s", column->stamp), column->name);
		else if (column->fixed_text != NULL)
			json_put_text(&state, psprintf(FIXED "%s", column->name), column->fixed_text);
		if (column->counted != NULL)
			json_put_text(&state, psprintf(COUNTED "%s", column->name), column->counted);
	}
	foreach(cell, lost)
	{
		const AdoptLost *item = lfirst(cell);

		json_put_text(&state, psprintf(LOST "%s", item->field), item->column);
		if (item->place != NULL)
			json_put_text(&state, psprintf(PLACE "%s", item->field), item->place);
	}
	adopt_setting_write(relation, JsonbToCString(NULL, &json_end(&state)->root, 0));
}

Jsonb *
adopt_mapping_read(CatalogRelation relation)
{
	char	   *text = adopt_setting_read(relation);
	Jsonb	   *mapping = text == NULL || text[0] != '{' ? NULL
		: DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));

	return mapping != NULL && JB_ROOT_IS_OBJECT(mapping) ? mapping : NULL;
}

/* The pairs of one kind; NULL = none.  read: their values are JSON. */
static Jsonb *
pairs_of(Jsonb *mapping, const char *kind, bool read)
{
	JsonbIterator *pairs = json_pairs(mapping);
	JsonbParseState *state = NULL;
	JsonbValue	value;
	char	   *key;
	bool		any = false;

	json_begin(&state);
	while (json_next_pair(&pairs, &key, &value))
	{
		if (after(key, kind) == NULL || value.type != jbvString)
			continue;
		if (read)
			JsonbToJsonbValue(DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(json_value_text(&value)))), &value);
		json_put(&state, after(key, kind), &value);
		any = true;
	}
	return any ? json_end(&state) : NULL;
}

Jsonb *
adopt_mapping_fixed(Jsonb *mapping)
{
	return pairs_of(mapping, FIXED, false);
}

Jsonb *
adopt_mapping_counted(Jsonb *mapping)
{
	return pairs_of(mapping, COUNTED, true);
}

Oid
adopt_mapping_table(Jsonb *mapping)
{
	Statement	find = statement("SELECT to_regclass($1)::oid::int8");
	Oid			table;

	find.closed = true;
	statement_text(&find, json_get_text(&mapping->root, RELATION));
	statement_select(&find);
	table = spi_int64_or(0, 1, InvalidOid, "the oid of a table");
	statement_done();
	return table;
}

bool
adopt_mapping_is_of(Jsonb *mapping, Oid table)
{
	char	   *name = mapping == NULL ? NULL : json_get_text(&mapping->root, RELATION);

	return name != NULL && strcmp(name, adopt_table_name(table)) == 0;
}

char **
adopt_mapping_fields(Jsonb *mapping, Relation table, AdoptFits fits)
{
	TupleDesc	columns = RelationGetDescr(table);
	char	  **fields;
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *key;

	if (!adopt_mapping_is_of(mapping, RelationGetRelid(table)))
		return NULL;
	fields = palloc0(Max(columns->natts, 1) * sizeof(char *));
	pairs = json_pairs(mapping);
	while (json_next_pair(&pairs, &key, &value))
	{
		char	   *field = after(key, FIELD) != NULL ? after(key, FIELD) : after(key, LOST);
		AttrNumber	number = field == NULL || value.type != jbvString ? InvalidAttrNumber
			: get_attnum(RelationGetRelid(table), json_value_text(&value));

		if (number > 0 && fits(field, TupleDescAttr(columns, number - 1)->atttypid))
			fields[number - 1] = field;
	}
	return fields;
}

/* ---- taken ---- */

/* Is the column, by its number, the one that the field was, where that matters? */
static bool
is_in_place(Jsonb *mapping, const char *field, AttrNumber number)
{
	char	   *place = json_get_text(&mapping->root, psprintf(PLACE "%s", field));

	return place == NULL || atoi(place) == number;
}

static void
lose(List **lost, Jsonb *mapping, const char *field, const char *column)
{
	AdoptLost  *item = palloc(sizeof(AdoptLost));

	*item = (AdoptLost) {pstrdup(field), pstrdup(column), json_get_text(&mapping->root, psprintf(PLACE "%s", field))};
	*lost = lappend(*lost, item);
}

static Oid
type_of(const AdoptColumns *all, const AdoptColumn *column)
{
	return TupleDescAttr(RelationGetDescr(all->relation), column->number - 1)->atttypid;
}

static void
say_lost(const AdoptColumns *all, const AdoptColumn *column, bool in_place, const char *field, const char *name)
{
	ereport(NOTICE,
			(errmsg("column \"%s\" of %s is no longer the field %s of schema %s", name,
					adopt_table_name(RelationGetRelid(all->relation)), field, quote_identifier(catalog_schema_name())),
			 column == NULL ? errdetail("There is no such column any more.")
			 : !in_place ? errdetail("It is another column of this name.")
			 : errdetail("The field cannot have its type, %s.", format_type_be(type_of(all, column))),
			 errhint("Is another column the field now? Adopt the table again, and name it in columns.")));
}

static void
say_found(const AdoptColumns *all, const char *field, const char *name)
{
	ereport(NOTICE,
			(errmsg("column \"%s\" of %s is the field %s of schema %s again", name,
					adopt_table_name(RelationGetRelid(all->relation)), field, quote_identifier(catalog_schema_name()))));
}

/* One pair of the mapping that is about a field: was says that it is lost already. */
static void
take_field(AdoptColumns *all, Jsonb *mapping, const char *field, const char *name, bool was_lost, AdoptFits fits, List **lost)
{
	AdoptColumn *column = adopt_column_named(all, name);
	bool		in_place = column != NULL && is_in_place(mapping, field, column->number);

	if (in_place && column->field == NULL && column->fixed == NULL && adopt_column_of(all, field) == NULL && fits(field, type_of(all, column)))
	{
		column->field = pstrdup(field);
		if (was_lost)
			say_found(all, field, name);
		return;
	}
	lose(lost, mapping, field, name);
	if (!was_lost)
		say_lost(all, column, in_place, field, name);
}

List *
adopt_mapping_take(AdoptColumns *all, Jsonb *mapping, AdoptFits fits)
{
	static const char *const kinds[] = {FIELD, STAMP, LOST};	/* in this order */
	List	   *lost = NIL;

	for (int i = 0; i < all->ncolumns; i++)
		all->columns[i].given = true;
	for (size_t i = 0; i < lengthof(kinds); i++)
	{
		JsonbIterator *pairs = json_pairs(mapping);
		JsonbValue	value;
		char	   *key;

		while (json_next_pair(&pairs, &key, &value))
			if (after(key, kinds[i]) != NULL && value.type == jbvString)
				take_field(all, mapping, after(key, kinds[i]), json_value_text(&value), kinds[i][0] == LOST[0], fits, &lost);
	}
	return lost;
}

bool
adopt_mapping_can_find(Jsonb *mapping, Oid table)
{
	JsonbIterator *pairs = json_pairs(mapping);
	JsonbValue	value;
	char	   *key;

	while (json_next_pair(&pairs, &key, &value))
	{
		AttrNumber	number = after(key, LOST) == NULL || value.type != jbvString ? InvalidAttrNumber
			: get_attnum(table, json_value_text(&value));

		if (number != InvalidAttrNumber && is_in_place(mapping, after(key, LOST), number))
			return true;
	}
	return false;
}

/* ---- names that change ---- */

void
adopt_mapping_rename(CatalogRelation relation, const char *table, const char *from, const char *to)
{
	Jsonb	   *mapping = adopt_mapping_read(relation);
	JsonbIterator *pairs = mapping == NULL ? NULL : json_pairs(mapping);
	JsonbParseState *state = NULL;
	JsonbValue	value;
	char	   *key;

	json_begin(&state);
	while (pairs != NULL && json_next_pair(&pairs, &key, &value))
	{
		char	   *name = json_value_text(&value);

		if (after(key, FIXED) != NULL && strcmp(after(key, FIXED), from) == 0)
			key = psprintf(FIXED "%s", to);
		else if (after(key, COUNTED) != NULL && strcmp(after(key, COUNTED), from) == 0)
			key = psprintf(COUNTED "%s", to);
		else if ((after(key, FIELD) != NULL || after(key, STAMP) != NULL) && name != NULL && strcmp(name, from) == 0)
		{
			if (after(key, FIELD) != NULL)
				ereport(NOTICE,
						(errmsg("column \"%s\" of %s, now \"%s\", stays the field %s of schema %s", from, table, to,
								after(key, FIELD), quote_identifier(catalog_schema_name()))));
			name = unconstify(char *, to);
		}
		json_put_text(&state, key, name);
	}
	if (mapping != NULL)
		adopt_setting_write(relation, JsonbToCString(NULL, &json_end(&state)->root, 0));
}

void
adopt_mapping_refresh(CatalogRelation relation, Oid view)
{
	Jsonb	   *mapping = adopt_mapping_read(relation);
	JsonbIterator *pairs = mapping == NULL ? NULL : json_pairs(mapping);
	JsonbParseState *state = NULL;
	Target		target = target_of(view);
	JsonbValue	value;
	char	   *key;

	json_begin(&state);
	while (pairs != NULL && json_next_pair(&pairs, &key, &value))
	{
		char	   *field = after(key, FIELD),
				   *name = json_value_text(&value);
		bool		refuses = field != NULL && strcmp(field, CONSENT_UNSUBSCRIBED) == 0;
		AttrNumber	number = field == NULL ? InvalidAttrNumber : target_column(&target, refuses ? CONSENT_SUBSCRIBED : field);

		if (strcmp(key, RELATION) == 0)
			name = adopt_table_name(RelationGetRelid(target.relation));
		else if (number != InvalidAttrNumber)
			name = get_attname(RelationGetRelid(target.relation), number, false);
		json_put_text(&state, key, name);
		if (number != InvalidAttrNumber && (refuses || strcmp(field, CONSENT_SUBSCRIBED) == 0 || strcmp(field, "customer_id") == 0))
			json_put_text(&state, psprintf(PLACE "%s", field), psprintf("%d", number));
	}
	target_close(&target);
	if (mapping != NULL)
		adopt_setting_write(relation, JsonbToCString(NULL, &json_end(&state)->root, 0));
}
