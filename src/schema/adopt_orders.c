/*
 * adopt_orders.c
 *
 * As adopt.c does for customers, everything is done under the lock of a setup; a dry run
 * does the same in a subtransaction, and undoes it.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/table.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "schema/adopt_mapping.h"
#include "schema/adopt_order_columns.h"
#include "schema/adopt_orders.h"
#include "schema/adopt_orders.sql.h"
#include "schema/adopt_setting.h"
#include "schema/adopt_table.h"
#include "schema/setup.h"
#include "schema/view_renew.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

typedef struct Adoption
{
	Oid			table;
	Jsonb	   *columns;		/* options; or NULL */
	Jsonb	   *counted;
	SrfRows    *rows;
	bool		dry_run;
} Adoption;

/* ---- the view ---- */

/* Errors if customer_orders has orders: they would be out of sight. */
static void
check_no_own(void)
{
	Statement	find = statement(sql_text(adopt_orders_sql, "own orders", NULL));
	char	   *own = quote_qualified_identifier(catalog_schema_name(), catalog_bare_name(REL_ORDERS));

	find.limit = 1;
	if (statement_select(&find) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s has orders", own),
				 errdetail("They would be out of sight."),
				 errhint("Move them into the table that is to be adopted, and DELETE FROM %s;", own)));
	statement_done();
}

static void
append_item(StringInfo list, const char *sql, const char *field)
{
	appendStringInfo(list, "%s%s AS %s", list->len > 0 ? ", " : "", sql, quote_identifier(field));
}

static char *
own_column(const AdoptColumn *column)
{
	return psprintf("t.%s", quote_identifier(column->name));
}

/* Those of customer_orders, as constants of their types. */
static char *
no_columns(void)
{
	StringInfoData list;
	const char *name;
	const char *lacking;

	initStringInfo(&list);
	for (int i = 0; (lacking = adopt_order_field(i, &name)) != NULL; i++)
		append_item(&list, lacking, name);
	return list.data;
}

/* The view's columns: those of customer_orders, then those by their own names. */
static char *
view_columns(const AdoptColumns *all)
{
	StringInfoData list;
	const char *name;
	const char *lacking;
	char	   *counts = adopt_order_counts(all);

	initStringInfo(&list);
	for (int i = 0; (lacking = adopt_order_field(i, &name)) != NULL; i++)
	{
		const AdoptColumn *column = adopt_column_of(all, name),
				   *cents = strcmp(name, "total") == 0 ? adopt_column_of(all, ADOPT_ORDER_CENTS) : NULL;

		append_item(&list, column != NULL ? own_column(column) : cents != NULL
					? psprintf("pg_catalog.round(%s::pg_catalog.numeric / 100, 2)", own_column(cents)) : lacking, name);
	}
	for (int i = 0; i < all->ncolumns; i++)
		if (all->columns[i].field != NULL &&
			(!adopt_order_is_field(all->columns[i].field) || strcmp(all->columns[i].field, ADOPT_ORDER_CENTS) == 0))
			append_item(&list, own_column(&all->columns[i]), all->columns[i].field);
	if (counts != NULL)
		append_item(&list, counts, TARGET_IS_COUNTED);
	return list.data;
}

/* The view of profiles, which reads orders, stays, and shows nothing. */
static void
detach(const char *why)
{
	Oid			profiles = catalog_oid(REL_PROFILES, true);

	if (OidIsValid(profiles))
		view_renew_stub(profiles, why);
}

/* Drops both views, if they are there. */
static void
drop_views(void)
{
	if (OidIsValid(catalog_oid(REL_PROFILES, true)))
		statement_utility(sql_text(adopt_orders_sql, "drop profiles", NULL));
	if (OidIsValid(catalog_stand_in(REL_ORDERS, catalog_schema())))
		statement_utility(psprintf("DROP VIEW %s", catalog_stand_in_name(REL_ORDERS)));
}

static void
create_view(const AdoptColumns *all)
{
	char	   *view = catalog_stand_in_name(REL_ORDERS);
	char	   *table = adopt_table_name(RelationGetRelid(all->relation));

	view_renew(catalog_stand_in(REL_ORDERS, catalog_schema()), view,
			   sql_text(adopt_orders_sql, "create view", "view", view, "columns", view_columns(all), "table", table, NULL));
	statement_utility(sql_text(adopt_orders_sql, "comment view", "view", view, "comment",
							   quote_literal_cstr(psprintf("%s as the orders of this schema, by the names of customer_orders; made by customers_adopt_orders()",
														   table)), NULL));
	adopt_table_check_trusted(REL_ORDERS);
}

