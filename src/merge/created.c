/*
 * created.c
 *
 *		defaults, evaluated once -> customer_imports.defaults
 *		does anything else write what the file does not say?
 *			yes: the rows, when the merge is done -> customer_import_created
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/reltrigger.h"
#include "utils/snapmgr.h"

#include "field/column_default.h"
#include "import/live.h"
#include "merge/created.h"
#include "merge/merge_rows.h"
#include "support/subxact.h"
#include "support/catalog.h"
#include "support/spi_value.h"

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

/* Is it an application's trigger, and will it fire? */
static bool
is_foreign_trigger(const Trigger *trigger)
{
	return !trigger->tgisinternal && trigger->tgenabled != TRIGGER_DISABLED &&
		getExtensionOfObject(ProcedureRelationId, trigger->tgfoid) != get_extension_oid("customers", true);
}

/* Do triggers or rules of others act when rows of the table are written? */
static bool
acts_itself(CatalogRelation table)
{
	ListCell   *lc;

	foreach(lc, find_all_inheritors(catalog_oid(table, false), AccessShareLock, NULL))
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
has_volatile_default(Relation customers)
{
	TupleDesc	desc = RelationGetDescr(customers);

	for (int i = 0; i < desc->natts; i++)
		if (created_is_compared(TupleDescAttr(desc, i)) && column_default_is_volatile(customers, i + 1))
			return true;
	return false;
}

/* ---- defaults ---- */

/* Writes what is known of the new customers in the import's row. */
static void
write_import(const MergeRows *rows, const char *column, Oid type, Datum value)
{
	Oid			types[] = {INT8OID, type};
	Datum		values[] = {rows->params[0], value};

	if (SPI_execute_with_args(psprintf("UPDATE %s SET %s = $2 WHERE import_id OPERATOR(pg_catalog.=) $1",
									   catalog_name(REL_IMPORTS), column),
							  2, types, values, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not write the import");
}

/* The defaults to be read, and what they are. */
typedef struct Defaults
{
	Relation	customers;
	Jsonb	   *values;
} Defaults;

static JsonbValue
json_text(const char *text)
{
	JsonbValue	value;

	value.type = text == NULL ? jbvNull : jbvString;
	value.val.string.val = unconstify(char *, text);
	value.val.string.len = text == NULL ? 0 : strlen(text);
	return value;
}

/* Work for subxact_run(): a default may raise an error, though no row needs it. */
static bool
read_defaults(void *state)
{
	Defaults   *defaults = state;
	TupleDesc	desc = RelationGetDescr(defaults->customers);
	JsonbParseState *json = NULL;

	PushActiveSnapshot(GetTransactionSnapshot());
	pushJsonbValue(&json, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < desc->natts; i++)
	{
		JsonbValue	key = json_text(NameStr(TupleDescAttr(desc, i)->attname)),
					value;

		if (!created_is_compared(TupleDescAttr(desc, i)) || column_default_is_volatile(defaults->customers, i + 1))
			continue;
		value = json_text(column_default_value(defaults->customers, i + 1));
		pushJsonbValue(&json, WJB_KEY, &key);
		pushJsonbValue(&json, WJB_VALUE, &value);
	}
	defaults->values = JsonbValueToJsonb(pushJsonbValue(&json, WJB_END_OBJECT, NULL));
	PopActiveSnapshot();
	return true;
}

bool
created_keep_defaults(const MergeRows *rows)
{
	Defaults	defaults = {catalog_open(REL_CUSTOMERS), NULL};
	ErrorData  *error;
	bool		known = subxact_run(read_defaults, &defaults, &error);
	bool		hashed = !known || has_volatile_default(defaults.customers) || acts_itself(REL_CUSTOMERS) ||
		(rows->fields.groups >= 0 && (acts_itself(REL_GROUPS) || acts_itself(REL_GROUP_MEMBERS)));

	table_close(defaults.customers, NoLock);
	if (known)
		write_import(rows, "defaults", JSONBOID, JsonbPGetDatum(defaults.values));
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
 * Dates and times are hashed as numbers: their texts depend on settings, which
 * triggers shall find as their application set them.
 */
char *
created_column_sql(Relation customers, const char *column)
{
	AttrNumber	number = get_attnum(RelationGetRelid(customers), column);
	char	   *value = psprintf("c.%s", quote_identifier(column));

	if (number <= 0)
		return NULL;
	switch (getBaseType(TupleDescAttr(RelationGetDescr(customers), number - 1)->atttypid))
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
	Relation	customers = catalog_open(REL_CUSTOMERS);
	TupleDesc	desc = RelationGetDescr(customers);
	char	  **columns = palloc(Max(desc->natts, 1) * sizeof(char *));
	int			n = 0;

	for (int i = 0; i < desc->natts; i++)
		if (created_is_compared(TupleDescAttr(desc, i)))
			columns[n++] = pstrdup(NameStr(TupleDescAttr(desc, i)->attname));
	table_close(customers, NoLock);
	*ncolumns = n;
	return columns;
}

/* Hash of columns of customer c; NULL if one of them is gone. */
static char *
hash_of_columns(char *const *columns, int ncolumns)
{
	Relation	customers = table_open(catalog_oid(REL_CUSTOMERS, false), AccessShareLock);
	char	  **values = palloc(Max(ncolumns, 1) * sizeof(char *));
	bool		complete = true;

	for (int i = 0; i < ncolumns; i++)
	{
		values[i] = created_column_sql(customers, columns[i]);
		complete &= values[i] != NULL;
	}
	table_close(customers, NoLock);
	return complete ? created_hash_sql(values, ncolumns) : NULL;
}

/* INSERT of the hashes of the new customers. */
static char *
hashes_sql(const MergeRows *rows, char *const *columns, int ncolumns)
{
	return psprintf("INSERT INTO %s (import_id, customer_id, hash)"
					" SELECT $1, c.customer_id, %s FROM %s AS r JOIN %s AS c"
					" ON c.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" WHERE %s AND r.action OPERATOR(pg_catalog.=) 'create'",
					catalog_name(REL_IMPORT_CREATED), hash_of_columns(columns, ncolumns),
					rows->fields.rows, catalog_name(REL_CUSTOMERS), rows->fields.chosen);
}

void
created_keep_hashes(const MergeRows *rows)
{
	Oid			type = INT8OID;
	int			ncolumns;
	char	  **columns = hashed_columns(&ncolumns);
	Datum	   *names = palloc(Max(ncolumns, 1) * sizeof(Datum));

	for (int i = 0; i < ncolumns; i++)
		names[i] = CStringGetTextDatum(columns[i]);
	write_import(rows, "hashed_columns", TEXTARRAYOID,
				 PointerGetDatum(construct_array(names, ncolumns, TEXTOID, -1, false, TYPALIGN_INT)));
	if (SPI_execute_with_args(hashes_sql(rows, columns, ncolumns), 1, &type,
							  unconstify(Datum *, &rows->params[0]), NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not keep the hashes of new customers");
}

/* ---- hashes that move on ---- */

/* The list of a row that was read. */
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
	MemoryContext caller = CurrentMemoryContext;
	List	   *lists = NIL;

	if (live_is_distributed())
		return NIL;
	if (SPI_execute(psprintf("SELECT i.hashed_columns, pg_catalog.array_agg(i.import_id)::pg_catalog.text FROM %s AS i"
							 " WHERE i.hashed_columns IS NOT NULL AND EXISTS (SELECT FROM %s AS h"
							 " WHERE h.import_id OPERATOR(pg_catalog.=) i.import_id) GROUP BY i.hashed_columns",
							 catalog_name(REL_IMPORTS), catalog_name(REL_IMPORT_CREATED)), false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read which columns are hashed");
	MemoryContextSwitchTo(caller);
	for (uint64 i = 0; i < SPI_processed; i++)
		lists = lappend(lists, read_list(i));
	return lists;
}

char *
created_edited_sql(List *lists)
{
	StringInfoData sql;
	ListCell   *lc;

	if (lists == NIL)
		return "NULL::pg_catalog.bool";
	initStringInfo(&sql);
	appendStringInfoString(&sql, "CASE WHEN s.hash IS NOT NULL THEN (CASE");
	foreach(lc, lists)
	{
		HashedList *list = lfirst(lc);

		appendStringInfo(&sql, " WHEN s.creator OPERATOR(pg_catalog.=) ANY (%s::pg_catalog.int8[]) THEN s.hash OPERATOR(pg_catalog.=) %s",
						 list->imports, list->hash == NULL ? "NULL" : list->hash);
	}
	appendStringInfoString(&sql, " END) IS NOT TRUE END");
	return sql.data;
}

/* Runs a statement about customers, its $1. */
static void
execute(const char *sql, Datum customer_ids, int expected)
{
	Oid			type = INT8ARRAYOID;

	if (SPI_execute_with_args(sql, 1, &type, &customer_ids, NULL, false, 0) != expected)
		elog(ERROR, "could not change the hashes of customers");
}

void
created_move_on(List *lists, Datum customer_ids)
{
	ListCell   *lc;

	foreach(lc, lists)
	{
		HashedList *list = lfirst(lc);

		if (list->hash != NULL)
			execute(psprintf("UPDATE %s AS h SET hash = %s FROM %s AS c"
							 " WHERE h.import_id OPERATOR(pg_catalog.=) ANY (%s::pg_catalog.int8[])"
							 " AND h.customer_id OPERATOR(pg_catalog.=) ANY ($1)"
							 " AND c.customer_id OPERATOR(pg_catalog.=) ANY ($1)"
							 " AND c.customer_id OPERATOR(pg_catalog.=) h.customer_id",
							 catalog_name(REL_IMPORT_CREATED), list->hash, catalog_name(REL_CUSTOMERS),
							 list->imports), customer_ids, SPI_OK_UPDATE);
	}
}

void
created_forget(Datum customer_ids)
{
	execute(psprintf("DELETE FROM %s WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1)",
					 catalog_name(REL_IMPORT_CREATED)), customer_ids, SPI_OK_DELETE);
}
