/*
 * delete.c
 *
 *		ids -> name and email into orders that have none
 *			-> opt-outs as hashes (erasure.h)
 *			-> DELETE, or the mark of an adopted table
 *
 * Opt-outs are kept by the trigger on customers, also for rows deleted by plain
 * SQL, or here if it does not fire.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/key_sql.h"
#include "merge/erase_guard.h"
#include "people/delete.h"
#include "schema/consent.h"
#include "schema/erasure.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"
#include "support/target_rows.h"

/* A statement with an array of customer_ids as $1. */
static Statement
of_customers(char *sql, Datum ids)
{
	Statement	about = statement(sql);

	statement_datum(&about, INT8ARRAYOID, ids, false);
	return about;
}

/*
 * Copies the customers' names and emails into orders that have none; an adopted table
 * may have no columns for them.
 */
static void
fill_orders(Datum ids)
{
	static const struct
	{
		const char *column;
		const char *value;
	}			filled[] = {{"customer_name", "c.full_name"}, {"customer_email", "c.email"}};
	Target		orders = target_orders();
	StringInfoData set,
				none;
	Statement	update;

	initStringInfo(&set);
	initStringInfo(&none);
	for (size_t i = 0; i < lengthof(filled); i++)
		if (target_column(&orders, filled[i].column) != InvalidAttrNumber)
		{
			sql_add(&set, ", ", "%s = COALESCE(o.%s, %s)", filled[i].column, filled[i].column, filled[i].value);
			sql_add(&none, " OR ", "o.%s IS NULL", filled[i].column);
		}
	target_close(&orders);
	if (set.len == 0)
		return;
	update = of_customers(psprintf("UPDATE %s AS o SET %s"
								   " FROM (SELECT customer_id, email, CASE WHEN name OPERATOR(pg_catalog.<>) '' THEN name"
								   " WHEN pg_catalog.concat(first_name, last_name) OPERATOR(pg_catalog.<>) ''"
								   " THEN pg_catalog.btrim(pg_catalog.concat_ws(' ', first_name, last_name)) END AS full_name"
								   " FROM %s WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1)%s) AS c"
								   " WHERE o.customer_id OPERATOR(pg_catalog.=) c.customer_id AND (%s)",
								   catalog_name(REL_ORDERS), set.data, catalog_name(REL_CUSTOMERS), target_fence(), none.data), ids);
	statement_write(&update);
}

/*
 * Keeps the opt-outs of customers who are not subscribed.  If the triggers do, as
 * the owner of the tables, the caller needs no privilege for it.
 */
static void
keep_opt_outs(Datum ids)
{
	KeyHashes	hashes = {0};
	Statement	find = of_customers(psprintf("SELECT identifier, email FROM %s"
											 " WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1) AND NOT subscribed",
											 catalog_name(REL_CUSTOMERS)), ids);
	uint64		nrows;
	StatementResult rows;
	Erasures   *erasures;

	if (consent_triggers_keep() || (nrows = statement_select(&find)) == 0)
		return;
	rows = statement_put_aside();
	erasures = erasures_open(catalog_schema_name());
	statement_take_up(&rows);
	for (uint64 i = 0; i < nrows; i++)
	{
		char	   *identifier = spi_text(i, 1),
				   *email = spi_text(i, 2);

		if (identifier != NULL)
			key_hashes_add(&hashes, erasures, KEY_IDENTIFIER, identifier, strlen(identifier));
		if (email != NULL)
			key_hashes_add(&hashes, erasures, KEY_EMAIL, email, strlen(email));
	}
	statement_done();
	erasures_keep(erasures, &hashes, REASON_UNSUBSCRIBED);
}

/* Adds a hint if a foreign key of an application's table forbids the deletion. */
static void
delete_error_callback(void *arg)
{
	if (geterrcode() == ERRCODE_FOREIGN_KEY_VIOLATION)
		errhint("Delete what refers to the customer first, or have its foreign key say ON DELETE CASCADE or SET NULL.");
	errcontext("deletion of customers");
}

static int64
delete_rows(Datum ids, const char *returning)
{
	Statement	delete = of_customers(psprintf("DELETE FROM %s WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1)%s",
											   catalog_name(REL_CUSTOMERS), returning), ids);
	ErrorContextCallback callback = {error_context_stack, delete_error_callback, NULL};
	int64		deleted;

	error_context_stack = &callback;
	deleted = statement_write(&delete);
	error_context_stack = callback.previous;
	return deleted;
}

/* Customers of an adopted table may be marked, and stay rows. */
static int64
mark_rows(const Target *target, Datum ids)
{
	Statement	mark = of_customers(psprintf("UPDATE %s AS c SET %s WHERE c.customer_id OPERATOR(pg_catalog.=) ANY ($1)",
											 catalog_name(REL_CUSTOMERS), target_rows_mark(target)), ids);

	return statement_write(&mark);
}

int64
delete_customer_rows(Datum ids)
{
	return delete_rows(ids, psprintf(" RETURNING %s, %s", key_sql_folded(KEY_IDENTIFIER, ""), key_sql_folded(KEY_EMAIL, "")));
}

/* Locks against erasures before it writes orders, as all writers of orders do. */
int64
delete_customers(ArrayType *ids)
{
	Target		target;
	int64		deleted;

	setup_ensure_writable();
	erase_guard_lock();
	fill_orders(PointerGetDatum(ids));
	keep_opt_outs(PointerGetDatum(ids));
	target = target_open();
	deleted = target_rows_can_be_marked(&target) ? mark_rows(&target, PointerGetDatum(ids))
		: delete_rows(PointerGetDatum(ids), "");
	target_close(&target);
	return deleted;
}
