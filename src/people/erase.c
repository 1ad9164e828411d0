/*
 * erase.c
 *
 *		customer_id or email -> Person: id, identifier, email, former ids
 *			-> hashes into customer_erasures
 *			-> rows of imports (erase_rows.c), orders: emptied
 *			-> memberships and customer: deleted, and rows that are marked as deleted
 *
 * Locks customer_imports and customer_import_rows first, in the order in which
 * imports lock them: this waits for imports, fixes and merges that have seen the
 * person.  customer_orders is locked later, as orders are written after their
 * customers.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/key_fold.h"
#include "field/key_sql.h"
#include "field/value.h"
#include "people/erase.h"
#include "people/erase.sql.h"
#include "people/erase_rows.h"
#include "people/delete.h"
#include "people/order_personal.h"
#include "schema/erasure.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/row_security.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target_rows.h"

/* ---- serializing with imports ---- */

static void
lock_table(CatalogRelation relation)
{
	statement_utility(psprintf("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE", catalog_name(relation)));
}

/*
 * Waits for all writers of staged rows.  The rows they wrote must be visible
 * afterwards, so the transaction must not keep an older snapshot.
 */
static void
lock_imports(void)
{
	if (IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("a person cannot be erased at the isolation level of this transaction"),
				 errdetail("What an import writes meanwhile would not be seen, and stay."),
				 errhint("Use READ COMMITTED.")));
	lock_table(REL_IMPORTS);
	lock_table(REL_IMPORT_ROWS);
}

/* ---- who it is ---- */

/* The columns to read of the customer; keys are folded. */
static char *
person_columns(void)
{
	return psprintf("c.customer_id::pg_catalog.int8 AS customer_id, c.subscribed, %s, %s",
					key_sql_folded(KEY_IDENTIFIER, "c."), key_sql_folded(KEY_EMAIL, "c."));
}

/* Errors as two customers have the email. */
static void
refuse_shared(const char *email)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("customers %s and %s both have the email \"%s\"", spi_text(0, 1), spi_text(1, 1), email),
			 errhint("Erase each of them by customer_id.")));
}

/*
 * Reads the customer that the statement finds; false if none.  email is the one
 * it searches for, or NULL.
 */
static bool
find_customer(Person *person, Statement *find, const char *email)
{
	uint64		n;

	find->limit = 2;
	n = statement_select(find);
	if (n == 0)
		return false;
	if (n > 1)
		refuse_shared(email);
	person->customer_id = spi_int64(0, 1, "customers.customer_id");
	person->unsubscribed = !spi_bool_or(0, 2, true, "customers.subscribed");
	person->identifier = spi_text(0, 3);
	person->email = spi_text(0, 4);
	return true;
}

static Datum
array_of_id(int64 customer_id)
{
	Datum		id = Int64GetDatum(customer_id);

	return int8_array(&id, customer_id == 0 ? 0 : 1);
}

/*
 * Sets the person's ids.  If row security may hide customers, a deleted customer
 * cannot be told from a hidden one: former ids are not looked for.
 */
static void
find_ids(Person *person)
{
	Statement	find = statement(sql_text(erase_sql, "former ids", NULL));

	person->ids = array_of_id(person->customer_id);
	if (person->email == NULL || row_security_applies(REL_CUSTOMERS))
		return;
	statement_datum(&find, INT8ARRAYOID, person->ids, false);
	statement_text(&find, person->email);
	find.closed = true;
	statement_select(&find);
	person->ids = PointerGetDatum(spi_array(0, 1, INT8ARRAYOID, "the customer's former ids"));
}

/* ---- rows of an adopted table that are marked as deleted ---- */

/* They as a FROM item; NULL = customers are not marked. */
static char *
marked_rows(void)
{
	Target		target = target_open();
	char	   *rows = target_rows_can_be_marked(&target) ? target_rows_marked(&target) : NULL;

	target_close(&target);
	return rows;
}

