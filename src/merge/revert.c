/*
 * revert.c
 *
 *		wait for merges and other reverts (turn.h)
 *		-> claim the import: it must be merged still
 *		-> DELETE the customers it created, if they are unchanged and nothing
 *			refers to them
 *		-> UPDATE the fields that are still as it wrote them; memberships
 *		-> note what is not as it was before the import
 *
 * Rows are not locked and judged beforehand: a DELETE or UPDATE that waits for an
 * application checks its conditions again, and what it kept is found and noted
 * afterwards.  In two cases the subxact is rolled back and tried again: another
 * session takes a key meanwhile, or inserts a row that refers to a customer being
 * deleted.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

#include "import/import_log.h"
#include "import/import_row.h"
#include "import/live.h"
#include "merge/created.h"
#include "merge/key_guard.h"
#include "merge/merge_journal.h"
#include "merge/opt_out_write.h"
#include "merge/references.h"
#include "merge/restore.h"
#include "merge/revert.h"
#include "merge/revert.sql.h"
#include "merge/revert_address.h"
#include "merge/revert_cells.h"
#include "merge/revert_changed.h"
#include "merge/revert_consent.h"
#include "merge/revert_created.h"
#include "merge/revert_handed.h"
#include "merge/revert_later.h"
#include "merge/turn.h"
#include "schema/setup.h"
#include "support/subxact.h"
#include "schema/consent_follow.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/json.h"
#include "support/row_security.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Attempts at a step that other sessions interfere with. */
#define MAX_ATTEMPTS 5

/*
 * Use index look-ups up to LOOK_UP_MAX customers, or below 1/SCAN_FACTOR of the
 * table; else scan.
 */
#define LOOK_UP_MAX 1000
#define SCAN_FACTOR 20

/* Attempts to put all customers back at once, before trying piece by piece. */
#define MAX_ATTEMPTS_WHOLE 2

#define NPARAMS 15

typedef struct Revert
{
	int64		import_id;
	RevertSql	sql;
	Datum		params[NPARAMS];	/* see revert_parts.h */
	bool		restore_erased; /* as the import's option says */
	int64		created;		/* of the import */
	int64		changed;
	int64		kept;
	int64		unsubscribed;	/* customers who stay unsubscribed */
	Datum		intact;			/* hashed customers that were put back, and had not
								 * been edited: bigint[] */
	ArrayBuildState *pieces;	/* intact, while put back by pieces */
} Revert;

/* A DELETE of rows that must not be referred to. */
typedef struct Removal
{
	Revert	   *revert;
	char	   *delete;
	char	   *find_orphans;	/* or NULL */
	uint64		deleted;
} Removal;

/* Adds the import to the context of an error. */
static void
revert_error_callback(void *arg)
{
	errcontext("revert of import " INT64_FORMAT, ((const Revert *) arg)->import_id);
}

/* A statement with the parameters of revert_parts.h. */
static Statement
revert_statement(const Revert *revert, const char *sql)
{
	static const Oid types[NPARAMS] = {INT8OID, INT8ARRAYOID, INT8ARRAYOID, TIMESTAMPTZOID, INT8ARRAYOID,
		INT8ARRAYOID, TIMESTAMPTZARRAYOID, INT8ARRAYOID, TIMESTAMPTZARRAYOID, INT8ARRAYOID, INT8ARRAYOID, INT8ARRAYOID,
	INT8OID, INT8OID, INT8ARRAYOID};
	Statement	result = statement(sql);

	for (int i = 0; i < NPARAMS; i++)
		statement_datum(&result, types[i], revert->params[i], false);
	return result;
}

/* Runs a statement, with the import in the context of errors. */
static uint64
run_statement(Revert *revert, Statement *statement)
{
	ErrorContextCallback callback = {error_context_stack, revert_error_callback, revert};
	uint64		n;

	error_context_stack = &callback;
	n = statement_run(statement);
	error_context_stack = callback.previous;
	return n;
}

/* Runs SQL, or does nothing if it is NULL; returns the rows processed. */
static uint64
execute(Revert *revert, const char *sql)
{
	Statement	statement;

	if (sql == NULL)
		return 0;
	statement = revert_statement(revert, sql);
	return run_statement(revert, &statement);
}

