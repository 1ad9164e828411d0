/*
 * revert_created.c
 *
 * The statements of a revert about the customers that the import has made:
 * they leave, unless they have been used since.
 *
 *		every cell of the file as it was written
 *		+ updated_at as the merge left it, or else every other column at its
 *			default (a later import may have changed them, and been reverted)
 *		+ nothing refers to them
 */
#include "postgres.h"

#include "access/table.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "catalog.h"
#include "field_sql.h"
#include "references.h"
#include "revert_created.h"

/* The stored default of a column of customers, or NULL. */
static const char *
stored_default(Relation customers, AttrNumber column)
{
	TupleConstr *constraints = RelationGetDescr(customers)->constr;

	for (int i = 0; constraints != NULL && i < constraints->num_defval; i++)
		if (constraints->defval[i].adnum == column)
			return constraints->defval[i].adbin;
	return NULL;
}

/* Has customer c the default of the field?  One that is random was edited. */
static char *
is_default(Relation customers, const Field *field)
{
	const char *bin = stored_default(customers,
									 get_attnum(RelationGetRelid(customers), field->column));

	if (bin == NULL)
		return psprintf("(%s) IS NULL", field_sql_live(field));
	if (contain_volatile_functions(stringToNode(bin)))
		return pstrdup("false");
	return revert_sql_is(field, psprintf("(%s)%s",
										 TextDatumGetCString(DirectFunctionCall2(pg_get_expr, CStringGetTextDatum(bin),
																				 ObjectIdGetDatum(RelationGetRelid(customers)))),
										 field_sql_has_equality(field) ? "" : "::pg_catalog.text"));
}

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

/* Are the cells that the file had still in customer c? */
static void
append_as_written(StringInfo sql, const RevertSql *revert)
{
	for (int i = 0; i < revert->fields.nfields; i++)
		if (revert_sql_has_column(revert, i))
			appendStringInfo(sql, " AND (s.cells[%d] IS NULL OR %s)", i + 1,
							 revert_sql_as_written(revert, i));
}

/* The categories that row s gave, and no others, in attributes. */
static void
append_categories_as_written(StringInfo sql, const RevertSql *revert)
{
	StringInfoData categories,
				values;

	initStringInfo(&categories);
	initStringInfo(&values);
	for (int i = 0; i < revert->fields.nfields; i++)
	{
		const Field *field = revert->fields.fields[i];
		const char *comma = categories.len > 0 ? ", " : "";

		if (field == NULL || field->kind != FIELD_ATTRIBUTE)
			continue;
		appendStringInfo(&categories, "%s%s", comma, quote_literal_cstr(field->category));
		appendStringInfo(&values, "%ss.cells[%d]", comma, i + 1);
	}
	if (categories.len > 0)
		appendStringInfo(sql, " AND c.attributes OPERATOR(pg_catalog.=)"
						 " pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_object("
						 "ARRAY[%s]::pg_catalog.text[], ARRAY[%s]::pg_catalog.text[]))",
						 categories.data, values.data);
	else if (!revert->is_stamped)
		appendStringInfoString(sql, " AND c.attributes OPERATOR(pg_catalog.=) '{}'");
}

/* Are all columns that the row had no cell for at their defaults? */
static char *
others_at_default(const RevertSql *revert)
{
	Relation	customers = table_open(catalog_oid(REL_CUSTOMERS, false), AccessShareLock);
	StringInfoData sql;
	ListCell   *lc;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "true");
	foreach(lc, field_names(RelationGetDescr(customers)))
	{
		Field	   *field = field_by_name(lfirst(lc));
		int			i;

		if (field == NULL || !field_has_column(field))
			continue;
		i = field_of_column(revert, field->column);
		if (i >= 0)
			appendStringInfo(&sql, " AND (s.cells[%d] IS NOT NULL OR %s)", i + 1,
							 is_default(customers, field));
		else
			appendStringInfo(&sql, " AND %s", is_default(customers, field));
	}
	table_close(customers, NoLock);
	return sql.data;
}