/* The same by id, as a person who is not a customer any more. */
static bool
find_marked(Person *person, int64 customer_id)
{
	char	   *rows = marked_rows();
	Statement	find;

	if (rows == NULL)
		return false;
	find = statement(psprintf("SELECT %s FROM %s AS c WHERE c.customer_id OPERATOR(pg_catalog.=) $1",
							  person_columns(), rows));
	statement_int8(&find, customer_id);
	if (!find_customer(person, &find, NULL))
		return false;
	person->customer_id = 0;
	return true;
}

/* Adds the marked rows of the person: of this id ($1), or with the person's email ($2). */
static void
find_marked_ids(Person *person, int64 customer_id)
{
	char	   *rows = marked_rows();
	Statement	find;

	if (rows == NULL)
		return;
	find = statement(psprintf("SELECT m.ids, $1 || m.ids FROM (SELECT array_agg(c.customer_id::int8) AS ids FROM %s AS c"
							  " WHERE c.customer_id = $3 OR %s = $2) AS m WHERE m.ids IS NOT NULL",
							  rows, key_sql_folded(KEY_EMAIL, "c.")));
	find.closed = true;
	statement_datum(&find, INT8ARRAYOID, person->ids, false);
	statement_text(&find, person->email);
	statement_int8(&find, customer_id);
	if (statement_select(&find) == 0)
		return;
	person->marked = PointerGetDatum(spi_array(0, 1, INT8ARRAYOID, "the marked rows of the person"));
	person->ids = PointerGetDatum(spi_array(0, 2, INT8ARRAYOID, "the ids of the person"));
	person->has_marked = true;
}

/* ---- deleting and emptying ---- */

static void
keep_hashes(const Person *person)
{
	Erasures   *erasures = erasures_open(catalog_schema_name());
	KeyHashes	hashes = {0};

	if (person->identifier != NULL)
		key_hashes_add(&hashes, erasures, KEY_IDENTIFIER, person->identifier, strlen(person->identifier));
	if (person->email != NULL)
		key_hashes_add(&hashes, erasures, KEY_EMAIL, person->email, strlen(person->email));
	erasures_keep(erasures, &hashes, REASON_ERASED);
	if (person->unsubscribed)
		erasures_keep(erasures, &hashes, REASON_UNSUBSCRIBED);
}

/* Runs a statement about the person's orders; returns the rows written. */
static uint64
write_orders(char *sql, const Person *person)
{
	Statement	write = statement(sql);

	statement_datum(&write, INT8ARRAYOID, person->ids, false);
	statement_text(&write, person->email);
	return statement_write(&write);
}

/*
 * Removes the person from orders, which stay without a customer.  The table is
 * locked only here, so that plain SQL that writes orders waits no longer than
 * it must.
 */
static int64
empty_orders(const Person *person)
{
	char	   *emptied,
			   *columns,
			   *values;

	lock_table(REL_ORDERS);
	if (order_emptied_copy(&columns, &values))
	{
		(void) write_orders(sql_text(erase_sql, "copy orders", "columns", columns, "values", values, NULL), person);
		return write_orders(sql_text(erase_sql, "delete copied orders", NULL), person);
	}
	emptied = order_emptied();
	return emptied[0] == '\0' ? 0
		: (int64) write_orders(sql_text(erase_sql, "empty orders", "emptied", emptied, NULL), person);
}

/* Is this column of the deleted row what was read before? */
static bool
is_as_read(int column, const char *text)
{
	char	   *deleted = spi_text(0, column);

	return deleted == NULL || text == NULL ? deleted == text : strcmp(deleted, text) == 0;
}

/* Runs a DELETE of erase.sql; its $1 is ids. */
static void
delete_rows(const char *section, Datum ids)
{
	Statement	delete = statement(sql_text(erase_sql, section, NULL));

	statement_datum(&delete, INT8ARRAYOID, ids, false);
	statement_write(&delete);
}

