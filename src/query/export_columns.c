/*
 * export_columns.c
 *
 *		option columns | all that import reads
 *			-> header word and SQL expression, or category, of each
 *
 * Passwords are never exported.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/tupdesc.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "field/category.h"
#include "field/field.h"
#include "query/export_columns.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/target.h"

static const char *const all_categories = "attributes";

/*
 * All groups in one cell.  A single name that could be a list of some kind
 * (import/group_list.h) gets a | at its end, as import would split it otherwise.
 */
static const char *const groups_sql =
"array_to_string(customer_profiles.groups, '|') ||"
" CASE WHEN cardinality(customer_profiles.groups) = 1 AND customer_profiles.groups[1] ~ '[][{}\",;\n]| ::: '"
" THEN '|' ELSE '' END";

static bool
is_listed(const char *name, List *names)
{
	ListCell   *cell;

	foreach(cell, names)
		if (strcmp(name, lfirst(cell)) == 0)
			return true;
	return false;
}

static bool
is_password(const char *name)
{
	return strcmp(name, "password") == 0 || strcmp(name, "password_hash") == 0;
}

static bool
is_live_column(const char *name, TupleDesc customers)
{
	for (int i = 0; i < customers->natts; i++)
		if (!TupleDescAttr(customers, i)->attisdropped &&
			strcmp(NameStr(TupleDescAttr(customers, i)->attname), name) == 0)
			return true;
	return false;
}

bool
export_columns_want_categories(List *names)
{
	ListCell   *cell;

	foreach(cell, names)
		if (strcmp(lfirst(cell), all_categories) == 0)
			return true;
	return names == NIL;
}

/*
 * The names of all columns that import reads: those of a profile, then those that
 * an application has added, then attributes and groups.
 */
static List *
default_names(TupleDesc customers)
{
	List	   *core = profile_core_columns();
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, core)
	{
		const char *name = lfirst(cell);

		if (is_live_column(name, customers) &&
			(strcmp(name, "customer_id") == 0 || !field_is_reserved(name)))
			names = lappend(names, pstrdup(name));
	}
	foreach(cell, field_names(customers))
	{
		const char *name = lfirst(cell);

		if (!is_listed(name, core) && !is_password(name) && strcmp(name, "groups") != 0 &&
			(strcmp(name, CONSENT_UNSUBSCRIBED) != 0 || is_live_column(name, customers)))
			names = lappend(names, lfirst(cell));
	}
	return lappend(lappend(names, pstrdup(all_categories)), pstrdup("groups"));
}

static ExportColumn *
make_column(const char *header, char *sql)
{
	ExportColumn *column = palloc0(sizeof(ExportColumn));

	column->header = pstrdup(header);
	column->sql = sql;
	return column;
}

static ExportColumn *
category_column(const char *header, const char *category)
{
	ExportColumn *column = make_column(header, NULL);

	column->category = pstrdup(category);
	return column;
}

pg_noreturn static void
refuse_name(const char *name, TupleDesc customers)
{
	StringInfoData list;
	ListCell   *cell;

	if (is_password(name))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("passwords are not exported")));
	initStringInfo(&list);
	foreach(cell, default_names(customers))
		appendStringInfo(&list, "%s, ", (char *) lfirst(cell));
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("\"%s\" is not a column of an export", name),
			 errhint("The columns are: %sattributes.<category>, created_at, updated_at, display_name, orders_count, orders_total and mailable.",
					 list.data)));
}

/* The column of this name, other than "attributes"; errors if there is none. */
static ExportColumn *
column_by_name(const char *name, TupleDesc customers)
{
	Field		field;
	const char *category;

	if (strcmp(name, "groups") == 0)
		return make_column(name, pstrdup(groups_sql));
	if (strcmp(name, CONSENT_UNSUBSCRIBED) == 0 && field_has_opposite(customers))
		return make_column(name, pstrdup("NOT customer_profiles." CONSENT_SUBSCRIBED));
	if (!is_password(name) && (is_live_column(name, customers) || profile_is_computed(name)))
		return make_column(name, psprintf("customer_profiles.%s", quote_identifier(name)));
	if (is_password(name) || !field_init_by_name(&field, name, customers))
		refuse_name(name, customers);
	category = categories_spelling(categories_load(), field.category);
	return category_column(psprintf(ATTRIBUTE_PREFIX "%s", category), category);
}

static List *
append_column(List *columns, ExportColumn *column)
{
	ListCell   *cell;

	foreach(cell, columns)
		if (strcmp(((ExportColumn *) lfirst(cell))->header, column->header) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_COLUMN),
					 errmsg("column \"%s\" is to be exported twice", column->header)));
	return lappend(columns, column);
}

List *
export_columns(List *names, List *categories)
{
	Target		customers = target_open();
	TupleDesc	desc = customers.columns;
	List	   *columns = NIL;
	ListCell   *name,
			   *category;

	if (names == NIL)
		names = default_names(desc);
	foreach(name, names)
	{
		if (strcmp(lfirst(name), all_categories) != 0)
			columns = append_column(columns, column_by_name(lfirst(name), desc));
		else
			foreach(category, categories)
				columns = append_column(columns,
										category_column(psprintf("attributes.%s", (char *) lfirst(category)),
														lfirst(category)));
	}
	target_close(&customers);
	return columns;
}
