/*
 * setup.c
 *
 * Runs src/schema/setup.sql, section by section: creates what is missing, replaces
 * views that differ, and does not touch what an application has added.
 *
 *		setup.sql -> sections -> placeholders replaced -> SPI
 *
 * Relations are ours if customer_settings has the row 'revision'.  If relations
 * have our names without it, setup fails and changes nothing.
 *
 * Sessions that set up the same schema wait for each other by an advisory lock;
 * the second finds nothing to do.
 *
 * The scripts run under search_path pg_catalog, pg_temp, so that functions and
 * operators need no schema.
 */
#include "postgres.h"

#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/comment.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "parser/parse_func.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "schema/adopt_setting.h"
#include "schema/adopt_triggers.h"
#include "schema/profile_select.h"
#include "schema/seed_text.h"
#include "schema/setup.h"
#include "schema/setup.sql.h"
#include "schema/synonyms.sql.h"
#include "schema/trigger_state.h"
#include "schema/value_words.sql.h"
#include "schema/view.h"
#include "schema/view_renew.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/distributed.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target_key.h"

/* Revision of the relations that setup.sql creates. */
#define SETUP_REVISION 2
#define NO_REVISION (-1)

/* First key of the advisory lock; the second is the schema's oid. */
#define SETUP_LOCK 0x63757374

#define SECRET_BYTES 32

/* A section of setup.sql: its head line's words, and its statements. */
typedef struct Section
{
	char		kind[16];		/* table, view, trigger, migration */
	char		name[NAMEDATALEN];	/* relation, or revision of a migration */
	char		trigger[NAMEDATALEN];
	const char *body;
	const char *end;
} Section;

typedef struct Setup
{
	Oid			schema;
	int			partitions;		/* of customers; 0 = not partitioned */
	int			revision;		/* found, or NO_REVISION */
	StringInfoData added;		/* list of what was missing */
	bool		new_synonyms;	/* customer_header_synonyms is new */
	bool		new_words;		/* customer_value_words is new */
	bool		adopts;			/* customers is to be an adopted table, and is not yet */
} Setup;

static bool
is_view(CatalogRelation relation)
{
	return relation == REL_PROFILES || relation == REL_IMPORT_DIFF ||
		relation == REL_IMPORT_ERRORS || relation == REL_HISTORY;
}

static char *
schema_name(void)
{
	return pstrdup(quote_identifier(catalog_schema_name()));
}

/* Parses the revision; errors if it is not a number. */
static int
read_revision(const char *text)
{
	char	   *end;
	long		revision;

	errno = 0;
	revision = text == NULL ? 0 : strtol(text, &end, 10);
	if (text == NULL || end == text || *end != '\0' || errno != 0 || revision < 0 || revision > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the revision in %s cannot be \"%s\"", catalog_name(REL_SETTINGS),
						text == NULL ? "NULL" : text),
				 errdetail("It says which release made the relations of customers in schema %s.", schema_name()),
				 errhint("Set it as it was: the revision of this release is %d.", SETUP_REVISION)));
	return (int) revision;
}

/* What adopt_setting_read() gives of customers and orders. */
typedef struct Adopted
{
	char	   *customers;
	char	   *orders;
} Adopted;

/*
 * The revision in customer_settings, or NO_REVISION.  latest: under a new
 * snapshot, whatever the isolation level.  adopted may be NULL.
 */
static int
stored_revision(bool latest, Adopted *adopted)
{
	char	   *settings = catalog_name(REL_SETTINGS);
	Statement	find = statement(psprintf("SELECT s.value, a.value, o.value FROM %s AS s"
										  " LEFT JOIN %s AS a ON a.key OPERATOR(pg_catalog.=) '" ADOPT_SETTING_CUSTOMERS "'"
										  " LEFT JOIN %s AS o ON o.key OPERATOR(pg_catalog.=) '" ADOPT_SETTING_ORDERS "'"
										  " WHERE s.key OPERATOR(pg_catalog.=) 'revision'",
										  settings, settings, settings));
	int			revision = NO_REVISION;

	find.latest = latest;
	find.kept = true;
	find.limit = 1;
	if (adopted != NULL)
		*adopted = (Adopted) {0};
	if (statement_select(&find) > 0)
	{
		revision = read_revision(spi_text(0, 1));
		if (adopted != NULL)
			*adopted = (Adopted) {spi_text(0, 2), spi_text(0, 3)};
	}
	statement_done();
	return revision;
}

