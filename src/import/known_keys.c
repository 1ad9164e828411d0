/*
 * known_keys.c
 *
 *		cells spread over the sample -> folded -> = ANY (...) -> how many are found, who
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/key_fold.h"
#include "field/key_sql.h"
#include "import/known_keys.h"
#include "support/catalog.h"
#include "support/target.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* The folded keys of up to KNOWN_KEYS_MAX cells. */
static ArrayType *
sampled_keys(const RecordSample *sample, int column, KeyKind key)
{
	Datum		keys[KNOWN_KEYS_MAX];
	int			n = Min(sample->nrecords, KNOWN_KEYS_MAX);
	int			nkeys = 0;

	for (int i = 0; i < n; i++)
	{
		const CsvCell *cell = &sample->records[(int64) i * sample->nrecords / n]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;

		key_fold(key, &data, &len);
		if (len > 0)
			keys[nkeys++] = PointerGetDatum(cstring_to_text_with_len(data, len));
	}
	return construct_array(keys, nkeys, TEXTOID, -1, false, TYPALIGN_INT);
}

static bool
may_look(void)
{
	return target_is_readable();
}

/* Selects something of the customers whom the cells name; the rows selected. */
static uint64
select_named(const char *what, const RecordSample *sample, int column, KeyKind key)
{
	Statement	find = statement(psprintf("SELECT %s FROM %s AS c WHERE %s OPERATOR(pg_catalog.=) ANY ($1)",
										  what, catalog_name(REL_CUSTOMERS), key_sql_indexed(key, "c.")));

	find.read_only = true;
	statement_datum(&find, TEXTARRAYOID, PointerGetDatum(sampled_keys(sample, column, key)), false);
	return statement_select(&find);
}

int
known_keys_count(const RecordSample *sample, int column, KeyKind key)
{
	int			count;

	if (!may_look())
		return 0;
	(void) select_named("pg_catalog.count(*)", sample, column, key);
	count = spi_int64(0, 1, "count");
	statement_done();
	return count;
}

int64 *
known_keys_customers(const RecordSample *sample, int column, KeyKind key, int *nids)
{
	int64	   *ids;

	*nids = 0;
	if (!may_look())
		return NULL;
	*nids = select_named("c.customer_id::pg_catalog.int8", sample, column, key);
	ids = palloc(Max(*nids, 1) * sizeof(int64));
	for (int i = 0; i < *nids; i++)
		ids[i] = spi_int64(i, 1, "customers.customer_id");
	statement_done();
	return ids;
}
