/*
 * merge_sql.c
 *
 * A merge is set-based: each statement below runs once, whatever the size of
 * the import.  The staged texts are cast to the columns' types in a subquery
 * over the staged rows, so that what meets the live table are typed values and
 * immutable operators.  Of field number i (from 1), the subquery yields
 *
 *		t_i		is the cell touched?
 *		n_i		the new value; NULL = cleared
 *		o_i		the value that was reviewed as the old one
 *
 * Categories are text and may be many: they are taken from the arrays cells
 * and old_cells, which it yields too.
 *
 * IN, NULLIF and IS DISTINCT FROM are not written here: they look for their =
 * on the caller's search_path.
 */
#include "postgres.h"

#include "access/relation.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "field/column_default.h"
#include "field/field_sql.h"
#include "field/key_sql.h"
#include "import/group.h"
#include "import/live.h"
#include "merge/merge_sql.h"
#include "support/catalog.h"

/* Fields of no rows yet. */
static MergeFields
fields_of(Field **fields, int nfields)
{
	MergeFields result = {0};

	result.nfields = nfields;
	result.fields = fields;
	result.email = result.identifier = result.groups = -1;
	for (int i = 0; i < nfields; i++)
	{
		if (fields[i]->kind == FIELD_EMAIL)
			result.email = i;
		else if (fields[i]->kind == FIELD_IDENTIFIER)
			result.identifier = i;
		else if (fields[i]->kind == FIELD_GROUPS)
			result.groups = i;
	}
	return result;
}

MergeFields
merge_fields_staged(Field **fields, int nfields)
{
	MergeFields result = fields_of(fields, nfields);

	result.rows = catalog_name(REL_IMPORT_ROWS);
	result.chosen = "r.import_id OPERATOR(pg_catalog.=) $1";
	result.is_staged = true;
	return result;
}

MergeFields
merge_fields_given(Field **fields, int nfields)
{
	MergeFields result = fields_of(fields, nfields);

	result.rows = "(SELECT * FROM pg_catalog.jsonb_to_recordset($2) AS given (line pg_catalog.int8,"
		" customer_id pg_catalog.int8, action pg_catalog.text,"
		" cells pg_catalog.text[], old_cells pg_catalog.text[]))";
	result.chosen = "true";
	return result;
}

/* Is the cell of field i touched? */
static char *
touched(const MergeFields *fields, int i)
{
	return fields->fields[i]->kind == FIELD_ATTRIBUTE
		? psprintf("s.cells[%d] IS NOT NULL", i + 1) : psprintf("s.t_%d", i + 1);
}

/* The value that was reviewed as the old one of field i. */
static char *
old_value(const MergeFields *fields, int i)
{
	return fields->fields[i]->kind == FIELD_ATTRIBUTE
		? psprintf("s.old_cells[%d]", i + 1) : psprintf("s.o_%d", i + 1);
}

/*
 * The staged rows of changed customers, typed: the subquery s.  Those to be
 * written come in the order of their ids, in which applications that write many
 * customers usually take them, too: else the two would wait for each other.
 */
static void
append_source(StringInfo sql, const MergeFields *fields, bool with_new)
{
	bool		hashed = with_new && fields->edited != NULL;

	appendStringInfo(sql, "(SELECT r.line, r.customer_id, r.cells, r.old_cells%s",
					 hashed ? ", h.hash, h.import_id AS creator" : "");
	for (int i = 0; i < fields->nfields; i++)
	{
		const Field *field = fields->fields[i];

		if (!field_has_column(field))
			continue;
		appendStringInfo(sql, ", r.cells[%d] IS NOT NULL AS t_%d", i + 1, i + 1);
		if (with_new)
			appendStringInfo(sql, ", (CASE WHEN r.cells[%d] OPERATOR(pg_catalog.<>) '' THEN r.cells[%d] END)%s AS n_%d",
							 i + 1, i + 1, field_sql_cast(field), i + 1);
		appendStringInfo(sql, ", r.old_cells[%d]%s AS o_%d", i + 1,
						 field_sql_has_equality(field) ? field_sql_cast(field) : "", i + 1);
	}
	appendStringInfo(sql, " FROM (SELECT r.line, r.customer_id, r.cells, r.old_cells FROM %s AS r WHERE %s"
					 " AND r.action OPERATOR(pg_catalog.=) 'update'%s) AS r%s) AS s",
					 fields->rows, fields->chosen, with_new ? " ORDER BY r.customer_id" : "",
					 hashed ? psprintf(" LEFT JOIN %s AS h ON h.customer_id OPERATOR(pg_catalog.=) r.customer_id",
									   catalog_name(REL_IMPORT_CREATED)) : "");
}

