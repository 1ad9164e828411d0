/*
 * merge_rows.c
 *
 *		fields of an import -> the statements of merge_rows.sql, filled in
 *
 * The staged texts are cast to the columns' types in a subquery over the staged
 * rows, so that what meets the live table are typed values and immutable
 * operators.  Of field number i (from 1), the subquery yields
 *
 *		t_i		is the cell touched?
 *		n_i		the new value; NULL = cleared
 *		o_i		the value that was reviewed as the old one
 *
 * Categories are text and may be many: they are taken from the arrays cells
 * and old_cells, which it yields too.
 */
#include "postgres.h"

#include "access/relation.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "field/column_default.h"
#include "field/consent_sql.h"
#include "field/field_sql.h"
#include "field/key_sql.h"
#include "import/live.h"
#include "import/secret.h"
#include "merge/merge_rows.h"
#include "merge/merge_rows.sql.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/target.h"

/* Arrays of so many cells are taken apart once: they may be stored compressed. */
#define WIDE_FIELDS 16

/* Placeholders of every statement over the rows. */
#define ROWS(fields) \
	"rows", (fields)->rows, "chosen", (fields)->chosen, "groups", sql_number((fields)->groups + 1)

/* Fields of no rows yet. */
static MergeFields
fields_of(Field **fields, int nfields)
{
	MergeFields result = {0};

	result.nfields = nfields;
	result.fields = fields;
	result.has_updated_at = target_has("updated_at");
	result.email = result.identifier = result.groups = result.password = result.subscribed = -1;
	for (int i = 0; i < nfields; i++)
	{
		if (fields[i]->kind == FIELD_EMAIL)
			result.email = i;
		else if (fields[i]->kind == FIELD_IDENTIFIER)
			result.identifier = i;
		else if (fields[i]->kind == FIELD_GROUPS)
			result.groups = i;
		else if (fields[i]->kind == FIELD_PASSWORD)
			result.password = i;
		else if (fields[i]->kind == FIELD_BOOLEAN && strcmp(fields[i]->column, "subscribed") == 0)
			result.subscribed = i;
	}
	return result;
}

MergeFields
merge_fields_staged(Field **fields, int nfields)
{
	MergeFields result = fields_of(fields, nfields);

	result.rows = result.password < 0 ? catalog_name(REL_IMPORT_ROWS) : secrets_rows_sql(result.password);
	result.chosen = "r.import_id = $1";
	result.is_staged = true;
	return result;
}

MergeFields
merge_fields_given(Field **fields, int nfields)
{
	MergeFields result = fields_of(fields, nfields);

	result.rows = sql_text(merge_rows_sql, "given rows", NULL);
	result.chosen = "true";
	return result;
}

/*
 * Statements over staged rows are planned for each import; plans of those over
 * given rows, which are small, are kept.
 */
Statement
merge_rows_statement(const MergeRows *rows, const char *sql)
{
	Statement	result = statement(sql);

	for (int i = 0; i < (int) lengthof(rows->params); i++)
		statement_datum(&result, rows->types[i], rows->params[i], rows->nulls[i]);
	result.kept = !rows->fields.is_staged;
	return result;
}

/* SELECT of the ids of the rows' customers. */
static char *
ids_of(const MergeFields *fields)
{
	return psprintf("SELECT r.customer_id FROM %s AS r WHERE %s", fields->rows, fields->chosen);
}

/* SQL of the memberships of the rows' customers. */
static char *
members_of(const MergeFields *fields)
{
	return target_found_beside(catalog_name(REL_GROUP_MEMBERS), "customer_id", ids_of(fields));
}

char *
merge_sql_consent_ids(const MergeFields *fields, const char *action)
{
	StringInfoData touched;

	initStringInfo(&touched);
	if (fields->email >= 0)
		sql_add(&touched, " OR ", "r.cells[%d] IS NOT NULL", fields->email + 1);
	if (fields->subscribed >= 0)
		sql_add(&touched, " OR ", "r.cells[%d] IS NOT NULL", fields->subscribed + 1);
	return psprintf("%s AND r.action = '%s' AND (%s)", ids_of(fields), action, touched.data);
}

char *
merge_sql_groups(const MergeFields *fields, const char *section)
{
	return sql_text(merge_rows_sql, section, ROWS(fields), "members", members_of(fields), "fence", target_fence(),
					"new_groups", sql_text(merge_rows_sql, "new groups", ROWS(fields), NULL),
					"removed", sql_text(merge_rows_sql, "removed members", ROWS(fields), NULL),
					"is_removed", sql_text(merge_rows_sql, "is removed member", ROWS(fields), NULL), NULL);
}

