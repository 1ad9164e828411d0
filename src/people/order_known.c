/*
 * order_known.c
 *
 *		order_number -> advisory lock -> orders of that number
 *			-> of the same customer, and equal in each column given?
 *
 * There is no unique index: an application may have used a number twice, and may
 * write orders by plain SQL.  Calls that place orders lock each number, sorted to
 * avoid deadlocks; a transaction that places very many locks all numbers at once.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "field/field.h"
#include "field/field_sql.h"
#include "field/key_fold.h"
#include "import/record.h"
#include "people/order_known.h"
#include "people/order_personal.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Numbers that a transaction locks one by one at most. */
#define MAX_NUMBER_LOCKS 1000

/* Columns of the query for orders of a number, from 1. */
typedef enum KnownColumn
{
	KNOWN_ORDER = 1,
	KNOWN_CUSTOMER,
	KNOWN_EMAIL,
	KNOWN_FIELD,				/* the first that differs; NULL = none */
	KNOWN_PRESENT,
	KNOWN_GIVEN
} KnownColumn;

/* ---- locks ---- */

static int
compare_keys(const void *a, const void *b)
{
	uint64		left = *(const uint64 *) a,
				right = *(const uint64 *) b;

	return left < right ? -1 : left > right;
}

/* Locks for numbers that this transaction has taken. */
static TimestampTz locks_transaction;
static int	nlocks;

/* Counts n more locks if the transaction may take them; else false. */
static bool
count_locks(int n)
{
	TimestampTz transaction = GetCurrentTransactionStartTimestamp();

	if (locks_transaction != transaction)
		nlocks = 0;
	locks_transaction = transaction;
	if (nlocks + n > MAX_NUMBER_LOCKS)
		return false;
	nlocks += n;
	return true;
}

/* Takes the lock of all numbers: shared to lock some, exclusive to lock all. */
static void
lock_all(PGFunction lock)
{
	uint64		key = hash_bytes_extended((const unsigned char *) "", 0, catalog_oid(REL_ORDERS, false));

	(void) DirectFunctionCall1(lock, Int64GetDatum((int64) key));
}

/*
 * Locks the numbers, or all numbers if they are too many: the server's lock
 * table is shared by all sessions.
 */
static void
lock_keys(uint64 *keys, int n)
{
	if (n == 0)
		return;
	if (!count_locks(n))
	{
		lock_all(pg_advisory_xact_lock_int8);
		return;
	}
	lock_all(pg_advisory_xact_lock_shared_int8);
	qsort(keys, n, sizeof(uint64), compare_keys);
	for (int i = 0; i < n; i++)
		if (i == 0 || keys[i] != keys[i - 1])
			DirectFunctionCall1(pg_advisory_xact_lock_int8, Int64GetDatum((int64) keys[i]));
}

/* Key of the advisory lock of an order; false if it has no number. */
static bool
lock_key(JsonbContainer *order, uint64 *key)
{
	char	   *number = order_number(order);

	if (number == NULL)
		return false;
	*key = hash_bytes_extended((const unsigned char *) number, strlen(number),
							   catalog_oid(REL_ORDERS, false));
	return true;
}

void
order_known_lock(Jsonb *orders)
{
	uint64	   *keys = palloc(Max(JB_ROOT_COUNT(orders), 1) * sizeof(uint64));
	JsonbIterator *iterator;
	JsonbValue	value;
	int			n = 0;

	if (JB_ROOT_IS_OBJECT(orders))
		n = lock_key(&orders->root, &keys[0]);
	else
	{
		iterator = JsonbIteratorInit(&orders->root);
		(void) JsonbIteratorNext(&iterator, &value, true);
		while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
			if (value.type == jbvBinary && JsonContainerIsObject(value.val.binary.data))
				n += lock_key(value.val.binary.data, &keys[n]);
	}
	lock_keys(keys, n);
	pfree(keys);
}

/* ---- orders of the number ---- */

/* SQL: does the column of order o equal the value given in v? */
static char *
is_same(const OrderColumn *column)
{
	const char *name = quote_identifier(column->name);
	Oid			equal = lookup_type_cache(column->type, TYPECACHE_EQ_OPR)->eq_opr;
	char	   *same;

	if (OidIsValid(equal))
		same = psprintf("(o.%s %s v.%s) IS TRUE", name, field_sql_operator(equal), name);
	else
		same = psprintf("(pg_catalog.format('%%s', o.%s) OPERATOR(pg_catalog.=) pg_catalog.format('%%s', v.%s)) IS TRUE",
						name, name);
	/* an erasure has removed it; a distributed order of nobody is of 0 */
	if (order_is_personal(column->name))
		same = psprintf("(o.customer_id %s OR %s)", target_is_distributed() ? "OPERATOR(pg_catalog.=) 0" : "IS NULL", same);
	return same;
}

