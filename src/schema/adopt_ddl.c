/*
 * adopt_ddl.c
 *
 *		ALTER TABLE ... DROP COLUMN, ALTER COLUMN TYPE; DROP TABLE; DROP SCHEMA; ALTER SCHEMA
 *			-> which adopted tables, if any
 *			-> before: views that read nothing, no triggers (adopt_lose())
 *			-> after: all of it anew, by the mapping that is kept (adopt_again())
 *
 * Nearly every such statement is about another table: it costs a look into pg_class,
 * for views of our names, and waits for no lock on them.
 *
 * What is done is done as the owner of the view, who may what the table's owner may, and
 * in a subtransaction: if it fails before the statement, PostgreSQL's own error follows;
 * if it fails after it, the list says why at its next use.  A statement of a role that
 * does not own the table fails anyway, and is left alone.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_inherits.h"
#include "commands/event_trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "schema/adopt.h"
#include "schema/adopt_ddl.h"
#include "schema/adopt_mapping.h"
#include "schema/adopt_orders.h"
#include "schema/adopt_table.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/settings_scope.h"
#include "support/statement.h"
#include "support/subxact.h"
#include "support/target_key.h"

PG_FUNCTION_INFO_V1(customers_before_ddl);
PG_FUNCTION_INFO_V1(customers_after_ddl);
PG_FUNCTION_INFO_V1(customers_lost_table);

/* What is to be done for one view, as its owner. */
typedef struct Work
{
	const CatalogStandIn *view;
	Oid			table;			/* InvalidOid = the view shows none */
	Oid			altered;		/* the table of the statement */
	void		(*run) (struct Work *work);
	const List *dropped;		/* columns, by name */
	const char *why;			/* the list is not there, a whole sentence */
	const char *from;			/* a column is renamed */
	const char *to;
} Work;

static void lose(Work *work);
static void lose_whole(Work *work);

/* ---- as the owner of the view ---- */

/* Work for subxact_run(). */
static bool
run_work(void *state)
{
	Work *work = state;
	char	   *schema = get_namespace_name(work->view->schema);

	if (schema == NULL)
		return false;			/* dropped by now */
	settings_scope_set("customers.schema", schema);
	catalog_check_owner(catalog_oid(REL_SETTINGS, false));
	if (work->run == lose || work->run == lose_whole)
		LockRelationOid(work->view->view, AccessExclusiveLock);	/* first, as every call of ours does */
	work->run(work);
	return true;
}

/* Returns the error, NULL if there is none. */
static ErrorData *
run_as_owner(Work *work)
{
	ErrorData  *error;
	Oid			user;
	int			context,
				scope;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(work->view->owner, context | SECURITY_RESTRICTED_OPERATION);
	scope = settings_scope_enter();
	statement_connect();
	(void) subxact_run(run_work, work, &error);
	SPI_finish();
	settings_scope_leave(scope);
	SetUserIdAndSecContext(user, context);
	return error;
}

/* ---- which tables ---- */

/* The table that a statement names, if it is there and the current user's; else InvalidOid. */
static Oid
own_table(const RangeVar *name)
{
	Oid			table = RangeVarGetRelid(name, NoLock, true);

	return OidIsValid(table) && compat_owns_relation(table) ? table : InvalidOid;
}

/* Does a statement about a table reach the other one, which may inherit from it? */
static bool
reaches(Oid table, Oid other)
{
	return table == other ||
		(has_superclass(other) && list_member_oid(find_all_inheritors(table, NoLock, NULL), other));
}

/*
 * May the owner of the view do what the table's owner may (InvalidOid: the table is lost),
 * and is the owner of our relations no lesser role?  Triggers on those run as the owner
 * of the view, whenever the application alters its table.
 */
static bool
is_sound(const CatalogStandIn *view, Oid table)
{
	Oid			keeper = catalog_owner(catalog_find(REL_SETTINGS, view->schema));

	return OidIsValid(keeper) && has_privs_of_role(keeper, view->owner) &&
		(!OidIsValid(table) || has_privs_of_role(view->owner, catalog_owner(table)));
}

/* ---- before ---- */

/* Does the view show one of the columns, or decide by it which rows it shows? */
static bool
shows_column(Oid view, Oid table, const List *names)
{
	Relation	relation = try_relation_open(view, AccessShareLock);
	const Query *query;
	Bitmapset  *columns = NULL;
	bool		shows = false;
	ListCell   *cell;

	if (relation == NULL)
		return false;
	query = get_view_query(relation);
	pull_varattnos((Node *) query->targetList, linitial_node(RangeTblRef, query->jointree->fromlist)->rtindex, &columns);
	pull_varattnos(query->jointree->quals, linitial_node(RangeTblRef, query->jointree->fromlist)->rtindex, &columns);
	foreach(cell, names)
		shows |= bms_is_member(get_attnum(table, lfirst(cell)) - FirstLowInvalidHeapAttributeNumber, columns);
	relation_close(relation, AccessShareLock);
	return shows;
}