/* Runs a query under the latest snapshot. */
static uint64
execute_latest(Revert *revert, const char *sql)
{
	Statement	statement = revert_statement(revert, sql);

	statement.latest = true;
	return run_statement(revert, &statement);
}

/* Runs a statement of revert.sql without placeholders. */
static uint64
execute_section(Revert *revert, const char *section)
{
	return execute(revert, sql_text(revert_sql, section, NULL));
}

/*
 * Runs a statement that notes what is kept.  It joins staged rows by line, which
 * may be many: a nested loop would be too slow.
 */
static void
note(Revert *revert, const char *sql)
{
	int			scope = settings_scope_enter();

	settings_scope_set("enable_nestloop", "off");
	revert->kept += execute(revert, sql);
	settings_scope_leave(scope);
}

/*
 * Makes look-ups of customers use an index, unless those of the import are a large
 * part of the table: then scans and hash joins are cheaper.
 */
static void
pin_plans(const Revert *revert)
{
	settings_scope_set(revert->sql.by_ids ? "enable_seqscan" : "enable_nestloop", "off");
}

/* An array of the result as a parameter; empty for NULL. */
static Datum
found_array(int column, Oid type, Oid element, const char *what)
{
	ArrayType  *array = spi_array(0, column, type, what);

	return PointerGetDatum(array == NULL ? construct_empty_array(element) : array);
}

/* The numbers that a query finds under the latest snapshot; empty if sql is NULL. */
static Datum
find_numbers(Revert *revert, const char *sql)
{
	if (sql == NULL)
		return PointerGetDatum(construct_empty_array(INT8OID));
	execute_latest(revert, sql);
	return found_array(1, INT8ARRAYOID, INT8OID, "the customers of the import");
}

/* ---- the import's row ---- */

/* Reads the import's row. */
static void
load_import(Revert *revert)
{
	ImportRow  *row = import_row_read(revert->import_id, "created, changed, fields, options, merged_at");

	revert->created = row->counts.created;
	revert->changed = row->counts.changed;
	if (row->merged_at == IMPORT_ROW_NEVER)
		spi_refuse_null("customer_imports.merged_at");
	revert->params[3] = TimestampTzGetDatum(row->merged_at);
	revert->restore_erased = import_row_restores_erased(row);
	if (row->fields == NULL)
		spi_refuse_null("customer_imports.fields");
	import_fields_load(&revert->sql.fields, row->fields);
}

/* Reads the defaults and hashed columns of new customers. */
static void
load_defaults(Revert *revert)
{
	RevertSql  *sql = &revert->sql;
	ImportRow  *row = import_row_read(revert->import_id, "hashed_columns, defaults");
	JsonbIterator *pairs;
	JsonbValue	value;

	sql->hashed = spi_array_texts(row->hashed_columns, &sql->nhashed);
	for (int i = 0; i < sql->nhashed; i++)
		if (sql->hashed[i] == NULL)
			spi_refuse_null("customer_imports.hashed_columns");
	if (row->defaults == NULL)
		return;
	if (!JB_ROOT_IS_OBJECT(row->defaults))
		spi_refuse_value("customer_imports.defaults",
						 JsonbToCString(NULL, &row->defaults->root, VARSIZE(row->defaults)));
	if (JB_ROOT_COUNT(row->defaults) == 0)
		return;
	sql->defaults = palloc(JB_ROOT_COUNT(row->defaults) * sizeof(DefaultValue));
	pairs = json_pairs(row->defaults);
	while (json_next_pair(&pairs, &sql->defaults[sql->ndefaults].column, &value))
		sql->defaults[sql->ndefaults++].value = json_value_text(&value);
}

/* Reads the customers and times that a section finds. */
static void
load_arrays(Revert *revert, const char *section, Datum *ids, Datum *times)
{
	execute_section(revert, section);
	*ids = found_array(1, INT8ARRAYOID, INT8OID, "customer_import_changed.customer_ids");
	*times = found_array(2, TIMESTAMPTZARRAYOID, TIMESTAMPTZOID, "customer_import_changed.updated_at");
}

