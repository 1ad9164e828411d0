/*
 * created.c
 *
 *		defaults, evaluated once -> customer_imports.defaults
 *		triggers, rules or volatile defaults on new rows?
 *			yes: hash of each row at the end of the merge -> customer_import_created
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/reltrigger.h"
#include "utils/snapmgr.h"

#include "field/column_default.h"
#include "field/consent_default.h"
#include "import/import_row.h"
#include "import/live.h"
#include "merge/created.h"
#include "merge/created.sql.h"
#include "merge/merge_rows.h"
#include "support/catalog.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/subxact.h"
#include "support/target_rows.h"

/* Columns that one format() takes: a function has no more than 100 arguments. */
#define FORMAT_COLUMNS 50

/* May the current user read the column? */
static bool
is_readable(const Target *customers, AttrNumber number)
{
	Oid			table = RelationGetRelid(customers->relation);

	return pg_class_aclcheck(table, GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
		pg_attribute_aclcheck(table, number, GetUserId(), ACL_SELECT) == ACLCHECK_OK;
}

char *
created_column_name(const Target *customers, AttrNumber number)
{
	const FormData_pg_attribute *column = TupleDescAttr(RelationGetDescr(customers->relation), number - 1);
	const char *name = target_name(customers, number);

	if (column->attisdropped || column->attgenerated != '\0')
		return NULL;
	if (name == NULL)
		return is_readable(customers, number) && !target_rows_is_decided(customers, number) ? psprintf(".%s", NameStr(column->attname)) : NULL;
	return strcmp(name, "customer_id") == 0 || strcmp(name, "updated_at") == 0 ? NULL : pstrdup(name);
}

/* Number of the column of such a name; InvalidAttrNumber = none. */
static AttrNumber
column_number(const Target *customers, const char *name)
{
	return name[0] == '.' && !customers->is_ours ? get_attnum(RelationGetRelid(customers->relation), name + 1)
		: target_column(customers, name);
}

char *
created_column_sql(const Target *customers, const char *name)
{
	if (column_number(customers, name) <= 0)
		return NULL;
	return name[0] == '.' && !customers->is_ours ? psprintf("b.%s", quote_identifier(name + 1))
		: psprintf("c.%s", quote_identifier(name));
}

char *
created_whole_sql(const Target *customers, const char *sql)
{
	if (customers->is_ours)
		return pstrdup(sql);
	return psprintf("(SELECT %s FROM %s AS b WHERE b.%s OPERATOR(pg_catalog.=) c.customer_id)", sql,
					quote_qualified_identifier(get_namespace_name(RelationGetNamespace(customers->relation)),
											   RelationGetRelationName(customers->relation)),
					quote_identifier(target_own_name(customers, "customer_id")));
}

/* ---- what else writes ---- */

/* Is it an enabled trigger of an application? */
static bool
is_foreign_trigger(const Trigger *trigger)
{
	return !trigger->tgisinternal && trigger->tgenabled != TRIGGER_DISABLED &&
		getExtensionOfObject(ProcedureRelationId, trigger->tgfoid) != get_extension_oid("customers", true);
}

/* Does the table have rules, or enabled triggers of an application? */
static bool
acts_itself(CatalogRelation table)
{
	ListCell   *lc;

	foreach(lc, find_all_inheritors(catalog_base(catalog_oid(table, false)), AccessShareLock, NULL))
	{
		Relation	relation = table_open(lfirst_oid(lc), NoLock);
		bool		found = relation->rd_rules != NULL;

		for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
			found |= is_foreign_trigger(&relation->trigdesc->triggers[i]);
		table_close(relation, NoLock);
		if (found)
			return true;
	}
	return false;
}

static bool
has_volatile_default(const Target *customers)
{
	for (int i = 1; i <= customers->columns->natts; i++)
		if (created_column_name(customers, i) != NULL && column_default_is_volatile(customers->relation, i))
			return true;
	return false;
}

/* ---- defaults ---- */

/* State of read_defaults(). */
typedef struct Defaults
{
	Target		customers;
	Jsonb	   *values;
} Defaults;

/* The text of a default, as our SQL sees the column; NULL = NULL. */
static char *
default_of(const Target *customers, AttrNumber number)
{
	const char *name = target_name(customers, number);
	AttrNumber	given = target_rows_default(customers, number);
	Relation	view;
	char	   *value;

	if (name != NULL && target_is_other_consent(customers, name))
		return consent_default_is_nothing() ? NULL : consent_default() ? "true" : "false";
	if (given == InvalidAttrNumber)
		return column_default_value(customers->relation, number);
	view = relation_open(customers->named, AccessShareLock);
	value = column_default_value(view, given);
	relation_close(view, NoLock);
	return value;
}

/* Work for subxact_run(): a default may raise an error, though no row needs it. */
static bool
read_defaults(void *state)
{
	Defaults   *defaults = state;
	const Target *customers = &defaults->customers;
	JsonbParseState *json = NULL;

	PushActiveSnapshot(GetTransactionSnapshot());
	json_begin(&json);
	for (int i = 1; i <= customers->columns->natts; i++)
	{
		char	   *name = created_column_name(customers, i);

		if (name != NULL && !column_default_is_volatile(customers->relation, i))
			json_put_text(&json, name, default_of(customers, i));
	}
	defaults->values = json_end(&json);
	PopActiveSnapshot();
	return true;
}

bool
created_keep_defaults(const MergeRows *rows)
{
	Defaults	defaults = {target_open(), NULL};
	ErrorData  *error;
	bool		known = subxact_run(read_defaults, &defaults, &error);
	bool		hashed = !known || has_volatile_default(&defaults.customers) || acts_itself(REL_CUSTOMERS) ||
		(rows->fields.groups >= 0 && (acts_itself(REL_GROUPS) || acts_itself(REL_GROUP_MEMBERS)));

	target_close(&defaults.customers);
	if (known)
	{
		ImportRow	row = {.import_id = DatumGetInt64(rows->params[0]), .defaults = defaults.values};

		import_row_update(&row, "defaults");
	}
	return hashed;
}

/* ---- hashes ---- */

char *
created_hash_sql(char *const *values, int nvalues)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "pg_catalog.hashtextextended((''");
	for (int i = 0; i < nvalues; i += FORMAT_COLUMNS)
	{
		appendStringInfoString(&sql, " OPERATOR(pg_catalog.||) pg_catalog.format('");
		for (int j = i; j < Min(i + FORMAT_COLUMNS, nvalues); j++)
			appendStringInfoString(&sql, "%L,");
		appendStringInfoChar(&sql, '\'');
		for (int j = i; j < Min(i + FORMAT_COLUMNS, nvalues); j++)
			appendStringInfo(&sql, ", %s", values[j]);
		appendStringInfoChar(&sql, ')');
	}
	appendStringInfoString(&sql, ") COLLATE pg_catalog.\"C\", 0)");
	return sql.data;
}

