/*
 * merge_write.c
 *
 *		UPDATE of the changed customers -> INSERT of the new ones -> memberships
 *
 * Each is one statement, whatever the number of rows (merge_rows.sql).
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

#include "field/column_default.h"
#include "import/live.h"
#include "merge/created.h"
#include "merge/group_lock.h"
#include "merge/group_retry.h"
#include "merge/index_defer.h"
#include "merge/merge_journal.h"
#include "merge/merge_part.h"
#include "merge/merge_write.h"
#include "schema/consent_follow.h"
#include "support/catalog.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/target.h"

/*
 * Build the indexes afterwards (index_defer.c) for at least BULK_LOAD_MIN new
 * customers, if they are BULK_LOAD_FACTOR times as many as the existing ones.
 */
#define BULK_LOAD_MIN 10000
#define BULK_LOAD_FACTOR 2

/* From so many changed customers on, rows are joined as whole sets. */
#define MANY_CHANGED 1000

/*
 * Read the customers in order, beside the rows, if at least one in MERGE_JOIN_SHARE
 * changes; else look each up.
 */
#define MERGE_JOIN_SHARE 4

MergeRows
merge_rows_staged(int64 import_id, TimestampTz merged_at, Field **fields, int nfields)
{
	MergeRows	rows = {0};

	rows.fields = merge_fields_staged(fields, nfields);
	rows.fields.is_distributed = target_is_distributed();
	rows.hashed_lists = created_lists();
	if (rows.hashed_lists != NIL)
		rows.fields.edited = created_edited_sql(rows.hashed_lists);
	rows.types[0] = INT8OID;
	rows.params[0] = Int64GetDatum(import_id);
	rows.types[1] = TIMESTAMPTZOID;
	rows.params[1] = TimestampTzGetDatum(merged_at);
	return rows;
}

MergeRows
merge_rows_given(Jsonb *given, Field **fields, int nfields)
{
	MergeRows	rows = {0};

	rows.fields = merge_fields_given(fields, nfields);
	rows.types[0] = INT8OID;
	rows.nulls[0] = true;
	rows.types[1] = JSONBOID;
	rows.params[1] = JsonbPGetDatum(given);
	return rows;
}

/* Runs a statement that writes; returns the number of rows written. */
static uint64
write_rows(const MergeRows *rows, const char *sql)
{
	Statement	write = merge_rows_statement(rows, sql);

	return statement_write(&write);
}

/* Reads what this transaction has written, and others have committed. */
static uint64
read_rows(const MergeRows *rows, const char *sql)
{
	Statement	find = merge_rows_statement(rows, sql);

	return statement_select(&find);
}

/* Reads under the latest snapshot. */
static uint64
read_latest(const MergeRows *rows, const char *sql)
{
	Statement	find = merge_rows_statement(rows, sql);

	find.latest = true;
	return statement_select(&find);
}

/* Number of customers that the UPDATE must change: rows may change only groups. */
static int64
count_updates(const MergeRows *rows)
{
	if (rows->fields.groups < 0)
		return rows->changed;
	read_rows(rows, merge_sql_count_updates(&rows->fields));
	return spi_int64(0, 1, "the count of customers to update");
}

/* Runs a statement of the import alone, if there is one. */
static void
write_import(const MergeRows *rows, const char *sql)
{
	Statement	write;

	if (sql == NULL)
		return;
	write = statement(sql);
	statement_datum(&write, rows->types[0], rows->params[0], rows->nulls[0]);
	statement_write(&write);
}

/* Does the UPDATE change a large part of the customers? */
static bool
are_many_changed(const MergeRows *rows)
{
	return !rows->fields.is_distributed && rows->changed >= MANY_CHANGED &&
		rows->changed >= live_estimate_rows() / MERGE_JOIN_SHARE;
}

/* Runs the UPDATE, which sorts the staged rows, in the memory that maintenance may take. */
static uint64
write_changed(const MergeRows *rows, const char *sql)
{
	Statement	write = merge_rows_statement(rows, sql);
	int			scope = settings_scope_enter();
	uint64		n;

	if (work_mem < maintenance_work_mem)
		settings_scope_set("work_mem", psprintf("%dkB", maintenance_work_mem));
	write.joins_sets = are_many_changed(rows);
	n = statement_write(&write);
	settings_scope_leave(scope);
	return n;
}

/* The same of customers on other machines, part by part; their old values are read first. */
static int64
write_parts(MergeJournal *journal, const MergeRows *rows)
{
	int64		n = 0;
	ListCell   *lc;

	foreach(lc, merge_parts(rows))
	{
		const MergeRows *part = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		merge_journal_read(journal, part);
		n += (int64) write_changed(part, merge_sql_update(&part->fields));
	}
	return n;
}

/* Runs the UPDATE of an import, with a journal. */
static int64
update_staged(MergeRows *rows, const char *sql)
{
	MergeJournal *journal;
	int64		n;

	write_import(rows, merge_sql_keep_times(&rows->fields));
	journal = merge_journal_open(rows);
	n = rows->fields.is_distributed ? write_parts(journal, rows) : (int64) write_changed(rows, sql);
	rows->intact = merge_journal_close(journal);
	return n;
}

/*
 * Writes the emails that are handed over.  The UPDATE before has taken them from who
 * gave them up, and left who gets them without: a unique index is checked row by row.
 */
static bool
write_handed(const MergeRows *rows)
{
	return rows->handed == 0 || write_rows(rows, merge_sql_update_handed(&rows->fields)) == rows->handed;
}