/* ---- the rows ---- */

/* Can orders be looked up by the column, by an index? */
static bool
has_index(Relation relation, AttrNumber number)
{
	bool		found = false;
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(relation))
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		found |= index->rd_index->indisvalid && index->rd_index->indkey.values[0] == number &&
			RelationGetIndexPredicate(index) == NIL;
		index_close(index, NoLock);
	}
	return found;
}

static Form_pg_attribute
attribute_of(const AdoptColumns *all, const AdoptColumn *column)
{
	return TupleDescAttr(RelationGetDescr(all->relation), column->number - 1);
}

/* An index that is missing; and what becomes of the column at an erasure. */
static const char *
customer_note(const AdoptColumns *all, const AdoptColumn *column)
{
	char	   *index = has_index(all->relation, column->number) ? NULL
		: psprintf("no index answers a look-up by it, which reads the whole table: CREATE INDEX ON %s (%s);",
				   adopt_table_name(RelationGetRelid(all->relation)), quote_identifier(column->name));
	const char *stays = attribute_of(all, column)->attnotnull
		? "NOT NULL: an erasure leaves it as it is" : NULL;

	if (index != NULL && stays != NULL)
		return psprintf("%s %s", index, stays);
	return index != NULL ? index : stays;
}

/* Must an order give a value for the column? */
static bool
is_required(const AdoptColumns *all, const AdoptColumn *column)
{
	Form_pg_attribute attribute = attribute_of(all, column);

	return attribute->attnotnull && !attribute->atthasdef && attribute->attidentity == '\0' &&
		attribute->attgenerated == '\0';
}

/* What a person should know of a column, but for what counted says of it. */
static const char *
field_note(const AdoptColumns *all, const AdoptColumn *column)
{
	Oid			type = getBaseType(attribute_of(all, column)->atttypid);

	if (column->field == NULL && is_required(all, column))
		return "not used: it is NOT NULL without a default, so customers_place_order() cannot place orders";
	if (column->field == NULL)
		return column->note == NULL ? "not used" : psprintf("not used: %s", column->note);
	if (strcmp(column->field, "customer_id") == 0)
		return customer_note(all, column);
	if (strcmp(column->field, "total") == 0 && (type == INT2OID || type == INT4OID || type == INT8OID))
		return psprintf("whole numbers: orders_total adds them up as they are; if they are cents: {\"%s\": \"" ADOPT_ORDER_CENTS "\"}", column->name);
	if (strcmp(column->field, "status") == 0 && adopt_order_counts(all) == NULL)
		return psprintf("orders count whatever is here; if not all do: counted => '{\"%s\": [...]}'", column->name);
	return column->note;
}

static const char *
column_note(const AdoptColumns *all, const AdoptColumn *column)
{
	const char *note = field_note(all, column);

	if (column->counted == NULL)
		return note;
	if (column->field == NULL || note == NULL)
		return psprintf("orders with %s here count", column->counted);
	return psprintf("orders with %s here count; %s", column->counted, note);
}

/* The fields that are missed most where no column is them. */
static void
put_lacking(const AdoptColumns *all, SrfRows *rows)
{
	static const struct
	{
		const char *field;
		const char *why;
	}			missed[] = {
		{"order_id", "customers_place_order() cannot place orders"},
		{"order_number", "an order that is given to customers_place_order() twice is placed twice"},
		{"total", "orders_total is 0"},
	};

	for (size_t i = 0; i < lengthof(missed); i++)
		if (adopt_column_of(all, missed[i].field) == NULL &&
			(strcmp(missed[i].field, "total") != 0 || adopt_column_of(all, ADOPT_ORDER_CENTS) == NULL))
			adopt_table_put(rows, NULL, NULL, missed[i].field, psprintf("no column: %s", missed[i].why));
}