/*
 * Dates and times are hashed as numbers: their texts depend on settings, and the
 * settings must stay as the application set them for its triggers.
 */
char *
created_hashed_sql(const Target *customers, const char *name)
{
	AttrNumber	number = column_number(customers, name);
	char	   *value = created_column_sql(customers, name);

	if (value == NULL)
		return NULL;
	/* of consent, the view's type */
	switch (getBaseType(TupleDescAttr(customers->columns, number - 1)->atttypid))
	{
		case DATEOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
			return psprintf("pg_catalog.\"extract\"('epoch', %s)", value);
		default:
			return value;
	}
}

/* Names of the columns that are hashed. */
static char **
hashed_columns(int *ncolumns)
{
	Target		customers = target_open();
	char	  **columns = palloc(Max(customers.columns->natts, 1) * sizeof(char *));
	int			n = 0;

	for (int i = 1; i <= customers.columns->natts; i++)
		if ((columns[n] = created_column_name(&customers, i)) != NULL)
			n++;
	target_close(&customers);
	*ncolumns = n;
	return columns;
}

/* Hash of columns of customer c; NULL if one does not exist any more. */
static char *
hash_of_columns(char *const *columns, int ncolumns)
{
	Target		customers = target_open();
	char	  **values = palloc(Max(ncolumns, 1) * sizeof(char *));
	bool		complete = true;
	char	   *hash = NULL;

	for (int i = 0; i < ncolumns; i++)
	{
		values[i] = created_hashed_sql(&customers, columns[i]);
		complete &= values[i] != NULL;
	}
	if (complete)
		hash = created_whole_sql(&customers, created_hash_sql(values, ncolumns));
	target_close(&customers);
	return hash;
}

