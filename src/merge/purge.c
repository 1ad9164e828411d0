/*
 * purge.c
 *
 *		old imports -> marked -> rows that a revert would need deleted
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/fmgrprotos.h"

#include "merge/purge.h"
#include "merge/purge.sql.h"
#include "merge/turn.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Marks the imports; returns their ids as int8[], and their number. */
static Datum
mark_imports(const Interval *older_than, uint64 *n)
{
	Statement	mark = statement(sql_text(purge_sql, "mark imports", NULL));
	Datum	   *ids;

	statement_datum(&mark, INTERVALOID, IntervalPGetDatum(older_than), false);
	*n = statement_write(&mark);
	ids = palloc(Max(*n, 1) * sizeof(Datum));
	for (uint64 i = 0; i < *n; i++)
		ids[i] = Int64GetDatum(spi_int64(i, 1, "customer_imports.import_id"));
	return int8_array(ids, *n);
}

/* Runs a statement whose $1 is an array of import_ids. */
static void
write_rows(const char *sql, Datum import_ids)
{
	Statement	delete = statement(sql);

	statement_datum(&delete, INT8ARRAYOID, import_ids, false);
	statement_write(&delete);
}

int64
purge_imports(const Interval *older_than)
{
	static const CatalogRelation relations[] = {REL_IMPORT_ROWS, REL_IMPORT_SECRETS, REL_IMPORT_CREATED,
	REL_IMPORT_CHANGED};
	Datum		import_ids;
	uint64		n;

	setup_ensure_imports_writable();
	turn_take();
	import_ids = mark_imports(older_than, &n);
	write_rows(sql_text(purge_sql, "forget created", NULL), import_ids);
	write_rows(sql_text(purge_sql, "keep standing", NULL), import_ids);
	write_rows(sql_text(purge_sql, "forget opt-outs", NULL), import_ids);
	for (int i = 0; i < (int) lengthof(relations); i++)
		write_rows(sql_text(purge_sql, "delete rows", "relation", catalog_name(relations[i]), NULL), import_ids);
	ereport(NOTICE,
			(errmsg_plural("how to undo " UINT64_FORMAT " import is forgotten",
						   "how to undo " UINT64_FORMAT " imports is forgotten", n, n)));
	return n;
}