/* Begins to follow the consent of the customers of an action, where rows can change it. */
static ConsentFollow *
follow_consent(const MergeRows *rows, const char *action)
{
	Statement	ids;

	if (rows->fields.email < 0 && rows->fields.subscribed < 0)
		return NULL;
	ids = merge_rows_statement(rows, merge_sql_consent_ids(&rows->fields, action));
	return consent_follow_begin(&ids);
}

bool
merge_update_customers(MergeRows *rows)
{
	ConsentFollow *follow;
	char	   *sql;
	int64		n;
	bool		exact;

	if (rows->changed == 0 || (sql = merge_sql_update(&rows->fields)) == NULL)
		return true;
	follow = follow_consent(rows, "update");
	n = rows->fields.is_staged ? update_staged(rows, sql) : (int64) write_rows(rows, sql);
	exact = n == count_updates(rows) && write_handed(rows);
	consent_follow_end(follow);
	return exact;
}

bool
merge_is_any_changed(const MergeRows *rows)
{
	return rows->changed > 0 &&
		read_rows(rows, psprintf("%s LIMIT 1", merge_sql_changed_rows(&rows->fields))) > 0;
}

void
merge_refuse_held_back(bool hides)
{
	ereport(ERROR,
			(errcode(hides ? ERRCODE_INSUFFICIENT_PRIVILEGE : ERRCODE_TRIGGERED_ACTION_EXCEPTION),
			 errmsg("some of the customers could not be changed"),
			 hides ? errhint("Row-level security may keep you from changing them: then have another role do it. Or a trigger on customers has held them back.")
			 : errhint("A trigger on customers may have held them back.")));
}

/* Should the indexes be built afterwards? */
static bool
is_bulk_load(const MergeRows *rows)
{
	return rows->created >= BULK_LOAD_MIN &&
		rows->created >= BULK_LOAD_FACTOR * live_estimate_rows();
}

/* The column of identifiers, if all new customers leave it empty; else InvalidAttrNumber. */
static AttrNumber
empty_column(const MergeRows *rows)
{
	Target		customers = target_open();
	AttrNumber	column = rows->fields.identifier >= 0 ? InvalidAttrNumber : target_column(&customers, "identifier");

	if (column != InvalidAttrNumber && column_default_sql(customers.relation, column) != NULL)
		column = InvalidAttrNumber;
	target_close(&customers);
	return column;
}

int64
merge_insert_customers(const MergeRows *rows)
{
	List	   *indexes = NIL;
	ConsentFollow *follow;
	int64		n;

	if (rows->created == 0)
		return 0;
	/* the import has checked the addresses of its new customers */
	follow = rows->fields.is_staged ? NULL : follow_consent(rows, "create");
	if (is_bulk_load(rows))
		indexes = index_defer(target_table(), empty_column(rows));
	n = write_rows(rows, merge_sql_insert(&rows->fields));
	index_rebuild(indexes);
	consent_follow_end(follow);
	return n;
}

void
merge_check_inserted(const MergeRows *rows, int64 n)
{
	if (n != rows->created)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
				 errmsg("only " INT64_FORMAT " of " INT64_FORMAT " new customers could be inserted",
						n, rows->created),
				 errhint("A trigger on customers may have held the others back.")));
}

/* Creates the groups that do not exist. */
static void
make_groups(const MergeRows *rows)
{
	char	   *new_groups = merge_sql_groups(&rows->fields, "new groups");

	if (read_rows(rows, group_lock_sql(new_groups)) == 0)
		return;
	/* have others created some, which this transaction cannot see? */
	if (IsolationUsesXactSnapshot() && read_latest(rows, new_groups) < read_rows(rows, new_groups))
		group_lock_refuse_unseen();
	write_rows(rows, merge_sql_groups(&rows->fields, "insert groups"));
}

/*
 * Deletes the memberships that the file takes away, and keeps them in the staged
 * rows first.  The planner may know nothing of rows staged a moment ago and would
 * join them one by one: not where many customers change.
 */
static void
remove_members(const MergeRows *rows)
{
	int			scope = settings_scope_enter();

	if (rows->changed >= MANY_CHANGED)
		settings_scope_set("enable_nestloop", "off");
	if (rows->fields.is_staged)
		write_rows(rows, merge_sql_groups(&rows->fields, "keep members"));
	write_rows(rows, merge_sql_groups(&rows->fields, "delete members"));
	settings_scope_leave(scope);
}

/* Work for group_retry(). */
static bool
write_groups(void *state)
{
	const MergeRows *rows = state;

	make_groups(rows);
	remove_members(rows);
	write_rows(rows, merge_sql_groups(&rows->fields, "insert members"));
	return true;
}

void
merge_write_groups(const MergeRows *rows)
{
	if (rows->fields.groups >= 0 && rows->created + rows->changed > 0)
		group_retry(write_groups, unconstify(MergeRows *, rows));
}

void
merge_find_handed(MergeRows *rows)
{
	ArrayType  *lines;

	rows->fields.handed = NULL;
	rows->handed = 0;
	if (rows->fields.email < 0 || read_latest(rows, merge_sql_handed_lines(&rows->fields)) == 0)
		return;
	lines = spi_array(0, 1, INT8ARRAYOID, "customer_import_rows.line");
	if (lines == NULL)
		return;
	rows->handed = ArrayGetNItems(ARR_NDIM(lines), ARR_DIMS(lines));
	rows->fields.handed = psprintf("r.line = ANY (%s::pg_catalog.int8[])",
								   quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT, PointerGetDatum(lines))));
}

bool
merge_is_any_taken(const MergeRows *rows, bool but_given_up)
{
	const char *sql = merge_sql_taken_keys(&rows->fields, rows->created > 0, but_given_up);

	return sql != NULL && read_latest(rows, psprintf("%s LIMIT 1", sql)) > 0;
}