static bool
is_empty(Datum array)
{
	ArrayType  *values = DatumGetArrayTypeP(array);

	return ArrayGetNItems(ARR_NDIM(values), ARR_DIMS(values)) == 0;
}

/* The import and the later ones. */
static LaterImports
later_imports(const Revert *revert)
{
	LaterImports imports = {revert->params[0], revert->params[3], revert->params[7], revert->params[10],
	revert->sql.fields.password >= 0};

	return imports;
}

/*
 * Loads the old updated_at of changed customers, the later merges and their times,
 * and what these have written.
 */
static void
load_history(Revert *revert)
{
	LaterImports imports;

	load_arrays(revert, "times before", &revert->params[5], &revert->params[6]);
	load_arrays(revert, "later merges", &revert->params[7], &revert->params[8]);
	imports = later_imports(revert);
	revert->params[10] = imports.anew = revert_later_anew(&imports);
	revert->sql.has_anew = !is_empty(imports.anew);
	revert->sql.has_later = !is_empty(imports.later);
	if (revert->sql.has_later)
		revert->params[9] = revert_later_written(&imports);
}

/* Loads the cells that their columns do not accept any more. */
static void
load_refused(Revert *revert)
{
	revert->params[11] = revert_cells_refused(revert->import_id, &revert->sql.fields);
	revert->sql.has_refused = !is_empty(revert->params[11]);
}

/* Corrects the old values of later imports to those before this one. */
static void
correct_later(const Revert *revert)
{
	LaterImports imports = later_imports(revert);

	if (!revert->sql.has_later)
		return;
	if (revert->changed > 0)
		revert_later_correct(&imports);
	revert_consent_correct(&imports, revert->sql.resubscribe);
}

/* Loads the customers of the import if they are to be looked up by id. */
static void
load_ids(Revert *revert)
{
	int64		n = revert->created + revert->changed;

	revert->sql.by_ids = n <= LOOK_UP_MAX || n * SCAN_FACTOR <= live_estimate_rows();
	if (revert->sql.by_ids)
		revert->params[4] = find_numbers(revert, sql_text(revert_sql, "find ids", NULL));
}

/* ---- deleting ---- */

/* Does a row refer to a deleted one, under the latest snapshot? */
static bool
has_orphans(Removal *removal)
{
	return removal->deleted > 0 && removal->find_orphans != NULL &&
		execute_latest(removal->revert, removal->find_orphans) > 0;
}

/*
 * Deletes rows.  Once they are deleted, no session can add a reference; foreign
 * keys act (cascade, set null) only after a check that none has just done so.
 */
static bool
remove_rows(void *state)
{
	Removal    *removal = state;
	Statement	delete = revert_statement(removal->revert, removal->delete);

	delete.queues_triggers = true;
	AfterTriggerBeginQuery();
	removal->deleted = run_statement(removal->revert, &delete);
	if (has_orphans(removal))
		return false;
	AfterTriggerEndQuery(NULL);
	return true;
}

/* Deletes rows that nothing refers to; returns how many. */
static uint64
remove_unused(Revert *revert, char *delete, char *find_orphans)
{
	Removal		removal = {revert, delete, find_orphans, 0};
	ErrorData  *error = NULL;

	for (int i = 0; i < MAX_ATTEMPTS; i++)
	{
		if (subxact_run(remove_rows, &removal, &error))
			return removal.deleted;
		if (error != NULL)
			ReThrowError(error);
	}
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("what import " INT64_FORMAT " created is being put to use at this moment",
					revert->import_id),
			 errhint("Try again.")));
}

/* Does the table refer to itself? */
static bool
refers_to_itself(List *references)
{
	ListCell   *lc;

	foreach(lc, references)
		if (((Reference *) lfirst(lc))->is_self)
			return true;
	return false;
}

/*
 * Deletes new customers; returns how many.  Customers whom other new customers
 * refer to are deleted after these, in another round.
 */
