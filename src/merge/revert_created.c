/*
 * revert_created.c
 *
 * The statements of a revert about customers that the import has created.  They
 * are deleted if
 *
 *		every column is as the merge left it: the cell of the file, or the default;
 *			or all by their hash
 *		+ columns that were added since have their defaults
 *		+ nothing refers to them
 *
 * updated_at does not count: an edit that was taken back is no edit.
 */
#include "postgres.h"

#include "access/relation.h"
#include "utils/builtins.h"

#include "field/column_default.h"
#include "field/field_sql.h"
#include "field/note.h"
#include "merge/created.h"
#include "merge/references.h"
#include "merge/revert_created.h"
#include "merge/revert_created.sql.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/target.h"

/* Index of the import's field that is kept in a column, or -1. */
static int
field_of_column(const RevertSql *revert, const char *column)
{
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i) &&
			strcmp(revert->fields.fields[i]->column, column) == 0)
			return i;
	return -1;
}

/*
 * SQL: does the column of customer c have this value (text or NULL)?  false if the
 * column's type does not accept it any more.
 */
static char *
is_value(const Target *customers, AttrNumber number, const char *name, const char *value)
{
	char	   *literal;

	if (target_is_other_consent(customers, name))
		return psprintf("(c.%s IS NOT DISTINCT FROM %s)", CONSENT_SUBSCRIBED,
						value == NULL ? "NULL::boolean" : value[0] == 't' ? "true" : "false");
	if (!column_default_literal(customers->relation, number, value, &literal))
		return "false";
	return field_sql_same(TupleDescAttr(RelationGetDescr(customers->relation), number - 1)->atttypid,
						  created_column_sql(customers, name), literal);
}

/* The column's default when the import was merged; NULL = unknown. */
static const DefaultValue *
known_default(const RevertSql *revert, const char *column)
{
	for (int i = 0; i < revert->ndefaults; i++)
		if (strcmp(revert->defaults[i].column, column) == 0)
			return &revert->defaults[i];
	return NULL;
}

/*
 * SQL: does the column have its default?  false for a column that was added since
 * with a different value for each customer.
 */
static char *
is_default(const RevertSql *revert, const Target *customers, AttrNumber number, const char *name)
{
	const DefaultValue *known = known_default(revert, name);
	char	   *value;

	if (known != NULL)
		return is_value(customers, number, name, known->value);
	return column_default_missing(customers->relation, number, &value)
		? is_value(customers, number, name, value) : "false";
}

/* The categories that row s gives, as jsonb; NULL if the import brings none. */
static char *
categories_given(const RevertSql *revert)
{
	StringInfoData categories,
				values;

	initStringInfo(&categories);
	initStringInfo(&values);
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];

		if (field == NULL || field->kind != FIELD_ATTRIBUTE)
			continue;
		sql_add(&categories, ", ", "%s", quote_literal_cstr(field->category));
		sql_add(&values, ", ", "s.cells[%d]", i + 1);
	}
	return categories.len == 0 ? NULL
		: sql_text(revert_created_sql, "attributes given", "categories", categories.data,
				   "values", values.data, NULL);
}

/* SQL: is the column as the merge left it? */
static char *
is_as_left(const RevertSql *revert, const Target *customers, AttrNumber number, const char *name)
{
	int			i = field_of_column(revert, name);
	char	   *categories = NULL;

	if (strcmp(name, "attributes") == 0)
		categories = categories_given(revert);
	if (categories != NULL)
		return field_sql_same(TupleDescAttr(customers->columns, number - 1)->atttypid, "c.attributes", categories);
	if (i < 0)
		return is_default(revert, customers, number, name);
	return psprintf("(CASE WHEN s.cells[%d] IS NOT NULL THEN %s ELSE %s END)", i + 1,
					revert_sql_as_written(revert, i), is_default(revert, customers, number, name));
}

static bool
is_hashed(const RevertSql *revert, const char *column)
{
	for (int i = 0; i < revert->nhashed; i++)
		if (strcmp(revert->hashed[i], column) == 0)
			return true;
	return false;
}

/*
 * SQL: the value that row s gave a column that does not exist any more, as text;
 * NULL = unknown.
 */
static char *
lost_value(const RevertSql *revert, const char *column)
{
	const DefaultValue *known = known_default(revert, column);
	const char *value = known == NULL || known->value == NULL ? "NULL" : quote_literal_cstr(known->value);

	if (known == NULL)
		return NULL;
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert->fields.fields[i] == NULL && strcmp(revert->fields.names[i], column) == 0)
			return psprintf("COALESCE(s.cells[%d], %s)", i + 1, value);
	return psprintf("%s::pg_catalog.text", value);
}

/* SQL: does customer c have the hash that the merge kept? */
static char *
is_as_hashed(const RevertSql *revert, const Target *customers)
{
	char	  **values = palloc(Max(revert->nhashed, 1) * sizeof(char *));

	/* the text of a value is not immutable */
	if (target_is_distributed())
		return "false";
	for (int i = 0; i < revert->nhashed; i++)
	{
		values[i] = created_hashed_sql(customers, revert->hashed[i]);
		if (values[i] == NULL)
			values[i] = lost_value(revert, revert->hashed[i]);
		if (values[i] == NULL)
			return "false";
	}
	return psprintf("s.hash = %s", created_whole_sql(customers, created_hash_sql(values, revert->nhashed)));
}