/* ---- a field ---- */

static bool
is_key(const MergeFields *fields, int i)
{
	return i == fields->email || i == fields->identifier;
}

static bool
is_category(const MergeFields *fields, int i)
{
	return fields->fields[i]->kind == FIELD_ATTRIBUTE;
}

static bool
has_attributes(const MergeFields *fields)
{
	for (int i = 0; i < fields->nfields; i++)
		if (is_category(fields, i))
			return true;
	return false;
}

/* SQL: does row s change field i? */
static char *
touched(const MergeFields *fields, int i)
{
	return is_category(fields, i) ? psprintf("s.cells[%d] IS NOT NULL", i + 1) : psprintf("s.t_%d", i + 1);
}

/* SQL: the reviewed old value of field i. */
static char *
old_value(const MergeFields *fields, int i)
{
	return psprintf(is_category(fields, i) ? "s.old_cells[%d]" : "s.o_%d", i + 1);
}

/* Condition: key i is as reviewed. */
static char *
key_as_reviewed(const MergeFields *fields, int i)
{
	KeyKind		key = i == fields->email ? KEY_EMAIL : KEY_IDENTIFIER;
	char	   *n = sql_number(i + 1);
	char	   *same = sql_text(merge_rows_sql, "same key", "n", n, "indexed", key_sql_indexed(key, "c."),
								"folded", key_sql_folded(key, "c."),
								"fold", key_sql_fold(key, psprintf("s.o_%s", n)), NULL);

	return sql_text(merge_rows_sql, "key as reviewed", "n", n, "same", same,
					"column", quote_identifier(fields->fields[i]->column), NULL);
}

/* Condition: field i is as reviewed. */
static char *
as_reviewed(const MergeFields *fields, int i)
{
	if (is_key(fields, i))
		return key_as_reviewed(fields, i);
	return sql_text(merge_rows_sql, "value as reviewed", "touched", touched(fields, i),
					"live", field_sql_live(fields->fields[i]),
					"equals", field_sql_equality(fields->fields[i]), "old", old_value(fields, i), NULL);
}

/* SQL: the condition that rows to be written are whole, after others. */
static char *
and_whole(const MergeFields *fields)
{
	return fields->whole == NULL ? "" : psprintf(" AND %s", fields->whole);
}

/* SQL: an array; behind a fence, in a form that a section gives it. */
static const char *
array(const char *column, bool fenced, const char *form)
{
	return fenced ? sql_text(merge_rows_sql, form, "array", column, NULL) : column;
}

/* SQL that ends a subquery whose expressions are not to be repeated. */
static char *
fence(bool fenced)
{
	return fenced ? sql_text(merge_rows_sql, "fence", NULL) : "";
}

static char *
time_column(const MergeFields *fields)
{
	return fields->is_staged && fields->subscribed >= 0 ? ", r.consent_at" : "";
}

/* The new text of field i of row r, a_i, and the old one, b_i: of a key always, of others if touched. */
static char *
taken_cells(const MergeFields *fields, int i)
{
	return psprintf(is_key(fields, i) ? ", r.cells[%1$d] AS a_%1$d, r.old_cells[%1$d] AS b_%1$d"
					: ", r.cells[%1$d] AS a_%1$d, CASE WHEN r.cells[%1$d] IS NOT NULL THEN r.old_cells[%1$d] END AS b_%1$d",
					i + 1);
}

/* Field i of row r, typed: t_i, n_i if with_new, and o_i. */
static char *
typed_cells(const MergeFields *fields, int i, bool with_new)
{
	const Field *field = fields->fields[i];
	bool		is_text = is_key(fields, i) || !field_sql_has_equality(field);
	char	   *new_value = !with_new ? ""
		: psprintf(", NULLIF(r.a_%1$d, '')%2$s AS n_%1$d", i + 1, field_sql_cast(field));

	return psprintf(", r.a_%1$d IS NOT NULL AS t_%1$d%2$s, r.b_%1$d%3$s AS o_%1$d", i + 1, new_value,
					is_text ? "" : field_sql_cast(field));
}

/*
 * The rows of changed customers, typed: the subquery s.  fenced: each cell is taken from
 * its array once; conditions on s do not reach into it.
 */