/* The columns that an ALTER TABLE drops, or (retyped) gives another type, too. */
static List *
pinned_columns(const AlterTableStmt *command, bool retyped)
{
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, command->cmds)
	{
		const AlterTableCmd *part = lfirst_node(AlterTableCmd, cell);

		if (part->subtype == AT_DropColumn || (retyped && part->subtype == AT_AlterColumnType))
			names = lappend(names, part->name);
	}
	return names;
}

/* The tables that a DROP names and the current user owns. */
static List *
dropped_tables(const DropStmt *command)
{
	List	   *tables = NIL;
	ListCell   *cell;

	foreach(cell, command->objects)
		tables = lappend_oid(tables, own_table(makeRangeVarFromNameList(lfirst_node(List, cell))));
	return tables;
}

static bool
reaches_any(const List *tables, Oid other)
{
	ListCell   *cell;

	foreach(cell, tables)
		if (OidIsValid(lfirst_oid(cell)) && reaches(lfirst_oid(cell), other))
			return true;
	return false;
}

/* Does a DROP SCHEMA name that of a relation of the current user? */
static bool
drops_schema_of(const DropStmt *command, Oid relation)
{
	ListCell   *cell;

	foreach(cell, command->objects)
		if (get_namespace_oid(strVal(lfirst(cell)), true) == get_rel_namespace(relation))
			return compat_owns_relation(relation);
	return false;
}

static void
lose(Work *work)
{
	adopt_mapping_refresh(work->view->relation, work->view->view);
	if (work->view->relation == REL_ORDERS)
		adopt_orders_lose(work->why);
	else
		adopt_lose(work->table, work->why, work->dropped);
}

static void
lose_whole(Work *work)
{
	adopt_mapping_refresh(work->view->relation, work->view->view);
	if (work->view->relation == REL_ORDERS)
		adopt_orders_lose_whole(work->why);
	else
		adopt_lose_whole(work->table, work->why);
}

static void
leave(Work *work)
{
	if (work->view->relation == REL_CUSTOMERS)
		adopt_leave(work->table);
}

/* What is to be done before a statement for a view over the table; NULL = nothing. */
static void
(*work_before(const Node *command, const CatalogStandIn *view, Oid table)) (Work *)
{
	const DropStmt *drop = (const DropStmt *) command;

	if (IsA(command, AlterTableStmt))
	{
		const AlterTableStmt *alter = (const AlterTableStmt *) command;
		List	   *columns = pinned_columns(alter, true);
		Oid			altered = columns == NIL ? InvalidOid : own_table(alter->relation);

		return OidIsValid(altered) && reaches(altered, table) && shows_column(view->view, table, columns) ? lose : NULL;
	}
	if (!IsA(command, DropStmt))
		return NULL;
	if (drop->removeType == OBJECT_TABLE)
		return reaches_any(dropped_tables(drop), table) ? lose_whole : NULL;
	if (drop->removeType != OBJECT_SCHEMA || drop->behavior != DROP_CASCADE)
		return NULL;
	return drops_schema_of(drop, view->view) ? leave : drops_schema_of(drop, table) ? lose_whole : NULL;
}

/* Can the statement be one that a view of ours forbids? */
static bool
is_forbidden_by_views(const Node *command)
{
	const DropStmt *drop = (const DropStmt *) command;

	return IsA(command, AlterTableStmt) ? pinned_columns((const AlterTableStmt *) command, true) != NIL
		: IsA(command, DropStmt) && (drop->removeType == OBJECT_TABLE || drop->removeType == OBJECT_SCHEMA);
}

/* The tables of the current user that an ALTER TABLE or DROP TABLE names. */
static List *
named_tables(const Node *command)
{
	const AlterTableStmt *alter = (const AlterTableStmt *) command;
	const DropStmt *drop = (const DropStmt *) command;

	if (IsA(command, AlterTableStmt))
		return list_make1_oid(own_table(alter->relation));
	return drop->removeType == OBJECT_TABLE ? dropped_tables(drop) : NIL;
}

/*
 * If a statement reaches an adopted table, waits for those who alter that or use it: what
 * is made of it may be another afterwards.  The view first, as every call of ours does.
 */
