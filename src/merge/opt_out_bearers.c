/*
 * opt_out_bearers.c
 *
 *		emails of subscribed customers -> hashes -> one of those that say no
 *			-> customer_import_opt_outs
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"

#include "merge/opt_out_bearers.h"
#include "merge/opt_out_bearers.sql.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

typedef struct Search
{
	Erasures   *erasures;
	HTAB	   *wanted;			/* by hash */
	MemoryContext context;
	ArrayBuildState *customers; /* int8 */
	ArrayBuildState *hashes;	/* bytea, of each */
} Search;

static HTAB *
make_wanted(List *hashes)
{
	HASHCTL		control = {.keysize = PG_SHA256_DIGEST_LENGTH, .entrysize = PG_SHA256_DIGEST_LENGTH, .hcxt = CurrentMemoryContext};
	HTAB	   *wanted = hash_create("customers opt-outs", list_length(hashes), &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	ListCell   *lc;

	foreach(lc, hashes)
	{
		bytea	   *hash = lfirst(lc);

		if (VARSIZE_ANY_EXHDR(hash) == PG_SHA256_DIGEST_LENGTH)
			(void) hash_search(wanted, VARDATA_ANY(hash), HASH_ENTER, NULL);
	}
	return wanted;
}

/* Work for statement_each(): customer_id, email. */
static bool
search_fetched(void *state, uint64 nrows)
{
	Search	   *search = state;
	KeyHashes	hashes = {0};

	for (uint64 i = 0; i < nrows; i++)
	{
		char	   *email = spi_text_not_null(i, 2, "customers.email");

		key_hashes_add(&hashes, search->erasures, KEY_EMAIL, email, strlen(email));
		if (hash_search(search->wanted, VARDATA_ANY(DatumGetByteaPP(hashes.hashes[i])), HASH_FIND, NULL) == NULL)
			continue;
		search->customers = accumArrayResult(search->customers, Int64GetDatum(spi_int64(i, 1, "customers.customer_id")),
											 false, INT8OID, search->context);
		search->hashes = accumArrayResult(search->hashes, hashes.hashes[i], false, BYTEAOID, search->context);
	}
	return true;
}

void
opt_out_hear_bearers(int64 import_id, List *hashes)
{
	Search		search = {
		.erasures = erasures_open(catalog_schema_name()),
		.wanted = make_wanted(hashes),
		.context = CurrentMemoryContext
	};
	Statement	find = statement(sql_text(opt_out_bearers_sql, "subscribed", NULL));
	Statement	insert;

	statement_each(&find, FETCH_ROWS, search_fetched, &search);
	if (search.customers == NULL)
		return;
	insert = statement(sql_text(opt_out_bearers_sql, "bearers of hashes", NULL));
	statement_int8(&insert, import_id);
	statement_datum(&insert, INT8ARRAYOID, makeArrayResult(search.customers, search.context), false);
	statement_datum(&insert, BYTEAARRAYOID, makeArrayResult(search.hashes, search.context), false);
	statement_write(&insert);
}