static void
put_rows(const AdoptColumns *all, SrfRows *rows)
{
	for (int i = 0; i < all->ncolumns; i++)
	{
		const AdoptColumn *column = &all->columns[i];
		Form_pg_attribute attribute = attribute_of(all, column);

		adopt_table_put(rows, column->name, format_type_with_typemod(attribute->atttypid, attribute->atttypmod),
						column->field, column_note(all, column));
	}
	put_lacking(all, rows);
}

/* ---- adopting ---- */

/* Errors if the table is that of the customers. */
static void
check_not_customers(Oid table)
{
	if (target_table() == table)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("%s cannot be adopted", adopt_table_name(table)),
				 errdetail("It is the table of the customers."),
				 errhint("Adopt the table of their orders.")));
}

/* One that was adopted is gone, with the view of it. */
static void
forget_gone(void)
{
	if (OidIsValid(catalog_find(REL_SETTINGS, catalog_schema())) &&
		!OidIsValid(catalog_stand_in(REL_ORDERS, catalog_schema())))
		adopt_setting_forget(REL_ORDERS);
}

/* Work for adopt_table_run(). */
static bool
adopt(void *state)
{
	Adoption   *adoption = state;
	Relation	relation;
	AdoptColumns all;

	forget_gone();
	(void) setup_run(0);
	check_not_customers(adoption->table);
	check_no_own();
	detach("The orders are being adopted again.");
	relation = table_open(adoption->table, AccessShareLock);
	all = adopt_order_columns(relation, adoption->columns, adoption->counted);
	create_view(&all);
	adopt_mapping_write(REL_ORDERS, &all, NIL);
	put_rows(&all, adoption->rows);
	table_close(relation, NoLock);
	(void) setup_run(0);
	adopt_table_hand_over(adoption->table);
	return !adoption->dry_run;
}

void
adopt_orders(Oid table, Jsonb *columns, Jsonb *counted, bool dry_run, SrfRows *rows)
{
	Adoption	adoption = {.table = table, .columns = columns, .counted = counted, .rows = rows, .dry_run = dry_run};

	adopt_table_run(table, "Orders", "It is for its owner to say what an erasure empties.", dry_run, adopt, &adoption);
}

/* ---- the table is changed ---- */

void
adopt_orders_lose(const char *why)
{
	Oid			view = catalog_stand_in(REL_ORDERS, catalog_schema());

	detach(why);
	adopt_table_check_unused(view);
	view_renew_stub(view, why);
}

void
adopt_orders_lose_whole(const char *why)
{
	char	   *view = catalog_stand_in_name(REL_ORDERS);

	detach(why);
	view_renew(catalog_stand_in(REL_ORDERS, catalog_schema()), view,
			   sql_text(adopt_orders_sql, "lost view", "view", view, "columns", no_columns(),
						"why", quote_literal_cstr(why), NULL));
	statement_utility(sql_text(adopt_orders_sql, "comment view", "view", view, "comment", quote_literal_cstr(why), NULL));
}

void
adopt_orders_again(Oid table)
{
	Jsonb	   *mapping = adopt_mapping_read(REL_ORDERS);
	Relation	relation;
	AdoptColumns all;
	List	   *lost;

	if (mapping == NULL)
		return;
	setup_lock();
	relation = table_open(table, AccessShareLock);
	adopt_table_check_role(table, "It is for its owner to say what an erasure empties.");
	detach("The orders are being adopted again.");
	all = adopt_order_columns_again(relation, mapping, &lost);
	create_view(&all);
	adopt_mapping_write(REL_ORDERS, &all, lost);
	table_close(relation, NoLock);
	(void) setup_run(0);
}

/* ---- giving it back ---- */

char *
adopt_orders_release(void)
{
	Oid			view = catalog_stand_in(REL_ORDERS, catalog_schema());
	char	   *kept = OidIsValid(catalog_find(REL_SETTINGS, catalog_schema())) ? adopt_setting_read(REL_ORDERS) : NULL;
	Oid			table = OidIsValid(view) ? catalog_stand_in_table(view) : InvalidOid;

	if (!OidIsValid(view) && kept == NULL)
		return NULL;
	if (OidIsValid(table))
		adopt_table_check_role(table, "It is for its owner to give it back.");
	drop_views();
	adopt_setting_forget(REL_ORDERS);
	return OidIsValid(table) ? adopt_table_name(table) : pstrdup("the orders");
}