/* Deletes the person's rows that are marked as deleted. */
static void
delete_marked(const Person *person)
{
	Target		target = target_open();
	Statement	delete = statement(target_rows_delete_marked(&target));

	statement_datum(&delete, INT8ARRAYOID, person->marked, false);
	statement_write(&delete);
	target_close(&target);
}

/*
 * Deletes memberships and the customer.  The customer must still have the keys
 * that rows were searched by.
 */
static void
delete_customer(const Person *person)
{
	Datum		ids = array_of_id(person->customer_id);

	delete_rows("delete members", ids);
	if (delete_customer_rows(ids) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
				 errmsg("customer " INT64_FORMAT " could not be deleted", person->customer_id),
				 errhint("A trigger on customers may have held the row back, or a policy.")));
	if (!is_as_read(1, person->identifier) || !is_as_read(2, person->email))
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("another session was changing the same customer"),
				 errhint("Try again.")));
}

/* Errors if row security may hide rows from the caller: they would stay. */
static void
require_all_rows(void)
{
	static const CatalogRelation relations[] = {REL_ORDERS, REL_IMPORTS, REL_IMPORT_ROWS, REL_IMPORT_SECRETS,
	REL_IMPORT_CREATED, REL_IMPORT_CHANGED, REL_IMPORT_OPT_OUTS};

	for (int i = 0; i < (int) lengthof(relations); i++)
		row_security_refuse(relations[i], "What they hold of the person would not be erased.");
}

/* Deletes the person from the journals that a revert reads. */
static void
forget_journals(const Person *person)
{
	delete_rows("delete hashes", person->ids);
	delete_rows("delete opt-outs", person->ids);
	delete_rows("delete odd", person->ids);
}

/* Erases the person, and the row of this id if it is marked as deleted. */
static int64
erase(Person *person, int64 customer_id)
{
	int64		emptied;

	require_all_rows();
	find_ids(person);
	find_marked_ids(person, customer_id);
	emptied = erase_rows(person);
	forget_journals(person);
	emptied += empty_orders(person);
	if (person->customer_id != 0)
		delete_customer(person);
	if (person->has_marked)
		delete_marked(person);
	keep_hashes(person);
	return emptied;
}

int64
erase_customer(int64 customer_id)
{
	Person		person = {0};
	Statement	find;

	setup_ensure_writable();
	lock_imports();
	find = statement(psprintf("SELECT %s FROM %s AS c WHERE c.customer_id = $1",
							  person_columns(), catalog_name(REL_CUSTOMERS)));
	statement_int8(&find, customer_id);
	if (!find_customer(&person, &find, NULL) && !find_marked(&person, customer_id))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("customer " INT64_FORMAT " does not exist", customer_id),
				 errhint("Somebody who is not a customer any more is erased by email: SELECT %s('ann@example.com');",
						 catalog_function_name("customers_erase"))));
	return erase(&person, customer_id);
}

/* The email, folded; errors if it has no @. */
static char *
tidy_email(const char *email)
{
	const char *data = email;
	uint32		len = strlen(email);

	key_fold(KEY_EMAIL, &data, &len);
	if (memchr(data, '@', len) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not an email address", email),
				 errhint("Give the email of a person, or the customer_id as a number.")));
	return pnstrdup(data, len);
}

int64
erase_email(const char *email)
{
	Person		person = {0};
	char	   *tidy = tidy_email(email);
	Statement	find;

	setup_ensure_writable();
	lock_imports();
	find = statement(psprintf("%s ORDER BY customer_id",
							  key_sql_bearers(KEY_EMAIL, catalog_name(REL_CUSTOMERS), person_columns(), 1)));
	statement_text(&find, tidy);
	if (!find_customer(&person, &find, tidy))
	{
		row_security_refuse(REL_CUSTOMERS, "A customer with this email would not be erased.");
		person.email = tidy;
	}
	return erase(&person, 0);
}
