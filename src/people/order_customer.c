/*
 * order_customer.c
 *
 *		{"email": ..., "name": ...} or {"customer": {...}} -> an object for save
 *			-> the first key that names a customer decides; if two customers have
 *			   it, the one who has more of the other keys; an error if another
 *			   key names another customer
 *			-> no key does: the customer is created
 *
 * An order does not change a customer who exists: the name and email that it
 * gives are stored with the order.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/key_sql.h"
#include "import/diff.h"
#include "people/given.h"
#include "people/order_customer.h"
#include "people/save.h"
#include "support/catalog.h"
#include "support/json.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* Keys of an order that are fields of its customer. */
static const char *const customer_fields[] = {"customer_id", "identifier", "email", "name"};

static bool
is_customer_field(const char *key)
{
	for (size_t i = 0; i < lengthof(customer_fields); i++)
		if (strcmp(key, customer_fields[i]) == 0)
			return true;
	return false;
}

bool
order_customer_takes(const char *key)
{
	return is_customer_field(key) || strcmp(key, "customer") == 0 ||
		strcmp(key, "customer_name") == 0 || strcmp(key, "customer_email") == 0;
}

/* ---- values of the order ---- */

/* The customer as an object for save_customers(). */
static Jsonb *
customer_object(Jsonb *order)
{
	JsonbValue *customer = json_get(&order->root, "customer");
	JsonbParseState *state = NULL;
	int			nfields = 0;

	json_begin(&state);
	for (size_t i = 0; i < lengthof(customer_fields); i++)
	{
		JsonbValue *value = json_get(&order->root, customer_fields[i]);

		if (value == NULL)
			continue;
		json_put(&state, customer_fields[i], value);
		nfields++;
	}
	if (customer == NULL)
		return json_end(&state);
	if (nfields > 0 || customer->type != jbvBinary ||
		!JsonContainerIsObject(customer->val.binary.data))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 nfields > 0 ? errmsg("an order says who its customer is either under \"customer\" or beside it")
				 : errmsg("\"customer\" of an order must be an object"),
				 errhint("For example: {\"customer\": {\"email\": \"ann@example.com\", \"first_name\": \"Ann\"}, \"total\": 99.50}")));
	return JsonbValueToJsonb(customer);
}

/* A string of the order; NULL if missing or empty. */
static char *
order_text(Jsonb *order, const char *key)
{
	JsonbValue *value = json_get(&order->root, key);

	if (value == NULL || value->type == jbvNull)
		return NULL;
	if (value->type != jbvString)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" of an order must be a string", key)));
	return value->val.string.len == 0 ? NULL
		: pnstrdup(value->val.string.val, value->val.string.len);
}

/* Value given for a field of the customer, or NULL. */
static char *
given_text(const Given *given, const char *name)
{
	for (int i = 0; i < given->map->nfields; i++)
	{
		const Field *field = &given->map->fields[i];
		CellValue	value = {0};

		if (strcmp(field->name, name) != 0 || !field_in_file(field))
			continue;
		value_parse(field, &given->records[0].cells[field->file_column], &value);
		return value.state == VALUE_SET ? pnstrdup(value.data, value.len) : NULL;
	}
	return NULL;
}

/* name, else first and last name or one of them, else NULL. */
static char *
join_name(char *name, const char *first, const char *last)
{
	if (name != NULL)
		return name;
	if (first != NULL && last != NULL)
		return psprintf("%s %s", first, last);
	return first != NULL ? pstrdup(first) : last != NULL ? pstrdup(last) : NULL;
}

/* ---- the customer ---- */

/* The keys that an order names its customer by: parameters $1 to $3. */
typedef struct OrderKeys
{
	bool		has_id;
	int64		customer_id;
	char	   *identifier;		/* NULL = not given */
	char	   *email;			/* NULL = not given */
} OrderKeys;

static OrderKeys
order_keys(const Given *given)
{
	OrderKeys	keys = {
		.identifier = given_text(given, "identifier"), .email = given_text(given, "email")
	};
	const Field *id = given->map->customer_id;
	CellValue	value = {0};

	if (id != NULL)
		value_parse(id, &given->records[0].cells[id->file_column], &value);
	keys.has_id = value.state == VALUE_SET;
	keys.customer_id = value.number;
	return keys;
}

static bool
has_key(const OrderKeys *keys, KeyKind key)
{
	return key == KEY_CUSTOMER_ID ? keys->has_id
		: key == KEY_IDENTIFIER ? keys->identifier != NULL : keys->email != NULL;
}

/*
 * SQL: the customers who have a key, best rank first.  rank says which of the
 * three keys they have; a stronger key outweighs the weaker ones together.
 */
