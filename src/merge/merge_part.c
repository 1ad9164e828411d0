/*
 * merge_part.c
 *
 *		rows of changed customers -> the shard of each, as citus hashes its id -> ids of
 *			some shards -> the rows of these ids
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

#include "merge/merge_part.h"
#include "merge/merge_part.sql.h"
#include "support/distributed.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Rows for which another part pays. */
#define PART_ROWS 4000

/*
 * In how many parts.  A row is read here once for each part, and by all shards of its own
 * part, which costs twice as much: together it is least near this root.
 */
static int
count_parts(const MergeRows *rows, int shards)
{
	return (int) Min(rows->changed / PART_ROWS, (int64) rint(sqrt(2.0 * shards)));
}

/* The type of customer_id in SQL, which decides how it is hashed. */
static char *
id_type(void)
{
	Target		customers = target_open();
	Oid			type = TupleDescAttr(customers.columns, target_column(&customers, "customer_id") - 1)->atttypid;

	target_close(&customers);
	return format_type_be_qualified(type);
}

/* The rows of some ids, int8[]. */
static MergeRows *
part_of(const MergeRows *rows, ArrayType *ids)
{
	MergeRows  *part = palloc(sizeof(MergeRows));

	*part = *rows;
	part->changed = ArrayGetNItems(ARR_NDIM(ids), ARR_DIMS(ids));
	part->fields.part = psprintf("(%s::pg_catalog.int8[])",
								 quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT, PointerGetDatum(ids))));
	/* + 0: not by an index, once for each id, but by a hash */
	part->fields.chosen = psprintf("%s AND r.customer_id + 0 = ANY %s", rows->fields.chosen, part->fields.part);
	return part;
}

List *
merge_parts(const MergeRows *rows)
{
	int			shards = distributed_parts(target_table());
	int			nparts = count_parts(rows, shards);
	List	   *parts = NIL;
	Statement	find;
	uint64		n;

	if (nparts <= 1)
		return list_make1(unconstify(MergeRows *, rows));
	find = merge_rows_statement(rows, sql_text(merge_part_sql, "parts", "rows", rows->fields.rows,
											   "chosen", rows->fields.chosen, "type", id_type(), NULL));
	statement_datum(&find, OIDOID, ObjectIdGetDatum(target_table()), false);
	statement_datum(&find, INT4OID, Int32GetDatum((shards + nparts - 1) / nparts), false);
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
		parts = lappend(parts, part_of(rows, spi_array(i, 1, INT8ARRAYOID, "customer_import_rows.customer_id")));
	statement_done();
	return parts;
}