/* Of an adopted table, order_number may be an integer or a uuid, which has been read as such. */
static char *
number_cast(const OrderValues *values)
{
	for (int i = 0; i < values->ncolumns; i++)
		if (strcmp(values->columns[i].name, "order_number") == 0 && field_is_key_type(values->columns[i].type))
			return psprintf("::%s", format_type_be_qualified(values->columns[i].type));
	return "";
}

/* SQL: orders with the number $1, compared with the values in $2. */
static char *
known_sql(const OrderValues *values)
{
	StringInfoData field,
				present,
				given;

	initStringInfo(&field);
	initStringInfo(&present);
	initStringInfo(&given);
	for (int i = 0; i < values->ncolumns; i++)
	{
		const OrderColumn *column = &values->columns[i];
		char	   *same = is_same(column);

		appendStringInfo(&field, " WHEN NOT %s THEN %s", same, quote_literal_cstr(column->name));
		appendStringInfo(&present, " WHEN NOT %s THEN pg_catalog.format('%%s', o.%s)", same,
						 quote_identifier(column->name));
		appendStringInfo(&given, " WHEN NOT %s THEN pg_catalog.format('%%s', v.%s)", same,
						 quote_identifier(column->name));
	}
	return psprintf("SELECT o.order_id::pg_catalog.int8, o.customer_id::pg_catalog.int8, o.customer_email::pg_catalog.text,"
					" CASE%s END, CASE%s END, CASE%s END FROM %s AS o"
					" CROSS JOIN pg_catalog.jsonb_to_record($2) AS v %s"
					" WHERE o.order_number OPERATOR(pg_catalog.=) $1%s ORDER BY o.order_id",
					field.data, present.data, given.data, catalog_name(REL_ORDERS), values->record, number_cast(values));
}

static int
read_known(const OrderValues *values, bool latest)
{
	Statement	find = statement(known_sql(values));
	int			scope = settings_scope_enter();
	int			n;

	settings_scope_set("enable_seqscan", "off");
	find.latest = latest;
	statement_text(&find, values->number);
	statement_datum(&find, JSONBOID, JsonbPGetDatum(values->values), false);
	n = statement_select(&find);
	settings_scope_leave(scope);
	return n;
}

static bool
is_same_email(const char *a, const char *b)
{
	uint32		a_len = strlen(a),
				b_len = strlen(b);

	key_fold(KEY_EMAIL, &a, &a_len);
	key_fold(KEY_EMAIL, &b, &b_len);
	return a_len == b_len && memcmp(a, b, a_len) == 0;
}

/*
 * Is the order of this row the customer's?  If the customer was not found,
 * compare the email it was placed under.  An order without a customer may be
 * anyone's.
 */
static bool
is_theirs(int row, bool found, const OrderCustomer *customer)
{
	int64		owner = spi_int64_or(row, KNOWN_CUSTOMER, 0, "customer_orders.customer_id");
	char	   *email = spi_text(row, KNOWN_EMAIL);

	if (owner == 0 || found)
		return owner == 0 || owner == customer->customer_id;
	return customer->email != NULL && email != NULL && is_same_email(email, customer->email);
}

static char *
clipped(KnownColumn column)
{
	char	   *text = spi_text(0, column);

	return record_clip(text, strlen(text));
}

pg_noreturn static void
refuse_other(const OrderValues *values, bool theirs)
{
	int64		order_id = spi_int64(0, KNOWN_ORDER, "customer_orders.order_id");
	char	   *field = spi_text(0, KNOWN_FIELD);

	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("order_number \"%s\" has been placed, and is another order", values->number),
			 !theirs || field == NULL
			 ? errdetail("It is order " INT64_FORMAT ", of another customer.", order_id)
			 : errdetail("It is order " INT64_FORMAT ", in which \"%s\" is \"%s\", and not \"%s\".",
						 order_id, field, clipped(KNOWN_PRESENT), clipped(KNOWN_GIVEN)),
			 errhint("Give the order a number of its own; what has become of an order is written by UPDATE %s.",
					 catalog_name(REL_ORDERS))));
}

int64
order_known(Jsonb *order, const OrderValues *values)
{
	OrderCustomer customer;
	bool		found,
				theirs = false;
	int			n;

	if (values->number == NULL)
		return 0;
	if (IsolationUsesXactSnapshot() && read_known(values, true) > 0 && read_known(values, false) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("another session has placed order_number \"%s\"", values->number),
				 errhint("Try again.")));
	found = order_customer_look_up(order, &customer);
	n = read_known(values, false);
	for (int i = 0; i < n; i++)
	{
		bool		is_their = is_theirs(i, found, &customer);

		if (is_their && spi_text(i, KNOWN_FIELD) == NULL)
			return spi_int64(i, KNOWN_ORDER, "customer_orders.order_id");
		if (i == 0)
			theirs = is_their;
	}
	if (n > 0)
		refuse_other(values, theirs);
	return 0;
}
