/*
 * consent_source.c
 *
 *		customer_import_rows of an import that change consent -> hash table by
 *			customer_id
 *
 *		those that create customers -> who is unsubscribed by default -> sorted ids
 *
 * Read once for each statement, at its first row that asks: there is no index to
 * find single rows by customer_id.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"

#include "schema/consent_source.h"
#include "schema/consent_source.sql.h"
#include "support/int8_array.h"
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

int64 *
consent_sources_unsaid(MemoryContext context, const char *schema, int64 import_id, int *n)
{
	Statement	find = statement(sql_text(consent_source_sql, "unsaid", "relations", quote_identifier(schema),
										  "by_default", sql_number(CONSENT_BY_DEFAULT), NULL));
	ArrayType  *array;
	Datum	   *ids;
	int64	   *result;

	find.latest = true;
	statement_int8(&find, import_id);
	statement_select(&find);
	array = spi_array(0, 1, INT8ARRAYOID, "customer_import_rows.customer_id");
	statement_done();
	*n = 0;
	if (array == NULL)
		return NULL;
	ids = int8_array_elements(array, n);
	result = MemoryContextAlloc(context, *n * sizeof(int64));
	for (int i = 0; i < *n; i++)
		result[i] = DatumGetInt64(ids[i]);
	return result;
}
