/*
 * revert_later.c
 *
 *		Oslo -> import 1: Moss -> import 2: Skien
 *			1 is undone: the old value of 2 is Oslo
 *
 * Fields, updated_at and memberships each are such a chain.  What counts is the
 * next import that changed the same, and only where it found what the undone
 * one had written: else somebody edited it between the two.
 *
 * The statements run with pg_catalog alone in reach.  $1 is the import that is
 * undone, $2 when it was merged, $3 the later ones, $4 customers who are others
 * by now.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"

#include "merge/revert_later.h"
#include "support/catalog.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"

static void
execute(const LaterImports *imports, const char *sql)
{
	Oid			types[] = {INT8OID, TIMESTAMPTZOID, INT8ARRAYOID, INT8ARRAYOID};
	Datum		values[] = {imports->import_id, imports->merged_at, imports->later, imports->anew};

	if (SPI_execute_with_args(sql, lengthof(types), types, values, NULL, false, 0) < 0)
		elog(ERROR, "could not correct the journals of later imports");
}

/*
 * Cells that import $1 changed, and what the next import that changed the same
 * cell keeps as its old value: hit(import_id, line, n, customer_id, field, old).
 * An import writes categories as texts: what the next one found as a number or
 * the like, somebody else had written, be its text the same.
 */
static char *
hit_sql(void)
{
	return psprintf("gone AS (SELECT r.customer_id, f.field, f.new, f.old"
					" FROM %1$s AS r JOIN %2$s AS i ON i.import_id = r.import_id"
					" CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) AS f (field, new, old)"
					" WHERE r.import_id = $1 AND r.action = 'update' AND f.new IS NOT NULL AND f.field <> 'groups'"
					" AND r.customer_id <> ALL ($4)),"
					" next AS (SELECT DISTINCT ON (r.customer_id, f.field) r.import_id, r.line, f.n, r.customer_id, f.field, f.old"
					" FROM %1$s AS r JOIN %2$s AS i ON i.import_id = r.import_id"
					" CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) WITH ORDINALITY AS f (field, new, old, n)"
					" WHERE r.import_id = ANY ($3) AND r.action = 'update' AND f.new IS NOT NULL AND f.field <> 'groups'"
					" ORDER BY r.customer_id, f.field, i.merge_number, i.import_id),"
					" hit AS (SELECT next.import_id, next.line, next.n, next.customer_id, next.field, gone.old"
					" FROM gone JOIN next ON next.customer_id = gone.customer_id AND next.field = gone.field"
					" WHERE NULLIF(gone.new, '') IS NOT DISTINCT FROM next.old"
					" AND NOT EXISTS (SELECT FROM %3$s AS k WHERE k.import_id = next.import_id"
					" AND k.customer_ids[1] = next.customer_id AND k.attributes IS NOT NULL"
					" AND starts_with(next.field, 'attributes.') AND k.attributes ? substr(next.field, %4$d)))",
					catalog_name(REL_IMPORT_ROWS), catalog_name(REL_IMPORTS),
					catalog_name(REL_IMPORT_CHANGED), (int) strlen("attributes.") + 1);
}

/* Old values of fields; those that were no text, too. */
static void
correct_fields(const LaterImports *imports)
{
	execute(imports,
			psprintf("WITH %1$s,"
					 " rows AS (UPDATE %2$s AS r SET old_cells = ARRAY(SELECT CASE WHEN h.n IS NULL THEN o.old ELSE h.old END"
					 " FROM unnest(r.old_cells) WITH ORDINALITY AS o (old, n)"
					 " LEFT JOIN unnest(hits.numbers, hits.olds) AS h (n, old) ON h.n = o.n ORDER BY o.n)"
					 " FROM (SELECT import_id, line, array_agg(n) AS numbers, array_agg(old) AS olds FROM hit GROUP BY import_id, line) AS hits"
					 " WHERE r.import_id = hits.import_id AND r.line = hits.line),"
					 " odd AS (SELECT hit.import_id, hit.customer_id, jsonb_object_agg(a.key, a.value) AS attributes"
					 " FROM hit JOIN %3$s AS k ON k.import_id = $1 AND k.customer_ids[1] = hit.customer_id AND k.attributes IS NOT NULL"
					 " CROSS JOIN LATERAL jsonb_each(k.attributes) AS a"
					 " WHERE hit.field = 'attributes.' || a.key GROUP BY hit.import_id, hit.customer_id),"
					 " more AS (UPDATE %3$s AS k SET attributes = k.attributes || odd.attributes FROM odd"
					 " WHERE k.import_id = odd.import_id AND k.customer_ids[1] = odd.customer_id AND k.attributes IS NOT NULL"
					 " RETURNING k.import_id, k.customer_ids[1] AS customer_id)"
					 " INSERT INTO %3$s (import_id, customer_ids, attributes)"
					 " SELECT odd.import_id, ARRAY[odd.customer_id], odd.attributes FROM odd"
					 " WHERE NOT EXISTS (SELECT FROM more WHERE more.import_id = odd.import_id AND more.customer_id = odd.customer_id)",
					 hit_sql(), catalog_name(REL_IMPORT_ROWS), catalog_name(REL_IMPORT_CHANGED)));
}

