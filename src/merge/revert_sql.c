/*
 * revert_sql.c
 *
 * A revert is set-based as the merge was: each statement runs once, whatever
 * the size of the import, over the subquery s of revert_parts.c.
 *
 * IN, NULLIF and IS DISTINCT FROM are not written here: they look for their =
 * on the caller's search_path.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field_sql.h"
#include "field/key_sql.h"
#include "field/note.h"
#include "import/group.h"
#include "merge/created.h"
#include "merge/references.h"
#include "merge/revert_later.h"
#include "merge/revert_parts.h"
#include "merge/revert_sql.h"
#include "support/catalog.h"

/* ---- which fields go back ---- */

/* The value before: of a category as jsonb. */
static char *
before(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	return field->kind != FIELD_ATTRIBUTE ? psprintf("s.o_%d", i + 1)
		: psprintf("COALESCE(s.odd OPERATOR(pg_catalog.->) %s::pg_catalog.text, pg_catalog.to_jsonb(s.old_cells[%d]))",
				   quote_literal_cstr(field->category), i + 1);
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

/* Is what the import wrote in field i there still? */
static char *
is_own(const RevertSql *revert, int i)
{
	if (!revert->has_later)
		return revert_sql_as_written(revert, i);
	return psprintf("(%s AND NOT %s)", revert_sql_as_written(revert, i), revert_sql_written_later(revert, i + 1));
}

/* The key that field i is; NUM_KEYS if it is none that goes back. */
static KeyKind
key_of(const RevertSql *revert, int i)
{
	return i == revert->fields.email ? KEY_EMAIL
		: i == revert->fields.identifier ? KEY_IDENTIFIER : NUM_KEYS;
}

/* Has somebody else what field i, a key, was before? */
static const char *
is_taken(const RevertSql *revert, int i)
{
	KeyKind		key = key_of(revert, i);

	return key == NUM_KEYS ? NULL : key == KEY_EMAIL ? "s.line OPERATOR(pg_catalog.=) ANY ($2)"
		: "s.line OPERATOR(pg_catalog.=) ANY ($3)";
}

/* The condition under which field i goes back. */
static char *
goes_back(const RevertSql *revert, int i)
{
	const char *consent = keeps_consent(revert, i);
	const char *taken = is_taken(revert, i);

	return psprintf("(s.cells[%d] IS NOT NULL AND %s%s%s)", i + 1,
					is_own(revert, i),
					consent == NULL ? "" : psprintf(" AND NOT (%s)", consent),
					taken == NULL ? "" : psprintf(" AND NOT (%s)", taken));
}

/*
 * Is field i what it was before, or was it never touched?  A key that was not
 * stored folded is when it goes back.
 */
static char *
is_back(const RevertSql *revert, int i)
{
	char	   *same = psprintf("%s AND NOT %s", revert_sql_is_live(revert->fields.fields[i], before(revert, i)),
								revert_sql_refused(revert, i));
	KeyKind		key = key_of(revert, i);

	if (key != NUM_KEYS)
		same = psprintf("%s OR (%s OPERATOR(pg_catalog.=) %s) IS TRUE", same, key_sql_folded(key, "c."),
						key_sql_fold(key, psprintf("s.old_cells[%d]", i + 1)));
	return psprintf("(s.cells[%d] IS NULL OR %s)", i + 1, same);
}

/* SET attributes: categories that were not there go, old values come back. */
static void
append_set_attributes(StringInfo sql, const RevertSql *revert)
{
	StringInfoData back,
				gone,
				categories,
				values;

	if (!revert_sql_has_attributes(revert))
		return;
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
		appendStringInfo(&values, "%sCASE WHEN %s THEN %s END", comma, condition, before(revert, i));
	}
	appendStringInfo(sql, "attributes = CASE WHEN %s THEN (c.attributes OPERATOR(pg_catalog.-) ARRAY[%s])"
					 " OPERATOR(pg_catalog.||) (SELECT COALESCE(pg_catalog.jsonb_object_agg(v.category, v.value), '{}')"
					 " FROM ROWS FROM (pg_catalog.unnest(ARRAY[%s]::pg_catalog.text[]),"
					 " pg_catalog.unnest(ARRAY[%s]::pg_catalog.jsonb[])) AS v (category, value)"
					 " WHERE v.value IS NOT NULL) ELSE c.attributes END, ",
					 back.data, gone.data, categories.data, values.data);
}

