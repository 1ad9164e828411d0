/*
 * consent_source.c
 *
 *		customer_import_rows of an import that change consent -> hash table by
 *			customer_id
 *
 * Read once for each statement, at its first change of consent: there is no index
 * to find single rows by customer_id.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/hsearch.h"

#include "schema/consent_source.h"
#include "schema/consent_source.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

struct ConsentSources
{
	HTAB	   *by_customer;
	MemoryContext context;
};

static bool
take_sources(void *state, uint64 nrows)
{
	ConsentSources *sources = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		int64		customer_id = spi_int64(i, 1, "customer_import_rows.customer_id");
		ConsentSource *source = hash_search(sources->by_customer, &customer_id, HASH_ENTER, NULL);
		char	   *said = spi_text(i, 4);

		source->line = spi_int64(i, 2, "customer_import_rows.line");
		source->subscribed = spi_bool(i, 3, "customer_import_rows.cells");
		source->said = said == NULL ? NULL : MemoryContextStrdup(sources->context, said);
	}
	return true;
}

ConsentSources *
consent_sources_load(MemoryContext context, const char *schema, int64 import_id)
{
	ConsentSources *sources = MemoryContextAlloc(context, sizeof(ConsentSources));
	HASHCTL		control = {
		.keysize = sizeof(int64), .entrysize = sizeof(ConsentSource), .hcxt = context
	};
	Statement	find = statement(sql_text(consent_source_sql, "read sources", "relations",
										  quote_identifier(schema), NULL));

	sources->context = context;
	sources->by_customer = hash_create("customers consent", 64, &control,
									   HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, take_sources, sources);
	return sources;
}

const ConsentSource *
consent_sources_find(const ConsentSources *sources, int64 customer_id)
{
	return hash_search(sources->by_customer, &customer_id, HASH_FIND, NULL);
}
