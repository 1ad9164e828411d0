/*
 * revert_parts.c
 *
 * Parts of the statements of a revert.  A subquery over the staged rows, s, casts
 * them to the columns' types; of field number i (from 1) it yields
 *
 *		n_i		the value that the import wrote; NULL = cleared
 *		o_i		the old value
 *
 * Categories are read from the arrays cells and old_cells; old values that were not
 * texts are in odd.  was_updated is the old updated_at.
 *
 * Customers that are looked up by id are written in the order of their ids, as in a
 * merge (merge_rows.sql); else in the order of the scan.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/field_sql.h"
#include "field/note.h"
#include "import/secret.h"
#include "merge/revert_later.h"
#include "merge/revert_parts.h"
#include "merge/revert_parts.sql.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/target.h"

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

/* Is a number (as SQL) in a parameter that is a sorted array of them? */
static char *
is_among(const char *number, const char *numbers)
{
	return sql_text(revert_parts_sql, "is among", "number", number, "numbers", numbers, NULL);
}

/* SQL: does the column refuse the field's cell in this row? */
static char *
is_refused(const RevertSql *revert, const char *row, int i)
{
	return !revert->has_refused ? "false"
		: is_among(revert_later_number(psprintf("%s.line", row), i + 1), "$12");
}

char *
revert_sql_refused(const RevertSql *revert, int i)
{
	return is_refused(revert, "s", i);
}

/* Row r's new and old value of each column, typed. */
static void
append_columns(StringInfo typed, const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];
		char	   *n = sql_number(i + 1);

		if (!revert_sql_has_column(revert, i))
			continue;
		appendStringInfo(typed, ", %s",
						 sql_text(revert_parts_sql, "typed field", "n", n, "refused", is_refused(revert, "r", i),
								  "new", field_sql_read(field, psprintf("r.cells[%s]", n)),
								  "old", field_sql_read(field, psprintf("r.old_cells[%s]", n)), NULL));
	}
}

/* Condition on the staged rows of the action. */
static char *
which_rows(const RevertSql *revert, bool changed)
{
	if (changed)
		return "r.cells IS NOT NULL";
	if (revert->within == 0)
		return "true";
	return sql_text(revert_parts_sql, "within", "import_id", psprintf(INT64_FORMAT, revert->within), NULL);
}

char *
revert_sql_source(const RevertSql *revert, const char *action)
{
	bool		changed = strcmp(action, "update") == 0;
	bool		hashed = revert->hashed != NULL || (changed && revert->hashed_lists != NIL);
	bool		odd = changed && revert_sql_has_attributes(revert);
	StringInfoData typed,
				joins;

	initStringInfo(&typed);
	initStringInfo(&joins);
	append_columns(&typed, revert);
	if (changed)
		appendStringInfo(&typed, ", %s", sql_text(revert_parts_sql, "before", "odd",
												  odd ? "k.attributes" : "NULL::pg_catalog.jsonb", NULL));
	if (odd)
		appendStringInfoString(&joins, sql_text(revert_parts_sql, "join odd", NULL));
	if (hashed)
	{
		appendStringInfoString(&typed, ", h.hash, h.import_id AS creator");
		sql_add(&joins, " ", "%s", sql_text(revert_parts_sql, "join hashes", "own",
											changed ? "" : "AND h.import_id = r.import_id", NULL));
	}
	return sql_text(revert_parts_sql, "staged rows", "rows", revert->fields.password < 0
					? catalog_name(REL_IMPORT_ROWS) : secrets_rows_sql(revert->fields.password),
					"customer", revert_sql_customer(revert),
					"typed", typed.data, "joins", joins.data, "action", action,
					"which", which_rows(revert, changed),
					"order", revert->by_ids ? "ORDER BY r.customer_id" : "", "fence", target_fence(), NULL);
}

const char *
revert_sql_customer(const RevertSql *revert)
{
	return !revert->has_anew ? "r.customer_id"
		: "(CASE WHEN (r.customer_id = ANY ($11)) IS NOT TRUE THEN r.customer_id END)";
}

char *
revert_sql_join(const RevertSql *revert, const char *customer)
{
	return psprintf("c.customer_id = %s%s", customer, revert->by_ids ? " AND c.customer_id = ANY ($5)" : "");
}

/* Category of customer c, as jsonb. */
static char *
live_category(const Field *field)
{
	return psprintf("(c.attributes -> %s::pg_catalog.text)",
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
		value = psprintf("(CASE WHEN s.cells[%1$d] <> '' THEN pg_catalog.jsonb_object('{v}', ARRAY[s.cells[%1$d]]) -> 'v' END)", i + 1);
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
	return sql_text(revert_parts_sql, "add notes", "found", found, NULL);
}

char *
revert_sql_add_note(const char *condition, const char *code, const char *message)
{
	return sql_text(revert_parts_sql, "add note", "condition", condition,
					"note", note_sql(code, NULL, NULL, message, NULL), NULL);
}

char *
revert_sql_all_notes(const char *notes)
{
	return sql_text(revert_parts_sql, "all notes", "notes", notes, NULL);
}

char *
revert_sql_written_later(const RevertSql *revert, int field)
{
	return !revert->has_later ? "false" : is_among(revert_later_number("s.line", field), "$10");
}