static uint64
remove_created(Revert *revert)
{
	char	   *delete,
			   *find_orphans;
	bool		rounds;
	uint64		removed,
				n = 0;

	revert->sql.references = references_load(REL_CUSTOMERS);
	delete = revert_sql_delete(&revert->sql);
	find_orphans = revert_sql_find_orphans(REL_CUSTOMERS, revert->sql.references);
	rounds = refers_to_itself(revert->sql.references);
	do
	{
		removed = remove_unused(revert, delete, find_orphans);
		n += removed;
	} while (removed > 0 && rounds);
	return n;
}

/* A statement of revert.sql about groups. */
static char *
groups_sql(const Revert *revert, const char *section)
{
	return sql_text(revert_sql, section, "customer", revert_sql_customer(&revert->sql),
					"groups", sql_number(revert->sql.fields.groups + 1),
					"was_members", sql_text(revert_sql, "was members", NULL), "fence", target_fence(), NULL);
}

/* SQL: keys of the groups named in an array of the import's rows. */
static char *
named_groups(const Revert *revert, const char *cells)
{
	return sql_text(revert_sql, "named groups", "cells", cells,
					"groups", sql_number(revert->sql.fields.groups + 1), NULL);
}

static void
remove_created_groups(Revert *revert)
{
	char	   *delete;

	if (revert->sql.fields.groups < 0)
		return;
	revert->sql.group_references = references_load(REL_GROUPS);
	delete = sql_text(revert_sql, "delete groups", "new_names", named_groups(revert, "cells"),
					  "old_names", named_groups(revert, "old_cells"), "erased", REVERT_SQL_ERASED,
					  "fence", target_fence(), "unused", references_none(revert->sql.group_references), NULL);
	remove_unused(revert, delete, revert_sql_find_orphans(REL_GROUPS, revert->sql.group_references));
}

/* ---- putting values back ---- */

/*
 * Emails that are taken by customers to whom the import has given them come back, too:
 * in two steps, as a unique index is checked row by row.  Only as a whole: put back
 * piece by piece, they count as taken.
 */
static void
find_handed(Revert *revert)
{
	HandedLine *lines;
	Datum		handed;
	uint64		n;
	int			scope;

	if (is_empty(revert->params[1]))
		return;
	scope = settings_scope_enter();
	settings_scope_set("enable_nestloop", "off");
	settings_scope_set("enable_seqscan", "on");
	n = execute_latest(revert, revert_sql_held_by_lines(&revert->sql));
	lines = palloc(Max(n, 1) * sizeof(HandedLine));
	for (uint64 i = 0; i < n; i++)
		lines[i] = (HandedLine) {
			.line = spi_int64(i, 1, "customer_import_rows.line"),
			.is_own = spi_bool(i, 2, "whether an email is as the import wrote it"),
			.holder = spi_text(i, 3) == NULL ? 0 : spi_int64(i, 3, "customer_import_rows.line")
		};
	settings_scope_leave(scope);
	revert->params[1] = revert_handed_settle(lines, n, &handed);
	if (handed != (Datum) 0)
		revert->sql.handed = psprintf("s.line = ANY (%s::pg_catalog.int8[])",
									  quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT, handed)));
}

static void
find_taken_keys(Revert *revert, bool as_whole)
{
	revert->params[1] = find_numbers(revert, revert_sql_taken_emails(&revert->sql));
	revert->sql.handed = NULL;
	if (as_whole)
		find_handed(revert);
	revert->params[2] = find_numbers(revert, revert_sql_taken_identifiers(&revert->sql));
}

static void
put_back_members(Revert *revert)
{
	if (revert->sql.fields.groups < 0)
		return;
	execute(revert, groups_sql(revert, "update members"));
	execute(revert, groups_sql(revert, "delete members"));
	execute(revert, groups_sql(revert, "insert members"));
}

static bool
put_back(void *state)
{
	Revert	   *revert = state;
	MergeJournal *journal = merge_journal_open_revert();

	execute(revert, revert_sql_update(&revert->sql));
	if (revert->sql.handed != NULL)
		execute(revert, revert_sql_put_handed_back(&revert->sql));
	revert->intact = merge_journal_close(journal);
	put_back_members(revert);
	return true;
}