/*
 * SET updated_at.  Where the import was the last to write the customer, and all
 * that it wrote goes back, it is what it was; where a later import was, as that
 * one left it; where somebody else was, now.
 */
static char *
old_updated_at(const RevertSql *revert)
{
	StringInfoData whole;
	char	   *sql;

	initStringInfo(&whole);
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_in_customers(revert, i))
			appendStringInfo(&whole, " AND (s.cells[%d] IS NULL OR %s)", i + 1, goes_back(revert, i));
		else if (revert->fields.fields[i] == NULL)
			appendStringInfo(&whole, " AND s.cells[%d] IS NULL", i + 1);
	sql = psprintf("CASE WHEN c.updated_at OPERATOR(pg_catalog.=) $4 AND s.was_updated IS NOT NULL%s THEN s.was_updated"
					" WHEN c.updated_at OPERATOR(pg_catalog.=) ANY ($9) THEN c.updated_at"
					" ELSE pg_catalog.now() END", whole.data);
	if (revert->hashed_lists == NIL)
		return sql;
	return psprintf("%s(c.customer_id, c.updated_at, NULL, NULL, %s, %s)",
					catalog_function_name("customers_import_journal"), sql,
					created_edited_sql(revert->hashed_lists));
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

		if (!revert_sql_in_customers(revert, i))
			continue;
		appendStringInfo(&any, "%s%s", any.len > 0 ? " OR " : "", goes_back(revert, i));
		if (field_has_column(field))
			appendStringInfo(&sql, "%1$s = CASE WHEN %2$s THEN %3$s ELSE c.%1$s END, ",
							 quote_identifier(field->column), goes_back(revert, i),
							 field_sql_assigned(field, before(revert, i)));
	}
	if (any.len == 0)
		return NULL;
	append_set_attributes(&sql, revert);
	appendStringInfo(&sql, "updated_at = %s FROM %s"
					 " WHERE c.customer_id OPERATOR(pg_catalog.=) s.customer_id%s AND (%s)",
					 old_updated_at(revert), revert_sql_source(revert, "update"),
					 revert->by_lines ? " AND s.line OPERATOR(pg_catalog.>=) $13 AND s.line OPERATOR(pg_catalog.<=) $14" : "",
					 any.data);
	return sql.data;
}

/*
 * Does customer c have a key since the merge?  Only in a partitioned list, which
 * has no unique keys, may somebody have had it before, together with another.
 */
static const char *
has_it_since(void)
{
	return get_rel_relkind(catalog_oid(REL_CUSTOMERS, false)) == RELKIND_PARTITIONED_TABLE
		? " AND c.updated_at OPERATOR(pg_catalog.>=) $4" : "";
}

/* SELECT of the lines whose old key, number i, is this of another customer. */
static char *
lines_of_key(int i, KeyKind key, const char *live)
{
	return psprintf("SELECT r.line FROM %s AS r JOIN %s AS c"
					" ON %s OPERATOR(pg_catalog.=) %s"
					" AND c.customer_id OPERATOR(pg_catalog.<>) r.customer_id"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) 'update' AND r.cells[%d] IS NOT NULL%s",
					catalog_name(REL_IMPORT_ROWS), catalog_name(REL_CUSTOMERS), live,
					key_sql_fold(key, psprintf("r.old_cells[%d]", i + 1)), i + 1, has_it_since());
}

/*
 * Lines whose old value of field i is a key that another customer has now, in
 * whatever spelling: it goes back folded.
 */
static char *
taken_lines(int i, KeyKind key)
{
	if (i < 0)
		return NULL;
	return psprintf("SELECT pg_catalog.array_agg(taken.line) FROM (%s UNION %s AND %s) AS taken",
					lines_of_key(i, key, key_sql_indexed(key, "c.")),
					lines_of_key(i, key, key_sql_folded(key, "c.")), key_sql_untidy(key, "c."));
}

char *
revert_sql_taken_emails(const RevertSql *revert)
{
	return taken_lines(revert->fields.email, KEY_EMAIL);
}

char *
revert_sql_taken_identifiers(const RevertSql *revert)
{
	return taken_lines(revert->fields.identifier, KEY_IDENTIFIER);
}

