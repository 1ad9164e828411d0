/*
 * adopt.c
 *
 * Everything is done by one transaction, under the lock of a setup.  A dry run does
 * the same in a subtransaction, and undoes it: what it shows is what would be.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/consent_sql.h"
#include "field/field.h"
#include "schema/adopt.h"
#include "schema/adopt.sql.h"
#include "schema/adopt_columns.h"
#include "schema/adopt_consent.h"
#include "schema/adopt_index.h"
#include "schema/adopt_mapping.h"
#include "schema/adopt_orders.h"
#include "schema/adopt_rows.h"
#include "schema/adopt_setting.h"
#include "schema/adopt_table.h"
#include "schema/adopt_triggers.h"
#include "schema/consent.h"
#include "schema/setup.h"
#include "schema/view_renew.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"
#include "support/target_rows.h"

typedef struct Adoption
{
	Oid			table;
	Jsonb	   *columns;		/* options; or NULL */
	Jsonb	   *fixed;
	SrfRows    *rows;
	bool		dry_run;
} Adoption;

/* ---- may it be adopted ---- */

/* The table that is adopted; InvalidOid = none, or it is lost. */
static Oid
adopted_table(void)
{
	Oid			view = catalog_adopted(catalog_schema());

	return OidIsValid(view) ? catalog_stand_in_table(view) : InvalidOid;
}

/* Errors if another table is adopted. */
static void
check_no_other(Oid table)
{
	Oid			adopted = adopted_table();

	if (OidIsValid(adopted) && adopted != table)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema %s has adopted %s already", quote_identifier(catalog_schema_name()),
						adopt_table_name(adopted)),
				 errhint("SELECT %s(); gives it back. Another table can be adopted by another schema: CREATE SCHEMA crm; SET customers.schema = 'crm';",
						 catalog_function_name("customers_release"))));
}

/* Errors if imports wait: their rows are about other customers. */
static void
check_nothing_waits(void)
{
	Statement	find = statement(sql_text(adopt_sql, "waiting", NULL));
	int64		n;

	statement_select(&find);
	n = spi_int64(0, 1, "the count of imports");
	if (n > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("imports wait to be merged, and are about the present customers: " INT64_FORMAT, n),
				 errhint("Merge what %s() lists first, or drop it: SELECT %s(import_id) FROM %s();",
						 catalog_function_name("customers_import_status"), catalog_function_name("customers_cancel"),
						 catalog_function_name("customers_import_status"))));
	statement_done();
}

/* ---- a table customers of ours ---- */

/* Has customers_setup() made the table customers of this schema? */
static bool
has_own(void)
{
	Oid			schema = catalog_schema();

	return OidIsValid(catalog_find(REL_CUSTOMERS, schema)) && OidIsValid(catalog_find(REL_SETTINGS, schema)) &&
		adopt_setting_read(REL_CUSTOMERS) == NULL;
}

/* Drops an empty one, with what hangs on it; errors if there are customers. */
static void
drop_own(void)
{
	Statement	find = statement(psprintf("SELECT FROM %s", catalog_name(REL_CUSTOMERS)));

	find.limit = 1;
	if (statement_select(&find) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s has customers", catalog_name(REL_CUSTOMERS)),
				 errdetail("They would be out of sight."),
				 errhint("Adopt the table by a schema of its own: CREATE SCHEMA crm; SET customers.schema = 'crm';")));
	statement_done();
	statement_utility(sql_text(adopt_sql, "drop profiles", NULL));
	statement_utility(sql_text(adopt_sql, "drop reference", NULL));
	statement_utility(psprintf("DROP TABLE %s", catalog_name(REL_CUSTOMERS)));
}

/* ---- adopting it again ---- */

/* By the mapping that is kept: the table has been lost. */
static char **
fields_kept(Oid table)
{
	Relation	relation = table_open(table, AccessShareLock);
	char	  **fields = !OidIsValid(catalog_adopted(catalog_schema())) ? NULL
		: adopt_mapping_fields(adopt_mapping_read(REL_CUSTOMERS), relation, adopt_can_be);

	table_close(relation, NoLock);
	return fields;
}