static char *
changed_rows(const MergeFields *fields, bool with_new, bool fenced)
{
	bool		hashed = with_new && fields->edited != NULL;
	StringInfoData taken,
				typed;

	initStringInfo(&taken);
	initStringInfo(&typed);
	if (hashed)
		appendStringInfoString(&typed, ", h.hash, h.import_id AS creator");
	if (with_new && fields->handed != NULL)
		appendStringInfo(&typed, ", %s AS handed", fields->handed);
	for (int i = 0; i < fields->nfields; i++)
	{
		if (!field_has_column(fields->fields[i]))
			continue;
		appendStringInfoString(&taken, taken_cells(fields, i));
		appendStringInfoString(&typed, typed_cells(fields, i, with_new));
	}
	return sql_text(merge_rows_sql, "changed rows", ROWS(fields), "taken", taken.data, "typed", typed.data,
					"cells", array("r.cells", fenced, "detoasted"),
					"old_cells", array("r.old_cells", fenced, "detoasted"),
					"fence", fence(fenced), "time", time_column(fields),
					"order", with_new ? " ORDER BY r.customer_id" : "",
					"hashes", hashed ? psprintf(" %s", sql_text(merge_rows_sql, "join hashes", NULL)) : "",
					"whole", with_new ? and_whole(fields) : "",
					"apart", target_fence(), NULL);
}

/* The categories that a row (by its alias) gives a value to, as jsonb. */
static char *
attributes_given(const MergeFields *fields, const char *row)
{
	StringInfoData categories,
				values;

	initStringInfo(&categories);
	initStringInfo(&values);
	for (int i = 0; i < fields->nfields; i++)
	{
		if (!is_category(fields, i))
			continue;
		sql_add(&categories, ", ", "%s", quote_literal_cstr(fields->fields[i]->category));
		sql_add(&values, ", ", "CASE WHEN %1$s.cells[%2$d] <> '' THEN %1$s.cells[%2$d] END", row, i + 1);
	}
	return sql_text(merge_rows_sql, "attributes given", "categories", categories.data,
					"values", values.data, NULL);
}

/* ---- consent ---- */

char *
merge_sql_column(const Target *customers, const Field *field)
{
	return pstrdup(quote_identifier(target_is_other_consent(customers, field->column) ? customers->consent.name : field->column));
}

/* SQL: the time of consent that a row of the file gives; NULL = it can give none. */
static char *
given_time(const MergeFields *fields, const TargetConsent *consent, const char *row)
{
	return fields->is_staged && target_consent_is_time(consent)
		? consent_sql_time(consent, psprintf("%s.consent_at", row)) : NULL;
}

/* SQL: what field i of customer c becomes. */
static char *
changed_value(const MergeFields *fields, const Target *customers, int i)
{
	const Field *field = fields->fields[i];
	char	   *value = psprintf("s.n_%d", i + 1);
	char	   *live,
			   *given;

	if (!target_is_other_consent(customers, field->column))
		return field_sql_assigned(field, value);
	live = psprintf("c.%s", merge_sql_column(customers, field));
	given = given_time(fields, &customers->consent, "s");
	return consent_sql_value(&customers->consent, value, given == NULL ? live : psprintf("%s, %s", live, given));
}

/* ---- new customers ---- */

/* SQL: the default of a column, evaluated once if it is the same for all rows. */
static char *
default_value(const Target *customers, const char *column)
{
	AttrNumber	number = target_column(customers, column);
	char	   *sql = column_default_sql(customers->relation, number);

	return sql != NULL && column_default_is_stable(customers->relation, number) ? psprintf("(SELECT %s)", sql) : sql;
}

/* SQL: the value of a new customer for field i: the cell, or the default. */
static char *
new_value(const MergeFields *fields, const Target *customers, int i)
{
	const Field *field = fields->fields[i];
	char	   *otherwise = default_value(customers, field->column);
	char	   *cell = psprintf("r.cells[%d]%s", i + 1, field_sql_cast(field));

	if (target_is_other_consent(customers, field->column))
		return psprintf("CASE WHEN %s IS NOT NULL THEN %s%s%s END", cell,
						consent_sql_value(&customers->consent, cell, given_time(fields, &customers->consent, "r")),
						otherwise == NULL ? "" : " ELSE ", otherwise == NULL ? "" : otherwise);
	return otherwise == NULL ? cell : psprintf("COALESCE(%s, %s)", cell, otherwise);
}

