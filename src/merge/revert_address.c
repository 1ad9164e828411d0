/*
 * revert_address.c
 *
 *		customers subscribed again, with their old address, or with one that stays -> hashes
 *			-> customer_import_opt_outs: another import that stands says no to it
 *			-> customer_erasures: somebody has, and not this customer
 *			-> unsubscribed
 *
 * An unsubscribed customer who leaves an address keeps a hash of it behind.  It is no
 * word of somebody else if they left it by a merge or by its undo, which the time of the
 * hash tells.  Nor is that of who had got the address by the import that is reverted, and
 * gives it back, unless they have said no while they had it.
 *
 * Emails are hashed only if any opt-out is kept.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/key_sql.h"
#include "merge/opt_out_check.h"
#include "merge/revert_address.h"
#include "merge/revert_address.sql.h"
#include "schema/consent_log.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

typedef struct AddressCheck
{
	int64		import_id;
	Erasures   *erasures;
	MemoryContext context;
	ArrayBuildState *found;		/* int8: customers */
} AddressCheck;

Datum
revert_address_begin(int64 import_id, bool resubscribe)
{
	Statement	find;
	ArrayType  *customers;

	if (!resubscribe)
		return PointerGetDatum(construct_empty_array(INT8OID));
	find = statement(sql_text(revert_address_sql, "unsubscribed", NULL));
	statement_int8(&find, import_id);
	statement_select(&find);
	customers = spi_array(0, 1, INT8ARRAYOID, "customers.customer_id");
	statement_done();
	return PointerGetDatum(customers == NULL ? construct_empty_array(INT8OID) : customers);
}

/* SQL: has the customer of row r said no since the merge? */
static const char *
said_since(void)
{
	return consent_log_is_readable() ? opt_out_check_said_since("r.customer_id", "own.merged_at") : "true";
}

/* Takes those of some customers whose address says no. */
static void
find_saying_no(AddressCheck *check, Datum *ids, Datum *emails, Datum *came, KeyHashes *hashes)
{
	int			n = hashes->nhashes;
	Statement	find = statement(sql_text(revert_address_sql, "saying no",
										  "old_email", key_sql_fold(KEY_EMAIL, "r.old_cells[pg_catalog.array_position(i.fields, 'email')]"),
										  "new_email", key_sql_fold(KEY_EMAIL, "r.cells[pg_catalog.array_position(i.fields, 'email')]"),
										  "left_email", key_sql_fold(KEY_EMAIL, "r.old_cells[pg_catalog.array_position(l.fields, 'email')]"),
										  "said_since", said_since(), NULL));
	uint64		nfound;

	statement_int8(&find, check->import_id);
	statement_datum(&find, INT8ARRAYOID, int8_array(ids, n), false);
	statement_datum(&find, TEXTARRAYOID, PointerGetDatum(construct_array(emails, n, TEXTOID, -1, false, TYPALIGN_INT)), false);
	statement_datum(&find, BYTEAARRAYOID, PointerGetDatum(construct_array(hashes->hashes, n, BYTEAOID, -1, false, TYPALIGN_INT)), false);
	statement_datum(&find, BOOLARRAYOID, PointerGetDatum(construct_array(came, n, BOOLOID, 1, true, TYPALIGN_CHAR)), false);
	nfound = statement_select(&find);
	for (uint64 i = 0; i < nfound; i++)
		check->found = accumArrayResult(check->found, Int64GetDatum(spi_int64(i, 1, "customers.customer_id")),
										false, INT8OID, check->context);
	statement_done();
}

/* Work for statement_each(): customer_id, folded email, whether it is new to them. */
static bool
check_fetched(void *state, uint64 nrows)
{
	AddressCheck *check = state;
	KeyHashes	hashes = {0};
	Datum	   *ids = palloc(nrows * sizeof(Datum)),
			   *emails = palloc(nrows * sizeof(Datum)),
			   *came = palloc(nrows * sizeof(Datum));

	for (uint64 i = 0; i < nrows; i++)
	{
		char	   *email = spi_text_not_null(i, 2, "customers.email");

		ids[i] = Int64GetDatum(spi_int64(i, 1, "customers.customer_id"));
		emails[i] = CStringGetTextDatum(email);
		came[i] = BoolGetDatum(spi_bool(i, 3, "whether the address is new"));
		key_hashes_add(&hashes, check->erasures, KEY_EMAIL, email, strlen(email));
	}
	find_saying_no(check, ids, emails, came, &hashes);
	return true;
}

/* SQL of a section about the customers whose email the import changed. */
static char *
changed(const char *section, int email)
{
	char	   *n = sql_number(email + 1);

	return email < 0 ? sql_text(revert_address_sql, "nobody", NULL)
		: sql_text(revert_address_sql, section, "n", n,
				   "old_email", key_sql_fold(KEY_EMAIL, psprintf("r.old_cells[%s]", n)),
				   "new_email", key_sql_fold(KEY_EMAIL, psprintf("r.cells[%s]", n)), NULL);
}

int64
revert_address_finish(int64 import_id, int email, Datum unsubscribed)
{
	AddressCheck check = {.import_id = import_id, .context = CurrentMemoryContext};
	Statement	find;

	if (!target_has_consent() || (erasures_reasons(catalog_schema_name()) & (1 << REASON_UNSUBSCRIBED)) == 0)
		return 0;
	check.erasures = erasures_open(catalog_schema_name());
	find = statement(sql_text(revert_address_sql, "addresses",
							  "returned", changed("returned", email), "kept", changed("kept", email),
							  "live_email", key_sql_folded(KEY_EMAIL, "c."), NULL));
	statement_int8(&find, import_id);
	statement_datum(&find, INT8ARRAYOID, unsubscribed, false);
	statement_each(&find, FETCH_ROWS, check_fetched, &check);
	return check.found == NULL ? 0
		: opt_out_check_unsubscribe_customers(makeArrayResult(check.found, CurrentMemoryContext));
}
