/*
 * profile_select.c
 *
 *		type customer_profile + src/schema/profile.sql + columns that an application
 *			has added to customers -> columns -> those that are used
 *			-> SELECT with the look-ups that they need, in one form
 *
 * Columns and relations that are not used are left out, so that no privilege on
 * them is needed.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "nodes/parsenodes.h"
#include "parser/parser.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "schema/profile_select.h"
#include "schema/profile.sql.h"
#include "schema/view_renew.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Names of columns that the view of an adopted table has for us alone, as text[]. */
static Datum
own_consent_names(void)
{
	Datum		names[] = {CStringGetTextDatum(TARGET_OWN_SUBSCRIBED), CStringGetTextDatum(TARGET_OWN_UNSUBSCRIBED)};

	return PointerGetDatum(target_is_ours() ? construct_empty_array(TEXTOID)
						   : construct_array(names, lengthof(names), TEXTOID, -1, false, TYPALIGN_INT));
}

/* Columns that an application has added to customers, as the end of a SELECT list. */
static char *
added_columns(void)
{
	Statement	find = statement("SELECT COALESCE(string_agg(', c.' || quote_ident(c.attname), '' ORDER BY c.attnum), '')"
								 " FROM pg_attribute AS c"
								 " WHERE c.attrelid = $1 AND c.attnum > 0 AND NOT c.attisdropped"
								 " AND c.attname <> 'password_hash' AND c.attname <> ALL ($3) AND c.attname !~ " TARGET_NO_FIELD_SQL
								 " AND NOT EXISTS (SELECT FROM pg_attribute AS p JOIN pg_type AS t ON t.typrelid = p.attrelid"
								 " WHERE t.typname = 'customer_profile' AND t.typnamespace = $2 AND p.attname = c.attname)");
	char	   *list;

	find.kept = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(catalog_oid(REL_CUSTOMERS, false)), false);
	statement_datum(&find, OIDOID, ObjectIdGetDatum(catalog_extension_schema()), false);
	statement_datum(&find, TEXTARRAYOID, own_consent_names(), false);
	statement_select(&find);
	list = spi_text_not_null(0, 1, "the list of added columns");
	statement_done();
	return list;
}

/* A section of profile.sql, placeholders replaced. */
static char *
section(const char *name)
{
	return sql_text(profile_sql, name, NULL);
}

/* Is a customer mailable?  NULL where the table has no consent. */
static const char *
mailable(void)
{
	if (target_is_ours())
		return "c.subscribed AND c.email IS NOT NULL";
	return target_has_consent() ? "c.subscribed IS TRUE AND c.email IS NOT NULL" : "NULL::boolean";
}

static char *
computed_section(void)
{
	return sql_text(profile_sql, "computed columns", "mailable", mailable(), NULL);
}

/* ---- columns ---- */

/* The item between start and end, the start of the next, without the comma. */
static char *
item_sql(const char *list, int start, int end)
{
	while (end > start && strchr(" \t\n", list[end - 1]) != NULL)
		end--;
	if (list[end - 1] == ',')
		end--;
	return pnstrdup(list + start, end - start);
}

static const char *
item_name(const ResTarget *target)
{
	return target->name != NULL ? target->name
		: strVal(llast(castNode(ColumnRef, target->val)->fields));
}

/* The items of a SELECT list, as ProfileColumn *. */
static List *
parse_columns(const char *items)
{
	char	   *list = psprintf("SELECT %s", items);
	RawStmt    *statement = linitial_node(RawStmt, raw_parser(list, RAW_PARSE_DEFAULT));
	List	   *targets = castNode(SelectStmt, statement->stmt)->targetList;
	List	   *columns = NIL;
	ListCell   *cell;

	foreach(cell, targets)
	{
		const ResTarget *target = lfirst_node(ResTarget, cell);
		const ListCell *next = lnext(targets, cell);
		ProfileColumn *column = palloc(sizeof(ProfileColumn));

		column->name = item_name(target);
		column->sql = item_sql(list, target->location, next == NULL ? (int) strlen(list)
							   : lfirst_node(ResTarget, next)->location);
		columns = lappend(columns, column);
	}
	return columns;
}

TupleDesc
profile_type(void)
{
	Oid			type = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum("customer_profile"),
									   ObjectIdGetDatum(catalog_extension_schema()));

	return lookup_rowtype_tupdesc_copy(type, -1);
}

static ProfileColumn *
find_column(const List *columns, const char *name)
{
	ListCell   *cell;

	foreach(cell, columns)
		if (strcmp(((ProfileColumn *) lfirst(cell))->name, name) == 0)
			return lfirst(cell);
	return NULL;
}

static List *
computed_columns(void)
{
	return parse_columns(sql_text(profile_sql, "computed columns", "mailable", "NULL", NULL));
}

bool
profile_is_computed(const char *name)
{
	return find_column(computed_columns(), name) != NULL;
}

List *
profile_core_columns(void)
{
	TupleDesc	desc = profile_type();
	List	   *computed = computed_columns();
	List	   *names = NIL;

	for (int i = 0; i < desc->natts; i++)
	{
		char	   *name = NameStr(TupleDescAttr(desc, i)->attname);

		if (!TupleDescAttr(desc, i)->attisdropped && find_column(computed, name) == NULL)
			names = lappend(names, name);
	}
	return names;
}

