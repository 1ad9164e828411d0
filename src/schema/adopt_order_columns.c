/*
 * adopt_order_columns.c
 *
 * A column that is about the person (their name, email, what the shop keeps with the
 * order, and each that is used under its own name) is never guessed: an erasure empties
 * it, and that is for columns to say.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

#include "field/field.h"
#include "schema/adopt_mapping.h"
#include "schema/adopt_order_columns.h"
#include "schema/adopt_table.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/sql_text.h"
#include "support/target.h"

/* What the type of a column must be. */
typedef enum OrderKind
{
	ORDER_ID,
	ORDER_TEXT,
	ORDER_KEY,
	ORDER_NUMBER,
	ORDER_JSON,
	ORDER_TIME,
	ORDER_ANY
} OrderKind;

typedef struct OrderField
{
	const char *name;
	OrderKind	kind;
	bool		personal;
	const char *lacking;		/* what stands for it where there is no column */
} OrderField;

/* The columns of customer_orders, in its order. */
static const OrderField order_fields[] = {
	{"order_id", ORDER_ID, false, "NULL::pg_catalog.int8"},
	{"customer_id", ORDER_ID, false, "NULL::pg_catalog.int8"},
	{"customer_name", ORDER_TEXT, true, "NULL::pg_catalog.text"},
	{"customer_email", ORDER_TEXT, true, "NULL::pg_catalog.text COLLATE pg_catalog.\"C\""},
	{"order_number", ORDER_KEY, false, "NULL::pg_catalog.text"},
	{"status", ORDER_ANY, false, "NULL::pg_catalog.text"},
	{"total", ORDER_NUMBER, false, "NULL::pg_catalog.numeric"},
	{"currency", ORDER_ANY, false, "NULL::pg_catalog.text"},
	{"details", ORDER_JSON, true, "NULL::pg_catalog.jsonb"},
	{"ordered_at", ORDER_TIME, false, "NULL::pg_catalog.timestamptz"},
};

/* Stands for the field total, which the view computes from it. */
static const OrderField cents = {ADOPT_ORDER_CENTS, ORDER_NUMBER, false, NULL};

static const OrderField *
find_field(const char *name)
{
	if (strcmp(name, ADOPT_ORDER_CENTS) == 0)
		return &cents;
	for (size_t i = 0; i < lengthof(order_fields); i++)
		if (strcmp(order_fields[i].name, name) == 0)
			return &order_fields[i];
	return NULL;
}

bool
adopt_order_is_field(const char *name)
{
	return find_field(name) != NULL;
}

const char *
adopt_order_field(int number, const char **name)
{
	if (number >= (int) lengthof(order_fields))
		return NULL;
	*name = order_fields[number].name;
	return order_fields[number].lacking;
}

static Form_pg_attribute
attribute_of(const AdoptColumns *all, const AdoptColumn *column)
{
	return TupleDescAttr(RelationGetDescr(all->relation), column->number - 1);
}

static bool
is_integer(Oid type)
{
	return type == INT2OID || type == INT4OID || type == INT8OID;
}

/* Can a column of this type be the field? */
static bool
fits(const OrderField *field, Oid type)
{
	Oid			base = getBaseType(type);

	switch (field->kind)
	{
		case ORDER_ID:
			return is_integer(type);
		case ORDER_TEXT:
			return field_is_text_type(base) || base == BPCHAROID;
		case ORDER_KEY:
			return field_is_text_type(base) || base == BPCHAROID || field_is_key_type(type);
		case ORDER_NUMBER:
			return is_integer(base) || base == NUMERICOID || base == FLOAT4OID || base == FLOAT8OID || base == CASHOID;
		case ORDER_JSON:
			return base == JSONBOID || base == JSONOID;
		case ORDER_TIME:
			return base == TIMESTAMPTZOID || base == TIMESTAMPOID || base == DATEOID;
		case ORDER_ANY:
			return true;
	}
	return false;
}

/* ---- the option columns ---- */

pg_noreturn static void
refuse_field(const char *column, const char *field)
{
	StringInfoData list;

	initStringInfo(&list);
	for (size_t i = 0; i < lengthof(order_fields); i++)
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", order_fields[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not a field of orders", field),
			 errdetail("columns says it of column \"%s\".", column),
			 errhint("The fields are: %s, " ADOPT_ORDER_CENTS ". Another column of a person is one by its own name, and emptied by an erasure: {\"%s\": \"%s\"}.",
					 list.data, column, column)));
}