/* ---- piece by piece, around what a constraint refuses ---- */

static bool
put_back_piece(void *state)
{
	Revert	   *revert = state;
	Datum	   *ids = NULL;
	Datum		intact;
	int			n = 0;
	MergeJournal *journal = merge_journal_open_revert();

	execute(revert, revert_sql_update(&revert->sql));
	intact = merge_journal_close(journal);
	if (intact != (Datum) 0)
		ids = int8_array_elements(DatumGetArrayTypeP(intact), &n);
	for (int i = 0; i < n; i++)
		accumArrayResult(revert->pieces, ids[i], false, INT8OID, CurrentMemoryContext);
	return true;
}

/* Puts lines back; false if a constraint refuses one of them. */
static bool
takes_piece(Revert *revert, int64 first, int64 last)
{
	ErrorData  *error = NULL;

	CHECK_FOR_INTERRUPTS();
	revert->params[12] = Int64GetDatum(first);
	revert->params[13] = Int64GetDatum(last);
	if (subxact_run(put_back_piece, revert, &error))
		return true;
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) != ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION)
		ReThrowError(error);
	return false;
}

/* The fields that a line changed, from 1. */
static Datum *
find_fields(Revert *revert, int64 line, int *n)
{
	Datum		fields = find_numbers(revert, sql_text(revert_sql, "find fields", "line",
													   psprintf(INT64_FORMAT, line), NULL));

	return int8_array_elements(DatumGetArrayTypeP(fields), n);
}

/*
 * Puts the fields of a refused line back one by one.  Fields that are refused stay
 * as they are, and are added to $12.
 */
static void
put_back_cells(Revert *revert, int64 line)
{
	Datum		before = revert->params[11];
	int			n,
				nrefused = 0;
	Datum	   *cells = find_fields(revert, line, &n);

	for (int i = 0; i < n; i++)
		cells[i] = Int64GetDatum(revert_later_cell(line, DatumGetInt64(cells[i])));
	for (int i = 0; i < n; i++)
	{
		Datum		cell = cells[i];

		/* those refused so far, and those to come, are left out */
		revert->params[11] = revert_cells_add(before, cells, nrefused, cells + i + 1, n - i - 1);
		if (!takes_piece(revert, line, line))
			cells[nrefused++] = cell;
	}
	revert->params[11] = revert_cells_add(before, cells, nrefused, NULL, 0);
}

static void
put_back_lines(Revert *revert, int64 first, int64 last)
{
	int64		middle = first + (last - first) / 2;

	check_stack_depth();
	if (takes_piece(revert, first, last))
		return;
	if (first == last)
	{
		put_back_cells(revert, first);
		return;
	}
	put_back_lines(revert, first, middle);
	put_back_lines(revert, middle + 1, last);
}

/* Like put_back(), but leaves out what a constraint refuses. */
static bool
put_back_by_pieces(void *state)
{
	Revert	   *revert = state;
	Datum	   *lines;
	int			n;

	revert->sql.by_lines = revert->sql.has_refused = true;
	revert->pieces = initArrayResult(INT8OID, CurrentMemoryContext, false);
	lines = int8_array_elements(DatumGetArrayTypeP(find_numbers(revert, sql_text(revert_sql, "first and last line", NULL))), &n);
	put_back_lines(revert, DatumGetInt64(lines[0]), DatumGetInt64(lines[1]));
	if (revert->pieces->nelems > 0)
		revert->intact = makeArrayResult(revert->pieces, CurrentMemoryContext);
	put_back_members(revert);
	return true;
}

/*
 * Gives changed customers their old values back.  A constraint violation may come
 * from what another session has just done, so taken keys are searched for again;
 * if it persists, a constraint refuses old values, which stay out piece by piece.
 */
