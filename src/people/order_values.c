/*
 * order_values.c
 *
 *		key -> column of customer_orders, or a key that describes the customer
 *		value -> strings for numbers, dates, booleans: value_parse(), as import
 *			-> can its column store it?
 *
 * All values are tried at once; if that fails, one by one, to name the wrong one.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"
#include "utils/rel.h"

#include "field/field.h"
#include "field/note.h"
#include "field/value.h"
#include "field/value_trim.h"
#include "field/value_words.h"
#include "import/record.h"
#include "people/order_customer.h"
#include "people/order_values.h"
#include "schema/adopt_order_columns.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/statement.h"
#include "support/subxact.h"
#include "support/target.h"

static const char *const number_key = "order_number";

/* Columns of customer_orders that a shop cannot set. */
static bool
is_ours(const char *column)
{
	return strcmp(column, "order_id") == 0 || strcmp(column, "customer_id") == 0 ||
		strcmp(column, "customer_name") == 0 || strcmp(column, "customer_email") == 0;
}

static Form_pg_attribute
find_column(TupleDesc orders, const char *name)
{
	for (int i = 0; i < orders->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(orders, i);

		if (!column->attisdropped && !is_ours(NameStr(column->attname)) &&
			strcmp(NameStr(column->attname), name) == 0)
			return column;
	}
	return NULL;
}

pg_noreturn static void
refuse_key(TupleDesc orders, const char *name)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < orders->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(orders, i);

		if (!column->attisdropped && !is_ours(NameStr(column->attname)))
			appendStringInfo(&list, ", %s", NameStr(column->attname));
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("\"%s\" is not a field of orders", name),
			 errhint("An order has: " ORDER_CUSTOMER_KEYS "%s; more goes into \"details\", or under \"customer\" if it is of the customer.",
					 list.data)));
}

/* ---- values ---- */

/* The value as jsonb_to_record() converts it to text. */
static char *
value_text(const JsonbValue *value)
{
	Jsonb	   *json;

	if (value->type == jbvString)
		return pnstrdup(value->val.string.val, value->val.string.len);
	json = JsonbValueToJsonb((JsonbValue *) value);
	return JsonbToCString(NULL, &json->root, VARSIZE(json));
}

pg_noreturn static void
refuse_value(const char *name, const JsonbValue *value, int sqlstate, const char *why,
			 const char *hint)
{
	char	   *text = value_text(value);

	ereport(ERROR,
			(errcode(sqlstate),
			 errmsg("\"%s\" of an order cannot be \"%s\": %s", name,
					record_clip(text, strlen(text)), why),
			 hint != NULL ? errhint("%s", hint) : 0));
}

/*
 * Reads a string by import's parser for the column's type, if it has one.  An
 * invalid string stays as it is: the type's input function may accept it.
 * Errors if the string is ambiguous.
 */
static void
read_string(const OrderColumn *column, JsonbValue *value)
{
	Field		field;
	CsvCell		cell = {.data = value->val.string.val, .len = value->val.string.len, .quoted = true};
	CellValue	parsed = {0};

	field_init_of_type(&field, column->name, column->type);
	field.typmod = column->typmod;
	if (!value_is_number(field.kind) && field.kind != FIELD_NUMBER)
		return;
	value_parse(&field, &cell, &parsed);
	if (parsed.state == VALUE_ERROR && field.kind == FIELD_BOOLEAN)
	{
		field.words = value_words_load();	/* few orders need them */
		value_parse(&field, &cell, &parsed);
	}
	if (parsed.state == VALUE_ERROR && strncmp(parsed.note->code, "invalid_", 8) != 0)
		refuse_value(column->name, value, note_kind(parsed.note->code)->sqlstate, parsed.note->message, parsed.note->hint);
	if (parsed.state != VALUE_SET)
		return;
	value->val.string.val = unconstify(char *, parsed.data);
	value->val.string.len = parsed.len;
}

/* Trims an order_number, as keys of customers are trimmed. */
static void
trim_string(JsonbValue *value)
{
	const char *data = value->val.string.val;
	uint32		len = value->val.string.len;

	value_trim(&data, &len);
	value->val.string.val = unconstify(char *, data);
	value->val.string.len = len;
}

/* A SELECT that reads values, for subxact_run(). */
typedef struct Trial
{
	const char *record;
	Jsonb	   *values;
} Trial;

static bool
read_values(void *state)
{
	const Trial *trial = state;
	Statement	read = statement(psprintf("SELECT FROM pg_catalog.jsonb_to_record($1) AS v %s", trial->record));

	read.read_only = true;
	statement_datum(&read, JSONBOID, JsonbPGetDatum(trial->values), false);
	statement_select(&read);
	statement_done();
	return true;
}

static char *
column_definition(const OrderColumn *column)
{
	return psprintf("%s %s", quote_identifier(column->name),
					format_type_extended(column->type, column->typmod,
										 FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY));
}