/*
 * Is field i, a key, of the live row the same as in the staged one, in whatever
 * spelling?  A key that was not stored folded may have been corrected since.
 */
static char *
same_key(const MergeFields *fields, int i)
{
	KeyKind		key = i == fields->email ? KEY_EMAIL : KEY_IDENTIFIER;

	return psprintf("(%s OPERATOR(pg_catalog.=) s.o_%d OR %s OPERATOR(pg_catalog.=) %s) IS TRUE",
					key_sql_indexed(key, "c."), i + 1, key_sql_folded(key, "c."),
					key_sql_fold(key, psprintf("s.o_%d", i + 1)));
}

/*
 * The condition under which key i is as it was reviewed, or still the one that
 * the customer was found by.
 */
static char *
key_as_reviewed(const MergeFields *fields, int i)
{
	return psprintf("(%1$s OR CASE WHEN s.t_%2$d THEN c.%3$s IS NULL AND s.o_%2$d IS NULL ELSE s.o_%2$d IS NULL END)",
					same_key(fields, i), i + 1, quote_identifier(fields->fields[i]->column));
}

/* The condition under which field i is as it was reviewed. */
static char *
as_reviewed(const MergeFields *fields, int i)
{
	char	   *live = field_sql_live(fields->fields[i]);
	char	   *old = old_value(fields, i);

	if (i == fields->email || i == fields->identifier)
		return key_as_reviewed(fields, i);
	return psprintf("(NOT (%s) OR (%s %s %s) IS TRUE OR (%s IS NULL AND %s IS NULL))",
					touched(fields, i), live, field_sql_equality(fields->fields[i]), old, live, old);
}

/* ---- new customers ---- */

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
		const char *comma = categories.len > 0 ? ", " : "";

		if (fields->fields[i]->kind != FIELD_ATTRIBUTE)
			continue;
		appendStringInfo(&categories, "%s%s", comma, quote_literal_cstr(fields->fields[i]->category));
		appendStringInfo(&values, "%sCASE WHEN %s.cells[%d] OPERATOR(pg_catalog.<>) '' THEN %s.cells[%d] END",
						 comma, row, i + 1, row, i + 1);
	}
	return psprintf("pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_object("
					"ARRAY[%s]::pg_catalog.text[], ARRAY[%s]::pg_catalog.text[]))",
					categories.data, values.data);
}

static bool
has_attributes(const MergeFields *fields)
{
	for (int i = 0; i < fields->nfields; i++)
		if (fields->fields[i]->kind == FIELD_ATTRIBUTE)
			return true;
	return false;
}

