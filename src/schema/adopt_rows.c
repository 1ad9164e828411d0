/*
 * adopt_rows.c
 *
 *		option fixed, {"tenant_id": 7}	-> rows with this value, and new ones get it
 *		a column that is "deleted"		-> rows where it is false, or no time
 *		created_at, updated_at			-> new ones get the time, where the table gives none
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "schema/adopt_rows.h"
#include "support/catalog.h"
#include "support/statement.h"
#include "support/target.h"

static Oid
type_of(const AdoptColumns *all, const AdoptColumn *column)
{
	return TupleDescAttr(RelationGetDescr(all->relation), column->number - 1)->atttypid;
}

/* ---- the view ---- */

/* Of a column that is no field, what its name begins with; NULL = it is a field, or not used. */
static const char *
prefix_of(const AdoptColumn *column)
{
	if (column->fixed != NULL)
		return TARGET_FIXED;
	if (adopt_is_mark(column))
		return TARGET_DELETED;
	return column->stamped && column->field == NULL ? TARGET_STAMP : NULL;
}

char *
adopt_rows_items(const AdoptColumns *all)
{
	StringInfoData items;

	initStringInfo(&items);
	for (int i = 0; i < all->ncolumns; i++)
	{
		const AdoptColumn *column = &all->columns[i];
		const char *prefix = prefix_of(column);

		if (prefix != NULL)
			appendStringInfo(&items, ", t.%s AS %s", quote_identifier(column->name),
							 quote_identifier(psprintf("%s%s", prefix, column->name)));
	}
	return items.data;
}

char *
adopt_rows_where(const AdoptColumns *all)
{
	StringInfoData where;

	initStringInfo(&where);
	for (int i = 0; i < all->ncolumns; i++)
	{
		const AdoptColumn *column = &all->columns[i];

		if (column->fixed == NULL && !adopt_is_mark(column))
			continue;
		appendStringInfo(&where, "%s t.%s ", where.len == 0 ? " WHERE" : " AND", quote_identifier(column->name));
		if (column->fixed != NULL)
			appendStringInfo(&where, "= %s", column->fixed);
		else
			appendStringInfoString(&where, type_of(all, column) == BOOLOID ? "IS NOT TRUE" : "IS NULL");
	}
	return where.data;
}

void
adopt_rows_set_defaults(const AdoptColumns *all)
{
	for (int i = 0; i < all->ncolumns; i++)
	{
		const AdoptColumn *column = &all->columns[i];
		const char *prefix = prefix_of(column);

		if (column->fixed == NULL && !column->stamped)
			continue;
		statement_utility(psprintf("ALTER VIEW %s ALTER COLUMN %s SET DEFAULT %s", catalog_adopted_name(),
								   quote_identifier(prefix == NULL ? column->field : psprintf("%s%s", prefix, column->name)),
								   column->fixed != NULL ? column->fixed
								   : type_of(all, column) == TIMESTAMPOID ? TARGET_NOW_UTC : "pg_catalog.now()"));
	}
}