pg_noreturn static void
refuse_gone(const char *function, CatalogRelation relation, const char *adopted)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_TABLE),
			 errmsg("the table that schema %s has adopted is gone", schema_name()),
			 errdetail("It was dropped, or the view %s of it was: %s.", catalog_stand_in_name(relation), adopted),
			 errhint("Adopt it again with %s(), or another; or have %s() make a table of ours after SELECT %s(); Imports that wait must be cancelled first: SELECT %s(import_id) FROM %s();",
					 catalog_function_name(function), catalog_function_name("customers_setup"),
					 catalog_function_name("customers_release"), catalog_function_name("customers_cancel"),
					 catalog_function_name("customers_import_status"))));
}

/*
 * Was an adopted table given back, and no table of ours made since?  A relation that is
 * called customers is then the application's.  Errors if the table that was adopted is
 * gone: it was not given back.
 */
static bool
is_released(Oid schema, const char *adopted)
{
	if (adopted == NULL || OidIsValid(catalog_adopted(schema)))
		return false;
	if (adopt_setting_is_released(adopted))
		return true;
	refuse_gone("customers_adopt", REL_CUSTOMERS, adopted);
}

/* Errors if a table of orders that was adopted is gone: ours would be in its place. */
static void
check_orders(Oid schema, char *adopted)
{
	if (adopted != NULL && !OidIsValid(catalog_stand_in(REL_ORDERS, schema)))
		refuse_gone("customers_adopt_orders", REL_ORDERS, adopted);
}

/*
 * Do all tables exist, and are they of this revision?  Errors if an owner is not
 * trusted.  For a role that may not read customer_settings, it is enough that the
 * tables exist.
 */
static bool
is_current(bool latest)
{
	Oid			schema = catalog_schema();
	Oid			settings = InvalidOid;
	Adopted		adopted;

	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
	{
		Oid			relation = catalog_find(r, schema);

		if (!OidIsValid(relation) && !is_view(r))
			return false;
		if (OidIsValid(relation))
			catalog_check_owner(relation);
		if (r == REL_SETTINGS)
			settings = relation;
	}
	if (pg_class_aclcheck(settings, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return true;
	if (stored_revision(latest, &adopted) != SETUP_REVISION || is_released(schema, adopted.customers))
		return false;
	check_orders(schema, adopted.orders);
	return true;
}

/* Errors if the relations cannot be created here. */
static void
require_creatable(void)
{
	catalog_check_schema(catalog_schema());
	if (distributed_is_worker())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("functions of customers run on the coordinator of citus, and not on this machine"),
				 errdetail("In a query over a distributed table, citus calls functions where the rows are."),
				 errhint("Read the customers first: WITH c AS MATERIALIZED (SELECT ... FROM %s) SELECT ... FROM c;",
						 catalog_name(REL_CUSTOMERS))));
	if (XactReadOnly)
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("the relations of customers in schema %s cannot be set up in a read-only transaction",
						schema_name()),
				 errhint("Run SELECT %s() in a transaction that may write, on the primary.",
						 catalog_function_name("customers_setup"))));

	if (!DatumGetBool(DirectFunctionCall2(has_schema_privilege_id,
										  ObjectIdGetDatum(catalog_schema()),
										  CStringGetTextDatum("CREATE"))))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to set up the relations of customers in schema %s",
						schema_name()),
				 errhint("Have a role that may create tables there run SELECT %s(), or choose another schema by customers.schema.",
						 catalog_function_name("customers_setup"))));
}

/* Waits for a setup of the same schema that is under way. */
static void
lock_setup(void)
{
	DirectFunctionCall2(pg_advisory_xact_lock_int4, Int32GetDatum(SETUP_LOCK),
						ObjectIdGetDatum(catalog_schema()));
	AcceptInvalidationMessages();
}

