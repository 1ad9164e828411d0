/*
 * order.c
 *
 *		jsonb -> values of the order (order_values.c)
 *			-> order_number: was it placed before?  (order_known.c)
 *			-> customer_id, identifier, email: customer (order_customer.c)
 *				-> none: save_customers()
 *			-> INSERT into customer_orders, with the name and the email that
 *			   the order was placed under
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "merge/erase_guard.h"
#include "people/order.h"
#include "people/order_customer.h"
#include "people/order_known.h"
#include "people/order_values.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

pg_noreturn static void
refuse_shape(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("orders are given as a JSON object, or as an array of objects"),
			 errhint("For example: {\"email\": \"ann@example.com\", \"order_number\": \"1001\", \"total\": 99.50}")));
}

static void
add_value(StringInfo columns, StringInfo values, const char *column, const char *sql)
{
	appendStringInfo(columns, ", %s", quote_identifier(column));
	appendStringInfo(values, ", %s", sql);
}

/*
 * INSERT of an order, with parameters $1 customer_id, $2 name, $3 email, $4 the
 * values.
 */
static char *
insert_sql(const OrderValues *order)
{
	StringInfoData columns,
				values;

	initStringInfo(&columns);
	initStringInfo(&values);
	if (order->has_name)
		add_value(&columns, &values, "customer_name", "$2");
	if (order->has_email)
		add_value(&columns, &values, "customer_email", "$3");
	for (int i = 0; i < order->ncolumns; i++)
		add_value(&columns, &values, order->columns[i].name, psprintf("v.%s", quote_identifier(order->columns[i].name)));
	return psprintf("INSERT INTO %s (customer_id%s)"
					" SELECT $1%s%s%s RETURNING order_id::pg_catalog.int8",
					catalog_name(REL_ORDERS), columns.data, values.data,
					order->record != NULL ? " FROM pg_catalog.jsonb_to_record($4) AS v " : "",
					order->record != NULL ? order->record : "");
}

/* Adds a hint if the table wants a value that the order does not give. */
static void
insert_error_callback(void *arg)
{
	if (geterrcode() == ERRCODE_NOT_NULL_VIOLATION)
		errhint("Give the order a value for it, or the column a DEFAULT. Of an adopted table, an order can give values for the columns that customers_adopt_orders() was told of.");
}

/* Returns the order's id. */
static int64
insert_order(const OrderCustomer *customer, const OrderValues *order)
{
	Statement	insert = statement(insert_sql(order));
	ErrorContextCallback callback = {error_context_stack, insert_error_callback, NULL};
	uint64		inserted;

	statement_int8(&insert, customer->customer_id);
	statement_text(&insert, customer->name);
	statement_text(&insert, customer->email);
	statement_datum(&insert, JSONBOID, JsonbPGetDatum(order->values), false);
	error_context_stack = &callback;
	inserted = statement_write(&insert);
	error_context_stack = callback.previous;
	if (inserted != 1)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
				 errmsg("the order could not be inserted"),
				 errhint("A trigger on customer_orders may have held it back.")));
	return spi_int64(0, 1, "customer_orders.order_id");
}

static void
on_error(void *arg)
{
	errcontext("order %d", *(const int *) arg);
}

/* Places one order in a memory context of its own; number is for errors. */
static int64
place(JsonbValue *order, int number)
{
	ErrorContextCallback callback;
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context = AllocSetContextCreate(caller, "customers order",
												  ALLOCSET_DEFAULT_SIZES);
	Jsonb	   *json;
	OrderValues *values;
	OrderCustomer customer;
	int64		order_id;

	CHECK_FOR_INTERRUPTS();
	callback.previous = error_context_stack;
	callback.callback = on_error;
	callback.arg = &number;
	error_context_stack = &callback;
	MemoryContextSwitchTo(context);
	json = JsonbValueToJsonb(order);
	values = order_read(json);
	order_id = order_known(json, values);
	if (order_id == 0)
	{
		order_customer_find(json, &customer);
		order_id = insert_order(&customer, values);
	}
	error_context_stack = callback.previous;
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
	return order_id;
}

/* Errors if orders have no key that could be returned. */
static void
check_has_key(void)
{
	Target		target = target_orders();

	if (target_column(&target, "order_id") == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("orders cannot be placed in %s", RelationGetRelationName(target.relation)),
				 errdetail("It was adopted without a column for the field order_id, of type smallint, integer or bigint."),
				 errhint("Place them as the application does, or adopt it with such a column.")));
	target_close(&target);
}

int64 *
order_place(Jsonb *orders, int *norders)
{
	JsonbIterator *iterator;
	JsonbValue	value;
	int64	   *ids;
	int			n = 0;

	setup_ensure_writable();
	check_has_key();
	erase_guard_lock();
	if (JB_ROOT_IS_SCALAR(orders))
		refuse_shape();
	order_known_lock(orders);
	ids = palloc(Max(JB_ROOT_COUNT(orders), 1) * sizeof(int64));
	if (JB_ROOT_IS_OBJECT(orders))
	{
		JsonbToJsonbValue(orders, &value);
		ids[n++] = place(&value, 1);
	}
	else
	{
		iterator = JsonbIteratorInit(&orders->root);
		(void) JsonbIteratorNext(&iterator, &value, true);
		while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
		{
			if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
				refuse_shape();
			ids[n] = place(&value, n + 1);
			n++;
		}
	}
	*norders = n;
	return ids;
}