/* A column of customers, of the type that it has in customer_profile. */
static char *
core_column(const char *name)
{
	Oid			customers = catalog_oid(REL_CUSTOMERS, false);
	TupleDesc	desc = profile_type();
	const char *quoted = quote_identifier(name);
	Oid			type = InvalidOid,
				own = get_atttype(customers, get_attnum(customers, name));

	for (int i = 0; i < desc->natts; i++)
		if (strcmp(NameStr(TupleDescAttr(desc, i)->attname), name) == 0)
			type = TupleDescAttr(desc, i)->atttypid;
	if (type == BOOLOID && (own == INT2OID || own == INT4OID))
		return psprintf("c.%s OPERATOR(pg_catalog.<>) 0 AS %s", quoted, quoted);
	return get_rel_relkind(customers) != RELKIND_VIEW || own == type
		? psprintf("c.%s", quoted) : psprintf("c.%s::%s AS %s", quoted, format_type_be_qualified(type), quoted);
}

List *
profile_all_columns(void)
{
	StringInfoData items;
	ListCell   *cell;

	initStringInfo(&items);
	foreach(cell, profile_core_columns())
		appendStringInfo(&items, "%s, ", core_column(lfirst(cell)));
	appendStringInfo(&items, "%s%s", computed_section(), added_columns());
	return parse_columns(items.data);
}

/*
 * A column of an adopted table in the view as it is: of the type that it had when others
 * built views on it, NULL if it is gone.
 */
static ProfileColumn *
column_as_before(Oid view, AttrNumber number)
{
	char	   *name = get_attname(view, number, false);
	Oid			customers = catalog_oid(REL_CUSTOMERS, false),
				type,
				collation;
	int32		typmod;
	ProfileColumn *column = palloc(sizeof(ProfileColumn));

	get_atttypetypmodcoll(view, number, &type, &typmod, &collation);
	column->name = name;
	column->sql = psprintf("%s::%s AS %s", get_attnum(customers, name) == InvalidAttrNumber ? "NULL"
						   : psprintf("c.%s", quote_identifier(name)),
						   format_type_extended(type, typmod, FORMAT_TYPE_FORCE_QUALIFY | FORMAT_TYPE_TYPEMOD_GIVEN),
						   quote_identifier(name));
	return column;
}

/* Is the column one of the table's own, and gone or of another type than in the view? */
static bool
has_changed(Oid view, AttrNumber number, const ProfileColumn *column)
{
	Oid			customers = catalog_oid(REL_CUSTOMERS, false),
				type,
				own_type,
				collation;
	int32		typmod,
				own_typmod;

	if (column == NULL)
		return true;
	if (strcmp(column->sql, psprintf("c.%s", quote_identifier(column->name))) != 0)
		return false;
	get_atttypetypmodcoll(view, number, &type, &typmod, &collation);
	get_atttypetypmodcoll(customers, get_attnum(customers, column->name), &own_type, &own_typmod, &collation);
	return type != own_type || typmod != own_typmod;
}

List *
profile_view_columns(void)
{
	List	   *all = profile_all_columns();
	Oid			view = catalog_oid(REL_PROFILES, true);
	bool		is_kept = OidIsValid(view) && !target_is_ours() && view_renew_is_used(view);
	List	   *columns = NIL;
	ListCell   *cell;

	for (AttrNumber i = 1; OidIsValid(view) && get_attname(view, i, true) != NULL; i++)
	{
		ProfileColumn *column = find_column(all, get_attname(view, i, true));

		if (is_kept && has_changed(view, i, column))
		{
			all = list_delete_ptr(all, column);
			column = column_as_before(view, i);
		}
		if (column != NULL)
			columns = lappend(columns, column);
	}
	foreach(cell, all)
		columns = list_append_unique_ptr(columns, lfirst(cell));
	return columns;
}

int
profile_look_ups(const List *columns)
{
	int			look_ups = 0;
	ListCell   *cell;

	foreach(cell, columns)
	{
		const char *name = ((ProfileColumn *) lfirst(cell))->name;

		if (strcmp(name, "groups") == 0)
			look_ups |= PROFILE_GROUPS_OF_ALL;
		else if (strcmp(name, "orders_count") == 0 || strcmp(name, "orders_total") == 0)
			look_ups |= PROFILE_ORDERS_OF_ALL;
	}
	return look_ups;
}

/* ---- the SELECT ---- */

/* Appends the look-ups, each in its form. */
static void
add_look_ups(StringInfo sql, int look_ups, int form)
{
	if (look_ups & PROFILE_GROUPS_OF_ALL)
		appendStringInfo(sql, "\n%s", section(form & PROFILE_GROUPS_OF_ALL ? "groups all" : "groups each"));
	if (look_ups & PROFILE_ORDERS_OF_ALL)
		appendStringInfo(sql, "\n%s", sql_text(profile_sql, form & PROFILE_ORDERS_OF_ALL ? "orders all" : "orders each",
											   "and_counted", target_and_counted(), NULL));
}

char *
profile_select(const List *columns, int form)
{
	StringInfoData sql;
	ListCell   *cell;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	foreach(cell, columns)
		appendStringInfo(&sql, "%s%s", foreach_current_index(cell) > 0 ? ", " : "",
						 ((ProfileColumn *) lfirst(cell))->sql);
	appendStringInfo(&sql, "\n%s", section("customers"));
	add_look_ups(&sql, profile_look_ups(columns), form);
	return sql.data;
}

char *
profile_select_more(const List *columns, const char *customers, int look_ups, int form)
{
	StringInfoData sql;
	ListCell   *cell;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	foreach(cell, columns)
	{
		const ProfileColumn *column = lfirst(cell);

		appendStringInfoString(&sql, foreach_current_index(cell) > 0 ? ", " : "");
		if (profile_look_ups(list_make1((void *) column)) & look_ups)
			appendStringInfoString(&sql, column->sql);
		else
			appendStringInfo(&sql, "c.%s", quote_identifier(column->name));
	}
	appendStringInfo(&sql, "\nFROM (%s) AS c", customers);
	add_look_ups(&sql, look_ups, form);
	return sql.data;
}
