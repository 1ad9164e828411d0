/*
 * revert_parts.c
 *
 * Parts of the statements of a revert.  A subquery over the staged rows, s, casts
 * them to the columns' types; of field number i (from 1) it yields
 *
 *		n_i		what the import wrote; NULL = cleared
 *		o_i		what was there before
 *
 * Categories are taken from the arrays cells and old_cells, but for old values
 * that were no texts: those are in odd.  was_updated is what updated_at was.
 *
 * Customers that are looked up by id are written in the order of their ids, as
 * a merge does (merge_sql.c); those that are a good part of all, as they lie.
 *
 * IN, NULLIF and IS DISTINCT FROM are not written here: they look for their =
 * on the caller's search_path.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/field_sql.h"
#include "field/note.h"
#include "merge/revert_later.h"
#include "merge/revert_parts.h"
#include "support/catalog.h"

bool
revert_sql_in_customers(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	return field != NULL && field_in_customers(field);
}

bool
revert_sql_has_column(const RevertSql *revert, int i)
{
	return revert_sql_in_customers(revert, i) && field_has_column(revert->fields.fields[i]);
}

bool
revert_sql_has_attributes(const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert->fields.fields[i] != NULL && revert->fields.fields[i]->kind == FIELD_ATTRIBUTE)
			return true;
	return false;
}

/* Is the field's cell, of a row by its alias, one that the column does not take? */
static char *
is_refused(const RevertSql *revert, const char *row, int i)
{
	char	   *number;

	if (!revert->has_refused)
		return "false";
	number = revert_later_number(psprintf("%s.line", row), i + 1);
	return psprintf("(($12)[pg_catalog.width_bucket(%1$s, $12)] OPERATOR(pg_catalog.=) %1$s) IS TRUE", number);
}

char *
revert_sql_refused(const RevertSql *revert, int i)
{
	return is_refused(revert, "s", i);
}

/*
 * Row r's new and old value of each column, typed.  NULL is not cast: there are
 * types that do not take it.
 */
static void
append_columns(StringInfo sql, const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];
		char	   *refused = is_refused(revert, "r", i);

		if (!revert_sql_has_column(revert, i))
			continue;
		appendStringInfo(sql, ", (CASE WHEN r.cells[%1$d] OPERATOR(pg_catalog.<>) '' AND NOT %2$s THEN %3$s END) AS n_%1$d"
						 ", (CASE WHEN r.old_cells[%1$d] IS NOT NULL AND NOT %2$s THEN %4$s END) AS o_%1$d",
						 i + 1, refused, field_sql_read(field, psprintf("r.cells[%d]", i + 1)),
						 field_sql_read(field, psprintf("r.old_cells[%d]", i + 1)));
	}
}

/* Row r's customer as the merge found them, beyond old_cells. */
static void
append_before(StringInfo sql, const RevertSql *revert)
{
	appendStringInfo(sql, ", CASE WHEN ($6)[pg_catalog.width_bucket(r.customer_id, $6)] OPERATOR(pg_catalog.=) r.customer_id"
					 " THEN ($7)[pg_catalog.width_bucket(r.customer_id, $6)] END AS was_updated, %s AS odd",
					 revert_sql_has_attributes(revert) ? "k.attributes" : "NULL::pg_catalog.jsonb");
}

/* Who is changed is joined by the first, and only, customer of such a row. */
static char *
odd_join(const RevertSql *revert)
{
	if (!revert_sql_has_attributes(revert))
		return "";
	return psprintf(" LEFT JOIN %s AS k ON k.import_id OPERATOR(pg_catalog.=) r.import_id"
					" AND k.customer_ids[1] OPERATOR(pg_catalog.=) r.customer_id"
					" AND k.attributes IS NOT NULL", catalog_name(REL_IMPORT_CHANGED));
}

/* Which new customers are looked at. */
static char *
only_within(const RevertSql *revert)
{
	if (revert->within == 0)
		return "";
	return psprintf(" AND r.customer_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT w.customer_id FROM %s AS w"
					" WHERE w.import_id OPERATOR(pg_catalog.=) " INT64_FORMAT
					" AND w.action OPERATOR(pg_catalog.=) 'update'))",
					catalog_name(REL_IMPORT_ROWS), revert->within);
}

