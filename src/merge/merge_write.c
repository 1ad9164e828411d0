/*
 * merge_write.c
 *
 *		UPDATE of the changed customers -> INSERT of the new ones -> memberships
 *
 * Each is one statement, whatever the number of rows (merge_sql.c).
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/snapmgr.h"

#include "import/live.h"
#include "merge/created.h"
#include "merge/group_lock.h"
#include "merge/group_retry.h"
#include "merge/index_defer.h"
#include "merge/merge_journal.h"
#include "merge/merge_write.h"
#include "support/catalog.h"
#include "support/rule.h"
#include "support/session_plan.h"
#include "support/spi_value.h"

/*
 * A load of at least so many new customers, and so many times those that are
 * there, has the indexes built afterwards (index_defer.c).
 */
#define BULK_LOAD_MIN 10000
#define BULK_LOAD_FACTOR 2

MergeRows
merge_rows_staged(int64 import_id, TimestampTz merged_at, Field **fields, int nfields)
{
	MergeRows	rows = {0};

	rows.fields = merge_fields_staged(fields, nfields);
	rows.fields.is_distributed = live_is_distributed();
	rows.hashed_lists = created_lists();
	if (rows.hashed_lists != NIL)
		rows.fields.edited = created_edited_sql(rows.hashed_lists);
	rows.nparams = 2;
	rows.types[0] = INT8OID;
	rows.params[0] = Int64GetDatum(import_id);
	rows.types[1] = TIMESTAMPTZOID;
	rows.params[1] = TimestampTzGetDatum(merged_at);
	rows.nulls[0] = rows.nulls[1] = ' ';
	return rows;
}

MergeRows
merge_rows_given(Jsonb *given, Field **fields, int nfields)
{
	MergeRows	rows = {0};

	rows.fields = merge_fields_given(fields, nfields);
	rows.nparams = 2;
	rows.types[0] = INT8OID;
	rows.nulls[0] = 'n';
	rows.types[1] = JSONBOID;
	rows.params[1] = JsonbPGetDatum(given);
	rows.nulls[1] = ' ';
	return rows;
}

/*
 * Statements over staged rows are planned for their import; those over given
 * rows are small, and the same again and again.
 */
static int
execute_rows(const MergeRows *rows, const char *sql, bool read_only)
{
	if (rows->fields.is_staged)
		return SPI_execute_with_args(sql, rows->nparams, unconstify(Oid *, &rows->types[0]),
									 unconstify(Datum *, &rows->params[0]), rows->nulls,
									 read_only, 0);
	return session_execute_with_args(sql, rows->nparams, rows->types, rows->params, rows->nulls,
									 read_only, 0);
}

/*
 * Runs a statement over the rows, of which so much is expected; returns the
 * rows processed.  read_only: under the active snapshot.
 */
static uint64
execute_as(const MergeRows *rows, const char *sql, bool read_only, int expected)
{
	int			rc = execute_rows(rows, sql, read_only);

	rule_refuse(rc);
	if (rc != expected)
		elog(ERROR, "merge failed: %s", SPI_result_code_string(rc));
	return SPI_processed;
}

/* A statement that writes, or reads what this transaction has written. */
static uint64
execute(const MergeRows *rows, const char *sql, int expected)
{
	return execute_as(rows, sql, false, expected);
}

/* How many customers the UPDATE has to change: a row may touch only groups. */
static int64
count_updates(const MergeRows *rows)
{
	if (rows->fields.groups < 0)
		return rows->changed;
	execute(rows, merge_sql_count_updates(&rows->fields), SPI_OK_SELECT);
	return spi_int64(0, 1, "the count of customers to update");
}

/* Runs the UPDATE of an import, and keeps what the customers were before. */
static int64
update_staged(MergeRows *rows, const char *sql)
{
	MergeJournal *journal = merge_journal_open(rows);
	int64		n;

	if (rows->fields.is_distributed)
		merge_journal_read(journal, rows);
	n = execute(rows, sql, SPI_OK_UPDATE);
	rows->intact = merge_journal_close(journal);
	return n;
}

bool
merge_update_customers(MergeRows *rows)
{
	char	   *sql;
	int64		n;

	if (rows->changed == 0 || (sql = merge_sql_update(&rows->fields)) == NULL)
		return true;
	n = rows->fields.is_staged ? update_staged(rows, sql) : (int64) execute(rows, sql, SPI_OK_UPDATE);
	return n == count_updates(rows);
}

bool
merge_is_any_changed(const MergeRows *rows)
{
	return rows->changed > 0 &&
		execute(rows, psprintf("%s LIMIT 1", merge_sql_changed_rows(&rows->fields)), SPI_OK_SELECT) > 0;
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

/* Do new customers outnumber those that are there? */
static bool
is_bulk_load(const MergeRows *rows)
{
	return rows->created >= BULK_LOAD_MIN &&
		rows->created >= BULK_LOAD_FACTOR * live_estimate_rows();
}

int64
merge_insert_customers(const MergeRows *rows)
{
	List	   *indexes = NIL;
	int64		n;

	if (rows->created == 0)
		return 0;
	if (is_bulk_load(rows))
		indexes = index_defer(catalog_oid(REL_CUSTOMERS, false));
	n = execute(rows, merge_sql_insert(&rows->fields), SPI_OK_INSERT);
	index_rebuild(indexes);
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

/* Are some of the new groups there by now, out of this transaction's sight? */
static bool
is_any_unseen(const MergeRows *rows)
{
	char	   *sql = merge_sql_new_groups(&rows->fields);
	uint64		new = execute(rows, sql, SPI_OK_SELECT);
	uint64		latest;

	PushActiveSnapshot(GetLatestSnapshot());
	latest = execute_as(rows, sql, true, SPI_OK_SELECT);
	PopActiveSnapshot();
	return latest < new;
}

/* Makes the groups that are not there yet. */
static void
make_groups(const MergeRows *rows)
{
	if (execute(rows, group_lock_sql(merge_sql_new_groups(&rows->fields)), SPI_OK_SELECT) == 0)
		return;
	if (IsolationUsesXactSnapshot() && is_any_unseen(rows))
		group_lock_refuse_unseen();
	execute(rows, merge_sql_insert_groups(&rows->fields), SPI_OK_INSERT);
}

/* Work for group_retry(). */
static bool
write_groups(void *state)
{
	const MergeRows *rows = state;

	make_groups(rows);
	if (rows->fields.is_staged)
		execute(rows, merge_sql_keep_members(&rows->fields), SPI_OK_UPDATE);
	execute(rows, merge_sql_delete_members(&rows->fields), SPI_OK_DELETE);
	execute(rows, merge_sql_insert_members(&rows->fields), SPI_OK_INSERT);
	return true;
}

void
merge_write_groups(const MergeRows *rows)
{
	if (rows->fields.groups >= 0 && rows->created + rows->changed > 0)
		group_retry(write_groups, unconstify(MergeRows *, rows));
}

bool
merge_is_any_taken(const MergeRows *rows)
{
	const char *sql = merge_sql_taken_keys(&rows->fields, rows->created > 0);
	bool		taken;

	if (sql == NULL)
		return false;
	PushActiveSnapshot(GetLatestSnapshot());
	taken = execute_as(rows, psprintf("%s LIMIT 1", sql), true, SPI_OK_SELECT) > 0;
	PopActiveSnapshot();
	return taken;
}