char *
revert_sql_find_held(const RevertSql *revert)
{
	StringInfoData held;

	initStringInfo(&held);
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i) &&
			(keeps_consent(revert, i) != NULL || is_taken(revert, i) != NULL))
			appendStringInfo(&held, "%ss.cells[%d] IS NOT NULL AND %s AND NOT %s", held.len > 0 ? " OR " : "",
							 i + 1, is_own(revert, i), is_back(revert, i));
	return held.len == 0 ? NULL
		: psprintf("SELECT pg_catalog.array_agg(c.customer_id) FROM %s JOIN %s AS c ON %s WHERE %s",
				   revert_sql_source(revert, "update"), catalog_name(REL_CUSTOMERS),
				   revert_sql_join(revert, "s.customer_id"), held.data);
}

char *
revert_sql_count_consent(const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i) && keeps_consent(revert, i) != NULL)
			return psprintf("SELECT pg_catalog.count(*) FROM %s JOIN %s AS c"
							" ON %s WHERE s.cells[%d] IS NOT NULL AND %s AND %s",
							revert_sql_source(revert, "update"), catalog_name(REL_CUSTOMERS),
							revert_sql_join(revert, "s.customer_id"), i + 1,
							is_own(revert, i), keeps_consent(revert, i));
	return NULL;
}

/* ---- what is kept of the changed ones ---- */

/* A note on the present value of field i; message and hint are SQL. */
static char *
value_note(const RevertSql *revert, int i, const char *code, const char *message, const char *hint)
{
	const Field *field = revert->fields.fields[i];

	return note_sql(code, quote_literal_cstr(field->name), revert_sql_live_text(field), message, hint);
}

/* The note on field i, or NULL where it is back. */
static char *
changed_note(const RevertSql *revert, int i)
{
	const char *consent = keeps_consent(revert, i);
	const char *taken = is_taken(revert, i);
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "CASE WHEN (NOT %s) IS NOT TRUE THEN NULL WHEN %s THEN %s WHEN NOT %s THEN %s",
					 is_back(revert, i),
					 revert_sql_refused(revert, i),
					 value_note(revert, i, "kept_refused",
								"'the column does not take what the import wrote, or the value before it, any more: the present value stays'", NULL),
					 is_own(revert, i),
					 value_note(revert, i, "kept_edited",
								"'edited since the import: the present value stays'", NULL));
	if (consent != NULL)
		appendStringInfo(&sql, " WHEN %s THEN %s", consent,
						 value_note(revert, i, "kept_consent", "'stays unsubscribed'",
									"'An undo subscribes nobody again unless resubscribe => true says so.'"));
	if (taken != NULL)
		appendStringInfo(&sql, " WHEN %s THEN %s", taken,
						 value_note(revert, i, "kept_key_taken",
									psprintf("pg_catalog.concat('another customer has the old value by now: ', s.old_cells[%d])", i + 1), NULL));
	appendStringInfo(&sql, " ELSE %s END",
					 value_note(revert, i, "kept_held",
								"'the old value could not be put back: a trigger or row security on customers held it back'", NULL));
	return sql.data;
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
					 g, stays, note_sql("kept_edited", "'groups'", stays,
										"'made a member anew since the import: stays one'", NULL),
					 left, note_sql("kept_edited", "'groups'", left,
									"'not a member again: taken out by hand since the import, or the group is gone'", NULL),
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
							 note_sql("kept_field_gone", quote_literal_cstr(revert->fields.names[i]), NULL,
									  "'the column does not exist any more'", NULL));
		}
		else if (revert_sql_in_customers(revert, i))
		{
			appendStringInfo(&any, " OR NOT %s", is_back(revert, i));
			appendStringInfo(&notes, ", %s", changed_note(revert, i));
		}
	}
	append_group_notes(revert, &notes, &any);
	return revert_sql_add_notes(psprintf("SELECT s.line, CASE WHEN c.customer_id IS NULL THEN pg_catalog.jsonb_build_array(%s)"
										 " ELSE %s END AS notes FROM %s LEFT JOIN %s AS c ON %s"
										 " WHERE c.customer_id IS NULL%s",
										 note_sql("kept_deleted", NULL, NULL,
												  "'the customer has been deleted since the import'", NULL),
										 revert_sql_all_notes(psprintf("NULL%s", notes.data)),
										 revert_sql_source(revert, "update"),
										 catalog_name(REL_CUSTOMERS), revert_sql_join(revert, "s.customer_id"),
										 any.data));
}

char *
revert_sql_note_erased(const RevertSql *revert)
{
	return revert_sql_add_note(psprintf(REVERT_SQL_ERASED " AND (r.action OPERATOR(pg_catalog.=) 'update'"
										" OR (r.action OPERATOR(pg_catalog.=) 'create'"
										" AND NOT EXISTS (SELECT FROM %s AS c WHERE %s)))",
										catalog_name(REL_CUSTOMERS), revert_sql_join(revert, revert_sql_customer(revert))),
							   "kept_erased",
							   "'the customer has been erased, and with them what the import had done'");
}