char *
merge_sql_insert(const MergeFields *fields)
{
	Relation	customers = catalog_open(REL_CUSTOMERS);
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "INSERT INTO %s (customer_id", catalog_name(REL_CUSTOMERS));
	for (int i = 0; i < fields->nfields; i++)
		if (field_has_column(fields->fields[i]))
			appendStringInfo(&sql, ", %s", quote_identifier(fields->fields[i]->column));
	/* the id is given, also where it is GENERATED ALWAYS AS IDENTITY */
	appendStringInfo(&sql, "%s) OVERRIDING SYSTEM VALUE SELECT r.customer_id",
					 has_attributes(fields) ? ", attributes" : "");
	for (int i = 0; i < fields->nfields; i++)
	{
		const Field *field = fields->fields[i];
		char	   *value;

		if (!field_has_column(field))
			continue;
		value = column_default_sql(customers, get_attnum(RelationGetRelid(customers), field->column));
		if (value == NULL)
			appendStringInfo(&sql, ", r.cells[%d]%s", i + 1, field_sql_cast(field));
		else
			appendStringInfo(&sql, ", COALESCE(r.cells[%d]%s, %s)", i + 1, field_sql_cast(field), value);
	}
	if (has_attributes(fields))
		appendStringInfo(&sql, ", %s", attributes_given(fields, "r"));
	relation_close(customers, NoLock);
	appendStringInfo(&sql, " FROM %s AS r WHERE %s"
					 " AND r.action OPERATOR(pg_catalog.=) 'create'",
					 fields->rows, fields->chosen);
	return sql.data;
}

/* ---- changed customers ---- */

/* SET attributes: cleared categories go, new values come. */
static void
append_set_attributes(StringInfo sql, const MergeFields *fields)
{
	StringInfoData any,
				cleared;

	initStringInfo(&any);
	initStringInfo(&cleared);
	for (int i = 0; i < fields->nfields; i++)
	{
		if (fields->fields[i]->kind != FIELD_ATTRIBUTE)
			continue;
		appendStringInfo(&any, "%s%s", any.len > 0 ? " OR " : "", touched(fields, i));
		appendStringInfo(&cleared, "%sCASE WHEN s.cells[%d] OPERATOR(pg_catalog.=) '' THEN %s::pg_catalog.text END",
						 cleared.len > 0 ? ", " : "", i + 1,
						 quote_literal_cstr(fields->fields[i]->category));
	}
	appendStringInfo(sql, "attributes = CASE WHEN %s"
					 " THEN (c.attributes OPERATOR(pg_catalog.-) ARRAY[%s]) OPERATOR(pg_catalog.||) %s"
					 " ELSE c.attributes END, ",
					 any.data, cleared.data, attributes_given(fields, "s"));
}

/*
 * SET updated_at, as SQL; a merge notes at the same time what it was.  What a
 * save changes is later than what this transaction has merged (tidy.c).
 */
static char *
new_updated_at(const MergeFields *fields)
{
	if (!fields->is_staged)
		return "GREATEST(c.updated_at, pg_catalog.now())";
	if (fields->is_distributed)
		return "$2";
	return psprintf("%s(c.customer_id, c.updated_at, %s, $2, %s)",
					catalog_function_name("customers_import_journal"),
					has_attributes(fields) ? "c.attributes, s.cells" : "NULL, NULL",
					fields->edited == NULL ? "NULL" : fields->edited);
}

char *
merge_sql_update(const MergeFields *fields)
{
	StringInfoData sql;
	StringInfoData any;
	StringInfoData reviewed;

	initStringInfo(&sql);
	initStringInfo(&any);
	initStringInfo(&reviewed);
	appendStringInfo(&sql, "UPDATE %s AS c SET ", catalog_name(REL_CUSTOMERS));
	for (int i = 0; i < fields->nfields; i++)
	{
		const Field *field = fields->fields[i];

		if (!field_in_customers(field))
			continue;
		if (field_has_column(field))
			appendStringInfo(&sql, "%1$s = CASE WHEN s.t_%2$d THEN %3$s ELSE c.%1$s END, ",
							 quote_identifier(field->column), i + 1,
							 field_sql_assigned(field, psprintf("s.n_%d", i + 1)));
		appendStringInfo(&any, "%s%s", any.len > 0 ? " OR " : "", touched(fields, i));
		appendStringInfo(&reviewed, " AND %s", as_reviewed(fields, i));
	}
	if (any.len == 0)
		return NULL;
	if (has_attributes(fields))
		append_set_attributes(&sql, fields);
	appendStringInfo(&sql, "updated_at = %s FROM ", new_updated_at(fields));
	append_source(&sql, fields, true);
	appendStringInfo(&sql, " WHERE c.customer_id OPERATOR(pg_catalog.=) s.customer_id%s",
					 reviewed.data);
	if (fields->groups >= 0)	/* a row may touch nothing but groups */
		appendStringInfo(&sql, " AND (%s)", any.data);
	return sql.data;
}