char *
revert_sql_source(const RevertSql *revert, const char *action)
{
	bool		changed = strcmp(action, "update") == 0;
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "(SELECT r.line, %s AS customer_id, r.cells, r.old_cells, r.memberships",
					 revert_sql_customer(revert));
	append_columns(&sql, revert);
	if (changed)
		append_before(&sql, revert);
	if (revert->hashed != NULL || (changed && revert->hashed_lists != NIL))
		appendStringInfoString(&sql, ", h.hash, h.import_id AS creator");
	appendStringInfo(&sql, " FROM %s AS r", catalog_name(REL_IMPORT_ROWS));
	if (changed)
		appendStringInfoString(&sql, odd_join(revert));
	if (revert->hashed != NULL || (changed && revert->hashed_lists != NIL))
		appendStringInfo(&sql, " LEFT JOIN %s AS h ON h.customer_id OPERATOR(pg_catalog.=) r.customer_id%s",
						 catalog_name(REL_IMPORT_CREATED),
						 changed ? "" : " AND h.import_id OPERATOR(pg_catalog.=) r.import_id");
	appendStringInfo(&sql, " WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					 " AND r.action OPERATOR(pg_catalog.=) '%s'%s%s) AS s",
					 action, changed ? " AND r.cells IS NOT NULL" : only_within(revert),
					 revert->by_ids ? " ORDER BY r.customer_id" : "");
	return sql.data;
}

const char *
revert_sql_customer(const RevertSql *revert)
{
	return !revert->has_anew ? "r.customer_id"
		: "(CASE WHEN (r.customer_id OPERATOR(pg_catalog.=) ANY ($11)) IS NOT TRUE THEN r.customer_id END)";
}

char *
revert_sql_join(const RevertSql *revert, const char *customer)
{
	return psprintf("c.customer_id OPERATOR(pg_catalog.=) %s%s",
					customer, revert->by_ids ? " AND c.customer_id OPERATOR(pg_catalog.=) ANY ($5)" : "");
}

/* Category of customer c, as jsonb. */
static char *
live_category(const Field *field)
{
	return psprintf("(c.attributes OPERATOR(pg_catalog.->) %s::pg_catalog.text)",
					quote_literal_cstr(field->category));
}

char *
revert_sql_is_live(const Field *field, const char *value)
{
	return field->kind == FIELD_ATTRIBUTE ? field_sql_same(JSONBOID, live_category(field), value)
		: field_sql_same(field->type, psprintf("c.%s", quote_identifier(field->column)), value);
}

char *
revert_sql_as_written(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	char	   *value = psprintf("s.n_%d", i + 1);

	if (field->kind == FIELD_ATTRIBUTE)
		value = psprintf("(CASE WHEN s.cells[%d] OPERATOR(pg_catalog.<>) ''"
						 " THEN pg_catalog.to_jsonb(s.cells[%d]) END)", i + 1, i + 1);
	return psprintf("(%s AND NOT %s)", revert_sql_is_live(field, value), revert_sql_refused(revert, i));
}

char *
revert_sql_live_text(const Field *field)
{
	return field->kind == FIELD_PASSWORD ? NULL : field_sql_live_text(field);
}

char *
revert_sql_add_notes(const char *found)
{
	return psprintf("UPDATE %s AS r SET errors = COALESCE(r.errors, '[]') OPERATOR(pg_catalog.||) found.notes"
					" FROM (%s) AS found WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.line OPERATOR(pg_catalog.=) found.line AND found.notes IS NOT NULL",
					catalog_name(REL_IMPORT_ROWS), found);
}

char *
revert_sql_add_note(const char *condition, const char *code, const char *message)
{
	return psprintf("UPDATE %s AS r SET errors = COALESCE(r.errors, '[]') OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_array(%s)"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND %s",
					catalog_name(REL_IMPORT_ROWS), note_sql(code, NULL, NULL, message, NULL), condition);
}

char *
revert_sql_all_notes(const char *notes)
{
	return psprintf("(SELECT pg_catalog.jsonb_agg(n.note) FROM pg_catalog.unnest(ARRAY[%s]::pg_catalog.jsonb[])"
					" AS n (note) WHERE n.note IS NOT NULL)", notes);
}

char *
revert_sql_written_later(const RevertSql *revert, int field)
{
	char	   *number = revert_later_number("s.line", field);

	if (!revert->has_later)
		return "false";
	return psprintf("(($10)[pg_catalog.width_bucket(%1$s, $10)] OPERATOR(pg_catalog.=) %1$s) IS TRUE", number);
}