/* updated_at: that of import $1's merge names it, and no other. */
static void
correct_times(const LaterImports *imports)
{
	execute(imports,
			psprintf("WITH moved AS (DELETE FROM %1$s WHERE import_id = ANY ($3) AND updated_at = $2"
					 " RETURNING import_id, customer_ids)"
					 " INSERT INTO %1$s (import_id, customer_ids, updated_at)"
					 " SELECT m.import_id, array_agg(m.customer_id), COALESCE(was.updated_at, $2)"
					 " FROM (SELECT moved.import_id, u.customer_id FROM moved, unnest(moved.customer_ids) AS u (customer_id)) AS m"
					 " LEFT JOIN (SELECT u.customer_id, k.updated_at FROM %1$s AS k, unnest(k.customer_ids) AS u (customer_id)"
					 " WHERE k.import_id = $1 AND k.updated_at IS NOT NULL) AS was ON was.customer_id = m.customer_id"
					 " GROUP BY m.import_id, COALESCE(was.updated_at, $2)",
					 catalog_name(REL_IMPORT_CHANGED)));
}

/* ---- memberships ---- */

/*
 * A later import took away a membership that import $1 had made: what it keeps
 * is the one that import $1 had taken for it, or none.
 */
static void
correct_taken(const LaterImports *imports)
{
	execute(imports,
			psprintf("UPDATE %1$s AS r SET memberships = (SELECT jsonb_agg(COALESCE(own.entry - 'regained', e.entry))"
					 " FROM jsonb_array_elements(r.memberships) AS e (entry)"
					 " LEFT JOIN jsonb_array_elements(mine.memberships) AS own (entry)"
					 " ON own.entry -> 'group_id' = e.entry -> 'group_id' AND e.entry -> 'import_id' = to_jsonb($1)"
					 " WHERE e.entry -> 'import_id' IS DISTINCT FROM to_jsonb($1) OR own.entry IS NOT NULL)"
					 " FROM %1$s AS mine WHERE r.import_id = ANY ($3) AND mine.import_id = $1 AND mine.action = 'update'"
					 " AND mine.customer_id = r.customer_id"
					 " AND r.memberships @> jsonb_build_array(jsonb_build_object('import_id', $1))",
					 catalog_name(REL_IMPORT_ROWS)));
}

/*
 * Memberships that import $1 took away, and the later import that made them
 * anew first: it has them back when it is undone.
 */
static void
correct_regained(const LaterImports *imports)
{
	execute(imports,
			psprintf("WITH taken AS (SELECT r.line, r.customer_id, e.entry, (e.entry ->> 'group_id')::bigint AS group_id"
					 " FROM %1$s AS r CROSS JOIN LATERAL jsonb_array_elements(r.memberships) AS e (entry)"
					 " WHERE r.import_id = $1 AND r.action = 'update' AND NOT e.entry ? 'regained'"
					 " AND r.customer_id <> ALL ($4)),"
					 " made AS (SELECT m.customer_id, m.group_id, m.import_id FROM %2$s AS m"
					 " JOIN taken AS t ON t.customer_id = m.customer_id AND t.group_id = m.group_id WHERE m.import_id = ANY ($3)"
					 " UNION SELECT r.customer_id, t.group_id, (e.entry ->> 'import_id')::bigint"
					 " FROM %1$s AS r CROSS JOIN LATERAL jsonb_array_elements(r.memberships) AS e (entry)"
					 " JOIN taken AS t ON t.customer_id = r.customer_id AND t.group_id = (e.entry ->> 'group_id')::bigint"
					 " WHERE r.import_id = ANY ($3) AND (e.entry ->> 'import_id')::bigint = ANY ($3)),"
					 " next AS (SELECT DISTINCT ON (made.customer_id, made.group_id) made.*"
					 " FROM made JOIN %3$s AS i ON i.import_id = made.import_id"
					 " ORDER BY made.customer_id, made.group_id, i.merge_number, i.import_id),"
					 " hit AS (SELECT next.import_id, next.customer_id, jsonb_agg(t.entry || '{\"regained\": true}') AS entries,"
					 " array_agg(g.name) AS names"
					 " FROM next JOIN taken AS t ON t.customer_id = next.customer_id AND t.group_id = next.group_id"
					 " JOIN %4$s AS g ON g.group_id = next.group_id GROUP BY next.import_id, next.customer_id),"
					 " mine AS (UPDATE %1$s AS r SET memberships = (SELECT jsonb_agg(e.entry)"
					 " FROM jsonb_array_elements(r.memberships) AS e (entry) WHERE NOT EXISTS (SELECT FROM next"
					 " WHERE next.customer_id = r.customer_id AND to_jsonb(next.group_id) = e.entry -> 'group_id'))"
					 " WHERE r.import_id = $1 AND r.customer_id IN (SELECT customer_id FROM hit) AND r.action = 'update')"
					 " UPDATE %1$s AS r SET memberships = COALESCE(r.memberships, '[]') || hit.entries,"
					 " old_cells = ARRAY(SELECT CASE WHEN o.n <> array_position(i.fields, 'groups') THEN o.old"
					 " ELSE (SELECT string_agg(a.name, '|' ORDER BY a.name COLLATE \"C\")"
					 " FROM (SELECT unnest(string_to_array(o.old, '|')) UNION SELECT unnest(hit.names)) AS a (name)) END"
					 " FROM unnest(r.old_cells) WITH ORDINALITY AS o (old, n) ORDER BY o.n)"
					 " FROM hit JOIN %3$s AS i ON i.import_id = hit.import_id"
					 " WHERE r.import_id = hit.import_id AND r.customer_id = hit.customer_id AND r.action = 'update'",
					 catalog_name(REL_IMPORT_ROWS), catalog_name(REL_GROUP_MEMBERS),
					 catalog_name(REL_IMPORTS), catalog_name(REL_GROUPS)));
}