static void
wait_for_others(const Node *command, const List *views)
{
	List	   *tables = named_tables(command);
	ListCell   *cell;

	foreach(cell, views)
	{
		const CatalogStandIn *view = lfirst(cell);
		Oid			table = catalog_stand_in_peek(view->view);

		if (OidIsValid(table) && reaches_any(tables, table) && is_sound(view, table))
			LockRelationOid(view->view, AccessExclusiveLock);
	}
}

void
adopt_ddl_before(const Node *command)
{
	List	   *views = is_forbidden_by_views(command) ? catalog_stand_ins() : NIL;
	ListCell   *cell;

	if (views == NIL)
		return;
	wait_for_others(command, views);
	views = catalog_stand_ins();
	foreach(cell, views)
	{
		const CatalogStandIn *view = lfirst(cell);
		Work		work = {.view = view, .table = catalog_stand_in_peek(view->view)};

		if (!OidIsValid(work.table) || !is_sound(view, work.table) ||
			(work.run = work_before(command, view, work.table)) == NULL)
			continue;
		if (IsA(command, AlterTableStmt))
			work.dropped = pinned_columns((const AlterTableStmt *) command, false);
		work.why = psprintf(work.run == lose ? "%s, which schema %s has adopted, is not what it was"
							: "%s, which schema %s has adopted, was dropped", adopt_table_name(work.table),
							quote_identifier(get_namespace_name(view->schema)));
		(void) run_as_owner(&work);
	}
}

/* ---- after ---- */

static void
again(Work *work)
{
	if (work->view->relation == REL_ORDERS)
		adopt_orders_again(work->table);
	else
		adopt_again(work->table);
}

/* The view shows nothing: keeps why. */
static void
say_why(Work *work)
{
	if (work->view->relation == REL_ORDERS)
		adopt_orders_lose(work->why);
	else
		adopt_lose(InvalidOid, work->why, NIL);
}

/* The table of a mapping, if the statement has reached it; else InvalidOid. */
static Oid
mapped_table(Jsonb *mapping, Oid altered)
{
	Oid			table = adopt_mapping_table(mapping);

	return OidIsValid(table) && reaches(altered, table) ? table : InvalidOid;
}

/* Warns if the statement took away what makes customer_id a key. */
static void
warn_keyless(const Work *work)
{
	if (work->view->relation != REL_CUSTOMERS || target_key_is_there(work->view->view))
		return;
	ereport(WARNING,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("%s, which schema %s has adopted, has lost its key", adopt_table_name(work->table),
					quote_identifier(get_namespace_name(work->view->schema))),
			 errdetail("Every use of its customers is an error until the column is NOT NULL, and has a unique index on itself alone, again.")));
}

/* Is the view without its table, or a field without its column, and they are there? */
static void
renew_if_due(Work *work)
{
	Jsonb	   *mapping = adopt_mapping_read(work->view->relation);
	bool		is_lost = !OidIsValid(work->table);

	if (mapping == NULL)
		return;
	if (is_lost)
		work->table = mapped_table(mapping, work->altered);
	if (OidIsValid(work->table) && (is_lost || adopt_mapping_can_find(mapping, work->table)))
		again(work);
	else if (OidIsValid(work->table))
		warn_keyless(work);
}

static void
renew(Work *work)
{
	ErrorData  *error;

	work->run = renew_if_due;
	error = run_as_owner(work);
	if (error == NULL)
		return;
	work->why = psprintf("%s, which schema %s has adopted, is not what it was: %s",
						 adopt_table_name(OidIsValid(work->table) ? work->table : work->altered),
						 quote_identifier(get_namespace_name(work->view->schema)), error->message);
	ereport(WARNING,
			(errcode(error->sqlerrcode), errmsg("%s", work->why),
			 errdetail("%s are out of sight until it is adopted again.", work->view->relation == REL_ORDERS ? "Its orders" : "Its customers"),
			 error->hint == NULL ? 0 : errhint("%s", error->hint)));
	work->run = say_why;
	(void) run_as_owner(work);
}

static void
rename_column(Work *work)
{
	adopt_mapping_rename(work->view->relation, adopt_table_name(work->table), work->from, work->to);
}

/* A column of a table has another name. */
static void
renamed(const RenameStmt *command, Work *work)
{
	if (!OidIsValid(work->table))
		return;
	work->from = command->subname;
	work->to = command->newname;
	work->run = rename_column;
	(void) run_as_owner(work);
}

static void
move(Work *work)
{
	adopt_move(work->table, work->from);
}