/* Which field each column of the table is so far, by its place; NULL = it is not adopted. */
static char **
fields_so_far(Oid table)
{
	Target		target;
	char	  **fields;
	AttrNumber	mark;

	if (!OidIsValid(adopted_table()))
		return fields_kept(table);
	target = target_open();
	fields = palloc0(Max(target.columns->natts, 1) * sizeof(char *));
	for (int i = 0; i < target.columns->natts; i++)
	{
		const char *name = target_name(&target, i + 1);

		if (name != NULL && target_is_other_consent(&target, name) && target.consent.refuses)
			name = CONSENT_UNSUBSCRIBED;
		fields[i] = name == NULL ? NULL : pstrdup(name);
	}
	if ((mark = target_rows_marking(&target)) != InvalidAttrNumber)
		fields[mark - 1] = pstrdup(ADOPT_MARK);
	target_close(&target);
	return fields;
}

/* Errors if a list that is a part of the table would become all of it. */
static void
check_part(Oid table, Jsonb *fixed)
{
	Jsonb	   *mapping = !OidIsValid(catalog_adopted(catalog_schema())) ? NULL : adopt_mapping_read(REL_CUSTOMERS);
	Jsonb	   *part = adopt_mapping_is_of(mapping, table) ? adopt_mapping_fixed(mapping) : NULL;

	if (fixed == NULL && part != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema %s has adopted a part of %s", quote_identifier(catalog_schema_name()), adopt_table_name(table)),
				 errhint("Say which again: fixed => '%s'.", JsonbToCString(NULL, &part->root, 0))));
}

/* Takes away what is made of the table's columns; the views stay, and show nothing. */
static void
detach(Oid table, const char *why)
{
	Oid			profiles = catalog_oid(REL_PROFILES, true);

	if (OidIsValid(profiles))
		view_renew_stub(profiles, why);
	if (OidIsValid(table))
		adopt_triggers_drop(table, catalog_schema_name());
}

static bool
is_released_without_consent(void)
{
	char	   *adopted = adopt_setting_read(REL_CUSTOMERS);

	return adopted != NULL && strcmp(adopted, ADOPT_SETTING_RELEASED_NO_CONSENT) == 0;
}

/* Was there no column of consent so far, or is it not known that there was? */
static bool
has_kept_no(void)
{
	if (OidIsValid(adopted_table()))
		return !target_has_consent();
	if (!OidIsValid(catalog_find(REL_SETTINGS, catalog_schema())))
		return false;
	return OidIsValid(catalog_adopted(catalog_schema())) || is_released_without_consent();
}

/* Those who have said no while the table could not keep it: it can now. */
static void
write_refusals(SrfRows *rows, bool same_table)
{
	uint64		n = adopt_consent_write(same_table);

	if (n > 0)
		adopt_table_put(rows, NULL, NULL, CONSENT_SUBSCRIBED,
						psprintf("customers who had said no before, and are unsubscribed now: " UINT64_FORMAT, n));
}

/* ---- the view ---- */

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

/* A core field: its column, or what that says, or a constant in place of it. */
static void
append_core(StringInfo list, const AdoptColumns *all, const char *field)
{
	const AdoptColumn *column = adopt_column_of(all, field);
	TargetConsent consent = adopt_consent(all);

	if (strcmp(field, CONSENT_SUBSCRIBED) == 0 && consent.name != NULL && target_is_own_consent(consent.name))
		append_item(list, consent_sql_said(&consent, own_column(adopt_consent_column(all))), field);
	else if (column != NULL)
		append_item(list, own_column(column), field);
	else if (strcmp(field, "password_hash") != 0)
		append_item(list, adopt_lacking(field), field);
}

