/*
 * revert_changed.c
 *
 * The statements of a revert about customers that the import has changed.
 * Each runs once, whatever the size of the import, over the subquery s of
 * revert_parts.sql.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/consent_sql.h"
#include "field/field_sql.h"
#include "field/key_sql.h"
#include "field/note.h"
#include "merge/created.h"
#include "merge/merge_rows.h"
#include "merge/opt_out_check.h"
#include "merge/revert_changed.h"
#include "merge/revert_changed.sql.h"
#include "merge/revert_parts.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/target.h"

/* ---- which fields get their old values ---- */

/* SQL: the old value of field i; of a category as jsonb. */
static char *
before(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	return field->kind != FIELD_ATTRIBUTE ? psprintf("s.o_%d", i + 1)
		: sql_text(revert_changed_sql, "before", "category", quote_literal_cstr(field->category),
				   "n", sql_number(i + 1), NULL);
}

static bool
is_consent(const RevertSql *revert, int i)
{
	const Field *field = revert->fields.fields[i];

	return field != NULL && field->kind == FIELD_BOOLEAN && strcmp(field->column, "subscribed") == 0;
}

/* SQL: did field i unsubscribe the customer, who must stay so?  NULL = no. */
static char *
keeps_consent(const RevertSql *revert, int i)
{
	return revert->resubscribe || !is_consent(revert, i) ? NULL : psprintf("s.o_%d IS TRUE", i + 1);
}

/* SQL: does field i have the value that the import wrote, whoever wrote it last? */
static char *
has_own_value(const RevertSql *revert, int i)
{
	if (!revert->has_later)
		return revert_sql_as_written(revert, i);
	return psprintf("(%s AND NOT %s)", revert_sql_as_written(revert, i), revert_sql_written_later(revert, i + 1));
}

/*
 * SQL: is field i still as the import wrote it?  Consent is not, though its value
 * is the same, where a no has been said since.
 */
static char *
is_own(const RevertSql *revert, int i)
{
	char	   *same = has_own_value(revert, i);

	return revert->resubscribe && is_consent(revert, i)
		? psprintf("(%s AND NOT (s.line = ANY ($15)))", same) : same;
}

/* The key that field i is; NUM_KEYS = none. */
static KeyKind
key_of(const RevertSql *revert, int i)
{
	return i == revert->fields.email ? KEY_EMAIL
		: i == revert->fields.identifier ? KEY_IDENTIFIER : NUM_KEYS;
}

/* SQL: does another customer have the old value of key i?  NULL = not a key. */
static const char *
is_taken(const RevertSql *revert, int i)
{
	KeyKind		key = key_of(revert, i);

	return key == NUM_KEYS ? NULL : key == KEY_EMAIL ? "s.line = ANY ($2)" : "s.line = ANY ($3)";
}

/* Condition: field i gets its old value. */
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
 * SQL: does field i have its old value, or was it never changed?  An old key that
 * was not folded is stored folded now.
 */
static char *
is_back(const RevertSql *revert, int i)
{
	char	   *same = psprintf("%s AND NOT %s", revert_sql_is_live(revert->fields.fields[i], before(revert, i)),
								revert_sql_refused(revert, i));
	KeyKind		key = key_of(revert, i);

	if (key != NUM_KEYS)
		same = psprintf("%s OR (%s = %s) IS TRUE", same, key_sql_folded(key, "c."),
						key_sql_fold(key, psprintf("s.old_cells[%d]", i + 1)));
	return psprintf("(s.cells[%d] IS NULL OR %s)", i + 1, same);
}

/*
 * SET attributes: removes categories that did not exist, restores old values.  first:
 * see merge_sql_note_first().
 */
static char *
set_attributes(const RevertSql *revert, const char *first)
{
	StringInfoData back,
				gone,
				values;

	if (!revert_sql_has_attributes(revert))
		return "";
	initStringInfo(&back);
	initStringInfo(&gone);
	initStringInfo(&values);
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];
		char	   *category,
				   *condition;

		if (field == NULL || field->kind != FIELD_ATTRIBUTE)
			continue;
		category = quote_literal_cstr(field->category);
		condition = goes_back(revert, i);
		sql_add(&back, " OR ", "%s", condition);
		sql_add(&gone, ", ", "CASE WHEN %s THEN %s::pg_catalog.text END", condition, category);
		appendStringInfoString(&values, sql_text(revert_changed_sql, "value back", "category", category, "value",
												 psprintf("CASE WHEN %s THEN %s END", condition, before(revert, i)), NULL));
	}
	return sql_text(revert_changed_sql, "set attributes", "first", first, "back", back.data, "gone", gone.data,
					"values", values.data, NULL);
}

