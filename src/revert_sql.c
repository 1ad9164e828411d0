/*
 * revert_sql.c
 *
 * A revert is set-based as the merge was: each statement runs once, whatever
 * the size of the import.  A subquery over the staged rows, s, casts them to
 * the columns' types; of field number i (from 1) it yields
 *
 *		n_i		what the import wrote; NULL = cleared
 *		o_i		what was there before
 *
 * both as texts where the type has no equality operator.  Categories are taken
 * from the arrays cells and old_cells.
 *
 * Customers that are looked up by id are written in the order of their ids, as
 * a merge does (merge_sql.c); those that are a good part of all, as they lie.
 *
 * IN, NULLIF and IS DISTINCT FROM are not written here: they look for their =
 * on the caller's search_path.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "catalog.h"
#include "field_sql.h"
#include "references.h"
#include "revert_created.h"
#include "group.h"
#include "revert_sql.h"

/* Is field i there still, and in customers? */
static bool
in_customers(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	return field != NULL && field_in_customers(field);
}

bool
revert_sql_has_column(const RevertSql *revert, int i)
{
	return in_customers(revert, i) && field_has_column(revert->fields.fields[i]);
}

/* Cast of staged texts to what live values of the field are compared as. */
static const char *
comparable(const Field *field)
{
	return field_sql_has_equality(field) ? field_sql_cast(field) : "";
}

char *
revert_sql_source(const RevertSql *revert, const char *action)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "(SELECT r.line, r.customer_id, r.cells, r.old_cells, r.memberships");
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const char *cast;

		if (!revert_sql_has_column(revert, i))
			continue;
		cast = comparable(revert->fields.fields[i]);
		appendStringInfo(&sql, ", (CASE WHEN r.cells[%d] OPERATOR(pg_catalog.<>) '' THEN r.cells[%d] END)%s AS n_%d"
						 ", r.old_cells[%d]%s AS o_%d",
						 i + 1, i + 1, cast, i + 1, i + 1, cast, i + 1);
	}
	appendStringInfo(&sql, " FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					 " AND r.action OPERATOR(pg_catalog.=) '%s'%s%s) AS s",
					 catalog_name(REL_IMPORT_ROWS), action,
					 strcmp(action, "update") == 0 ? " AND r.cells IS NOT NULL" : "",
					 revert->by_ids ? " ORDER BY r.customer_id" : "");
	return sql.data;
}

char *
revert_sql_join(const RevertSql *revert, const char *row)
{
	return psprintf("c.customer_id OPERATOR(pg_catalog.=) %s.customer_id%s",
					row, revert->by_ids ? " AND c.customer_id OPERATOR(pg_catalog.=) ANY ($5)" : "");
}

char *
revert_sql_is(const Field *field, const char *value)
{
	char	   *live = field_sql_live(field);

	return psprintf("((%s %s %s) IS TRUE OR (%s IS NULL AND %s IS NULL))",
					live, field_sql_equality(field), value, live, value);
}

char *
revert_sql_as_written(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	return revert_sql_is(field, field->kind == FIELD_ATTRIBUTE
						 ? psprintf("(CASE WHEN s.cells[%d] OPERATOR(pg_catalog.<>) '' THEN s.cells[%d] END)", i + 1, i + 1)
						 : psprintf("s.n_%d", i + 1));
}

char *
revert_sql_note(const char *field, const char *value, const char *code, const char *message)
{
	return psprintf("pg_catalog.jsonb_build_object('field', %s, 'value', %s, 'code', %s,"
					" 'message', %s, 'severity', 'warning')",
					field == NULL ? "NULL::pg_catalog.text" : quote_literal_cstr(field),
					value == NULL ? "NULL::pg_catalog.text" : value, code, message);
}

char *
revert_sql_live_text(const Field *field)
{
	return field->kind == FIELD_PASSWORD ? NULL
		: psprintf("(%s)::pg_catalog.text", field_sql_live(field));
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
					catalog_name(REL_IMPORT_ROWS), revert_sql_note(NULL, NULL, code, message), condition);
}

char *
revert_sql_all_notes(const char *notes)
{
	return psprintf("(SELECT pg_catalog.jsonb_agg(n.note) FROM pg_catalog.unnest(ARRAY[%s]::pg_catalog.jsonb[])"
					" AS n (note) WHERE n.note IS NOT NULL)", notes);
}

/* ---- which fields go back ---- */

/* The value before, as it is compared. */
static char *
before(const RevertSql *revert, int i)
{
	return revert->fields.fields[i]->kind == FIELD_ATTRIBUTE
		? psprintf("s.old_cells[%d]", i + 1) : psprintf("s.o_%d", i + 1);
}