pg_noreturn static void
refuse_type(const AdoptColumns *all, const AdoptColumn *column, OrderKind kind)
{
	static const char *const types[] = {
		[ORDER_ID] = "smallint, integer or bigint", [ORDER_TEXT] = "text, or another type of text",
		[ORDER_KEY] = "text, another type of text, an integer or uuid",
		[ORDER_NUMBER] = "numeric, or another type of numbers", [ORDER_JSON] = "jsonb or json",
		[ORDER_TIME] = "timestamptz, timestamp or date", [ORDER_ANY] = "any",
	};

	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of type %s cannot be the field %s", column->name,
					format_type_be(attribute_of(all, column)->atttypid), column->field),
			 errdetail("The field must be of type %s.", types[kind]),
			 errhint("Name another column, or none: {\"%s\": null}.", column->name)));
}

/* Errors if an erasure could not empty a personal column. */
static void
check_can_be_emptied(const AdoptColumns *all, const AdoptColumn *column)
{
	Form_pg_attribute attribute = attribute_of(all, column);
	Oid			type = getBaseType(attribute->atttypid);

	if (!attribute->attnotnull || type == JSONBOID || type == JSONOID || field_is_text_type(type) || type == BPCHAROID)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("column \"%s\" of %s cannot be emptied by an erasure", column->name,
					adopt_table_name(RelationGetRelid(all->relation))),
			 errdetail("It is NOT NULL, and has no empty value."),
			 errhint("ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL; or leave it out of columns.",
					 adopt_table_name(RelationGetRelid(all->relation)), quote_identifier(column->name))));
}

/* The column that is the total in the other form, if the field is one; else NULL. */
static AdoptColumn *
other_total(const AdoptColumns *all, const char *field)
{
	return strcmp(field, "total") == 0 ? adopt_column_of(all, ADOPT_ORDER_CENTS)
		: strcmp(field, ADOPT_ORDER_CENTS) == 0 ? adopt_column_of(all, "total") : NULL;
}

/* What columns says of one column; field NULL = that it is none. */
static void
give(void *state, const char *name, const char *field)
{
	AdoptColumns *all = state;
	AdoptColumn *column = adopt_column_needed(all, name,
											  "columns names the columns of the table: {\"user_id\": \"customer_id\", \"amount\": \"total\"}.");
	const OrderField *known = field == NULL ? NULL : find_field(field);
	AdoptColumn *other;

	column->given = true;
	if (field == NULL)
		return;
	if (known == NULL && (strcmp(field, name) != 0 || target_is_own_consent(name) || strcmp(name, TARGET_IS_COUNTED) == 0))
		refuse_field(name, field);
	if ((other = adopt_column_of(all, field)) != NULL || (other = other_total(all, field)) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("columns says of two columns that they are the field %s", field),
				 errdetail("They are \"%s\" and \"%s\".", other->name, name)));
	column->field = field;
	if (known != NULL && !fits(known, attribute_of(all, column)->atttypid))
		refuse_type(all, column, known->kind);
	if (known == NULL || known->personal)
	{
		check_can_be_emptied(all, column);
		column->note = "an erasure empties it";
	}
}

/* ---- guesses ---- */

/* Makes a column a field by a guess, if it fits and the field is not taken. */
static void
guess(AdoptColumns *all, AdoptColumn *column, const OrderField *field)
{
	if (column->given || column->field != NULL || adopt_column_of(all, field->name) != NULL ||
		other_total(all, field->name) != NULL)
		return;
	if (field->personal)
		column->note = psprintf("a field that an erasure empties is not guessed: {\"%s\": \"%s\"}", column->name, field->name);
	else if (!fits(field, attribute_of(all, column)->atttypid))
		column->note = psprintf("its name says %s, its type does not", field->name);
	else
		column->field = field->name;
}

/* The table's primary key, if it is one column, is the order's key. */
static void
guess_key(AdoptColumns *all)
{
	Oid			primary;
	const OrderField *key = find_field("order_id");

	RelationGetIndexList(all->relation);
	primary = all->relation->rd_pkindex;
	for (int i = 0; OidIsValid(primary) && get_attname(primary, 2, true) == NULL && i < all->ncolumns; i++)
		if (get_attnum(primary, all->columns[i].name) > 0 && fits(key, attribute_of(all, &all->columns[i])->atttypid))
			guess(all, &all->columns[i], key);
}

/* A foreign key to the customers says who they are, if it is the only one. */
static void
guess_customer(AdoptColumns *all)
{
	Target		target = target_open();
	AttrNumber	key = target_column(&target, "customer_id"),
				found = InvalidAttrNumber;
	int			n = 0;
	ListCell   *cell;

	foreach(cell, RelationGetFKeyList(all->relation))
	{
		const ForeignKeyCacheInfo *reference = lfirst_node(ForeignKeyCacheInfo, cell);

		if (reference->confrelid != RelationGetRelid(target.relation) || reference->nkeys != 1 ||
			reference->confkey[0] != key)
			continue;
		found = reference->conkey[0];
		n++;
	}
	target_close(&target);
	for (int i = 0; n == 1 && i < all->ncolumns; i++)
		if (all->columns[i].number == found)
			guess(all, &all->columns[i], find_field("customer_id"));
}