/* Does the column accept any value? */
static bool
takes_all(const OrderColumn *column)
{
	return column->typmod < 0 && (column->type == TEXTOID || column->type == JSONBOID);
}

/* Errors if a column cannot store its value, naming the column. */
static void
check_values(const OrderValues *values)
{
	Trial		trial = {values->record, values->values};
	ErrorData  *error;
	bool		all = true;

	for (int i = 0; i < values->ncolumns; i++)
		all &= takes_all(&values->columns[i]);
	if (all || subxact_run(read_values, &trial, &error))
		return;
	for (int i = 0; i < values->ncolumns; i++)
	{
		const OrderColumn *column = &values->columns[i];
		ErrorData  *own;

		trial.record = psprintf("(%s)", column_definition(column));
		if (!subxact_run(read_values, &trial, &own) && own != NULL)
			refuse_value(column->name,
						 json_get(&values->values->root, column->name),
						 own->sqlerrcode, own->message, own->hint);
	}
	ReThrowError(error);
}

/* ---- totals in cents ---- */

/* Work for subxact_run(). */
static bool
parse_number(void *state)
{
	JsonbValue *value = state;

	value->val.numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(pnstrdup(value->val.string.val, value->val.string.len)),
															 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	return true;
}

/* Reads a string as a number; false if it is none. */
static bool
read_number(const JsonbValue *value, Numeric *number)
{
	JsonbValue	copy = *value;
	ErrorData  *error;

	if (!subxact_run(parse_number, &copy, &error))
		return false;
	*number = copy.val.numeric;
	return true;
}

/*
 * Of an adopted table whose total is kept in cents: the value of "total" as that of its
 * column.  One that is no number stays as it is: the column's type refuses it.
 */
static void
make_cents(JsonbValue *value)
{
	Numeric		total;

	if (value->type == jbvString)
	{
		OrderColumn column = {"total", NUMERICOID, -1};

		read_string(&column, value);
	}
	if (value->type == jbvNumeric)
		total = value->val.numeric;
	else if (value->type != jbvString || !read_number(value, &total))
		return;
	value->type = jbvNumeric;
	value->val.numeric = DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale,
															 DirectFunctionCall2(numeric_mul, NumericGetDatum(total),
																				 NumericGetDatum(int64_to_numeric(100)))));
}

/* ---- the order ---- */

char *
order_number(JsonbContainer *order)
{
	JsonbValue *value = json_get(order, number_key);
	char	   *text;

	if (value == NULL || value->type == jbvNull)
		return NULL;
	if (value->type == jbvString)
		trim_string(value);
	text = value_text(value);
	return text[0] == '\0' ? NULL : text;
}

/* Collects the keys that are columns; returns an object of their values. */
static Jsonb *
take_columns(JsonbContainer *order, TupleDesc orders, OrderValues *values)
{
	JsonbIterator *iterator = JsonbIteratorInit(order);
	JsonbParseState *state = NULL;
	JsonbValue	key;
	JsonbValue	value;

	json_begin(&state);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *name = pnstrdup(key.val.string.val, key.val.string.len);
		OrderColumn *taken = &values->columns[values->ncolumns];
		Form_pg_attribute column;

		(void) JsonbIteratorNext(&iterator, &value, true);
		if (order_customer_takes(name))
			continue;
		column = find_column(orders, name);
		if (column == NULL && strcmp(name, "total") == 0 && (column = find_column(orders, ADOPT_ORDER_CENTS)) != NULL)
		{
			name = pstrdup(ADOPT_ORDER_CENTS);
			make_cents(&value);
		}
		if (column == NULL)
			refuse_key(orders, name);
		if (value.type == jbvNull)
			continue;
		*taken = (OrderColumn) {name, column->atttypid, column->atttypmod};
		values->ncolumns++;
		if (value.type == jbvString && strcmp(name, number_key) == 0)
			trim_string(&value);
		if (value.type == jbvString)
			read_string(taken, &value);
		json_put(&state, name, &value);
	}
	return json_end(&state);
}

OrderValues *
order_read(Jsonb *order)
{
	Target		orders = target_orders();
	OrderValues *values = palloc0(sizeof(OrderValues));
	StringInfoData record;

	values->columns = palloc(Max(JB_ROOT_COUNT(order), 1) * sizeof(OrderColumn));
	values->values = take_columns(&order->root, orders.columns, values);
	values->has_name = target_column(&orders, "customer_name") != InvalidAttrNumber;
	values->has_email = target_column(&orders, "customer_email") != InvalidAttrNumber;
	values->number = order_number(&order->root);
	target_close(&orders);
	initStringInfo(&record);
	for (int i = 0; i < values->ncolumns; i++)
		appendStringInfo(&record, "%s%s", i == 0 ? "(" : ", ", column_definition(&values->columns[i]));
	if (values->ncolumns > 0)
		values->record = psprintf("%s)", record.data);
	check_values(values);
	return values;
}