/* A schema has another name; it may be that of lists. */
static void
schema_renamed(const RenameStmt *command, const List *views)
{
	Oid			schema = get_namespace_oid(command->newname, true);
	ListCell   *cell;

	foreach(cell, views)
	{
		const CatalogStandIn *view = lfirst(cell);
		Work		work = {.view = view, .table = catalog_stand_in_peek(view->view), .from = command->subname, .run = move};

		if (view->relation == REL_CUSTOMERS && view->schema == schema && OidIsValid(work.table) &&
			is_sound(view, work.table))
			(void) run_as_owner(&work);
	}
}

static bool
gives_away(const AlterTableStmt *command)
{
	ListCell   *cell;

	foreach(cell, command->cmds)
		if (lfirst_node(AlterTableCmd, cell)->subtype == AT_ChangeOwner)
			return true;
	return false;
}

/* Do our functions, called by the owner of a list's relations, trust its table? */
static bool
is_trusted_by_keeper(const CatalogStandIn *view, Oid table)
{
	Oid			user;
	int			context;
	bool		trusted;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(catalog_owner(catalog_find(REL_SETTINGS, view->schema)), context | SECURITY_LOCAL_USERID_CHANGE);
	trusted = catalog_is_trusted(table);
	SetUserIdAndSecContext(user, context);
	return trusted;
}

/* Warns of adopted tables that another role owns now, which our functions do not trust. */
static void
warn_given_away(const AlterTableStmt *command, const List *views)
{
	Oid			given = gives_away(command) ? RangeVarGetRelid(command->relation, NoLock, true) : InvalidOid;
	ListCell   *cell;

	foreach(cell, OidIsValid(given) ? views : NIL)
	{
		const CatalogStandIn *view = lfirst(cell);
		const char *schema = quote_identifier(get_namespace_name(view->schema)),
				   *owner = GetUserNameFromId(catalog_owner(given), false);

		if (catalog_stand_in_peek(view->view) != given || (is_sound(view, given) && is_trusted_by_keeper(view, given)))
			continue;
		ereport(WARNING,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("%s, which schema %s has adopted, belongs to role \"%s\" now", adopt_table_name(given), schema, owner),
				 errdetail("Whoever is no member of that role cannot use the customers, and ALTER TABLE and DROP TABLE are not followed."),
				 errhint("GRANT %s TO %s; to the owner of the relations; or give the table to a role that it is a member of.",
						 quote_identifier(owner),
						 quote_identifier(GetUserNameFromId(catalog_owner(catalog_find(REL_SETTINGS, view->schema)), false)))));
	}
}

/* The table that the statement was about, as it is called now. */
static Oid
table_after(const Node *command)
{
	const RenameStmt *rename = (const RenameStmt *) command;

	if (IsA(command, AlterTableStmt))
		return own_table(((const AlterTableStmt *) command)->relation);
	if (IsA(command, RenameStmt) && rename->renameType == OBJECT_COLUMN && rename->relationType == OBJECT_TABLE)
		return own_table(rename->relation);
	return InvalidOid;
}

void
adopt_ddl_after(const Node *command)
{
	List	   *views = catalog_stand_ins();
	Oid			altered = views == NIL ? InvalidOid : table_after(command);
	ListCell   *cell;

	if (views != NIL && IsA(command, RenameStmt) && ((const RenameStmt *) command)->renameType == OBJECT_SCHEMA)
		schema_renamed((const RenameStmt *) command, views);
	if (views != NIL && IsA(command, AlterTableStmt))
		warn_given_away((const AlterTableStmt *) command, views);
	if (!OidIsValid(altered))
		return;
	foreach(cell, views)
	{
		const CatalogStandIn *view = lfirst(cell);
		Work		work = {.view = view, .table = catalog_stand_in_peek(view->view), .altered = altered};

		if ((OidIsValid(work.table) && !reaches(altered, work.table)) ||
			!is_sound(view, OidIsValid(work.table) ? work.table : altered))
			continue;
		if (IsA(command, RenameStmt))
			renamed((const RenameStmt *) command, &work);
		renew(&work);
	}
}

/* ---- functions ---- */

static const Node *
command_of(FunctionCallInfo fcinfo)
{
	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("event trigger functions of customers can be called by event triggers only")));
	return ((const EventTriggerData *) fcinfo->context)->parsetree;
}

Datum
customers_before_ddl(PG_FUNCTION_ARGS)
{
	adopt_ddl_before(command_of(fcinfo));
	PG_RETURN_NULL();
}

Datum
customers_after_ddl(PG_FUNCTION_ARGS)
{
	adopt_ddl_after(command_of(fcinfo));
	PG_RETURN_NULL();
}

/* customers_lost_table(why text) returns boolean: nothing, but the error. */
Datum
customers_lost_table(PG_FUNCTION_ARGS)
{
	catalog_refuse_lost(text_to_cstring(PG_GETARG_TEXT_PP(0)));
}
