/*
 * category_keep.c
 *
 *		categories about to be written -> new ones into customer_categories
 *			-> fields of an import, where another spelling was first: renamed
 *
 * The diff of a renamed category stays as it was: if a customer has got a value
 * under the other spelling meanwhile, that is a change since the preview.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "import/import_row.h"
#include "merge/category_keep.h"
#include "merge/category_keep.sql.h"
#include "support/sql_text.h"
#include "support/spi_value.h"
#include "support/statement.h"

static Statement
about_names(const char *section, Datum names)
{
	Statement	result = statement(sql_text(category_keep_sql, section, NULL));

	statement_datum(&result, TEXTARRAYOID, names, false);
	result.closed = true;
	return result;
}

/* A role that brings no new category needs no right to write one. */
static void
keep(Datum *names, int n)
{
	Datum		array = PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
	Statement	find;
	Statement	insert;

	if (n == 0)
		return;
	find = about_names("new", array);
	if (statement_select(&find) == 0)
		return;
	insert = about_names("keep", array);
	statement_write(&insert);
}

void
categories_keep(Field *const *fields, int nfields)
{
	Datum	   *names = palloc(sizeof(Datum) * (nfields + 1));
	int			n = 0;

	for (int i = 0; i < nfields; i++)
		if (fields[i]->kind == FIELD_ATTRIBUTE)
			names[n++] = CStringGetTextDatum(fields[i]->category);
	keep(names, n);
}

void
categories_settle(int64 import_id)
{
	ImportRow  *row = import_row_read(import_id, "fields");
	Datum	   *elements;
	bool	   *nulls;
	int			nelements;
	int			n = 0;
	Statement	settle;

	if (row->fields == NULL)
		spi_refuse_null("customer_imports.fields");
	deconstruct_array(row->fields, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &nelements);
	for (int i = 0; i < nelements; i++)
	{
		char	   *name = nulls[i] ? "" : TextDatumGetCString(elements[i]);

		if (strncmp(name, ATTRIBUTE_PREFIX, strlen(ATTRIBUTE_PREFIX)) == 0)
			elements[n++] = CStringGetTextDatum(name + strlen(ATTRIBUTE_PREFIX));
	}
	keep(elements, n);
	if (n == 0)
		return;
	settle = statement(sql_text(category_keep_sql, "settle", "prefix", ATTRIBUTE_PREFIX, NULL));
	settle.closed = true;
	statement_int8(&settle, import_id);
	statement_write(&settle);
}
