/*
 * adopt_consent.c
 *
 *		customers who are not unsubscribed -> hashes of their keys -> those in
 *			customer_erasures; or whose no is in the log -> unsubscribed
 *
 * The log knows customers by their ids alone, which are another person's in a table that
 * was made again: there it is asked only about those who have no key.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "field/consent_sql.h"
#include "schema/adopt_consent.h"
#include "schema/adopt_consent.sql.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Customers read at a time. */
#define FETCH_ROWS 1000

typedef struct Refusals
{
	bool		same_table;		/* its ids are those of the log */
	Erasures   *erasures;		/* NULL = no opt-outs are kept */
	MemoryContext context;
	ArrayBuildState *customers; /* int8 */
} Refusals;

static void
add_key(const Refusals *refusals, KeyHashes *hashes, KeyKind key, const char *text)
{
	if (refusals->erasures != NULL && text != NULL)
		key_hashes_add(hashes, refusals->erasures, key, text, strlen(text));
}

/* Is an opt-out kept of one of the keys? */
static bool
is_kept(const KeyHashes *hashes, const FoundHash *found, int nfound, int first, int end)
{
	for (int i = first; i < end; i++)
	{
		const FoundHash *match = erasures_match(found, nfound, hashes, i);

		if (match != NULL && (match->reasons & (1 << REASON_UNSUBSCRIBED)) != 0)
			return true;
	}
	return false;
}

/* Has a fetched customer an identifier or an email? */
static bool
has_key(uint64 row)
{
	return spi_text(row, 2) != NULL || spi_text(row, 3) != NULL;
}

/* Work for statement_each(): customer_id, identifier, email, and whether the log has a no. */
static bool
take_fetched(void *state, uint64 nrows)
{
	Refusals   *refusals = state;
	KeyHashes	hashes = {0};
	FoundHash  *found = NULL;
	int			nfound = 0;
	int64	   *ids = palloc(nrows * sizeof(int64));
	bool	   *logged = palloc(nrows * sizeof(bool));
	int		   *ends = palloc(nrows * sizeof(int));

	for (uint64 i = 0; i < nrows; i++)
	{
		ids[i] = spi_int64(i, 1, "customers.customer_id");
		logged[i] = spi_bool(i, 4, "whether the log has a no") && (refusals->same_table || !has_key(i));
		add_key(refusals, &hashes, KEY_IDENTIFIER, spi_text(i, 2));
		add_key(refusals, &hashes, KEY_EMAIL, spi_text(i, 3));
		ends[i] = hashes.nhashes;
	}
	if (hashes.nhashes > 0)
		found = erasures_find(refusals->erasures, &hashes, &nfound);
	for (uint64 i = 0; i < nrows; i++)
		if (logged[i] || is_kept(&hashes, found, nfound, i == 0 ? 0 : ends[i - 1], ends[i]))
			refusals->customers = accumArrayResult(refusals->customers, Int64GetDatum(ids[i]), false,
												   INT8OID, refusals->context);
	CHECK_FOR_INTERRUPTS();
	return true;
}

uint64
adopt_consent_write(bool same_table)
{
	Refusals	refusals = {.same_table = same_table, .context = CurrentMemoryContext};
	Statement	find = statement(sql_text(adopt_consent_sql, "keys", NULL));
	Statement	update;

	if ((erasures_reasons(catalog_schema_name()) & (1 << REASON_UNSUBSCRIBED)) != 0)
		refusals.erasures = erasures_open(catalog_schema_name());
	statement_each(&find, FETCH_ROWS, take_fetched, &refusals);
	if (refusals.customers == NULL)
		return 0;
	update = statement(sql_text(adopt_consent_sql, "unsubscribe", "unsubscribe", consent_sql_assign("c", "false"), NULL));
	statement_datum(&update, INT8ARRAYOID, makeArrayResult(refusals.customers, CurrentMemoryContext), false);
	return statement_write(&update);
}