static void
put_back_changed(Revert *revert)
{
	ErrorData  *error = NULL;

	if (revert->changed == 0)
		return;
	for (int i = 0; i < MAX_ATTEMPTS; i++)
	{
		find_taken_keys(revert, i < MAX_ATTEMPTS_WHOLE);
		revert->params[14] = find_numbers(revert, revert_sql_said_since(&revert->sql));
		if (subxact_run(i < MAX_ATTEMPTS_WHOLE ? put_back : put_back_by_pieces, revert, &error))
			return;
		if (i == MAX_ATTEMPTS - 1 ||
			ERRCODE_TO_CATEGORY(error->sqlerrcode) != ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION)
			ReThrowError(error);
	}
}

/*
 * Renews the hashes of customers that earlier imports created: they are as left
 * again, whatever triggers wrote.  Deletes those of customers who keep a value.
 */
static void
move_hashes_on(Revert *revert)
{
	char	   *held = revert_sql_find_held(&revert->sql);

	if (revert->sql.hashed_lists == NIL || revert->changed == 0)
		return;
	if (revert->intact != (Datum) 0)
		created_move_on(revert->sql.hashed_lists, revert->intact);
	if (held != NULL)
		created_forget(find_numbers(revert, held));
}

/* ---- customers kept because of this import ---- */

/* Deletes customers of a reverted import whom this import had changed. */
static void
remove_left_behind(const Revert *revert, int64 import_id)
{
	Revert		earlier = {.import_id = import_id};
	uint64		n;
	int			scope;

	memcpy(earlier.params, revert->params, sizeof(earlier.params));
	earlier.params[0] = Int64GetDatum(import_id);
	load_import(&earlier);
	load_defaults(&earlier);
	load_history(&earlier);
	load_refused(&earlier);
	earlier.sql.by_ids = revert->sql.by_ids;
	earlier.sql.within = revert->import_id;
	scope = settings_scope_enter();
	settings_scope_set_import(import_id);	/* what it said of consent counts */
	n = remove_created(&earlier);
	settings_scope_leave(scope);
	if (n == 0)
		return;
	remove_created_groups(&earlier);
	if (earlier.restore_erased)
		restore_revert(import_id, earlier.sql.fields.identifier, earlier.sql.fields.email);
	execute(&earlier, sql_text(revert_sql, "move counts", "n", psprintf(UINT64_FORMAT, n), NULL));
}

/*
 * A revert keeps a customer whom a later import has changed.  When the later one is
 * reverted too, the customer is deleted.
 */
static void
remove_all_left_behind(Revert *revert)
{
	Datum	   *ids = NULL;
	int			n = 0;
	int			scope = settings_scope_enter();

	if (revert->changed > 0)
	{
		settings_scope_set("enable_nestloop", "off");
		ids = int8_array_elements(DatumGetArrayTypeP(find_numbers(revert, sql_text(revert_sql, "earlier creators", NULL))), &n);
	}
	settings_scope_leave(scope);
	for (int i = 0; i < n; i++)
		remove_left_behind(revert, DatumGetInt64(ids[i]));
}

/* ---- what is kept ---- */

static void
note_kept(Revert *revert)
{
	int			scope = settings_scope_enter();
	char	   *count = revert_sql_count_consent(&revert->sql);

	settings_scope_pin_text();	/* show live values as staged ones */
	if (revert->created > 0)
		note(revert, revert_sql_note_created(&revert->sql));
	if (revert->changed > 0)
	{
		note(revert, revert_sql_note_changed(&revert->sql));
		if (count != NULL)
		{
			execute(revert, count);
			revert->unsubscribed += spi_int64(0, 1, "the count of who stays unsubscribed");
		}
	}
	settings_scope_leave(scope);
}

static void
write_counts(const Revert *revert, const RevertCounts *counts)
{
	ImportRow	row = {
		.import_id = revert->import_id, .reverted = counts->reverted, .kept = counts->kept,
		.reverted_until = GetCurrentTimestamp()
	};

	import_row_update(&row, "reverted, kept, reverted_until");
}

/*
 * Errors if customers of the import may be hidden by row-level security: they could
 * not be told from deleted ones.
 */
static void
refuse_hidden(Revert *revert)
{
	if (!row_security_applies(REL_CUSTOMERS))
		return;
	if (execute(revert, sql_text(revert_sql, "any hidden", "erased", REVERT_SQL_ERASED, NULL)) > 0)
		row_security_refuse(REL_CUSTOMERS, "What the import did to them would not be undone.");
}

