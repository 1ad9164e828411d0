/*
 * live.c
 *
 * Live customers, read by SQL through the executor, so that privileges, row
 * security, partitions and whatever else the table has keep working.
 *
 *		SELECT customer_id, <a column a field> FROM customers WHERE ...
 *			-> executor -> LiveReceiver -> callback(LiveRow)
 *
 * A DestReceiver sees each row in the executor's own slot: nothing is copied,
 * nothing is collected.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "storage/bufmgr.h"
#include "tcop/dest.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/spccache.h"

#include "field/field_sql.h"
#include "field/key_sql.h"
#include "import/live.h"
#include "support/catalog.h"
#include "support/distributed.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Live customers in a block, where nobody has counted them yet. */
#define LIVE_ROWS_PER_BLOCK 50.0

typedef enum LiveQuery
{
	QUERY_ALL,
	QUERY_WINDOW,
	QUERY_IDS,
	QUERY_IDENTIFIERS,
	QUERY_EMAILS,
	QUERY_UNTIDY_IDENTIFIERS,
	QUERY_UNTIDY_EMAILS,
	NUM_QUERIES
} LiveQuery;

struct LiveReader
{
	char	   *select;			/* up to and including FROM customers c */
	int			ncolumns;		/* of it */
	Oid		   *types;			/* of each column, as callbacks take it */
	MemoryContext context;		/* the reader's own */
	Statement	queries[NUM_QUERIES];	/* prepared at their first use */
	bool		has_untidy[NUM_KEYS];	/* keys that are not stored folded */
	bool		untidy_known[NUM_KEYS];
};

typedef struct LiveReceiver
{
	DestReceiver pub;
	const LiveReader *reader;
	MemoryContext context;		/* the callback's */
	LiveRowCallback callback;
	void	   *state;
} LiveReceiver;

/* ---- keys that are not stored folded ---- */

bool
live_has_untidy(KeyKind key)
{
	Statement	find = statement(psprintf("SELECT EXISTS (SELECT 1 FROM %s WHERE %s)",
										  catalog_name(REL_CUSTOMERS), key_sql_untidy(key, "")));
	bool		result;

	if (!target_is_ours())
		return false;
	find.read_only = true;
	find.kept = true;
	statement_select(&find);
	result = spi_bool(0, 1, "whether there are keys that are not folded");
	statement_done();
	return result;
}

/* The same, cached. */
static bool
has_untidy(LiveReader *reader, KeyKind key)
{
	if (!reader->untidy_known[key])
	{
		reader->has_untidy[key] = live_has_untidy(key);
		reader->untidy_known[key] = true;
	}
	return reader->has_untidy[key];
}

/* ---- queries ---- */

/* Is it an identifier that is no text, but read as one? */
static bool
is_other_key(const Field *field)
{
	return field->kind == FIELD_IDENTIFIER && field_is_key_type(field->type);
}

/* The SQL expression that yields a field of the live row. */
static void
append_field(StringInfo sql, const Field *field)
{
	if (field->kind == FIELD_GROUPS)
		appendStringInfoString(sql, ", NULL::pg_catalog.text");
	else if (field->kind == FIELD_ATTRIBUTE)
		appendStringInfo(sql, ", c.attributes OPERATOR(pg_catalog.->>) %s::pg_catalog.text",
						 quote_literal_cstr(field->category));
	else
		appendStringInfo(sql, is_other_key(field) ? ", c.%s::pg_catalog.text" : ", c.%s", quote_identifier(field->column));
}

/* Columns of customers that a merge can change: it has three of its own for each. */
#define MAX_COLUMNS 550

/* Errors if the fields cannot be read, or changed, by a query. */
static void
check_readable(const FieldMap *map)
{
	int			ncolumns = 0;

	for (int i = 0; i < map->nfields; i++)
		if (field_has_column(&map->fields[i]))
			ncolumns++;
	if (ncolumns > MAX_COLUMNS)
		ereport(ERROR,
				(errcode(ERRCODE_TOO_MANY_COLUMNS),
				 errmsg("%d columns of customers are too many to import at once", ncolumns),
				 errdetail("At most %d can be changed at once.", MAX_COLUMNS),
				 errhint("Import the others in a second import of the file, and leave these out there with mapping => '{\"Header\": null}'.")));
	if (map->nfields >= MaxTupleAttributeNumber)
		ereport(ERROR,
				(errcode(ERRCODE_TOO_MANY_COLUMNS),
				 errmsg("%d columns are too many to import at once", map->nfields),
				 errdetail("At most %d can be compared with a customer.", MaxTupleAttributeNumber - 1),
				 errhint("Leave out unknown columns with unknown_columns => 'ignore', or single ones with mapping => '{\"Header\": null}'.")));
}