/* ---- what later imports have written ---- */

/* More than a file has columns. */
#define FIELD_NUMBERS 1048576

int64
revert_later_cell(int64 line, int field)
{
	return line * FIELD_NUMBERS + field;
}

char *
revert_later_number(const char *line, int field)
{
	return psprintf("(%s OPERATOR(pg_catalog.*) %d OPERATOR(pg_catalog.+) %d)", line, FIELD_NUMBERS, field);
}

/* The numbers that a query finds; none for NULL. */
static Datum
find_numbers(const LaterImports *imports, const char *sql)
{
	MemoryContext caller = CurrentMemoryContext;
	int			scope = settings_scope_enter();
	ArrayType  *numbers;

	settings_scope_set("search_path", "pg_catalog, pg_temp");
	settings_scope_set("enable_nestloop", "off");
	execute(imports, sql);
	MemoryContextSwitchTo(caller);
	numbers = spi_array(0, 1, INT8ARRAYOID, "numbers of customer_import_rows");
	settings_scope_leave(scope);
	return PointerGetDatum(numbers == NULL ? construct_empty_array(INT8OID) : numbers);
}

Datum
revert_later_written(const LaterImports *imports)
{
	return find_numbers(imports,
						psprintf("WITH later AS MATERIALIZED (SELECT DISTINCT r.customer_id, f.field"
					 " FROM %1$s AS r JOIN %2$s AS i ON i.import_id = r.import_id"
					 " CROSS JOIN LATERAL unnest(i.fields, r.cells) AS f (field, new)"
					 " WHERE r.import_id = ANY ($3) AND r.action = 'update' AND f.new IS NOT NULL)"
					 " SELECT array_agg(number ORDER BY number) FROM (SELECT r.line * %3$d + f.n AS number"
					 " FROM %1$s AS r JOIN %2$s AS i ON i.import_id = r.import_id"
					 " CROSS JOIN LATERAL unnest(i.fields, r.cells) WITH ORDINALITY AS f (field, new, n)"
					 " JOIN later AS l ON l.customer_id = r.customer_id AND l.field = f.field"
					 " WHERE r.import_id = $1 AND r.action = 'update' AND f.new IS NOT NULL"
					 " UNION ALL SELECT r.line * %3$d FROM %1$s AS r WHERE r.import_id = $1 AND r.action = 'create'"
					 " AND r.customer_id IN (SELECT l.customer_id FROM later AS l)) AS written",
					 catalog_name(REL_IMPORT_ROWS), catalog_name(REL_IMPORTS), FIELD_NUMBERS));
}

Datum
revert_later_anew(const LaterImports *imports)
{
	return find_numbers(imports,
						psprintf("SELECT array_agg(DISTINCT r.customer_id) FROM %1$s AS r JOIN %1$s AS own ON own.customer_id = r.customer_id"
					 " WHERE r.import_id = ANY (ARRAY(SELECT i.import_id FROM %2$s AS i JOIN %2$s AS own ON own.import_id = $1"
					 " WHERE i.merge_number >= own.merge_number AND i.import_id <> $1 AND i.created > 0))"
					 " AND r.action = 'create' AND own.import_id = $1 AND own.action IN ('create', 'update')",
					 catalog_name(REL_IMPORT_ROWS), catalog_name(REL_IMPORTS)));
}

void
revert_later_correct(const LaterImports *imports)
{
	int			scope = settings_scope_enter();

	settings_scope_set("search_path", "pg_catalog, pg_temp");
	settings_scope_set("enable_nestloop", "off");
	correct_fields(imports);
	correct_times(imports);
	correct_regained(imports);
	correct_taken(imports);
	settings_scope_leave(scope);
}
