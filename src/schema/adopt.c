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
#include "schema/adopt_orders.h"
#include "schema/adopt_rows.h"
#include "schema/adopt_setting.h"
#include "schema/adopt_table.h"
#include "schema/adopt_triggers.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/subxact.h"
#include "support/target.h"

typedef struct Adoption
{
	Oid			table;
	Jsonb	   *columns;		/* options; or NULL */
	Jsonb	   *fixed;
	SrfRows    *rows;
	bool		dry_run;
} Adoption;

/* ---- may it be adopted ---- */

/* Errors if another table is adopted. */
static void
check_no_other(Oid table)
{
	Oid			view = catalog_adopted(catalog_schema());

	if (OidIsValid(view) && catalog_base(view) != table)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema %s has adopted %s already", quote_identifier(catalog_schema_name()),
						adopt_table_name(catalog_base(view))),
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
				 errhint("Merge or cancel what %s() lists first.",
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
		adopt_setting_read() == NULL;
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

/* The column that marks deleted rows so far. */
static void
mark_so_far(const Target *target, char **fields)
{
	Oid			view = catalog_adopted(catalog_schema());

	for (AttrNumber i = 1; get_attname(view, i, true) != NULL; i++)
	{
		const char *name = get_attname(view, i, false);
		AttrNumber	column = strncmp(name, TARGET_DELETED, strlen(TARGET_DELETED)) != 0 ? InvalidAttrNumber
			: get_attnum(RelationGetRelid(target->relation), name + strlen(TARGET_DELETED));

		if (column != InvalidAttrNumber)
			fields[column - 1] = pstrdup(ADOPT_MARK);
	}
}

/* Which field each column of the adopted table is, by its place; NULL = none is adopted. */
static char **
fields_so_far(void)
{
	Target		target;
	char	  **fields;

	if (!OidIsValid(catalog_adopted(catalog_schema())))
		return NULL;
	target = target_open();
	fields = palloc0(Max(target.columns->natts, 1) * sizeof(char *));
	for (int i = 0; i < target.columns->natts; i++)
	{
		const char *name = target_name(&target, i + 1);

		if (name != NULL && target_is_other_consent(&target, name) && target.consent.refuses)
			name = CONSENT_UNSUBSCRIBED;
		fields[i] = name == NULL ? NULL : pstrdup(name);
	}
	mark_so_far(&target, fields);
	target_close(&target);
	return fields;
}

/* Errors if a list that is a part of the table would become all of it. */
static void
check_part(Jsonb *fixed)
{
	Oid			view = catalog_adopted(catalog_schema());

	for (AttrNumber i = 1; fixed == NULL && OidIsValid(view) && get_attname(view, i, true) != NULL; i++)
		if (strncmp(get_attname(view, i, false), TARGET_FIXED, strlen(TARGET_FIXED)) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("schema %s has adopted a part of %s", quote_identifier(catalog_schema_name()),
							adopt_table_name(catalog_base(view))),
					 errhint("Say which again: fixed => '{\"%s\": ...}'.",
							 get_attname(view, i, false) + strlen(TARGET_FIXED))));
}

/* Drops what is made of the table's columns. */
static void
drop_adopted(Oid table)
{
	adopt_triggers_drop(table);
	statement_utility(sql_text(adopt_sql, "drop profiles", NULL));
	statement_utility(psprintf("DROP VIEW %s", catalog_adopted_name()));
}

/* Those who have said no while the table could not keep it: it can now. */
static void
write_refusals(SrfRows *rows)
{
	uint64		n = adopt_consent_write();

	if (n > 0)
		adopt_table_put(rows, NULL, NULL, CONSENT_SUBSCRIBED,
						psprintf("customers who had said no before, and are unsubscribed now: " UINT64_FORMAT, n));
}

/* ---- the view ---- */