/* ---- groups ---- */

/* Memberships that a row's import took away, as was. */
static const char was_members[] =
"pg_catalog.jsonb_to_recordset(r.memberships) AS was"
" (group_id pg_catalog.int8, import_id pg_catalog.int8, set_by pg_catalog.text,"
" set_at pg_catalog.timestamptz, regained pg_catalog.bool)";

char *
revert_sql_update_members(const RevertSql *revert)
{
	return psprintf("UPDATE %s AS m SET import_id = was.import_id, set_by = was.set_by, set_at = was.set_at"
					" FROM %s AS r CROSS JOIN LATERAL %s"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.memberships IS NOT NULL AND was.regained"
					" AND m.customer_id OPERATOR(pg_catalog.=) %s"
					" AND m.group_id OPERATOR(pg_catalog.=) was.group_id"
					" AND m.import_id OPERATOR(pg_catalog.=) $1"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted'",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_IMPORT_ROWS), was_members,
					revert_sql_customer(revert));
}

char *
revert_sql_delete_members(const RevertSql *revert)
{
	return psprintf("DELETE FROM %s AS m USING %s AS r"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) 'update' AND r.cells[%d] IS NOT NULL"
					" AND m.customer_id OPERATOR(pg_catalog.=) %s"
					" AND m.import_id OPERATOR(pg_catalog.=) $1"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted'",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_IMPORT_ROWS),
					revert->fields.groups + 1, revert_sql_customer(revert));
}

char *
revert_sql_insert_members(const RevertSql *revert)
{
	return psprintf("INSERT INTO %s (customer_id, group_id, status, import_id, set_by, set_at)"
					" SELECT r.customer_id, was.group_id, 'accepted', was.import_id, was.set_by, was.set_at"
					" FROM %s AS r CROSS JOIN LATERAL %s"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.memberships IS NOT NULL"
					" AND was.regained IS NOT TRUE"
					" AND EXISTS (SELECT FROM %s AS c WHERE c.customer_id OPERATOR(pg_catalog.=) %s)"
					" AND EXISTS (SELECT FROM %s AS g WHERE g.group_id OPERATOR(pg_catalog.=) was.group_id)"
					" AND NOT EXISTS (SELECT FROM %s AS m WHERE m.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" AND m.group_id OPERATOR(pg_catalog.=) was.group_id)",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_IMPORT_ROWS), was_members,
					catalog_name(REL_CUSTOMERS), revert_sql_customer(revert), catalog_name(REL_GROUPS),
					catalog_name(REL_GROUP_MEMBERS));
}

/* Names of groups in one of the arrays of the import's rows. */
static char *
named_groups(const RevertSql *revert, const char *cells)
{
	return psprintf("SELECT %s AS key"
					" FROM %s AS r CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.string_to_array(r.%s[%d], '|')) AS n (name)"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')",
					group_sql_key("n.name"), catalog_name(REL_IMPORT_ROWS), cells, revert->fields.groups + 1);
}

/*
 * Did an erasure empty rows of the import?  Then it may have brought groups
 * whose names are not known any more.
 */
static char *
has_erased_rows(void)
{
	return psprintf("EXISTS (SELECT FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}') AND " REVERT_SQL_ERASED ")",
					catalog_name(REL_IMPORT_ROWS));
}

char *
revert_sql_delete_groups(const RevertSql *revert)
{
	/* IS TRUE: the keys are hashed, however few of them the planner expects */
	return psprintf("DELETE FROM %s AS c"
					" WHERE (c.import_id OPERATOR(pg_catalog.=) $1 OR (EXISTS (SELECT FROM %s AS i"
					" WHERE i.import_id OPERATOR(pg_catalog.=) c.import_id"
					" AND i.status OPERATOR(pg_catalog.=) 'reverted')"
					" AND ((%s OPERATOR(pg_catalog.=) ANY (%s UNION %s)) IS TRUE OR %s)))"
					" AND c.discount_percent IS NULL AND c.description IS NULL AND %s",
					catalog_name(REL_GROUPS), catalog_name(REL_IMPORTS), group_sql_key("c.name"),
					named_groups(revert, "cells"), named_groups(revert, "old_cells"), has_erased_rows(),
					references_none(revert->group_references));
}