/*
 * Names the consent of new customers, and its default, where the file has none: else the
 * default, which reads a setting, is evaluated for each row.  Whoever may not write the
 * column leaves it out.
 */
static void
append_default_consent(const MergeFields *fields, const Target *customers, StringInfo columns, StringInfo values)
{
	char	   *value;

	if (fields->subscribed >= 0 || !customers->is_ours ||
		pg_class_aclcheck(customers->named, GetUserId(), ACL_INSERT) != ACLCHECK_OK)
		return;
	value = default_value(customers, "subscribed");
	if (value == NULL)
		return;
	appendStringInfoString(columns, ", subscribed");
	appendStringInfo(values, ", %s", value);
}

char *
merge_sql_insert(const MergeFields *fields)
{
	Target		customers = target_open();
	bool		fenced = fields->nfields >= WIDE_FIELDS && !fields->is_distributed;
	StringInfoData columns,
				values;

	initStringInfo(&columns);
	initStringInfo(&values);
	for (int i = 0; i < fields->nfields; i++)
	{
		const Field *field = fields->fields[i];

		if (!field_has_column(field))
			continue;
		appendStringInfo(&columns, ", %s", merge_sql_column(&customers, field));
		appendStringInfo(&values, ", %s", new_value(fields, &customers, i));
	}
	append_default_consent(fields, &customers, &columns, &values);
	if (has_attributes(fields))
	{
		appendStringInfoString(&columns, ", attributes");
		appendStringInfo(&values, ", %s", attributes_given(fields, "r"));
	}
	target_close(&customers);
	return sql_text(merge_rows_sql, "insert customers", ROWS(fields), "columns", columns.data,
					"values", values.data, "cells", array("r.cells", fenced, "expanded"),
					"fence", fence(fenced), "time", time_column(fields), "whole", and_whole(fields), NULL);
}

/* ---- changed customers ---- */

char *
merge_sql_set(StringInfo assigned, bool has_updated_at, const char *updated_at)
{
	if (has_updated_at)
		return psprintf("%s updated_at = %s", assigned->data, updated_at);
	while (assigned->len > 0 && strchr(", \n", assigned->data[assigned->len - 1]) != NULL)
		assigned->data[--assigned->len] = '\0';
	return assigned->data;
}

char *
merge_sql_note_first(const char *journal, const char *column)
{
	return sql_text(merge_rows_sql, "note first", "journal", journal, "column", column, NULL);
}

/*
 * SET attributes: removes cleared categories, and adds new values.  first: see
 * merge_sql_note_first().
 */
static char *
set_attributes(const MergeFields *fields, const char *first)
{
	StringInfoData any,
				cleared;

	if (!has_attributes(fields))
		return "";
	initStringInfo(&any);
	initStringInfo(&cleared);
	for (int i = 0; i < fields->nfields; i++)
	{
		if (!is_category(fields, i))
			continue;
		sql_add(&any, " OR ", "%s", touched(fields, i));
		sql_add(&cleared, ", ", "CASE WHEN s.cells[%d] = '' THEN %s::pg_catalog.text END", i + 1,
				quote_literal_cstr(fields->fields[i]->category));
	}
	return sql_text(merge_rows_sql, "set attributes", "first", first, "any", any.data, "cleared", cleared.data,
					"given", attributes_given(fields, "s"), NULL);
}

/* The call that notes what a customer was; it returns the time of the merge. */
static char *
journal(const MergeFields *fields)
{
	return psprintf("%s(c.customer_id, c.updated_at, %s, $2, %s)",
					catalog_function_name("customers_import_journal"),
					has_attributes(fields) ? "c.attributes, s.cells" : "NULL, NULL",
					fields->edited == NULL ? "NULL" : fields->edited);
}

/*
 * SET updated_at; a merge notes the old value at the same time.  A save sets a
 * later time than a merge in the same transaction (tidy.c).
 */
static char *
new_updated_at(const MergeFields *fields)
{
	if (!fields->is_staged)
		return "GREATEST(c.updated_at, pg_catalog.now())";
	return fields->is_distributed ? "$2" : journal(fields);
}

/* What the first column that is written notes; "" = nothing. */
static char *
note_first(const MergeFields *fields, const char *column)
{
	if (fields->has_updated_at || !fields->is_staged || fields->is_distributed ||
		(fields->edited == NULL && !has_attributes(fields)))
		return "";
	return merge_sql_note_first(journal(fields), column);
}