static bool
is_listed(const List *names, const char *name)
{
	ListCell   *cell;

	foreach(cell, names)
		if (strcmp(lfirst(cell), name) == 0)
			return true;
	return false;
}

static void
create_view(const AdoptColumns *all)
{
	List	   *core = adopt_core_fields();
	TargetConsent consent = adopt_consent(all);
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	foreach(cell, core)
		append_core(&list, all, lfirst(cell));
	for (int i = 0; i < all->ncolumns; i++)
		if (all->columns[i].field != NULL && !is_listed(core, all->columns[i].field) &&
			strcmp(all->columns[i].field, CONSENT_UNSUBSCRIBED) != 0 && !adopt_is_mark(&all->columns[i]))
			append_item(&list, own_column(&all->columns[i]), all->columns[i].field);
	if (consent.name != NULL && target_is_own_consent(consent.name))
		append_item(&list, own_column(adopt_consent_column(all)), consent.name);
	appendStringInfoString(&list, adopt_rows_items(all));
	view_renew(catalog_adopted(catalog_schema()), catalog_adopted_name(),
			   sql_text(adopt_sql, "create view", "view", catalog_adopted_name(), "columns", list.data,
						"table", adopt_table_name(RelationGetRelid(all->relation)), "where", adopt_rows_where(all), NULL));
	adopt_rows_set_defaults(all);
	statement_utility(sql_text(adopt_sql, "comment view", "view", catalog_adopted_name(), "comment",
							   quote_literal_cstr(psprintf("%s as the customers of this schema, by the names of their fields; made by customers_adopt()",
														   adopt_table_name(RelationGetRelid(all->relation)))), NULL));
	adopt_table_check_trusted(REL_CUSTOMERS);
}

/* ---- the rows ---- */

/* What a person should know of a column. */
static const char *
column_note(const AdoptColumns *all, const AdoptColumn *column)
{
	if (column->fixed != NULL)
		return column->note;
	if (adopt_is_mark(column))
		return "rows that are marked here are no customers, and a deletion marks them";
	if (column->field == NULL)
		return column->note == NULL ? "not used" : psprintf("not used: %s", column->note);
	if (strcmp(column->field, "email") == 0)
		return adopt_index_note(all->relation, column->number, KEY_EMAIL);
	if (strcmp(column->field, "identifier") == 0)
		return adopt_index_note(all->relation, column->number, KEY_IDENTIFIER);
	return column->note;
}

/* The fields that are missed most where no column is them, and what would add them. */
static void
put_lacking(const AdoptColumns *all, SrfRows *rows)
{
	static const struct
	{
		const char *field;
		const char *column;
		const char *why;
	}			missed[] = {
		{"email", "email text", "nobody is known by an email"},
		{"subscribed", "subscribed boolean", "nobody's consent is known, and nobody is mailable"},
		{"attributes", "attributes jsonb NOT NULL DEFAULT '{}'", "columns of a file that are no field are left out"},
	};

	for (size_t i = 0; i < lengthof(missed); i++)
		if (strcmp(missed[i].field, CONSENT_SUBSCRIBED) == 0 ? adopt_consent_column(all) == NULL
			: adopt_column_of(all, missed[i].field) == NULL)
			adopt_table_put(rows, NULL, NULL, missed[i].field,
							psprintf("no column: %s. ALTER TABLE %s ADD COLUMN %s; adds one: then adopt the table again.",
									 missed[i].why, adopt_table_name(RelationGetRelid(all->relation)), missed[i].column));
}

static void
put_rows(const AdoptColumns *all, List *added, SrfRows *rows)
{
	ListCell   *cell;

	for (int i = 0; i < all->ncolumns; i++)
	{
		const AdoptColumn *column = &all->columns[i];
		Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(all->relation), column->number - 1);

		adopt_table_put(rows, column->name, format_type_with_typemod(attribute->atttypid, attribute->atttypmod),
						column->field, column_note(all, column));
	}
	put_lacking(all, rows);
	foreach(cell, added)
		adopt_table_put(rows, NULL, "trigger", NULL, psprintf("%s, added to the table", (char *) lfirst(cell)));
}