pg_noreturn static void
refuse_stranger(CatalogRelation relation)
{
	ereport(ERROR,
			(errcode(ERRCODE_DUPLICATE_TABLE),
			 errmsg("relation %s exists, and customers did not make it", catalog_name(relation)),
			 errdetail("It is left alone."),
			 relation == REL_CUSTOMERS
			 ? errhint("Is it the table of your customers? SELECT %s('%s'); makes it that of customers, where it is. Or give customers a schema of its own: CREATE SCHEMA crm; SET customers.schema = 'crm'; and the same with ALTER DATABASE ... SET, for later sessions.",
					   catalog_function_name("customers_adopt"), catalog_name(relation))
			 : errhint("Give customers a schema of its own: CREATE SCHEMA crm; SET customers.schema = 'crm'; and the same with ALTER DATABASE ... SET, for later sessions.")));
}

/*
 * Errors if a relation has a name of ours; called if there is no revision.  A table
 * customers of the application may stand beside one that is adopted.
 */
static void
refuse_strangers(bool adopts)
{
	Oid			schema = catalog_schema();

	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
	{
		if (OidIsValid(catalog_find(r, schema)) && !(adopts && r == REL_CUSTOMERS))
			refuse_stranger(r);
	}
}

/* The revision found, or NO_REVISION; errors if the relations are not ours. */
static int
find_revision(bool adopts)
{
	Oid			schema = catalog_schema();
	Oid			settings = catalog_find(REL_SETTINGS, schema);
	int			revision = NO_REVISION;

	if (OidIsValid(settings) && get_attnum(settings, "key") > 0 &&
		get_attnum(settings, "value") > 0)
	{
		catalog_check_owner(settings);
		revision = stored_revision(true, NULL);
	}
	if (revision == NO_REVISION)
		refuse_strangers(adopts);

	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
	{
		Oid			relation = catalog_find(r, schema);

		if (OidIsValid(relation) && !(adopts && r == REL_CUSTOMERS))
			catalog_check_owner(relation);
	}
	if (revision > SETUP_REVISION)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the relations of customers in schema %s are of a later release",
						schema_name()),
				 errdetail("They are of revision %d, the installed library is for %d.",
						   revision, SETUP_REVISION),
				 errhint("Install the release of customers that they were made by, or a later one.")));
	return revision;
}

/* Steps to the next section; false after the last. */
static bool
next_section(const char **cursor, Section *section)
{
	const char *head = strstr(*cursor, "\n--@ ");

	if (head == NULL)
		return false;
	section->trigger[0] = '\0';
	if (sscanf(head, "\n--@ %15s %63s%*[ ]%63s", section->kind, section->name,
			   section->trigger) < 2)
		elog(ERROR, "setup.sql has a section without a name");
	section->body = strchr(head + 1, '\n');
	section->end = strstr(section->body, "\n--@ ");
	if (section->end == NULL)
		section->end = section->body + strlen(section->body);
	*cursor = section->end;
	return true;
}

/*
 * Free space for HOT updates.  A partitioned table has no storage: each partition
 * gets the option.
 */
#define STORAGE "WITH (fillfactor = 65)"

static const char *
storage(const Setup *setup)
{
	return setup->partitions > 0 ? "PARTITION BY HASH (customer_id)" : STORAGE;
}

/* The statements that create the partitions of customers. */
static char *
partitions(const Setup *setup)
{
	StringInfoData sql;

	initStringInfo(&sql);
	for (int i = 0; i < setup->partitions; i++)
		appendStringInfo(&sql, "CREATE TABLE %s.customers_p%d PARTITION OF %s FOR VALUES WITH (MODULUS %d, REMAINDER %d) " STORAGE ";",
						 schema_name(), i, catalog_name(REL_CUSTOMERS), setup->partitions, i);
	return sql.data;
}

/* Does the text before end contain the word? */
static bool
names(const char *text, const char *end, const char *word)
{
	const char *at = strstr(text, word);

	return at != NULL && at < end;
}