static char *
bearers_sql(KeyKind key)
{
	char	   *columns = psprintf("c.customer_id::pg_catalog.int8 AS customer_id, c.email, c.name, c.first_name, c.last_name,"
								   " CASE WHEN c.customer_id OPERATOR(pg_catalog.=) $1 THEN 4 ELSE 0 END OPERATOR(pg_catalog.+)"
								   " CASE WHEN %s OPERATOR(pg_catalog.=) $2 THEN 2 ELSE 0 END OPERATOR(pg_catalog.+)"
								   " CASE WHEN %s OPERATOR(pg_catalog.=) $3 THEN 1 ELSE 0 END AS rank",
								   key_sql_folded(KEY_IDENTIFIER, "c."), key_sql_folded(KEY_EMAIL, "c."));

	return psprintf("%s ORDER BY rank DESC, customer_id",
					key == KEY_CUSTOMER_ID
					? psprintf("SELECT %s FROM %s AS c WHERE c.customer_id OPERATOR(pg_catalog.=) $1",
							   columns, catalog_name(REL_CUSTOMERS))
					: key_sql_bearers(key, catalog_name(REL_CUSTOMERS), columns, key + 1));
}

static void
refuse_shared(KeyKind key)
{
	char	   *first = spi_text_not_null(0, 1, "customers.customer_id");
	char	   *second = spi_text_not_null(1, 1, "customers.customer_id");

	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("customers %s and %s both have this %s", first, second, options_key_name(key)),
			 errdetail("Whose order it is cannot be told (ambiguous_match)."),
			 errhint("Say which is meant by customer_id.")));
}

/* Finds the customer whom a key names; false if nobody has it. */
static bool
find_by_key(const OrderKeys *keys, KeyKind key, OrderCustomer *customer)
{
	Statement	find;
	uint64		n;

	if (!has_key(keys, key))
		return false;
	find = statement(bearers_sql(key));
	find.limit = 2;
	statement_datum(&find, INT8OID, Int64GetDatum(keys->customer_id), !keys->has_id);
	statement_text(&find, keys->identifier);
	statement_text(&find, keys->email);
	n = statement_select(&find);
	if (n > 1 && spi_int32(0, 6, "rank") == spi_int32(1, 6, "rank"))
		refuse_shared(key);
	if (n > 0)
	{
		customer->customer_id = spi_int64(0, 1, "customers.customer_id");
		if (customer->email == NULL)
			customer->email = spi_text(0, 2);
		if (customer->name == NULL)
			customer->name = join_name(spi_text(0, 3), spi_text(0, 4), spi_text(0, 5));
	}
	statement_done();
	return n > 0;
}

/* Errors if key names another customer than by does. */
static void
check_agrees(const OrderKeys *keys, KeyKind by, const OrderCustomer *customer, KeyKind key)
{
	OrderCustomer other = {0};

	if (!find_by_key(keys, key, &other) || other.customer_id == customer->customer_id)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("order cannot be placed: %s names customer " INT64_FORMAT ", but %s names customer " INT64_FORMAT,
					options_key_name(by), customer->customer_id,
					options_key_name(key), other.customer_id),
			 errdetail("Whose order it is cannot be told (ambiguous_match)."),
			 errhint("Correct one of them, or leave it out.")));
}

/*
 * Finds the customer by the first key that names one; with all_agree, errors if
 * another key names another customer.
 */
static bool
find_customer(const Given *given, bool all_agree, OrderCustomer *customer)
{
	OrderKeys	keys = order_keys(given);
	int			by = 0;

	while (by < NUM_KEYS && !find_by_key(&keys, by, customer))
		by++;
	for (int key = by + 1; all_agree && key < NUM_KEYS; key++)
		check_agrees(&keys, by, customer, key);
	return by < NUM_KEYS;
}

/*
 * Creates the customer; takes one that another session has created meanwhile.
 * An erased person who places an order may be stored again.
 */
static void
create_customer(Jsonb *object, OrderCustomer *customer)
{
	ImportOptions options;
	int			n;

	options_default(&options);
	options.mode = MODE_CREATE;
	options.restore_erased = true;
	customer->customer_id = save_customers(object, &options, true, &n)[0].customer_id;
}

static bool
look_up(Jsonb *order, bool all_agree, OrderCustomer *customer)
{
	ImportOptions options;
	Given	   *given;
	bool		found;
	int			scope;

	memset(customer, 0, sizeof(OrderCustomer));
	options_default(&options);
	given = given_read(customer_object(order), &options);
	customer->name = order_text(order, "customer_name");
	customer->email = order_text(order, "customer_email");
	if (customer->name == NULL)
		customer->name = join_name(given_text(given, "name"), given_text(given, "first_name"),
								   given_text(given, "last_name"));
	if (customer->email == NULL)
		customer->email = given_text(given, "email");
	scope = settings_scope_enter();
	settings_scope_set("enable_seqscan", "off");
	found = find_customer(given, all_agree, customer);
	settings_scope_leave(scope);
	return found;
}

bool
order_customer_look_up(Jsonb *order, OrderCustomer *customer)
{
	return look_up(order, false, customer);
}

void
order_customer_find(Jsonb *order, OrderCustomer *customer)
{
	int			scope;

	if (look_up(order, true, customer))
		return;
	scope = settings_scope_enter();
	settings_scope_set("enable_seqscan", "off");
	create_customer(customer_object(order), customer);
	settings_scope_leave(scope);
}