char *
merge_sql_count_updates(const MergeFields *fields)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "SELECT pg_catalog.count(*) FROM %s AS r WHERE %s"
					 " AND r.action OPERATOR(pg_catalog.=) 'update' AND (false",
					 fields->rows, fields->chosen);
	for (int i = 0; i < fields->nfields; i++)
		if (field_in_customers(fields->fields[i]))
			appendStringInfo(&sql, " OR r.cells[%d] IS NOT NULL", i + 1);
	appendStringInfoChar(&sql, ')');
	return sql.data;
}

/* ---- conflicts ---- */

/* The accepted groups of customer s.customer_id, as staging writes them. */
static char *
live_groups(void)
{
	return psprintf("(SELECT pg_catalog.string_agg(g.name, '|' ORDER BY g.name COLLATE pg_catalog.\"C\")"
					" FROM %s AS m JOIN %s AS g ON g.group_id OPERATOR(pg_catalog.=) m.group_id"
					" WHERE m.customer_id OPERATOR(pg_catalog.=) s.customer_id"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted')",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_GROUPS));
}

/* Has customer s.customer_id been taken out of a group that field i puts them in? */
static char *
is_rejected_now(int i)
{
	return psprintf("EXISTS (SELECT FROM %s AS m JOIN %s AS g ON g.group_id OPERATOR(pg_catalog.=) m.group_id"
					" JOIN pg_catalog.unnest(pg_catalog.string_to_array(s.cells[%d], '|')) AS n (name)"
					" ON n.name OPERATOR(pg_catalog.=) g.name"
					" WHERE m.customer_id OPERATOR(pg_catalog.=) s.customer_id"
					" AND m.status OPERATOR(pg_catalog.=) 'rejected')",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_GROUPS), i + 1);
}

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
		live = live_groups();
		changed = psprintf("s.cells[%d] IS NOT NULL AND (COALESCE(%s, '') OPERATOR(pg_catalog.<>) COALESCE(s.old_cells[%d], '')"
						   " OR %s)",
						   i + 1, live, i + 1, is_rejected_now(i));
		live = psprintf("pg_catalog.concat(%s, CASE WHEN %s THEN ' (and out of a new one)' END)",
						live, is_rejected_now(i));
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
	StringInfoData sql,
				field,
				reviewed,
				present;

	initStringInfo(&sql);
	initStringInfo(&field);
	initStringInfo(&reviewed);
	initStringInfo(&present);
	for (int i = 0; i < fields->nfields; i++)
		append_changed(fields, i, &field, &reviewed, &present);
	appendStringInfo(&sql, "SELECT * FROM (SELECT s.line, s.customer_id,"
					 " CASE WHEN c.customer_id IS NULL THEN 'customer_id'%s END AS field,"
					 " CASE WHEN c.customer_id IS NULL THEN NULL::pg_catalog.text%s END AS reviewed,"
					 " CASE WHEN c.customer_id IS NULL THEN NULL::pg_catalog.text%s END AS present FROM ",
					 field.data, reviewed.data, present.data);
	append_source(&sql, fields, false);
	appendStringInfo(&sql, " LEFT JOIN %s AS c ON c.customer_id OPERATOR(pg_catalog.=) s.customer_id) AS found"
					 " WHERE field IS NOT NULL ORDER BY line",
					 catalog_name(REL_CUSTOMERS));
	return sql.data;
}