/* The call that notes who was edited; it returns a time, as SQL. */
static char *
journal(const RevertSql *revert, const char *time)
{
	return psprintf("%s(c.customer_id, c.updated_at, NULL, NULL, %s, %s)",
					catalog_function_name("customers_import_journal"), time,
					created_edited_sql(revert->hashed_lists));
}

/* SQL: what the column of field i gets back; of consent the very time, where it is one. */
static char *
value_before(const RevertSql *revert, const Target *customers, int i)
{
	const Field *field = revert->fields.fields[i];
	const TargetConsent *consent = &customers->consent;

	if (!is_consent(revert, i) || !target_is_own_consent(consent->name))
		return field_sql_assigned(field, before(revert, i));
	return consent_sql_value(consent, before(revert, i), target_consent_is_time(consent)
							 ? consent_sql_time(consent, "s.consent_at") : NULL);
}

/* What the first column that is written notes; "" = nothing. */
static char *
note_first(const RevertSql *revert, bool has_updated_at, const char *column)
{
	return has_updated_at || revert->hashed_lists == NIL ? ""
		: merge_sql_note_first(journal(revert, "$4"), column);
}

/* SET updated_at. */
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
	sql = sql_text(revert_changed_sql, "updated at", "whole", whole.data, NULL);
	return revert->hashed_lists == NIL ? sql : journal(revert, sql);
}

char *
revert_sql_update(const RevertSql *revert)
{
	Target		customers = target_open();
	bool		has_updated_at = target_column(&customers, "updated_at") != InvalidAttrNumber;
	StringInfoData assigned,
				any;

	initStringInfo(&assigned);
	initStringInfo(&any);
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];

		if (!revert_sql_in_customers(revert, i))
			continue;
		sql_add(&any, " OR ", "%s", goes_back(revert, i));
		if (field_has_column(field))
			appendStringInfo(&assigned, "%1$s = CASE %5$s%4$sWHEN %2$s THEN %3$s ELSE c.%1$s END, ",
							 merge_sql_column(&customers, field), goes_back(revert, i),
							 value_before(revert, &customers, i),
							 i == revert->fields.email && revert->handed != NULL
							 ? psprintf("WHEN %s AND %s THEN NULL ", goes_back(revert, i), revert->handed) : "",
							 assigned.len == 0 ? note_first(revert, has_updated_at, merge_sql_column(&customers, field)) : "");
	}
	target_close(&customers);
	if (any.len == 0)
		return NULL;
	appendStringInfoString(&assigned, set_attributes(revert, assigned.len == 0
														 ? note_first(revert, has_updated_at, "attributes") : ""));
	return sql_text(revert_changed_sql, "update customers",
					"assigned", merge_sql_set(&assigned, has_updated_at, old_updated_at(revert)), "source", revert_sql_source(revert, "update"),
					"lines", revert->by_lines ? "AND s.line >= $13 AND s.line <= $14" : "",
					"any", any.data, NULL);
}

/*
 * Condition: customer c was changed since the merge.  Needed only in a partitioned
 * or distributed table, which has no unique keys: two customers may have had a key before.
 */
static const char *
has_it_since(void)
{
	return get_rel_relkind(target_table()) == RELKIND_PARTITIONED_TABLE || target_is_distributed()
		? "AND c.updated_at >= $4" : "";
}

/* SELECT of the lines whose old key i another customer has as live. */
static char *
lines_of_key(int i, KeyKind key, const char *live)
{
	char	   *n = sql_number(i + 1);

	return sql_text(revert_changed_sql, "lines of key", "live", live, "n", n,
					"old", key_sql_fold(key, psprintf("r.old_cells[%s]", n)), "since", has_it_since(), NULL);
}

/* Lines whose old value of field i is a key that another customer has now. */
static char *
taken_lines(int i, KeyKind key)
{
	if (i < 0)
		return NULL;
	return sql_text(revert_changed_sql, "taken lines",
					"indexed", lines_of_key(i, key, key_sql_indexed(key, "c.")),
					"untidy", psprintf("%s AND %s", lines_of_key(i, key, key_sql_folded(key, "c.")),
									   key_sql_untidy(key, "c.")), NULL);
}

/* SELECT of the lines $2, and of who has their old email as live. */
static char *
holders(const RevertSql *revert, const char *live)
{
	char	   *n = sql_number(revert->fields.email + 1);

	return sql_text(revert_changed_sql, "holders", "n", n, "live", live,
					"old", key_sql_fold(KEY_EMAIL, psprintf("r.old_cells[%s]", n)),
					"new", key_sql_fold(KEY_EMAIL, psprintf("r.cells[%s]", n)), NULL);
}