char *
revert_sql_delete(const RevertSql *revert)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "DELETE FROM %s AS c USING %s"
					 " WHERE c.customer_id OPERATOR(pg_catalog.=) s.customer_id",
					 catalog_name(REL_CUSTOMERS), revert_sql_source(revert, "create"));
	append_as_written(&sql, revert);
	append_categories_as_written(&sql, revert);
	appendStringInfo(&sql, " AND (%s(%s)) AND %s",
					 revert->is_stamped ? "c.updated_at OPERATOR(pg_catalog.=) $4 OR " : "",
					 others_at_default(revert), references_none(revert->references));
	return sql.data;
}

char *
revert_sql_note_gone(const RevertSql *revert)
{
	return revert_sql_add_note(psprintf("r.action OPERATOR(pg_catalog.=) 'create' AND r.cells IS NOT NULL"
										" AND NOT EXISTS (SELECT FROM %s AS c WHERE %s)",
										catalog_name(REL_CUSTOMERS), revert_sql_join(revert, "r")),
							   "'kept_deleted'", "'the customer has been deleted since the import'");
}

/*
 * By customer_id where the key has it; else all rows of the table are looked
 * at, for what the deleted row's key was is not known any more.
 */
char *
revert_sql_find_orphans(CatalogRelation table, List *references)
{
	StringInfoData sql;
	ListCell   *lc;

	initStringInfo(&sql);
	foreach(lc, references)
	{
		Reference  *reference = lfirst(lc);

		if (!reference->is_enforced)
			continue;
		appendStringInfo(&sql, "%s(SELECT true FROM %s AS x WHERE %s AND NOT EXISTS (SELECT FROM %s AS c WHERE %s)",
						 sql.len > 0 ? " UNION ALL " : "", reference->relation, reference->complete,
						 catalog_name(table), reference->key_condition);
		if (reference->id_column != NULL)
			appendStringInfo(&sql, " AND EXISTS (SELECT FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
							 " AND r.action OPERATOR(pg_catalog.=) 'create'"
							 " AND r.customer_id OPERATOR(pg_catalog.=) x.%s)",
							 catalog_name(REL_IMPORT_ROWS), reference->id_column);
		if (reference->own != NULL && !reference->is_self)
			appendStringInfo(&sql, " AND (%s) IS NOT TRUE", reference->own);
		appendStringInfoString(&sql, " LIMIT 1)");
	}
	return sql.len > 0 ? sql.data : NULL;
}

/* What still refers to customer c, a note each. */
static void
append_reference_notes(StringInfo notes, const RevertSql *revert)
{
	ListCell   *lc;

	foreach(lc, revert->references)
	{
		Reference  *reference = lfirst(lc);
		char	   *message = psprintf("in use since the import: %s refers to the customer",
									   reference->relation);

		appendStringInfo(notes, ", CASE WHEN EXISTS (SELECT FROM %s AS x WHERE %s) THEN %s END",
						 reference->relation, reference_counts(reference),
						 revert_sql_note(NULL, NULL, "'kept_used'", quote_literal_cstr(message)));
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
						 revert_sql_note(field->name, revert_sql_live_text(field), "'kept_edited'",
										 "'edited since the import: the customer stays'"));
	}
	append_reference_notes(&notes, revert);
	return revert_sql_add_notes(psprintf("SELECT s.line, COALESCE(%s, pg_catalog.jsonb_build_array(%s)) AS notes"
										 " FROM %s JOIN %s AS c ON %s",
										 revert_sql_all_notes(notes.data),
										 revert_sql_note(NULL, NULL, "'kept_edited'",
														 "'edited since the import in what the file did not bring, or held back by a trigger: the customer stays'"),
										 revert_sql_source(revert, "create"), catalog_name(REL_CUSTOMERS),
										 revert_sql_join(revert, "s")));
}