/* One branch of merge_sql_taken_keys(). */
static void
append_taken(StringInfo sql, const MergeFields *fields, const char *name, const char *key,
			 const char *condition)
{
	appendStringInfo(sql, "%sSELECT r.line, r.customer_id, '%s' AS field, %s AS reviewed,"
					 " c.customer_id::pg_catalog.text AS present FROM %s AS r JOIN %s AS c ON %s"
					 " WHERE %s",
					 sql->len > 0 ? " UNION " : "", name, key,
					 fields->rows, catalog_name(REL_CUSTOMERS), condition, fields->chosen);
}

/* Rows whose text key i another customer bears, as live (SQL) says it. */
static void
append_taken_text(StringInfo sql, const MergeFields *fields, int i, const char *live)
{
	append_taken(sql, fields, fields->fields[i]->name, psprintf("r.cells[%d]", i + 1),
				 psprintf("%1$s OPERATOR(pg_catalog.=) r.cells[%2$d]"
						  " AND r.cells[%2$d] IS NOT NULL AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')"
						  " AND c.customer_id OPERATOR(pg_catalog.<>) r.customer_id",
						  live, i + 1));
}

/* The same of a field, in whatever way the live keys are stored. */
static void
append_taken_key(StringInfo sql, const MergeFields *fields, int i, KeyKind key)
{
	if (i < 0)
		return;
	append_taken_text(sql, fields, i, key == KEY_EMAIL ? "pg_catalog.lower(c.email)" : "c.identifier");
	if (live_has_untidy(key))
		append_taken_text(sql, fields, i,
						  psprintf("%s AND %s", key_sql_untidy(key, "c."), key_sql_folded(key, "c.")));
}

char *
merge_sql_taken_keys(const MergeFields *fields, bool creates)
{
	StringInfoData sql;

	initStringInfo(&sql);
	if (creates)
		append_taken(&sql, fields, "customer_id", "r.customer_id::pg_catalog.text",
					 "c.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					 " AND r.action OPERATOR(pg_catalog.=) 'create'");
	append_taken_key(&sql, fields, fields->identifier, KEY_IDENTIFIER);
	append_taken_key(&sql, fields, fields->email, KEY_EMAIL);
	return sql.len == 0 ? NULL
		: psprintf("SELECT * FROM (%s) AS found ORDER BY line,"
				   " pg_catalog.array_position('{customer_id,identifier,email}'::pg_catalog.text[], field)",
				   sql.data);
}

/* ---- groups ---- */

/* Names in a staged set of groups, of the rows that are merged: n(name). */
static char *
staged_names(const MergeFields *fields, const char *cells)
{
	return psprintf("%s AS r CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.string_to_array(r.%s[%d], '|')) AS n (name)",
					fields->rows, cells, fields->groups + 1);
}

/* Rows that touch groups. */
static char *
touches_groups(const MergeFields *fields)
{
	return psprintf("%s AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')"
					" AND r.cells[%d] IS NOT NULL", fields->chosen, fields->groups + 1);
}

char *
merge_sql_new_groups(const MergeFields *fields)
{
	return psprintf("SELECT pg_catalog.min(n.name) AS name FROM %s WHERE %s"
					" AND NOT EXISTS (SELECT FROM %s AS g WHERE %s OPERATOR(pg_catalog.=) %s)"
					" GROUP BY %s ORDER BY %s",
					staged_names(fields, "cells"), touches_groups(fields), catalog_name(REL_GROUPS),
					group_sql_key("g.name"), group_sql_key("n.name"), group_sql_key("n.name"),
					group_sql_key("n.name"));
}

char *
merge_sql_insert_groups(const MergeFields *fields)
{
	return psprintf("INSERT INTO %s (name, import_id) SELECT n.name, $1 FROM (%s) AS n",
					catalog_name(REL_GROUPS), merge_sql_new_groups(fields));
}

/*
 * A name is the group of this very spelling, or else the oldest of another.
 * OFFSET 0 keeps the look-up of a membership one by its whole key: as a join,
 * planned before anybody has counted the rows, it went through all members of
 * the group each time.
 */
char *
merge_sql_insert_members(const MergeFields *fields)
{
	return psprintf("INSERT INTO %s (customer_id, group_id, status, import_id)"
					" SELECT r.customer_id, COALESCE(same.group_id, g.group_id), 'accepted', $1 FROM %s"
					" JOIN (SELECT %s AS key, pg_catalog.min(o.group_id) AS group_id FROM %s AS o GROUP BY 1) AS g"
					" ON g.key OPERATOR(pg_catalog.=) %s"
					" LEFT JOIN %s AS same ON pg_catalog.lower(same.name COLLATE pg_catalog.\"C\")"
					" OPERATOR(pg_catalog.=) pg_catalog.lower(n.name COLLATE pg_catalog.\"C\")"
					" AND same.name OPERATOR(pg_catalog.=) n.name"
					" WHERE %s AND NOT EXISTS (SELECT FROM %s AS m"
					" WHERE m.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" AND m.group_id OPERATOR(pg_catalog.=) COALESCE(same.group_id, g.group_id) OFFSET 0)"
					" ORDER BY 1, 2",
					catalog_name(REL_GROUP_MEMBERS), staged_names(fields, "cells"),
					group_sql_key("o.name"), catalog_name(REL_GROUPS), group_sql_key("n.name"),
					catalog_name(REL_GROUPS), touches_groups(fields),
					catalog_name(REL_GROUP_MEMBERS));
}