/* What was adopted, and which of its columns are which field, for people. */
static char *
describe(const AdoptColumns *all)
{
	JsonbParseState *state = NULL;

	json_begin(&state);
	json_put_text(&state, "relation", adopt_table_name(RelationGetRelid(all->relation)));
	for (int i = 0; i < all->ncolumns; i++)
		if (all->columns[i].field != NULL)
			json_put_text(&state, psprintf("field %s", all->columns[i].field), all->columns[i].name);
	return JsonbToCString(NULL, &json_end(&state)->root, 0);
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
	statement_utility(sql_text(adopt_sql, "create view", "view", catalog_adopted_name(), "columns", list.data,
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

/* Work for subxact_run(). */
static bool
adopt(void *state)
{
	Adoption   *adoption = state;
	Relation	relation;
	AdoptColumns all;
	bool		own = has_own();
	char	  **before = fields_so_far();
	bool		kept_no = before != NULL && !target_has_consent();

	setup_run_beside();
	check_nothing_waits();
	if (own)
		drop_own();
	relation = table_open(adoption->table, ShareRowExclusiveLock);
	if (before != NULL)
		drop_adopted(adoption->table);
	all = adopt_columns(relation, adoption->columns, adoption->fixed, before);
	create_view(&all);
	adopt_setting_write(describe(&all));
	put_rows(&all, adopt_triggers_create(), adoption->rows);
	if (kept_no && adopt_consent_column(&all) != NULL)
		write_refusals(adoption->rows);
	table_close(relation, NoLock);
	(void) setup_run(0);
	return !adoption->dry_run;
}

void
adopt_table(Oid table, Jsonb *columns, Jsonb *fixed, bool dry_run, SrfRows *rows)
{
	Adoption	adoption = {.table = table, .columns = columns, .fixed = fixed, .rows = rows, .dry_run = dry_run};
	ErrorData  *error;

	setup_lock();
	LockRelationOid(table, AccessShareLock);
	adopt_table_check_kind(table, "Customers");
	check_no_other(table);
	check_part(fixed);
	adopt_table_check_not_ours(table, REL_CUSTOMERS);
	adopt_table_check_role(table, "Triggers are added to it.");
	if (!dry_run)
		(void) adopt(&adoption);
	else if (!subxact_run(adopt, &adoption, &error) && error != NULL)
		ReThrowError(error);
}

/* ---- giving it back ---- */

/* The table was dropped: nothing of ours is left on it.  Errors if none was adopted. */
static char *
release_gone(void)
{
	char	   *adopted = OidIsValid(catalog_find(REL_SETTINGS, catalog_schema())) ? adopt_setting_read() : NULL;

	if (adopted == NULL || strcmp(adopted, ADOPT_SETTING_RELEASED) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema %s has adopted no table", quote_identifier(catalog_schema_name()))));
	check_nothing_waits();
	adopt_setting_write(ADOPT_SETTING_RELEASED);
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
	Oid			view;
	Oid			table;
	char	   *name;

	view = catalog_adopted(catalog_schema());
	if (!OidIsValid(view))
		return release_gone();
	table = catalog_base(view);
	adopt_table_check_role(table, "Triggers of ours are on it.");
	check_nothing_waits();
	LockRelationOid(table, ShareRowExclusiveLock);
	name = adopt_table_name(table);
	drop_search_index(table);
	drop_adopted(table);
	adopt_setting_write(ADOPT_SETTING_RELEASED);
	return psprintf("gave %s back", name);
}

char *
adopt_release(void)
{
	char	   *adopted;
	char	   *orders;

	setup_lock();
	orders = adopt_orders_release();
	if (orders == NULL)
		return release_customers();
	adopted = adopt_setting_read();
	if (adopted != NULL && strcmp(adopted, ADOPT_SETTING_RELEASED) != 0)
		return psprintf("%s; gave %s back", release_customers(), orders);
	(void) setup_run(0);
	return psprintf("gave %s back", orders);
}