static void
require_customer(const AdoptColumns *all)
{
	if (adopt_column_of(all, "customer_id") == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("no column of %s is known to be the field customer_id",
						adopt_table_name(RelationGetRelid(all->relation))),
				 errdetail("It says whose order it is, by the customer_id of the customers: a column of type smallint, integer or bigint."),
				 errhint("Name it: {\"user_id\": \"customer_id\"}.")));
}

/* ---- the option counted ---- */

/* What a column must hold for an order to count; value: as JSON. */
static void
count(AdoptColumns *all, const char *name, const char *value)
{
	AdoptColumn *column = adopt_column_needed(all, name,
											  "counted names columns of the table, and the values of orders that count: {\"state\": [\"paid\", \"sent\"], \"cancelled_at\": null}.");

	column->counted = value;
}

static void
read_counted(AdoptColumns *all, Jsonb *counted)
{
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *name;

	if (counted == NULL)
		return;
	if (!JB_ROOT_IS_OBJECT(counted))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("counted must be an object"),
				 errhint("It says of columns which values orders that count have: {\"state\": [\"paid\", \"sent\"], \"cancelled_at\": null}.")));
	pairs = json_pairs(counted);
	while (json_next_pair(&pairs, &name, &value))
		count(all, name, JsonbToCString(NULL, &JsonbValueToJsonb(&value)->root, 0));
}

/* SQL: has the column this value?  NULL for JSON's null. */
static char *
has_value(const AdoptColumns *all, const AdoptColumn *column, JsonbValue *value)
{
	char	   *own = psprintf("t.%s", quote_identifier(column->name));

	if (value->type == jbvBinary)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("counted says of column \"%s\" what is no value, and no array of values", column->name)));
	return value->type == jbvNull ? psprintf("%s IS NULL", own)
		: psprintf("%s = %s", own, adopt_literal(all, column, json_value_text(value)));
}

/* The same of any value of an array, or of one value. */
static char *
has_counted_value(const AdoptColumns *all, const AdoptColumn *column)
{
	Jsonb	   *values = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(column->counted)));
	JsonbIterator *iterator = JsonbIteratorInit(&values->root);
	JsonbValue	value;
	JsonbIteratorToken token;
	StringInfoData list;

	initStringInfo(&list);
	if (JB_ROOT_IS_OBJECT(values))
	{
		JsonbToJsonbValue(values, &value);
		(void) has_value(all, column, &value);
	}
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_ELEM)
			sql_add(&list, " OR ", "%s", has_value(all, column, &value));
	return list.len == 0 ? pstrdup("false") : list.data;
}

char *
adopt_order_counts(const AdoptColumns *all)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < all->ncolumns; i++)
		if (all->columns[i].counted != NULL)
			sql_add(&list, " AND ", "(%s)", has_counted_value(all, &all->columns[i]));
	return list.len == 0 ? NULL : psprintf("(%s) IS TRUE", list.data);
}

/* ---- the columns ---- */

static AdoptColumns
list_columns(Relation relation)
{
	TupleDesc	desc = RelationGetDescr(relation);
	AdoptColumns all = {.relation = relation, .columns = palloc0(Max(desc->natts, 1) * sizeof(AdoptColumn))};

	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped)
			all.columns[all.ncolumns++] = (AdoptColumn) {
				.number = i + 1, .name = NameStr(TupleDescAttr(desc, i)->attname)
			};
	return all;
}

/* An AdoptFits. */
static bool
can_be(const char *name, Oid type)
{
	const OrderField *field = find_field(name);

	return field == NULL || fits(field, type);
}

AdoptColumns
adopt_order_columns_again(Relation relation, Jsonb *mapping, List **lost)
{
	AdoptColumns all = list_columns(relation);

	read_counted(&all, adopt_mapping_counted(mapping));
	*lost = adopt_mapping_take(&all, mapping, can_be);
	require_customer(&all);
	return all;
}

AdoptColumns
adopt_order_columns(Relation relation, Jsonb *columns, Jsonb *counted)
{
	AdoptColumns all = list_columns(relation);

	adopt_table_read(columns, give, &all);
	read_counted(&all, counted);
	for (int i = 0; i < all.ncolumns; i++)
	{
		const OrderField *field = find_field(all.columns[i].name);

		if (field != NULL)
			guess(&all, &all.columns[i], field);
	}
	guess_customer(&all);
	guess_key(&all);
	require_customer(&all);
	return all;
}