/* Errors unless there is a staged row for each customer created or changed. */
static void
refuse_partial(Revert *revert)
{
	int64		n;

	execute_section(revert, "count rows");
	n = spi_int64(0, 1, "the count of rows");
	if (n == revert->created + revert->changed)
		return;
	row_security_refuse(REL_IMPORT_ROWS, "What the import did by them would not be undone.");
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("not all rows of import " INT64_FORMAT " are there", revert->import_id),
			 errdetail("Customers that it made or changed: " INT64_FORMAT "; rows that say how: " INT64_FORMAT ".",
					   revert->created + revert->changed, n)));
}

/* Begins to follow the consent of the customers of an action. */
static ConsentFollow *
follow_consent(const Revert *revert, const char *action)
{
	Statement	ids = statement(sql_text(revert_sql, "customers", "action", action, NULL));

	statement_int8(&ids, revert->import_id);
	return consent_follow_begin(&ids);
}

/* The revert proper, with its settings in place. */
static RevertCounts
run(Revert *revert)
{
	RevertCounts counts;
	ConsentFollow *follow;
	Datum		unsubscribed;

	turn_take();
	import_log_claim_merged(revert->import_id,
							"status = 'reverted', reverted_at = pg_catalog.now(), reverted_by = CURRENT_USER");
	load_import(revert);
	load_defaults(revert);
	revert->sql.hashed_lists = created_lists();
	refuse_partial(revert);
	if (revert->sql.fields.password >= 0)
		row_security_refuse(REL_IMPORT_SECRETS, "Passwords would not be put back.");
	load_history(revert);
	load_refused(revert);
	load_ids(revert);
	pin_plans(revert);
	refuse_hidden(revert);
	key_guard_lock();
	correct_later(revert);
	note(revert, revert_sql_note_erased(&revert->sql));
	if (revert->created > 0)
	{
		note(revert, revert_sql_note_gone(&revert->sql));
		follow = follow_consent(revert, "create");
		remove_created(revert);
		consent_follow_end(follow);
	}
	unsubscribed = revert_address_begin(revert->import_id, revert->sql.resubscribe);
	revert->unsubscribed += opt_out_write_revert(revert->import_id, revert->params[3], revert->sql.resubscribe);
	follow = follow_consent(revert, "update");
	put_back_changed(revert);
	consent_follow_end(follow);
	move_hashes_on(revert);
	note_kept(revert);
	revert->unsubscribed += revert_address_finish(revert->import_id, revert->sql.fields.email, unsubscribed);
	remove_all_left_behind(revert);
	remove_created_groups(revert);
	if (revert->restore_erased)
		restore_revert(revert->import_id, revert->sql.fields.identifier, revert->sql.fields.email);
	counts.kept = revert->kept;
	counts.reverted = revert->created + revert->changed - revert->kept;
	write_counts(revert, &counts);
	return counts;
}

RevertCounts
revert_run(int64 import_id, bool resubscribe)
{
	Revert		revert = {.import_id = import_id};
	RevertCounts counts;
	int			scope;

	setup_ensure_writable();
	revert.sql.resubscribe = resubscribe;
	revert.params[0] = Int64GetDatum(import_id);
	revert.params[1] = revert.params[2] = revert.params[4] = PointerGetDatum(construct_empty_array(INT8OID));
	revert.params[5] = revert.params[7] = revert.params[9] = revert.params[1];
	revert.params[10] = revert.params[11] = revert.params[1];
	revert.params[12] = revert.params[13] = Int64GetDatum(0);
	revert.params[14] = revert.params[1];
	revert.params[6] = revert.params[8] = PointerGetDatum(construct_empty_array(TIMESTAMPTZOID));
	scope = settings_scope_enter();
	settings_scope_set_import(import_id);
	settings_scope_pin_values();
	counts = run(&revert);
	settings_scope_leave(scope);
	import_log_notice_reverted(import_id, counts.reverted, counts.kept, revert.unsubscribed);
	return counts;
}