char *
merge_sql_and_part(const MergeFields *fields)
{
	return fields->part == NULL ? "" : psprintf(" AND c.customer_id = ANY %s", fields->part);
}

/* SQL: what field i of customer c is if the row does not touch it. */
static char *
kept_value(const MergeFields *fields, const Target *customers, int i)
{
	if (is_key(fields, i))
		return key_sql_kept(i == fields->email ? KEY_EMAIL : KEY_IDENTIFIER, "c.");
	return psprintf("c.%s", merge_sql_column(customers, fields->fields[i]));
}

/* Assigns a key that the file has not, where it may have to be folded. */
static void
append_kept_key(const MergeFields *fields, KeyKind key, StringInfo assigned)
{
	if ((key == KEY_EMAIL ? fields->email : fields->identifier) < 0 && target_is_distributed())
		appendStringInfo(assigned, "%s = %s, ", options_key_name(key), key_sql_kept(key, "c."));
}

char *
merge_sql_update(const MergeFields *fields)
{
	Target		customers = target_open();
	StringInfoData assigned,
				any,
				reviewed;

	initStringInfo(&assigned);
	initStringInfo(&any);
	initStringInfo(&reviewed);
	for (int i = 0; i < fields->nfields; i++)
	{
		const Field *field = fields->fields[i];

		if (!field_in_customers(field))
			continue;
		if (field_has_column(field))
			appendStringInfo(&assigned, "%1$s = CASE %5$s%4$sWHEN s.t_%2$d THEN %3$s ELSE %6$s END, ",
							 merge_sql_column(&customers, field), i + 1, changed_value(fields, &customers, i),
							 i == fields->email && fields->handed != NULL ? "WHEN s.handed THEN NULL " : "",
							 assigned.len == 0 ? note_first(fields, merge_sql_column(&customers, field)) : "",
							 kept_value(fields, &customers, i));
		sql_add(&any, " OR ", "%s", touched(fields, i));
		appendStringInfo(&reviewed, " AND %s", as_reviewed(fields, i));
	}
	target_close(&customers);
	if (any.len == 0)
		return NULL;
	append_kept_key(fields, KEY_EMAIL, &assigned);
	append_kept_key(fields, KEY_IDENTIFIER, &assigned);
	appendStringInfoString(&assigned, set_attributes(fields, assigned.len == 0 ? note_first(fields, "attributes") : ""));
	return sql_text(merge_rows_sql, "update customers",
					"assigned", merge_sql_set(&assigned, fields->has_updated_at, new_updated_at(fields)),
					"source", changed_rows(fields, true, !fields->is_distributed),
					"part", merge_sql_and_part(fields), "reviewed", reviewed.data,
	/* a row may touch nothing but groups */
					"touched", fields->groups >= 0 ? psprintf(" AND (%s)", any.data) : "", NULL);
}

char *
merge_sql_keep_times(const MergeFields *fields)
{
	TargetConsent consent = target_consent();

	if (fields->subscribed < 0 || !target_consent_is_time(&consent))
		return NULL;
	return sql_text(merge_rows_sql, "keep times", "consent", sql_number(fields->subscribed + 1),
					"column", consent.name,
					"time", consent_sql_time(&consent, psprintf("c.%s", consent.name)), NULL);
}

char *
merge_sql_count_updates(const MergeFields *fields)
{
	StringInfoData any;

	initStringInfo(&any);
	appendStringInfoString(&any, "false");
	for (int i = 0; i < fields->nfields; i++)
		if (field_in_customers(fields->fields[i]))
			appendStringInfo(&any, " OR r.cells[%d] IS NOT NULL", i + 1);
	return sql_text(merge_rows_sql, "count updates", ROWS(fields), "touched", any.data, NULL);
}

/* ---- conflicts ---- */