/* Did the import unsubscribe the customer, by field i, who shall stay so? */
static char *
keeps_consent(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	if (revert->resubscribe || field->kind != FIELD_BOOLEAN ||
		strcmp(field->column, "subscribed") != 0)
		return NULL;
	return psprintf("s.o_%d IS TRUE", i + 1);
}

/* Has somebody else what field i, a key, was before? */
static const char *
is_taken(const RevertSql *revert, int i)
{
	return i == revert->fields.email ? "s.line OPERATOR(pg_catalog.=) ANY ($2)"
		: i == revert->fields.identifier ? "s.line OPERATOR(pg_catalog.=) ANY ($3)" : NULL;
}

/* The condition under which field i goes back. */
static char *
goes_back(const RevertSql *revert, int i)
{
	const char *consent = keeps_consent(revert, i);
	const char *taken = is_taken(revert, i);

	return psprintf("(s.cells[%d] IS NOT NULL AND %s%s%s)", i + 1,
					revert_sql_as_written(revert, i),
					consent == NULL ? "" : psprintf(" AND NOT (%s)", consent),
					taken == NULL ? "" : psprintf(" AND NOT (%s)", taken));
}

/* Is field i what it was before, or was it never touched? */
static char *
is_back(const RevertSql *revert, int i)
{
	return psprintf("(s.cells[%d] IS NULL OR %s)", i + 1,
					revert_sql_is(revert->fields.fields[i], before(revert, i)));
}

/* SET attributes: categories that were not there go, old values come back. */
static void
append_set_attributes(StringInfo sql, const RevertSql *revert)
{
	StringInfoData back,
				gone,
				categories,
				values;

	initStringInfo(&back);
	initStringInfo(&gone);
	initStringInfo(&categories);
	initStringInfo(&values);
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];
		const char *comma = categories.len > 0 ? ", " : "";
		char	   *category,
				   *condition;

		if (field == NULL || field->kind != FIELD_ATTRIBUTE)
			continue;
		category = quote_literal_cstr(field->category);
		condition = goes_back(revert, i);
		appendStringInfo(&back, "%s%s", categories.len > 0 ? " OR " : "", condition);
		appendStringInfo(&gone, "%sCASE WHEN %s THEN %s::pg_catalog.text END", comma, condition, category);
		appendStringInfo(&categories, "%s%s", comma, category);
		appendStringInfo(&values, "%sCASE WHEN %s THEN s.old_cells[%d] END", comma, condition, i + 1);
	}
	if (categories.len == 0)
		return;
	appendStringInfo(sql, "attributes = CASE WHEN %s THEN (c.attributes OPERATOR(pg_catalog.-) ARRAY[%s])"
					 " OPERATOR(pg_catalog.||) pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_object("
					 "ARRAY[%s]::pg_catalog.text[], ARRAY[%s]::pg_catalog.text[])) ELSE c.attributes END, ",
					 back.data, gone.data, categories.data, values.data);
}

char *
revert_sql_update(const RevertSql *revert)
{
	StringInfoData sql,
				any;

	initStringInfo(&sql);
	initStringInfo(&any);
	appendStringInfo(&sql, "UPDATE %s AS c SET ", catalog_name(REL_CUSTOMERS));
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];

		if (!in_customers(revert, i))
			continue;
		appendStringInfo(&any, "%s%s", any.len > 0 ? " OR " : "", goes_back(revert, i));
		if (field_has_column(field))
			appendStringInfo(&sql, "%1$s = CASE WHEN %2$s THEN %3$s ELSE c.%1$s END, ",
							 quote_identifier(field->column), goes_back(revert, i),
							 field_sql_has_equality(field) ? before(revert, i)
							 : psprintf("s.old_cells[%d]%s", i + 1, field_sql_cast(field)));
	}
	if (any.len == 0)
		return NULL;
	append_set_attributes(&sql, revert);
	appendStringInfo(&sql, "updated_at = pg_catalog.now() FROM %s"
					 " WHERE c.customer_id OPERATOR(pg_catalog.=) s.customer_id AND (%s)",
					 revert_sql_source(revert, "update"), any.data);
	return sql.data;
}

/* Lines whose old value of field i is a key that another customer has now. */
static char *
taken_lines(int i, const char *key)
{
	if (i < 0)
		return NULL;
	return psprintf("SELECT pg_catalog.array_agg(r.line) FROM %s AS r JOIN %s AS c"
					" ON %s OPERATOR(pg_catalog.=) r.old_cells[%d]"
					" AND c.customer_id OPERATOR(pg_catalog.<>) r.customer_id"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) 'update' AND r.cells[%d] IS NOT NULL",
					catalog_name(REL_IMPORT_ROWS), catalog_name(REL_CUSTOMERS), key, i + 1, i + 1);
}

char *
revert_sql_taken_emails(const RevertSql *revert)
{
	return taken_lines(revert->fields.email, "pg_catalog.lower(c.email)");
}