void
created_keep_hashes(const MergeRows *rows)
{
	ImportRow	row = {.import_id = DatumGetInt64(rows->params[0])};
	Statement	insert;
	int			ncolumns;
	char	  **columns = hashed_columns(&ncolumns);
	Datum	   *names = palloc(Max(ncolumns, 1) * sizeof(Datum));

	for (int i = 0; i < ncolumns; i++)
		names[i] = CStringGetTextDatum(columns[i]);
	row.hashed_columns = construct_array(names, ncolumns, TEXTOID, -1, false, TYPALIGN_INT);
	import_row_update(&row, "hashed_columns");
	insert = statement(sql_text(created_sql, "insert hashes", "hash", hash_of_columns(columns, ncolumns),
								"rows", rows->fields.rows, "chosen", rows->fields.chosen, NULL));
	statement_datum(&insert, INT8OID, rows->params[0], false);
	statement_write(&insert);
}

/* ---- hashes that move on ---- */

/* Reads a row of "read lists". */
static HashedList *
read_list(int row)
{
	HashedList *list = palloc(sizeof(HashedList));
	int			ncolumns;
	char	  **columns = spi_texts(row, 1, &ncolumns, "customer_imports.hashed_columns");

	for (int i = 0; i < ncolumns; i++)
		if (columns[i] == NULL)
			spi_refuse_null("customer_imports.hashed_columns");
	list->hash = hash_of_columns(columns, ncolumns);
	list->imports = quote_literal_cstr(spi_text_not_null(row, 2, "customer_imports.import_id"));
	return list;
}

List *
created_lists(void)
{
	Statement	find = statement(sql_text(created_sql, "read lists", NULL));
	List	   *lists = NIL;
	uint64		n;

	if (target_is_distributed())
		return NIL;
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
		lists = lappend(lists, read_list(i));
	return lists;
}

char *
created_edited_sql(List *lists)
{
	StringInfoData cases;
	ListCell   *lc;

	if (lists == NIL)
		return "NULL::boolean";
	initStringInfo(&cases);
	foreach(lc, lists)
	{
		HashedList *list = lfirst(lc);

		appendStringInfoString(&cases, sql_text(created_sql, "is as hashed", "imports", list->imports,
												"hash", list->hash == NULL ? "NULL" : list->hash, NULL));
	}
	return sql_text(created_sql, "is edited", "cases", cases.data, NULL);
}

/* Runs a statement whose $1 is an array of customer_ids. */
static void
write_hashes(const char *sql, Datum customer_ids)
{
	Statement	write = statement(sql);

	statement_datum(&write, INT8ARRAYOID, customer_ids, false);
	statement_write(&write);
}

void
created_move_on(List *lists, Datum customer_ids)
{
	ListCell   *lc;

	foreach(lc, lists)
	{
		HashedList *list = lfirst(lc);

		if (list->hash != NULL)
			write_hashes(sql_text(created_sql, "move on", "hash", list->hash, "imports", list->imports,
								  "moved", target_found("c.customer_id OPERATOR(pg_catalog.=) ANY ($1)"), NULL),
						 customer_ids);
	}
}

void
created_forget(Datum customer_ids)
{
	write_hashes(sql_text(created_sql, "forget", NULL), customer_ids);
}