/* Adds a field to the CASE expressions that say which one has changed. */
static void
append_changed(const MergeFields *fields, int i, StringInfo field, StringInfo reviewed,
			   StringInfo present)
{
	const Field *f = fields->fields[i];
	char	   *changed;
	char	   *live;

	if (f->kind == FIELD_GROUPS)
	{
		char	   *rejected = sql_text(merge_rows_sql, "rejected now", ROWS(fields), "members",
									  target_found_members(ids_of(fields)), NULL);

		live = sql_text(merge_rows_sql, "live groups", "members", target_found_members(ids_of(fields)), NULL);
		changed = sql_text(merge_rows_sql, "groups changed", ROWS(fields), "live", live,
						   "rejected", rejected, NULL);
		live = psprintf("pg_catalog.concat(%s, CASE WHEN %s THEN ' (and out of a new one)' END)",
						live, rejected);
	}
	else
	{
		live = psprintf("COALESCE(%s, '')", field_sql_live_text(f));
		changed = psprintf("NOT %s", as_reviewed(fields, i));
	}
	appendStringInfo(field, " WHEN %s THEN %s", changed, quote_literal_cstr(f->name));
	if (f->kind == FIELD_PASSWORD)
		return;
	appendStringInfo(reviewed, " WHEN %s THEN s.old_cells[%d]", changed, i + 1);
	appendStringInfo(present, " WHEN %s THEN %s", changed, live);
}

char *
merge_sql_changed_rows(const MergeFields *fields)
{
	StringInfoData field,
				reviewed,
				present;

	initStringInfo(&field);
	initStringInfo(&reviewed);
	initStringInfo(&present);
	for (int i = 0; i < fields->nfields; i++)
		append_changed(fields, i, &field, &reviewed, &present);
	return sql_text(merge_rows_sql, "changed since", "field", field.data, "reviewed", reviewed.data,
					"present", present.data, "source", changed_rows(fields, false, false), "found",
					target_found(psprintf("c.customer_id IN (%s)", ids_of(fields))), NULL);
}

/* Condition: the customer who has email i gets another one by these rows, too. */
static char *
not_given_up(const MergeFields *fields, int i)
{
	char	   *n = sql_number(i + 1);

	return sql_text(merge_rows_sql, "not given up", ROWS(fields), "n", n,
					"new", key_sql_fold(KEY_EMAIL, psprintf("g.cells[%s]", n)),
					"old", key_sql_fold(KEY_EMAIL, psprintf("g.old_cells[%s]", n)), NULL);
}

/* SELECT of the rows whose key i a customer has as live. */
static char *
taken_key(const MergeFields *fields, int i, KeyKind key, const char *live, const char *action,
		  const char *but)
{
	return sql_text(merge_rows_sql, "taken key", ROWS(fields), "key", options_key_name(key),
					"n", sql_number(i + 1), "live", live, "action", action, "not_given_up", but, NULL);
}

/*
 * Rows whose key i another customer has, whether that is stored folded or not; with
 * further columns, and another condition.
 */
static void
append_taken_key(StringInfo taken, const MergeFields *fields, int i, KeyKind key, const char *columns,
				 const char *but)
{
	if (i < 0)
		return;
	sql_add(taken, " UNION ", "%s", taken_key(fields, i, key, key_sql_indexed(key, "c."), columns, but));
	if (live_has_untidy(key))
		sql_add(taken, " UNION ", "%s",
				taken_key(fields, i, key, psprintf("%s AND %s", key_sql_untidy(key, "c."), key_sql_folded(key, "c.")),
						  columns, but));
}

char *
merge_sql_handed_lines(const MergeFields *fields)
{
	StringInfoData taken;

	initStringInfo(&taken);
	append_taken_key(&taken, fields, fields->email, KEY_EMAIL, ", r.action", "");
	return sql_text(merge_rows_sql, "handed lines", "taken", taken.data, NULL);
}

char *
merge_sql_update_handed(const MergeFields *fields)
{
	return sql_text(merge_rows_sql, "update handed", "n", sql_number(fields->email + 1),
					"keep_updated_at", fields->has_updated_at ? ", updated_at = c.updated_at" : "",
					"source", changed_rows(fields, true, false), NULL);
}

char *
merge_sql_taken_keys(const MergeFields *fields, bool creates, bool but_given_up)
{
	StringInfoData taken;

	initStringInfo(&taken);
	if (creates)
		appendStringInfoString(&taken, sql_text(merge_rows_sql, "taken id", ROWS(fields), NULL));
	append_taken_key(&taken, fields, fields->identifier, KEY_IDENTIFIER, "", "");
	append_taken_key(&taken, fields, fields->email, KEY_EMAIL, "",
					 but_given_up && fields->email >= 0 ? not_given_up(fields, fields->email) : "");
	return taken.len == 0 ? NULL
		: sql_text(merge_rows_sql, "taken keys", "taken", taken.data, NULL);
}
