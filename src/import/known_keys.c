/*
 * known_keys.c
 *
 *		cells spread over the sample -> folded -> = ANY (...) -> how many are found
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

int
known_keys_count(const RecordSample *sample, int column, KeyKind key)
{
	Statement	find = statement(psprintf("SELECT pg_catalog.count(*) FROM %s AS c WHERE %s OPERATOR(pg_catalog.=) ANY ($1)",
										  catalog_name(REL_CUSTOMERS), key_sql_indexed(key, "c.")));
	int			count;

	if (pg_class_aclcheck(catalog_oid(REL_CUSTOMERS, false), GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return 0;
	find.read_only = true;
	statement_datum(&find, TEXTARRAYOID, PointerGetDatum(sampled_keys(sample, column, key)), false);
	(void) statement_select(&find);
	count = spi_int64(0, 1, "count");
	statement_done();
	return count;
}