LiveReader *
live_reader_create(const FieldMap *map)
{
	LiveReader *reader = palloc0(sizeof(LiveReader));
	StringInfoData sql;

	check_readable(map);
	reader->context = CurrentMemoryContext;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT c.customer_id::pg_catalog.int8");
	reader->types = palloc((map->nfields + 1) * sizeof(Oid));
	reader->types[reader->ncolumns++] = INT8OID;
	for (int i = 0; i < map->nfields; i++)
	{
		append_field(&sql, &map->fields[i]);
		reader->types[reader->ncolumns++] = is_other_key(&map->fields[i]) ? TEXTOID : map->fields[i].type;
	}
	appendStringInfo(&sql, " FROM %s AS c", catalog_name(REL_CUSTOMERS));
	reader->select = sql.data;
	return reader;
}

TupleDesc
live_reader_columns(const LiveReader *reader)
{
	TupleDesc	columns = CreateTemplateTupleDesc(reader->ncolumns);

	for (int i = 0; i < reader->ncolumns; i++)
		TupleDescInitEntry(columns, i + 1, NULL, reader->types[i], -1, 0);
	return columns;
}

/* Which rows a query reads. */
static const char *
live_condition(LiveQuery query)
{
	switch (query)
	{
		case QUERY_WINDOW:
			return " WHERE c.customer_id OPERATOR(pg_catalog.>=) $1"
				" AND c.customer_id OPERATOR(pg_catalog.<=) $2";
		case QUERY_IDS:
			return " WHERE c.customer_id OPERATOR(pg_catalog.=) ANY ($1)";
		case QUERY_IDENTIFIERS:
			return psprintf(" WHERE %s", key_sql_is_any(KEY_IDENTIFIER, "c.", 1));
		case QUERY_EMAILS:
			return psprintf(" WHERE %s", key_sql_is_any(KEY_EMAIL, "c.", 1));
		case QUERY_UNTIDY_IDENTIFIERS:
			return psprintf(" WHERE %s AND %s OPERATOR(pg_catalog.=) ANY ($1)",
							key_sql_untidy(KEY_IDENTIFIER, "c."), key_sql_folded(KEY_IDENTIFIER, "c."));
		case QUERY_UNTIDY_EMAILS:
			return psprintf(" WHERE %s AND %s OPERATOR(pg_catalog.=) ANY ($1)",
							key_sql_untidy(KEY_EMAIL, "c."), key_sql_folded(KEY_EMAIL, "c."));
		default:
			return "";
	}
}

/* Type of a query's first parameter. */
static Oid
live_param_type(LiveQuery query)
{
	return query == QUERY_WINDOW ? INT8OID : query == QUERY_IDS ? INT8ARRAYOID : TEXTARRAYOID;
}

/* A query without its parameters, under the active snapshot. */
static Statement *
live_query(LiveReader *reader, LiveQuery query)
{
	Oid			types[2] = {live_param_type(query), INT8OID};
	int			nparams = (query == QUERY_ALL) ? 0 : (query == QUERY_WINDOW) ? 2 : 1;
	Statement  *find = &reader->queries[query];

	if (find->sql == NULL)
	{
		*find = statement(psprintf("%s%s", reader->select, live_condition(query)));
		find->read_only = true;
		statement_prepare(find, reader->context, nparams, types);
	}
	statement_again(find);
	return find;
}

/* Errors if a column has another type than when its field was looked up. */
static void
receiver_startup(DestReceiver *self, int operation, TupleDesc typeinfo)
{
	const LiveReader *reader = ((LiveReceiver *) self)->reader;

	for (int i = 0; i < Min(typeinfo->natts, reader->ncolumns); i++)
	{
		Form_pg_attribute column = TupleDescAttr(typeinfo, i);

		if (column->atttypid != reader->types[i])
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("column \"%s\" of %s has type %s, which was %s a moment ago",
							NameStr(column->attname), catalog_name(REL_CUSTOMERS),
							format_type_be(column->atttypid), format_type_be(reader->types[i])),
					 errhint("Try again.")));
	}
}

static void
receiver_shutdown(DestReceiver *self)
{
}

/* One row from the executor, to the callback. */
static bool
receiver_receive(TupleTableSlot *slot, DestReceiver *self)
{
	LiveReceiver *receiver = (LiveReceiver *) self;
	MemoryContext old = MemoryContextSwitchTo(receiver->context);
	LiveRow		row;

	slot_getallattrs(slot);
	if (unlikely(slot->tts_isnull[0]))
		spi_refuse_null("customers.customer_id");
	row.customer_id = DatumGetInt64(slot->tts_values[0]);
	row.values = slot->tts_values + 1;
	row.isnull = slot->tts_isnull + 1;
	receiver->callback(receiver->state, &row);
	MemoryContextSwitchTo(old);
	return true;
}