/*
 * What row r takes away: from rows, a LATERAL set of names, groups g and
 * memberships m.  Groups are found by their index, however many there are.
 */
static char *
removed_members(const MergeFields *fields)
{
	int			g = fields->groups + 1;

	return psprintf("%1$s AS r CROSS JOIN LATERAL"
					" (SELECT pg_catalog.unnest(pg_catalog.string_to_array(r.old_cells[%2$d], '|'))"
					" EXCEPT SELECT pg_catalog.unnest(pg_catalog.string_to_array(r.cells[%2$d], '|'))) AS n (name)"
					" JOIN %3$s AS g ON pg_catalog.lower(g.name COLLATE pg_catalog.\"C\")"
					" OPERATOR(pg_catalog.=) pg_catalog.lower(n.name COLLATE pg_catalog.\"C\")"
					" AND g.name OPERATOR(pg_catalog.=) n.name",
					fields->rows, g, catalog_name(REL_GROUPS));
}

/* Is membership m one that removed_members() takes away? */
static char *
is_removed_member(const MergeFields *fields)
{
	return psprintf("%s AND m.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" AND m.group_id OPERATOR(pg_catalog.=) g.group_id"
					" AND m.status OPERATOR(pg_catalog.=) 'accepted'", touches_groups(fields));
}

char *
merge_sql_keep_members(const MergeFields *fields)
{
	return psprintf("UPDATE %s AS w SET memberships = k.memberships"
					" FROM (SELECT r.line, pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object("
					"'group_id', m.group_id, 'import_id', m.import_id, 'set_by', m.set_by, 'set_at', m.set_at)) AS memberships"
					" FROM %s CROSS JOIN %s AS m WHERE %s GROUP BY r.line) AS k"
					" WHERE w.import_id OPERATOR(pg_catalog.=) $1 AND w.line OPERATOR(pg_catalog.=) k.line",
					catalog_name(REL_IMPORT_ROWS), removed_members(fields),
					catalog_name(REL_GROUP_MEMBERS), is_removed_member(fields));
}

char *
merge_sql_delete_members(const MergeFields *fields)
{
	return psprintf("DELETE FROM %s AS m USING %s WHERE %s", catalog_name(REL_GROUP_MEMBERS),
					removed_members(fields), is_removed_member(fields));
}