/*
 * A statement of setup.sql, placeholders replaced.  A unique index of a partitioned
 * table must include the partition key: so email and identifier have none.  In the
 * view, look-ups are for each customer: readers mostly want a page.
 */
static char *
statement_sql(const Setup *setup, const char *text, const char *semicolon)
{
	return sql_fill(text + strspn(text, "\n"), semicolon,
					"profile", names(text, semicolon, "@profile@") ? profile_select(profile_view_columns(), 0) : "",
					"storage", storage(setup), "partitions", partitions(setup),
					"unique", setup->partitions > 0 ? "" : "UNIQUE",
					"references_customers", setup->adopts || OidIsValid(catalog_adopted(setup->schema)) ? ""
					: psprintf(" REFERENCES %s ON DELETE CASCADE", catalog_name(REL_CUSTOMERS)), NULL);
}

/* Runs statements one by one, so that an error shows only the one that failed. */
static void
run_statements(const Setup *setup, const char *text, const char *end)
{
	const char *semicolon;

	while ((semicolon = strstr(text, ";\n")) != NULL && semicolon < end)
	{
		char	   *sql = statement_sql(setup, text, semicolon);
		Statement	step = statement(sql);

		statement_run(&step);
		pfree(sql);
		text = semicolon + 1;
	}
}

/* Runs statements with words of many languages. */
static void
run_seed(const Setup *setup, const char *utf8)
{
	const char *text = seed_text(utf8);

	run_statements(setup, text, text + strlen(text));
}

/*
 * Does an existing view differ from its section?  Views of another revision are
 * replaced in any case, as their comments may differ.
 */
static bool
view_is_due(const Setup *setup, const Section *section, Oid view)
{
	return setup->revision != SETUP_REVISION ||
		!view_is(view, statement_sql(setup, section->body, strstr(section->body, ";\n")));
}

/* Is the section about a table customers of ours: the table, an index, a trigger? */
static bool
is_about_ours(const Section *section)
{
	const char *customers = "customers";

	return strcmp(section->name, customers) == 0 ||
		(strcmp(section->kind, "index") == 0 && strncmp(section->name, "customers_", strlen("customers_")) == 0);
}

/* Is it a trigger of customers, and are these distributed?  Such have none. */
static bool
is_kept_out(const Setup *setup, const Section *section)
{
	Oid			customers = catalog_find(REL_CUSTOMERS, setup->schema);

	return strcmp(section->kind, "trigger") == 0 && strcmp(section->name, catalog_bare_name(REL_CUSTOMERS)) == 0 &&
		OidIsValid(customers) && distributed_table(customers);
}

/* Is the section left out, for the table is an adopted one, or is going to be? */
static bool
is_left_out(const Setup *setup, const Section *section)
{
	if (is_kept_out(setup, section))
		return true;
	if (setup->adopts)
		return is_about_ours(section) || strcmp(section->name, catalog_bare_name(REL_PROFILES)) == 0;
	return is_about_ours(section) && OidIsValid(catalog_adopted(setup->schema));
}

/* Must the section run?  Notes in setup->added what it will add. */
static bool
section_is_due(Setup *setup, const Section *section)
{
	const char *name = section->name;
	Oid			relation;
	bool		missing;

	if (is_left_out(setup, section))
		return false;
	if (strcmp(section->kind, "migration") == 0)
		return setup->revision != NO_REVISION && setup->revision < atoi(name);

	relation = get_relname_relid(name, setup->schema);
	missing = !OidIsValid(relation);
	if (strcmp(section->kind, "trigger") == 0)
	{
		missing = !OidIsValid(get_trigger_oid(relation, section->trigger, true));
		name = section->trigger;
	}
	if (missing)
		appendStringInfo(&setup->added, "%s%s %s",
						 setup->added.len > 0 ? ", " : "", section->kind, name);
	return missing ||
		(strcmp(section->kind, "view") == 0 && view_is_due(setup, section, relation));
}