/* Runs a query, its rows going to the callback. */
static void
live_execute(LiveReader *reader, LiveQuery query, const Datum *params, int nparams,
			 LiveRowCallback callback, void *state)
{
	Statement  *find = live_query(reader, query);
	LiveReceiver receiver = {
		{receiver_receive, receiver_startup, receiver_shutdown, receiver_shutdown, DestTuplestore},	/* any but DestNone, DestSPI */
		reader, CurrentMemoryContext, callback, state
	};

	for (int i = 0; i < nparams; i++)
		statement_datum(find, live_param_type(query), params[i], false);
	statement_send(find, &receiver.pub);
}

void
live_read_all(LiveReader *reader, LiveRowCallback callback, void *state)
{
	int			scope = settings_scope_enter();

	settings_scope_set("enable_seqscan", "on");
	live_execute(reader, QUERY_ALL, NULL, 0, callback, state);
	settings_scope_leave(scope);
}

void
live_read_window(LiveReader *reader, int64 first, int64 last,
				 LiveRowCallback callback, void *state)
{
	Datum		params[2] = {Int64GetDatum(first), Int64GetDatum(last)};
	int			scope = settings_scope_enter();

	/* reads a page once, where an index scan goes back to it for each row */
	settings_scope_set("enable_bitmapscan", "on");
	settings_scope_set("enable_indexscan", "off");
	live_execute(reader, QUERY_WINDOW, params, 2, callback, state);
	settings_scope_leave(scope);
}

void
live_read_ids(LiveReader *reader, const int64 *ids, int nids,
			  LiveRowCallback callback, void *state)
{
	Datum	   *elements = palloc(nids * sizeof(Datum));
	Datum		param;

	for (int i = 0; i < nids; i++)
		elements[i] = Int64GetDatum(ids[i]);
	param = int8_array(elements, nids);
	live_execute(reader, QUERY_IDS, &param, 1, callback, state);
}

void
live_read_texts(LiveReader *reader, KeyKind key, Datum *texts, int ntexts,
				LiveRowCallback callback, void *state)
{
	Datum		param = PointerGetDatum(construct_array(texts, ntexts, TEXTOID, -1,
														false, TYPALIGN_INT));

	live_execute(reader, key == KEY_IDENTIFIER ? QUERY_IDENTIFIERS : QUERY_EMAILS,
				 &param, 1, callback, state);
	if (has_untidy(reader, key))
		live_execute(reader, key == KEY_IDENTIFIER ? QUERY_UNTIDY_IDENTIFIERS : QUERY_UNTIDY_EMAILS,
					 &param, 1, callback, state);
}

/* Rows in a block: as when the table was last analyzed. */
static double
rows_per_block(Relation rel)
{
	return rel->rd_rel->relpages > 0 && rel->rd_rel->reltuples > 0
		? rel->rd_rel->reltuples / rel->rd_rel->relpages : LIVE_ROWS_PER_BLOCK;
}

/* Of the table, with its partitions if it has any. */
LiveSize
live_size(void)
{
	LiveSize	size = {.parts = distributed_parts(target_table())};
	ListCell   *lc;

	foreach(lc, find_all_inheritors(target_table(), AccessShareLock, NULL))
	{
		Relation	rel = table_open(lfirst_oid(lc), AccessShareLock);

		if (RELKIND_HAS_STORAGE(rel->rd_rel->relkind))
		{
			BlockNumber pages = RelationGetNumberOfBlocks(rel);

			size.pages += pages;
			size.rows += pages * rows_per_block(rel);
		}
		get_tablespace_page_costs(rel->rd_rel->reltablespace, &size.random_page_cost,
								  &size.seq_page_cost);
		table_close(rel, NoLock);
	}
	return size;
}

int64
live_estimate_rows(void)
{
	return (int64) live_size().rows;
}

bool
live_id_range(int64 *smallest, int64 *largest)
{
	Statement	find = statement(psprintf("SELECT pg_catalog.min(customer_id)::pg_catalog.int8, pg_catalog.max(customer_id)::pg_catalog.int8 FROM %s",
										  catalog_name(REL_CUSTOMERS)));
	bool		isnull;

	find.read_only = true;
	find.kept = true;
	statement_select(&find);
	*smallest = DatumGetInt64(spi_datum(0, 1, INT8OID, &isnull, "customers.customer_id"));
	if (!isnull)
		*largest = spi_int64(0, 2, "customers.customer_id");
	statement_done();
	return !isnull;
}