/* Must the column be compared by itself? */
static bool
is_looked_at(const RevertSql *revert, const char *name)
{
	if (name == NULL || is_hashed(revert, name))
		return false;
	/* an older release did not keep when the customers were created */
	return revert->defaults != NULL || revert->hashed != NULL || strcmp(name, "created_at") != 0;
}

/* SQL: is customer c as the merge left them? */
static char *
as_left(const RevertSql *revert)
{
	Target		customers = target_open();
	StringInfoData seen,
				beside;

	initStringInfo(&seen);
	initStringInfo(&beside);
	appendStringInfoString(&seen, revert->hashed == NULL ? "true" : is_as_hashed(revert, &customers));
	for (int i = 1; i <= customers.columns->natts; i++)
	{
		char	   *name = created_column_name(&customers, i);

		if (!is_looked_at(revert, name))
			continue;
		if (target_name(&customers, i) != NULL)
			appendStringInfo(&seen, " AND %s", is_as_left(revert, &customers, i, name));
		else
			sql_add(&beside, " AND ", "%s", is_as_left(revert, &customers, i, name));
	}
	if (beside.len > 0)
		appendStringInfo(&seen, " AND %s", created_whole_sql(&customers, beside.data));
	target_close(&customers);
	return seen.data;
}

char *
revert_sql_delete(const RevertSql *revert)
{
	return sql_text(revert_created_sql, "delete customers", "source", revert_sql_source(revert, "create"),
					"written_later", revert_sql_written_later(revert, 0), "as_left", as_left(revert),
					"unused", references_none(revert->references), NULL);
}

char *
revert_sql_note_gone(const RevertSql *revert)
{
	return revert_sql_add_note(sql_text(revert_created_sql, "gone", "erased", REVERT_SQL_ERASED, "join",
										revert_sql_join(revert, revert_sql_customer(revert)), NULL),
							   "kept_deleted", "'the customer has been deleted since the import'");
}

/* Rows of one table that refer to a deleted one. */
static char *
orphans_of(CatalogRelation table, const Reference *reference)
{
	bool		is_own = reference->own != NULL && !reference->is_self;

	return sql_text(revert_created_sql, "find orphans", "table", reference->relation,
					"complete", reference->complete, "referred", catalog_name(table),
					"key_condition", reference->key_condition,
					"of_import", reference->id_column == NULL ? ""
					: sql_text(revert_created_sql, "of import", "id_column", reference->id_column, NULL),
					"not_own", is_own ? psprintf("AND (%s) IS NOT TRUE", reference->own) : "", NULL);
}

char *
revert_sql_find_orphans(CatalogRelation table, List *references)
{
	StringInfoData sql;
	ListCell   *lc;

	initStringInfo(&sql);
	foreach(lc, references)
	{
		Reference  *reference = lfirst(lc);

		if (reference->is_enforced)
			sql_add(&sql, " UNION ALL ", "%s", orphans_of(table, reference));
	}
	return sql.len > 0 ? sql.data : NULL;
}

/* Appends a note for each table with rows that refer to customer c. */
static void
append_reference_notes(StringInfo notes, const RevertSql *revert)
{
	ListCell   *lc;

	foreach(lc, revert->references)
	{
		Reference  *reference = lfirst(lc);
		char	   *message = psprintf("in use since the import: %s refers to the customer",
									   reference->relation);

		appendStringInfo(notes, ", %s",
						 sql_text(revert_created_sql, "reference note", "table", reference->id_column == NULL ? reference->relation
								  : target_found_beside(reference->relation, reference->id_column, target_ids_of_import()),
								  "counts", reference_counts(reference),
								  "note", note_sql("kept_used", NULL, NULL, quote_literal_cstr(message), NULL), NULL));
	}
}

char *
revert_sql_note_created(const RevertSql *revert)
{
	StringInfoData notes;

	initStringInfo(&notes);
	appendStringInfoString(&notes, "NULL");
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];

		if (field == NULL || !field_in_customers(field))
			continue;
		appendStringInfo(&notes, ", CASE WHEN s.cells[%d] IS NOT NULL AND NOT %s THEN %s END", i + 1,
						 revert_sql_as_written(revert, i),
						 note_sql("kept_edited", quote_literal_cstr(field->name), revert_sql_live_text(field),
								  "'edited since the import: the customer stays'", NULL));
	}
	append_reference_notes(&notes, revert);
	return revert_sql_add_notes(sql_text(revert_created_sql, "created notes",
										 "notes", revert_sql_all_notes(notes.data),
										 "otherwise", note_sql("kept_edited", NULL, NULL,
															   "'edited since the import in what the file did not bring, or held back by a trigger: the customer stays'", NULL),
										 "source", revert_sql_source(revert, "create"),
										 "join", revert_sql_join(revert, "s.customer_id"), NULL));
}