/* Copies the comments of columns of customers to customer_profiles. */
static void
comment_profiles(void)
{
	Oid			customers = catalog_oid(REL_CUSTOMERS, false);
	Oid			profiles = catalog_oid(REL_PROFILES, false);
	ListCell   *cell;

	foreach(cell, profile_core_columns())
		CreateComments(profiles, RelationRelationId, get_attnum(profiles, lfirst(cell)),
					   GetComment(customers, RelationRelationId, get_attnum(customers, lfirst(cell))));
}

/*
 * A view whose columns have changed, as those of an adopted table may, is made anew.
 * Citus warns of each view that it stays on this machine.
 */
static void
run_section(const Setup *setup, const Section *section)
{
	bool		is_view = strcmp(section->kind, "view") == 0;
	int			scope = settings_scope_enter();
	List	   *grants;

	if (is_view && distributed_is_possible())
		settings_scope_set("client_min_messages", "error");
	grants = !is_view ? NIL
		: view_renew_make_way(get_relname_relid(section->name, setup->schema),
							  statement_sql(setup, section->body, strstr(section->body, ";\n")));
	run_statements(setup, section->body, section->end);
	if (grants != NIL)
		view_renew_grant(quote_qualified_identifier(catalog_schema_name(), section->name), grants);
	settings_scope_leave(scope);
}

static void
run_sections(Setup *setup)
{
	const char *cursor = setup_sql;
	Section		section;

	while (next_section(&cursor, &section))
	{
		if (!section_is_due(setup, &section))
			continue;
		run_section(setup, &section);
		if (strcmp(section.name, catalog_bare_name(REL_HEADER_SYNONYMS)) == 0)
			setup->new_synonyms = true;
		if (strcmp(section.name, catalog_bare_name(REL_VALUE_WORDS)) == 0)
			setup->new_words = true;
		if (strcmp(section.name, catalog_bare_name(REL_PROFILES)) == 0)
			comment_profiles();
	}
}

/* Creates those triggers of ours that an adopted table lacks. */
static void
add_triggers(Setup *setup)
{
	ListCell   *lc;

	foreach(lc, adopt_triggers_create())
		appendStringInfo(&setup->added, "%strigger %s", setup->added.len > 0 ? ", " : "", (char *) lfirst(lc));
}

/* Stores the revision; also a secret, if there is none. */
static void
store_revision(void)
{
	Statement	insert = statement(psprintf("INSERT INTO %s AS s (key, value)"
											" VALUES ('revision', $1::text), ('secret', encode($2, 'hex'))"
											" ON CONFLICT (key) DO UPDATE SET value = excluded.value"
											" WHERE s.key = 'revision'",
											catalog_name(REL_SETTINGS)));
	bytea	   *secret = palloc(VARHDRSZ + SECRET_BYTES);

	SET_VARSIZE(secret, VARHDRSZ + SECRET_BYTES);
	if (!pg_strong_random(VARDATA(secret), SECRET_BYTES))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate random values")));
	statement_datum(&insert, INT4OID, Int32GetDatum(SETUP_REVISION), false);
	statement_datum(&insert, BYTEAOID, PointerGetDatum(secret), false);
	statement_write(&insert);
}

/* The message for the user. */
static char *
describe(const Setup *setup)
{
	if (setup->revision == NO_REVISION)
		return psprintf("created the relations of customers in schema %s", schema_name());
	if (setup->revision < SETUP_REVISION)
		return psprintf("brought the relations of customers in schema %s from revision %d to %d",
						schema_name(), setup->revision, SETUP_REVISION);
	if (setup->added.len > 0)
		return psprintf("added to the relations of customers in schema %s: %s",
						schema_name(), setup->added.data);
	return psprintf("the relations of customers in schema %s are up to date", schema_name());
}

/*
 * Runs what is due of setup.sql, synonyms.sql and value_words.sql.  A migration may
 * create triggers again: those that were disabled are disabled again.
 */
