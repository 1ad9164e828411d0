/*
 * created.c
 *
 *		defaults, evaluated once -> customer_imports.defaults
 *		triggers, rules or volatile defaults on new rows?
 *			yes: hash of each row at the end of the merge -> customer_import_created
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
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
#include "support/json.h"
#include "support/subxact.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Columns that one format() takes: a function has no more than 100 arguments. */
#define FORMAT_COLUMNS 50

bool
created_is_compared(Form_pg_attribute column)
{
	return !column->attisdropped && column->attgenerated == '\0' &&
		strcmp(NameStr(column->attname), "customer_id") != 0 &&
		strcmp(NameStr(column->attname), "updated_at") != 0;
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
	for (int i = 0; i < customers->columns->natts; i++)
		if (created_is_compared(TupleDescAttr(customers->columns, i)) &&
			column_default_is_volatile(customers->relation, i + 1))
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
default_of(const Target *customers, int i)
{
	if (target_is_other_consent(customers, NameStr(TupleDescAttr(customers->columns, i)->attname)))
		return consent_default() ? "true" : "false";
	return column_default_value(customers->relation, i + 1);
}

/* Work for subxact_run(): a default may raise an error, though no row needs it. */
static bool
read_defaults(void *state)
{
	Defaults   *defaults = state;
	TupleDesc	desc = defaults->customers.columns;
	JsonbParseState *json = NULL;

	PushActiveSnapshot(GetTransactionSnapshot());
	json_begin(&json);
	for (int i = 0; i < desc->natts; i++)
	{
		if (created_is_compared(TupleDescAttr(desc, i)) && !column_default_is_volatile(defaults->customers.relation, i + 1))
			json_put_text(&json, NameStr(TupleDescAttr(desc, i)->attname), default_of(&defaults->customers, i));
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
created_column_sql(const Target *customers, const char *column)
{
	AttrNumber	number = target_column(customers, column);
	char	   *value = psprintf("c.%s", quote_identifier(column));

	if (number <= 0)
		return NULL;
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
	TupleDesc	desc = customers.columns;
	char	  **columns = palloc(Max(desc->natts, 1) * sizeof(char *));
	int			n = 0;

	for (int i = 0; i < desc->natts; i++)
		if (created_is_compared(TupleDescAttr(desc, i)))
			columns[n++] = pstrdup(NameStr(TupleDescAttr(desc, i)->attname));
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

	for (int i = 0; i < ncolumns; i++)
	{
		values[i] = created_column_sql(&customers, columns[i]);
		complete &= values[i] != NULL;
	}
	target_close(&customers);
	return complete ? created_hash_sql(values, ncolumns) : NULL;
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

	if (live_is_distributed())
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
			write_hashes(sql_text(created_sql, "move on", "hash", list->hash, "imports", list->imports, NULL),
						 customer_ids);
	}
}

void
created_forget(Datum customer_ids)
{
	write_hashes(sql_text(created_sql, "forget", NULL), customer_ids);
}