/* ---- adopting ---- */

/* Work for adopt_table_run(). */
static bool
adopt(void *state)
{
	Adoption   *adoption = state;
	Relation	relation;
	AdoptColumns all;
	char	  **before;
	bool		own,
				kept_no,
				same_table;

	check_no_other(adoption->table);
	check_part(adoption->table, adoption->fixed);
	own = has_own();
	before = fields_so_far(adoption->table);
	kept_no = has_kept_no();
	same_table = adopted_table() == adoption->table;
	setup_run_beside();
	check_nothing_waits();
	if (own)
		drop_own();
	relation = table_open(adoption->table, ShareRowExclusiveLock);
	detach(adoption->table, "The table is being adopted again.");
	all = adopt_columns(relation, adoption->columns, adoption->fixed, before);
	create_view(&all);
	adopt_mapping_write(REL_CUSTOMERS, &all, NIL);
	put_rows(&all, adopt_triggers_create(), adoption->rows);
	if (kept_no && adopt_consent_column(&all) != NULL)
		write_refusals(adoption->rows, same_table);
	table_close(relation, NoLock);
	(void) setup_run(0);
	adopt_table_hand_over(adoption->table);
	return !adoption->dry_run;
}

void
adopt_table(Oid table, Jsonb *columns, Jsonb *fixed, bool dry_run, SrfRows *rows)
{
	Adoption	adoption = {.table = table, .columns = columns, .fixed = fixed, .rows = rows, .dry_run = dry_run};

	adopt_table_run(table, "Customers", "Triggers are added to it.", dry_run, adopt, &adoption);
}

/* ---- the table is changed ---- */

/* Is that of consent among the columns, by their own names? */
static bool
has_consent_among(const List *columns)
{
	Target		target = target_open();
	char	   *own = target_own_name(&target, CONSENT_SUBSCRIBED);
	bool		found = own != NULL && is_listed(columns, own);

	target_close(&target);
	return found;
}

void
adopt_lose(Oid table, const char *why, const List *dropped)
{
	Oid			view = catalog_adopted(catalog_schema());

	if (dropped != NIL && has_consent_among(dropped))
		consent_keep_all();
	detach(table, why);
	adopt_table_check_unused(view);
	view_renew_stub(view, why);
}

void
adopt_leave(Oid table)
{
	adopt_triggers_drop(table, catalog_schema_name());
}

void
adopt_move(Oid table, const char *schema)
{
	adopt_triggers_drop(table, schema);
	(void) adopt_triggers_create();
}

void
adopt_lose_whole(Oid table, const char *why)
{
	char	   *view = catalog_adopted_name();

	if (target_has_consent())
		consent_keep_all();
	detach(table, why);
	view_renew(catalog_adopted(catalog_schema()), view, sql_text(adopt_sql, "lost view", "view", view, "why", quote_literal_cstr(why), NULL));
	statement_utility(sql_text(adopt_sql, "comment view", "view", view, "comment", quote_literal_cstr(why), NULL));
}

/* What adopt_take() reads and finds. */
typedef struct Again
{
	Jsonb	   *mapping;
	List	   *lost;			/* AdoptLost * */
} Again;

/* An AdoptTake.  Errors if rows would be customers that were none. */
static void
take_again(void *state, AdoptColumns *all)
{
	Again	   *again = state;
	ListCell   *cell;

	again->lost = adopt_mapping_take(all, again->mapping, adopt_can_be);
	foreach(cell, again->lost)
	{
		const AdoptLost *item = lfirst(cell);

		if (strcmp(item->field, ADOPT_MARK) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("column \"%s\" of %s does not mark deleted rows any more", item->column,
							adopt_table_name(RelationGetRelid(all->relation)))));
	}
}