static void
run_scripts(Setup *setup)
{
	bool		other_revision = setup->revision != SETUP_REVISION;
	Oid			customers = catalog_find(REL_CUSTOMERS, setup->schema);
	List	   *states = OidIsValid(customers) && other_revision && !setup->adopts
		? trigger_states_read(catalog_base(customers)) : NIL;
	int			scope = settings_scope_enter();

	settings_scope_close_path();
	/* no NOTICEs of IF NOT EXISTS */
	settings_scope_set("client_min_messages", "warning");
	if (!setup->adopts)
		view_rename_columns();
	run_sections(setup);
	if (!setup->adopts && OidIsValid(catalog_adopted(setup->schema)))
		add_triggers(setup);
	trigger_states_restore(states);
	if (other_revision || setup->new_synonyms)
		run_seed(setup, synonyms_sql);
	if (other_revision || setup->new_words)
		run_seed(setup, value_words_sql);
	if (other_revision)
		store_revision();
	settings_scope_leave(scope);
}

/* Most partitions of customers: every statement must plan for each. */
#define MAX_PARTITIONS 1024

/* Errors if the number of partitions is invalid, or the table not partitioned. */
static void
check_partitions(const void *state)
{
	const Setup *setup = state;
	Oid			customers = catalog_find(REL_CUSTOMERS, setup->schema);

	if (setup->partitions < 0 || setup->partitions > MAX_PARTITIONS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("customers cannot be divided into %d partitions", setup->partitions),
				 errhint("partitions must be from 1 to %d; 0 keeps one table.", MAX_PARTITIONS)));
	if (setup->partitions > 0 && OidIsValid(customers) &&
		!setup->adopts && get_rel_relkind(customers) != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s exists and is not partitioned", catalog_name(REL_CUSTOMERS)),
				 errhint("Set up another schema with partitions, and move the customers there: export them with customer_id, and import with unknown_ids => 'create'.")));
}

/*
 * Locks all tables before a migration, in the order in which calls lock them
 * (catalog_lock_tables()), to avoid deadlocks.  Not customer_settings: sessions
 * that wait for this setup have read it, and hold a lock on it.
 */
static void
lock_for_migration(Oid schema)
{
	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
	{
		Oid			relation = catalog_find(r, schema);

		if (OidIsValid(relation) && !is_view(r) && r != REL_SETTINGS)
			LockRelationOid(relation, AccessExclusiveLock);
	}
}

void
setup_lock(void)
{
	require_creatable();
	lock_setup();
}

/* Runs what is due; returns a message. */
static char *
run(Setup setup)
{
	setup_lock();
	setup.schema = catalog_schema();
	setup.revision = find_revision(setup.adopts);
	check_partitions(&setup);
	if (setup.revision != NO_REVISION && setup.revision < SETUP_REVISION)
		lock_for_migration(setup.schema);
	initStringInfo(&setup.added);
	run_scripts(&setup);
	return describe(&setup);
}

/*
 * Once an adopted table was given back, a table customers is made again; errors if the
 * application has one.
 */
static bool
makes_again(void)
{
	Oid			schema = catalog_schema();
	Oid			settings = catalog_find(REL_SETTINGS, schema);

	if (!OidIsValid(settings) || get_attnum(settings, "key") <= 0 || get_attnum(settings, "value") <= 0 ||
		!is_released(schema, adopt_setting_read(REL_CUSTOMERS)))
		return false;
	if (OidIsValid(catalog_find(REL_CUSTOMERS, schema)))
		refuse_stranger(REL_CUSTOMERS);
	return true;
}

/*
 * Warns if PUBLIC may not execute what indexes and triggers of customers name: every role
 * that writes into the table runs it, as REVOKE ... ON ALL FUNCTIONS forgets.
 */