char *
revert_sql_taken_identifiers(const RevertSql *revert)
{
	return taken_lines(revert->fields.identifier, "c.identifier");
}

char *
revert_sql_count_consent(const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i) && keeps_consent(revert, i) != NULL)
			return psprintf("SELECT pg_catalog.count(*) FROM %s JOIN %s AS c"
							" ON %s WHERE s.cells[%d] IS NOT NULL AND %s AND %s",
							revert_sql_source(revert, "update"), catalog_name(REL_CUSTOMERS),
							revert_sql_join(revert, "s"), i + 1,
							revert_sql_as_written(revert, i), keeps_consent(revert, i));
	return NULL;
}

/* ---- what is kept of the changed ones ---- */

/* Code and message of field i, which is not what it was. */
static void
describe_kept(const RevertSql *revert, int i, char **code, char **message)
{
	const char *consent = keeps_consent(revert, i);
	const char *taken = is_taken(revert, i);
	char	   *written = revert_sql_as_written(revert, i);

	*code = psprintf("CASE WHEN NOT %s THEN 'kept_edited'%s%s ELSE 'kept_held' END", written,
					 consent ? psprintf(" WHEN %s THEN 'kept_consent'", consent) : "",
					 taken ? psprintf(" WHEN %s THEN 'kept_key_taken'", taken) : "");
	*message = psprintf("CASE WHEN NOT %s THEN 'edited since the import: the present value stays'%s%s"
						" ELSE 'the old value could not be put back: a trigger or row security on customers held it back' END",
						written,
						consent ? psprintf(" WHEN %s THEN 'stays unsubscribed: an undo subscribes nobody again unless resubscribe => true says so'", consent) : "",
						taken ? psprintf(" WHEN %s THEN pg_catalog.concat('another customer has the old value by now: ', s.old_cells[%d])", taken, i + 1) : "");
}

/* The note on field i, or NULL where it is back. */
static char *
changed_note(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];
	char	   *code,
			   *message;

	describe_kept(revert, i, &code, &message);
	return psprintf("CASE WHEN NOT %s THEN %s END", is_back(revert, i),
					revert_sql_note(field->name, revert_sql_live_text(field), code, message));
}

/* Names in one of row s's two sets of groups that are not in the other, and of
 * which the customer is (not) an accepted member now; a text, NULL if none. */
static char *
stray_groups(const RevertSql *revert, const char *in, const char *not_in, bool present)
{
	int			g = revert->fields.groups + 1;

	return psprintf("(SELECT pg_catalog.string_agg(n.name, '|')"
					" FROM (SELECT pg_catalog.unnest(pg_catalog.string_to_array(s.%s[%d], '|'))"
					" EXCEPT SELECT pg_catalog.unnest(pg_catalog.string_to_array(s.%s[%d], '|'))) AS n (name)"
					" LEFT JOIN (SELECT DISTINCT %s AS key FROM %s AS g JOIN %s AS m"
					" ON m.group_id OPERATOR(pg_catalog.=) g.group_id"
					" WHERE m.customer_id OPERATOR(pg_catalog.=) s.customer_id"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted') AS now"
					" ON now.key OPERATOR(pg_catalog.=) %s"
					" WHERE (now.key IS NULL) OPERATOR(pg_catalog.=) %s)",
					in, g, not_in, g, group_sql_key("g.name"), catalog_name(REL_GROUPS),
					catalog_name(REL_GROUP_MEMBERS), group_sql_key("n.name"),
					present ? "false" : "true");
}

/* Is a membership of row s's that the merge took away not there now?  The group
 * may have another name by now. */
static char *
lacks_membership(void)
{
	return psprintf("EXISTS (SELECT FROM pg_catalog.jsonb_to_recordset(s.memberships) AS was (group_id pg_catalog.int8)"
					" WHERE NOT EXISTS (SELECT FROM %s AS m WHERE m.group_id OPERATOR(pg_catalog.=) was.group_id"
					" AND m.customer_id OPERATOR(pg_catalog.=) s.customer_id"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted'))",
					catalog_name(REL_GROUP_MEMBERS));
}

/* The notes on memberships that are not what they were, and their condition. */
static void
append_group_notes(const RevertSql *revert, StringInfo notes, StringInfo any)
{
	int			g = revert->fields.groups + 1;
	char	   *stays = stray_groups(revert, "cells", "old_cells", true),
			   *left = stray_groups(revert, "old_cells", "cells", false);

	if (g == 0)
		return;
	appendStringInfo(any, " OR s.cells[%d] IS NOT NULL", g);
	appendStringInfo(notes, ", CASE WHEN s.cells[%1$d] IS NOT NULL AND %2$s IS NOT NULL THEN %3$s END"
					 ", CASE WHEN s.cells[%1$d] IS NOT NULL AND %6$s AND %4$s IS NOT NULL THEN %5$s END",
					 g, stays, revert_sql_note("groups", stays, "'kept_edited'",
											   "'made a member anew since the import: stays one'"),
					 left, revert_sql_note("groups", left, "'kept_edited'",
										   "'not a member again: taken out by hand since the import, or the group is gone'"),
					 lacks_membership());
}