void
adopt_again(Oid table)
{
	Again		again = {.mapping = adopt_mapping_read(REL_CUSTOMERS)};
	Relation	relation;
	AdoptColumns all;

	if (again.mapping == NULL)
		return;
	setup_lock();
	relation = table_open(table, ShareRowExclusiveLock);
	adopt_table_check_role(table, "Triggers are added to it.");
	detach(table, "The table is being adopted again.");
	all = adopt_columns_again(relation, adopt_mapping_fixed(again.mapping), take_again, &again);
	create_view(&all);
	adopt_mapping_write(REL_CUSTOMERS, &all, again.lost);
	table_close(relation, NoLock);
	(void) setup_run(0);
}

/* ---- giving it back ---- */

/* Drops the views, if they are there. */
static void
drop_views(void)
{
	if (OidIsValid(catalog_oid(REL_PROFILES, true)))
		statement_utility(sql_text(adopt_sql, "drop profiles", NULL));
	if (OidIsValid(catalog_adopted(catalog_schema())))
		statement_utility(psprintf("DROP VIEW %s", catalog_adopted_name()));
}

/* The views of a table may be gone, and not the table: our triggers on it go, too. */
static void
drop_triggers_left(void)
{
	Jsonb	   *mapping = adopt_mapping_read(REL_CUSTOMERS);
	Oid			table = mapping == NULL ? InvalidOid : adopt_mapping_table(mapping);

	if (OidIsValid(table))
		adopt_triggers_drop(table, catalog_schema_name());
}

/* The table is gone, or our view of it is.  Errors if none was adopted. */
static char *
release_gone(void)
{
	char	   *adopted = OidIsValid(catalog_find(REL_SETTINGS, catalog_schema())) ? adopt_setting_read(REL_CUSTOMERS) : NULL;

	if (adopted == NULL || adopt_setting_is_released(adopted))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema %s has adopted no table", quote_identifier(catalog_schema_name()))));
	check_nothing_waits();
	drop_triggers_left();
	drop_views();
	adopt_setting_write(REL_CUSTOMERS, ADOPT_SETTING_RELEASED_NO_CONSENT);
	return pstrdup("forgot the table that is gone");
}

/* Drops the index that customers_enable_fast_search() has made. */
static void
drop_search_index(Oid table)
{
	Statement	find = statement(sql_text(adopt_sql, "search index", NULL));
	char	   *drop;

	find.closed = true;
	statement_datum(&find, OIDOID, ObjectIdGetDatum(table), false);
	drop = statement_select(&find) > 0 ? spi_text_not_null(0, 1, "an index") : NULL;
	statement_done();
	if (drop != NULL)
		statement_utility(psprintf("DROP INDEX %s", drop));
}

/* Gives the table of the customers back; returns a message. */
static char *
release_customers(void)
{
	Oid			table = adopted_table();
	bool		has_consent;
	char	   *name;

	if (!OidIsValid(table))
		return release_gone();
	check_nothing_waits();
	LockRelationOid(table, ShareRowExclusiveLock);
	name = adopt_table_name(table);
	drop_search_index(table);
	has_consent = target_has_consent();
	adopt_triggers_drop(table, catalog_schema_name());
	drop_views();
	adopt_setting_write(REL_CUSTOMERS, has_consent ? ADOPT_SETTING_RELEASED : ADOPT_SETTING_RELEASED_NO_CONSENT);
	return psprintf("gave %s back", name);
}

char *
adopt_release(void)
{
	char	   *adopted;
	char	   *orders;

	setup_lock();
	if (OidIsValid(adopted_table()))
		adopt_table_check_role(adopted_table(), "Triggers of ours are on it.");
	orders = adopt_orders_release();
	if (orders == NULL)
		return release_customers();
	adopted = adopt_setting_read(REL_CUSTOMERS);
	if (adopted != NULL && !adopt_setting_is_released(adopted))
		return psprintf("%s; gave %s back", release_customers(), orders);
	(void) setup_run(0);
	return psprintf("gave %s back", orders);
}