char *
revert_sql_held_by_lines(const RevertSql *revert)
{
	char	   *n = sql_number(revert->fields.email + 1);

	return sql_text(revert_changed_sql, "held by lines", "n", n,
					"indexed", holders(revert, key_sql_indexed(KEY_EMAIL, "c.")),
					"untidy", psprintf("%s AND %s", holders(revert, key_sql_folded(KEY_EMAIL, "c.")),
									   key_sql_untidy(KEY_EMAIL, "c.")),
					"own_live", key_sql_folded(KEY_EMAIL, "o."),
					"held", key_sql_fold(KEY_EMAIL, psprintf("h.cells[%s]", n)), NULL);
}

char *
revert_sql_put_handed_back(const RevertSql *revert)
{
	return sql_text(revert_changed_sql, "put handed back", "n", sql_number(revert->fields.email + 1),
					"keep_updated_at", target_has("updated_at") ? ", updated_at = c.updated_at" : "",
					"source", revert_sql_source(revert, "update"), "handed", revert->handed, NULL);
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
revert_sql_said_since(const RevertSql *revert)
{
	for (int i = 0; revert->resubscribe && i < revert->fields.nfields; i++)
		if (is_consent(revert, i))
			return sql_text(revert_changed_sql, "said since", "consent", sql_number(i + 1),
							"said_since", opt_out_check_said_since("r.customer_id", "$4"), NULL);
	return NULL;
}

char *
revert_sql_find_held(const RevertSql *revert)
{
	StringInfoData held;

	initStringInfo(&held);
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i) &&
			(is_consent(revert, i) || is_taken(revert, i) != NULL))
			sql_add(&held, " OR ", "s.cells[%d] IS NOT NULL AND %s AND NOT %s", i + 1, has_own_value(revert, i),
					is_back(revert, i));
	return held.len == 0 ? NULL
		: sql_text(revert_changed_sql, "find held", "source", revert_sql_source(revert, "update"),
				   "join", revert_sql_join(revert, "s.customer_id"), "held", held.data, NULL);
}

char *
revert_sql_count_consent(const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i) && keeps_consent(revert, i) != NULL)
			return sql_text(revert_changed_sql, "count consent", "source", revert_sql_source(revert, "update"),
							"join", revert_sql_join(revert, "s.customer_id"), "n", sql_number(i + 1),
							"own", is_own(revert, i), "consent", keeps_consent(revert, i), NULL);
	return NULL;
}

/* ---- notes ---- */

/* A note on the present value of field i; message and hint are SQL. */
static char *
value_note(const RevertSql *revert, int i, const char *code, const char *message, const char *hint)
{
	const Field *field = revert->fields.fields[i];

	return note_sql(code, quote_literal_cstr(field->name), revert_sql_live_text(field), message, hint);
}

/* SQL: the note on field i, or NULL if it has its old value. */
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
	return sql_text(revert_changed_sql, "stray groups", "groups", sql_number(revert->fields.groups + 1),
					"in", in, "not_in", not_in, "absent", present ? "false" : "true", NULL);
}

/* The notes on memberships that are not what they were, and their condition. */
static void
append_group_notes(const RevertSql *revert, StringInfo notes, StringInfo any)
{
	char	   *groups = sql_number(revert->fields.groups + 1);
	char	   *stays,
			   *left;

	if (revert->fields.groups < 0)
		return;
	stays = stray_groups(revert, "cells", "old_cells", true);
	left = stray_groups(revert, "old_cells", "cells", false);
	appendStringInfo(any, " OR s.cells[%s] IS NOT NULL", groups);
	appendStringInfo(notes, ", %s",
					 sql_text(revert_changed_sql, "group notes", "groups", groups, "stays", stays, "left", left,
							  "lacks", sql_text(revert_changed_sql, "lacks membership", NULL),
							  "stays_note", note_sql("kept_edited", "'groups'", stays,
													 "'made a member anew since the import: stays one'", NULL),
							  "left_note", note_sql("kept_edited", "'groups'", left,
													"'not a member again: taken out by hand since the import, or the group is gone'", NULL),
							  NULL));
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
	return revert_sql_add_notes(sql_text(revert_changed_sql, "changed notes",
										 "deleted", note_sql("kept_deleted", NULL, NULL,
															 "'the customer has been deleted since the import'", NULL),
										 "notes", revert_sql_all_notes(psprintf("NULL%s", notes.data)),
										 "source", revert_sql_source(revert, "update"),
										 "join", revert_sql_join(revert, "s.customer_id"),
										 "any", any.data, NULL));
}

char *
revert_sql_note_erased(const RevertSql *revert)
{
	return revert_sql_add_note(sql_text(revert_changed_sql, "erased", "erased", REVERT_SQL_ERASED, "join",
										revert_sql_join(revert, revert_sql_customer(revert)), NULL),
							   "kept_erased",
							   "'the customer has been erased, and with them what the import had done'");
}