char *
revert_sql_note_changed(const RevertSql *revert)
{
	StringInfoData notes,
				any;

	initStringInfo(&notes);
	initStringInfo(&any);
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		if (revert->fields.fields[i] == NULL)
		{
			appendStringInfo(&any, " OR s.cells[%d] IS NOT NULL", i + 1);
			appendStringInfo(&notes, ", CASE WHEN s.cells[%d] IS NOT NULL THEN %s END", i + 1,
							 revert_sql_note(revert->fields.names[i], NULL, "'kept_field_gone'",
											 "'the column does not exist any more'"));
		}
		else if (in_customers(revert, i))
		{
			appendStringInfo(&any, " OR NOT %s", is_back(revert, i));
			appendStringInfo(&notes, ", %s", changed_note(revert, i));
		}
	}
	append_group_notes(revert, &notes, &any);
	return revert_sql_add_notes(psprintf("SELECT s.line, CASE WHEN c.customer_id IS NULL THEN pg_catalog.jsonb_build_array(%s)"
										 " ELSE %s END AS notes FROM %s LEFT JOIN %s AS c ON %s"
										 " WHERE c.customer_id IS NULL%s",
										 revert_sql_note(NULL, NULL, "'kept_deleted'",
														 "'the customer has been deleted since the import'"),
										 revert_sql_all_notes(psprintf("NULL%s", notes.data)),
										 revert_sql_source(revert, "update"),
										 catalog_name(REL_CUSTOMERS), revert_sql_join(revert, "s"),
										 any.data));
}

char *
revert_sql_note_erased(const RevertSql *revert)
{
	return revert_sql_add_note(psprintf("r.cells IS NULL AND (r.action OPERATOR(pg_catalog.=) 'update'"
										" OR (r.action OPERATOR(pg_catalog.=) 'create'"
										" AND NOT EXISTS (SELECT FROM %s AS c WHERE %s)))",
										catalog_name(REL_CUSTOMERS), revert_sql_join(revert, "r")),
							   "'kept_erased'",
							   "'the customer has been erased, and with him what the import had done'");
}

/* ---- groups ---- */

char *
revert_sql_delete_members(const RevertSql *revert)
{
	return psprintf("DELETE FROM %s AS m USING %s AS r"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) 'update' AND r.cells[%d] IS NOT NULL"
					" AND m.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" AND m.import_id OPERATOR(pg_catalog.=) $1"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted'",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_IMPORT_ROWS),
					revert->fields.groups + 1);
}

char *
revert_sql_insert_members(const RevertSql *revert)
{
	return psprintf("INSERT INTO %s (customer_id, group_id, status, import_id, set_by, set_at)"
					" SELECT r.customer_id, was.group_id, 'accepted', was.import_id, was.set_by, was.set_at"
					" FROM %s AS r CROSS JOIN LATERAL pg_catalog.jsonb_to_recordset(r.memberships) AS was"
					" (group_id pg_catalog.int8, import_id pg_catalog.int8, set_by pg_catalog.text, set_at pg_catalog.timestamptz)"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.memberships IS NOT NULL"
					" AND EXISTS (SELECT FROM %s AS c WHERE c.customer_id OPERATOR(pg_catalog.=) r.customer_id)"
					" AND EXISTS (SELECT FROM %s AS g WHERE g.group_id OPERATOR(pg_catalog.=) was.group_id)"
					" AND NOT EXISTS (SELECT FROM %s AS m WHERE m.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" AND m.group_id OPERATOR(pg_catalog.=) was.group_id)",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_IMPORT_ROWS),
					catalog_name(REL_CUSTOMERS), catalog_name(REL_GROUPS),
					catalog_name(REL_GROUP_MEMBERS));
}

char *
revert_sql_delete_groups(const RevertSql *revert)
{
	return psprintf("DELETE FROM %s AS c USING (SELECT DISTINCT %s AS key"
					" FROM %s AS r CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.string_to_array(r.cells[%d], '|')) AS n (name)"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')) AS named"
					" WHERE %s OPERATOR(pg_catalog.=) named.key"
					" AND c.created_at OPERATOR(pg_catalog.=) $4"
					" AND c.discount_percent IS NULL AND c.description IS NULL AND %s",
					catalog_name(REL_GROUPS), group_sql_key("n.name"), catalog_name(REL_IMPORT_ROWS),
					revert->fields.groups + 1, group_sql_key("c.name"),
					references_none(revert->group_references));
}