static void
warn_revoked(void)
{
	static const struct
	{
		const char *name;
		int			nargs;
	}			named[] = {{"customers_is_merging", 0}, {"customers_fold_email", 1}, {"customers_fold_identifier", 1}};
	StringInfoData revoked;
	NameData	public;

	namestrcpy(&public, "public");
	initStringInfo(&revoked);
	for (size_t i = 0; i < lengthof(named); i++)
	{
		List	   *name = list_make2(makeString(get_namespace_name(catalog_extension_schema())), makeString(pstrdup(named[i].name)));
		Oid			text = TEXTOID;
		Oid			function = LookupFuncName(name, named[i].nargs, &text, true);

		if (OidIsValid(function) &&
			!DatumGetBool(DirectFunctionCall3(has_function_privilege_name_id, NameGetDatum(&public),
											  ObjectIdGetDatum(function), CStringGetTextDatum("EXECUTE"))))
			appendStringInfo(&revoked, "%s%s", revoked.len > 0 ? ", " : "", catalog_function_name(named[i].name));
	}
	if (revoked.len > 0)
		ereport(WARNING,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("PUBLIC may not execute functions that triggers and indexes of customers name: %s", revoked.data),
				 errdetail("Roles that write into the table without that right get an error. The functions reveal nothing."),
				 errhint("GRANT EXECUTE ON FUNCTION %s TO PUBLIC;", revoked.data)));
}

char *
setup_run(int partitions)
{
	bool		again;
	char	   *done;

	setup_lock();
	again = makes_again();
	done = run((Setup) {.partitions = partitions});
	if (again)
		adopt_setting_forget(REL_CUSTOMERS);
	warn_revoked();
	return done;
}

void
setup_run_beside(void)
{
	(void) run((Setup) {.adopts = true});
}

/*
 * Under REPEATABLE READ and above, this transaction cannot see the rows of a
 * setup that another one has committed since it began.
 */
static void
ensure_current(void)
{
	if (is_current(false))
		return;

	require_creatable();
	lock_setup();
	if (!is_current(true))
	{
		char	   *done = setup_run(0);	/* must run even if NOTICEs are off */

		ereport(NOTICE, (errmsg("%s", done)));
	}
	else if (IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to a concurrent setup of customers in schema %s",
						schema_name()),
				 errhint("The transaction might succeed if retried.")));
}

/* Errors if a relation lacks a column or its key, or a column has another type. */
static void
check_columns(void)
{
	Oid			schema = catalog_schema();

	for (CatalogRelation r = 0; r < NUM_CATALOG_RELATIONS; r++)
	{
		Oid			relation = catalog_find(r, schema);

		if (OidIsValid(relation))
			catalog_check_columns(r, relation);
	}
	if (OidIsValid(catalog_adopted(schema)))
		target_key_check(catalog_adopted(schema));
}

/*
 * Is the table that is adopted gone, or not what it was?  A role that may not read
 * customer_settings learns it from the view alone.
 */
static bool
is_lost(void)
{
	Oid			schema = catalog_schema();
	Oid			settings = catalog_find(REL_SETTINGS, schema);
	Oid			view = catalog_adopted(schema);
	char	   *adopted;

	if (OidIsValid(view))
		return !OidIsValid(catalog_stand_in_table(view)) || !target_key_is_there(view);
	if (!OidIsValid(settings) || pg_class_aclcheck(settings, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return false;
	catalog_check_owner(settings);
	adopted = stored_revision(false, NULL) != SETUP_REVISION ? NULL : adopt_setting_read(REL_CUSTOMERS);
	return adopted != NULL && !adopt_setting_is_released(adopted);
}

void
setup_ensure(void)
{
	ensure_current();
	catalog_lock_tables(false);
	check_columns();
}

/* Errors in a read-only transaction. */
static void
check_writable(void)
{
	if (XactReadOnly)
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("customers cannot be changed in a read-only transaction"),
				 RecoveryInProgress()
				 ? errhint("This server is a standby, which only reads: run the same on the primary.")
				 : errhint("Run the same in a transaction that may write: BEGIN READ WRITE; should default_transaction_read_only be on, that is why.")));
}

void
setup_ensure_writable(void)
{
	setup_ensure();
	catalog_lock_referenced();
	check_writable();
}

void
setup_ensure_imports(void)
{
	if (!is_lost())
		setup_ensure();
	else
	{
		catalog_lock_tables(true);
		catalog_check_columns(REL_IMPORTS, catalog_oid(REL_IMPORTS, false));
	}
}

void
setup_ensure_imports_writable(void)
{
	setup_ensure_imports();
	check_writable();
}
