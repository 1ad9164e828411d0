/*
 * merge.c
 *
 * Applies what was reviewed, in one transaction:
 *
 *		wait for other merges, fixes and cancels (turn.h)
 *		-> is it held?  then nothing is merged (gate.h)
 *		-> claim the import: it must be staged still
 *		-> spellings of its categories (category_keep.h)
 *		-> keys taken, or values changed, since the preview?  conflict
 *		-> INSERT new customers, UPDATE changed ones, memberships
 *		-> NOTIFY
 *
 * No lock is held between preview and merge.  The UPDATE's WHERE compares the
 * reviewed old values, and the number of rows it changed says whether all of them
 * were still valid.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"

#include "field/note.h"
#include "import/import_log.h"
#include "import/import_row.h"
#include "import/live.h"
#include "import/secret.h"
#include "merge/category_keep.h"
#include "merge/consent_time.h"
#include "merge/created.h"
#include "merge/event.h"
#include "merge/key_guard.h"
#include "merge/merge.h"
#include "merge/merge.sql.h"
#include "merge/merge_write.h"
#include "merge/opt_out_check.h"
#include "merge/opt_out_write.h"
#include "merge/restore.h"
#include "merge/turn.h"
#include "merge/value_conflict.h"
#include "merge/weak_check.h"
#include "schema/setup.h"
#include "support/subxact.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/row_security.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

typedef struct Merge
{
	int64		import_id;
	ConflictPolicy policy;
	bool		restore_erased; /* as the import's option says */
	bool		weak_keys;		/* new customers have nothing better */
	bool		hides;			/* row-level security may hide customers */
	bool		hands_over;		/* keys that are given up by other rows */
	bool		counts_stand;	/* as the import has written them */
	MergeRows	rows;
	ImportCounts counts;
} Merge;

/* A statement of merge.sql with the import as $1. */
static Statement
about_import(const char *section, int64 import_id)
{
	Statement	result = statement(sql_text(merge_sql, section, NULL));

	statement_int8(&result, import_id);
	return result;
}

/* The rows, with the counts after some were excluded. */
static MergeRows *
rows_left(Merge *merge)
{
	merge->rows.created = merge->counts.created;
	merge->rows.changed = merge->counts.changed;
	return &merge->rows;
}

/* ---- the import's row ---- */

/*
 * Errors if the same bytes have been merged since this import was staged.  Reads
 * under the latest snapshot, whatever the isolation level.
 */
static void
refuse_merged_twin(int64 import_id)
{
	Statement	find = about_import("merged twin", import_id);

	find.latest = true;
	if (statement_select(&find) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DUPLICATE_OBJECT),
			 errmsg("the file of import " INT64_FORMAT " has been merged already, as import %s",
					import_id, spi_text_not_null(0, 1, "customer_imports.import_id")),
			 errhint("Cancel this one; or import the file with again => true.")));
}

static void
claim(Merge *merge)
{
	import_log_claim(merge->import_id, sql_text(merge_sql, "claim", NULL));
}

/* The names of the import's fields, as fields. */
static void
load_fields(Merge *merge, ArrayType *names, TimestampTz merged_at)
{
	Datum	   *elements;
	Field	  **fields;
	int			n;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &elements, NULL, &n);
	fields = palloc(Max(n, 1) * sizeof(Field *));
	for (int i = 0; i < n; i++)
	{
		char	   *name = TextDatumGetCString(elements[i]);

		fields[i] = field_by_name(name);
		if (fields[i] == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("field \"%s\" of import " INT64_FORMAT " does not exist any more",
							name, merge->import_id),
					 errhint("Cancel this import and import the file again.")));
	}
	merge->rows = merge_rows_staged(merge->import_id, merged_at, fields, n);
	if (merge->rows.fields.password >= 0)
		secrets_require(merge->import_id, merge->rows.fields.password);
}

static bool
has_cells(int64 import_id)
{
	Statement	find = about_import("has cells", import_id);

	return statement_select(&find) > 0;
}

/* Are the import's counts those that it was staged with?  To be asked before it is claimed. */
static bool
counts_stand(int64 import_id)
{
	Statement	find = about_import("counts stand", import_id);

	return statement_select(&find) > 0;
}

/*
 * Errors if rows are staged of an action of which the import counts none: the merge
 * would pass over them.  A count of some is compared with what is written.
 */
static void
check_none(const Merge *merge, const char *action, int64 count, const char *what)
{
	Statement	find = about_import("has action", merge->import_id);

	if (count > 0 || merge->counts_stand)
		return;
	statement_text(&find, action);
	if (statement_select(&find) > 0)
		spi_refuse_value(what, "0");
}

/* SQL: how array_dims() writes the bounds of n cells, '' for none; in quotes. */
static char *
dims(int n)
{
	return n == 0 ? "''" : psprintf("'[1:%d]'", n);
}

/* SQL: has row r n cells, numbered from 1? */
static char *
has_cells_sql(int n)
{
	return psprintf("pg_catalog.array_ndims(r.cells) = 1 AND pg_catalog.array_lower(r.cells, 1) = 1 AND pg_catalog.array_upper(r.cells, 1) = %d", n);
}

/* SQL: has row r all cells that were staged? */
static char *
whole_sql(const Merge *merge)
{
	int			nfields = merge->rows.fields.nfields;
	Statement	find = about_import("late and bare", merge->import_id);

	if (statement_select(&find) == 0)
		import_row_missing(merge->import_id);
	return sql_text(merge_sql, "whole", "all", has_cells_sql(nfields), "but_last", dims(nfields - 1),
					"late", spi_bool(0, 1, "whether consent was added") ? "true" : "false",
					"bare", spi_bool(0, 2, "whether cells may be missing") ? "true" : "false", NULL);
}

/* Errors if a row to be merged has not as many cells as the import has fields. */
static void
check_cells(const Merge *merge)
{
	Statement	find;

	if (merge->rows.fields.whole == NULL)
		return;
	find = statement(sql_text(merge_sql, "cut short", "whole", merge->rows.fields.whole, NULL));
	statement_int8(&find, merge->import_id);
	if (statement_select(&find) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("line %s of import " INT64_FORMAT " has %s cells where %d were staged",
					spi_text_not_null(0, 1, "customer_import_rows.line"), merge->import_id,
					spi_text(0, 2) == NULL ? "no" : spi_text(0, 2), merge->rows.fields.nfields),
			 errhint("What wrote customer_import_rows.cells was not customers: set it as it was, or cancel the import and import the file again.")));
}

/*
 * Has rows written only if all their cells are there.  One that is not is then missing in
 * the counts: a scan before that is needed only where these may be wrong, where rows may
 * change nothing but groups or be left out, or where cells are put together from two
 * relations.
 */
static void
guard_cells(Merge *merge)
{
	MergeFields *fields = &merge->rows.fields;

	fields->whole = whole_sql(merge);
	if (!merge->counts_stand || merge->policy == CONFLICT_SKIP || fields->groups >= 0 || fields->password >= 0)
		check_cells(merge);
}

/* Reads the import's row. */
static void
load_import(Merge *merge)
{
	ImportRow  *row = import_row_read(merge->import_id, "fields, options, merged_at, weak_keys, " IMPORT_ROW_COUNTS);

	merge->counts = row->counts;
	merge->restore_erased = import_row_restores_erased(row);
	merge->weak_keys = row->weak_keys;
	if (row->fields == NULL)
		spi_refuse_null("customer_imports.fields");
	if (row->merged_at == IMPORT_ROW_NEVER)
		spi_refuse_null("customer_imports.merged_at");
	check_none(merge, "create", merge->counts.created, "customer_imports.created");
	check_none(merge, "update", merge->counts.changed, "customer_imports.changed");
	load_fields(merge, row->fields, row->merged_at);
	if (merge->rows.fields.nfields > 0)
		guard_cells(merge);
	else if (has_cells(merge->import_id))
		spi_refuse_value("customer_imports.fields", "{}");
}

/* ---- conflicts ---- */

/* Errors for the first row that a conflict statement has found. */
static void
report_conflict(const Merge *merge)
{
	char	   *line = spi_text_not_null(0, 1, "customer_import_rows.line"),
			   *customer = spi_text_not_null(0, 2, "customer_import_rows.customer_id"),
			   *field = spi_text_not_null(0, 3, "customer_imports.fields"),
			   *reviewed = spi_text(0, 4),
			   *present = spi_text(0, 5);
	char	   *hint = "Cancel the import and import the file again, or merge the other rows with on_conflict => 'skip'.";

	if (strcmp(field, "customer_id") == 0 && reviewed == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("customer %s has been deleted since import " INT64_FORMAT " was reviewed",
						customer, merge->import_id),
				 merge->hides
				 ? errdetail("Line %s of the file. Row-level security may also hide the customer.", line)
				 : errdetail("Line %s of the file.", line),
				 errhint("%s", hint)));
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("customer %s has changed since import " INT64_FORMAT " was reviewed",
					customer, merge->import_id),
			 reviewed == NULL && present == NULL
			 ? errdetail("Field %s, line %s of the file.", field, line)
			 : errdetail("Field %s, line %s of the file: reviewed value %s, present value %s.",
						 field, line,
						 reviewed == NULL ? "(none)" : quote_literal_cstr(reviewed),
						 present == NULL || present[0] == '\0' ? "(none)" : quote_literal_cstr(present)),
			 errhint("%s", hint)));
}

/* Errors as another customer has a key that this import would write. */
static void
report_taken(const Merge *merge)
{
	char	   *line = spi_text_not_null(0, 1, "customer_import_rows.line"),
			   *customer = spi_text_not_null(0, 2, "customer_import_rows.customer_id"),
			   *field = spi_text_not_null(0, 3, "customer_imports.fields"),
			   *key = spi_text_not_null(0, 4, "customer_import_rows.cells"),
			   *owner = spi_text_not_null(0, 5, "customers.customer_id");

	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("%s %s has been taken since import " INT64_FORMAT " was reviewed",
					field, quote_literal_cstr(key), merge->import_id),
			 errdetail("Line %s of the file would give it to customer %s; customer %s has it.",
					   line, customer, owner),
			 errhint("Cancel the import and import the file again, or merge the other rows with on_conflict => 'skip'.")));
}

/*
 * Excludes the rows that a conflict statement finds; value, message and hint of the
 * note are SQL over its columns.
 */
static void
exclude_conflicts(Merge *merge, const char *conflicts, const char *value, const char *message,
				  const char *hint)
{
	Statement	exclude = statement(sql_text(merge_sql, "exclude conflicts", "conflicts", conflicts, "fence", target_fence(), "note",
											 note_sql("conflict", "found.field", value, message, hint), NULL));
	uint64		n;

	statement_int8(&exclude, merge->import_id);
	n = statement_write(&exclude);
	for (uint64 i = 0; i < n; i++)
	{
		if (spi_bool(i, 1, "whether the record changes a customer"))
			merge->counts.changed--;
		else
			merge->counts.created--;
	}
	merge->counts.excluded += n;
}

/* Is a scan of customers cheaper than looking up the keys of each new one? */
static bool
many_rows(const Merge *merge)
{
	return merge->counts.created * 4 > live_estimate_rows();
}

/*
 * Excludes, or errors for, rows whose keys are taken, but for emails whose customer gets
 * another one by the rows.  Who is excluded gives nothing up: then others are, too.
 */
static void
check_given_up(Merge *merge)
{
	int64		excluded;

	if (merge->policy != CONFLICT_SKIP && merge_is_any_taken(rows_left(merge), true))
		report_taken(merge);
	while (merge->policy == CONFLICT_SKIP)
	{
		excluded = merge->counts.excluded;
		exclude_conflicts(merge, merge_sql_taken_keys(&merge->rows.fields, merge->counts.created > 0, true),
						  "found.reviewed", sql_text(merge_sql, "taken message", NULL), NULL);
		if (merge->counts.excluded == excluded)
			break;
	}
	merge_find_handed(rows_left(merge));
	merge->hands_over = true;
}

/*
 * Checks that the new keys of new and changed customers are still free, or given up by
 * these rows.  Nothing to check in an empty table.
 */
static void
check_taken_keys(Merge *merge)
{
	Statement	any_customer = statement(sql_text(merge_sql, "any customer", NULL));
	int			scope;

	if (merge->counts.created + merge->counts.changed == 0)
		return;
	key_guard_lock();
	if (statement_select(&any_customer) == 0)
		return;
	scope = settings_scope_enter();
	if (many_rows(merge))
	{
		settings_scope_set("enable_nestloop", "off");
		settings_scope_set("enable_seqscan", "on");
	}
	if (merge_is_any_taken(rows_left(merge), false))
		check_given_up(merge);
	settings_scope_leave(scope);
}

/* Once more, after rows were excluded that may have given an email up. */
static void
check_taken_again(Merge *merge)
{
	if (merge->hands_over && merge->policy == CONFLICT_SKIP)
		check_given_up(merge);
}

/* Leaves out rows with values that a UNIQUE or EXCLUDE of the application forbids. */
static void
exclude_forbidden(Merge *merge)
{
	char	   *sql;

	if (merge->policy != CONFLICT_SKIP || merge->counts.created + merge->counts.changed == 0 ||
		(sql = value_conflicts_sql(rows_left(merge))) == NULL)
		return;
	exclude_conflicts(merge, sql, NULL, sql_text(merge_sql, "forbidden message", NULL), NULL);
}

/* The lines of conflicts and who has come, as SQL over the columns of "changed since". */
static char *
weak_conflicts_sql(const WeakConflict *conflicts, int n)
{
	Datum	   *lines = palloc(n * sizeof(Datum)),
			   *customers = palloc(n * sizeof(Datum));

	for (int i = 0; i < n; i++)
	{
		lines[i] = Int64GetDatum(conflicts[i].line);
		customers[i] = Int64GetDatum(conflicts[i].customer_id);
	}
	return sql_text(merge_sql, "weak conflicts",
					"lines", quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT, int8_array(lines, n))),
					"bearers", quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT, int8_array(customers, n))), NULL);
}

/*
 * Excludes, or errors for, new customers without a key who may be somebody who has
 * come since the preview.  As no index guards weak keys, one who comes at this very
 * moment is not seen.
 */
static void
check_weak_keys(Merge *merge)
{
	int			n;
	WeakConflict *conflicts;

	if (!merge->weak_keys || merge->counts.created == 0)
		return;
	conflicts = weak_check_merge(merge->import_id, merge->rows.fields.fields, merge->rows.fields.nfields, &n);
	if (n == 0)
		return;
	if (merge->policy == CONFLICT_SKIP)
	{
		exclude_conflicts(merge, weak_conflicts_sql(conflicts, n), "NULL::pg_catalog.text",
						  sql_text(merge_sql, "weak message", NULL),
						  sql_text(merge_sql, "weak hint", NULL));
		return;
	}
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("customer " INT64_FORMAT " has come since import " INT64_FORMAT " was reviewed, and has the same %s as a new one",
					conflicts[0].customer_id, merge->import_id, weak_test_words(conflicts[0].test)),
			 errdetail("Line " INT64_FORMAT " of the file.", conflicts[0].line),
			 errhint("Cancel the import and import the file again, or merge the other rows with on_conflict => 'skip'.")));
}

/* Excludes, or errors for, customers who have opted out since the preview. */
static void
check_opt_outs(Merge *merge)
{
	Datum		lines = opt_out_check_merge(merge->import_id, merge->rows.fields.email, merge->rows.fields.subscribed,
											merge->hands_over);

	if (lines == (Datum) 0)
		return;
	if (merge->policy != CONFLICT_SKIP)
		opt_out_check_refuse(merge->import_id, lines);
	exclude_conflicts(merge,
					  psprintf("SELECT l.line, 'subscribed' AS field FROM pg_catalog.unnest(%s::pg_catalog.int8[]) AS l (line)",
							   quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT, lines))),
					  "NULL::pg_catalog.text",
					  "'the customer, or the address that they would get, has opted out since the preview'", NULL);
}

/*
 * Once more when all is written: who opted out while a statement waited for a
 * row or a key of theirs, or with an address that another record hands on.  To leave
 * rows out it is too late: who is in them is unsubscribed.  From here on, they wait
 * for this merge.
 */
static void
check_opt_outs_meanwhile(const Merge *merge)
{
	Datum		lines = opt_out_check_merge(merge->import_id, merge->rows.fields.email, merge->rows.fields.subscribed,
											false);

	if (lines == (Datum) 0)
		return;
	if (merge->policy != CONFLICT_SKIP)
		opt_out_check_refuse(merge->import_id, lines);
	ereport(WARNING,
			(errmsg("customers of import " INT64_FORMAT " are unsubscribed: " INT64_FORMAT,
					merge->import_id, opt_out_check_unsubscribe(merge->import_id, lines)),
			 errdetail("They, or the addresses that they get, opted out while it was being merged.")));
}

/* ---- applying ---- */

/* Adds the import to the context of an error. */
static void
merge_error_callback(void *arg)
{
	const Merge *merge = arg;

	errcontext("merge of import " INT64_FORMAT
			   " (should another session be taking the same key or group at this moment: import the file again%s)",
			   merge->import_id,
			   merge->hides ? "; row-level security may hide the customer who has a key" : "");
}

static bool
try_update(void *state)
{
	return merge_update_customers(state);
}

/*
 * Updates the changed customers.  If some are not as reviewed, rolls that back, so
 * that they can be found, and returns false.
 */
static bool
update_customers(Merge *merge)
{
	ErrorContextCallback callback = {error_context_stack, merge_error_callback, merge};
	ErrorData  *error;
	bool		exact;

	if (merge->counts.changed == 0)
		return true;
	error_context_stack = &callback;
	exact = subxact_run(try_update, rows_left(merge), &error);
	error_context_stack = callback.previous;
	if (error != NULL)
		ReThrowError(error);
	return exact;
}

/* Inserts the new customers, and writes memberships. */
static void
write_new(Merge *merge)
{
	ErrorContextCallback callback = {error_context_stack, merge_error_callback, merge};
	MergeRows  *rows = rows_left(merge);
	bool		hashed = rows->created > 0 && created_keep_defaults(rows);
	int64		inserted;

	error_context_stack = &callback;
	inserted = merge_insert_customers(rows);
	error_context_stack = callback.previous;
	if (inserted != rows->created)
		check_cells(merge);
	merge_check_inserted(rows, inserted);
	error_context_stack = &callback;
	merge_write_groups(rows);
	error_context_stack = callback.previous;
	if (rows->intact != (Datum) 0)
		created_move_on(rows->hashed_lists, rows->intact);
	if (hashed)
		created_keep_hashes(rows);
}

/* Excludes, or errors for, rows whose customers are not as reviewed. */
static void
check_changed_rows(Merge *merge)
{
	const char *sql = merge_sql_changed_rows(&merge->rows.fields);
	int			scope;

	if (merge->counts.changed == 0)
		return;
	scope = settings_scope_enter();
	settings_scope_pin_text();	/* show present values as staged ones */
	if (merge->policy == CONFLICT_SKIP)
		exclude_conflicts(merge, sql, "found.present",
						  sql_text(merge_sql, "changed message", "or_hidden",
								   merge->hides ? ", or hidden by row-level security" : "", NULL),
						  sql_text(merge_sql, "changed hint", NULL));
	else if (merge_is_any_changed(rows_left(merge)))
		report_conflict(merge);
	settings_scope_leave(scope);
}

/* Updates again, without the customers who were edited while the UPDATE waited. */
static void
update_others(Merge *merge)
{
	int64		changed = merge->counts.changed;

	check_cells(merge);
	check_changed_rows(merge);
	if (merge->counts.changed == changed)
		merge_refuse_held_back(merge->hides);
	check_taken_again(merge);
	if (!update_customers(merge))
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("customers changed while import " INT64_FORMAT " was being merged",
						merge->import_id),
				 errhint("Try again.")));
}

/* Writes the counts after rows were excluded. */
static void
write_counts(const Merge *merge)
{
	ImportRow	row = {.import_id = merge->import_id, .counts = merge->counts};

	import_row_update(&row, "created, changed, excluded");
}

/*
 * Errors if a trigger or a CHECK has reverted or purged this import during the
 * merge: only part of it was done by then.
 */
static void
refuse_reverted(const Merge *merge)
{
	Statement	find = about_import("is merged", merge->import_id);

	if (statement_select(&find) > 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
			 errmsg("import " INT64_FORMAT " was undone or purged while it was being merged", merge->import_id),
			 errhint("A trigger on customers may have done so.")));
}

/* Notes when the merge was done: a revert tells by it what the merge itself has said. */
static void
write_end(int64 import_id)
{
	ImportRow	row = {.import_id = import_id, .merged_until = GetCurrentTimestamp()};

	import_row_update(&row, "merged_until");
}

/* The merge proper, with its settings in place. */
static void
run(Merge *merge)
{
	ImportCounts reviewed;

	refuse_merged_twin(merge->import_id);
	merge->counts_stand = counts_stand(merge->import_id);
	claim(merge);
	categories_settle(merge->import_id);
	load_import(merge);
	reviewed = merge->counts;
	check_taken_keys(merge);
	check_weak_keys(merge);
	opt_out_write_unknown(merge->import_id);
	check_opt_outs(merge);
	if (merge->policy == CONFLICT_SKIP || merge->rows.fields.groups >= 0)
		check_changed_rows(merge);
	exclude_forbidden(merge);
	check_taken_again(merge);
	consent_time_take(&merge->rows);
	opt_out_write_merge(&merge->rows);
	if (!update_customers(merge))
		update_others(merge);
	write_new(merge);
	check_opt_outs_meanwhile(merge);
	if (merge->counts.excluded > reviewed.excluded)
		opt_out_write_conflicts(&merge->rows);
	if (merge->hides)
		opt_out_write_hidden(&merge->rows);
	opt_out_write_log(merge->import_id);
	if (merge->restore_erased)
		restore_keys(&merge->rows);
	if (memcmp(&reviewed, &merge->counts, sizeof(ImportCounts)) != 0)
		write_counts(merge);
	if (merge->rows.fields.password >= 0)
		secrets_forget_left_out(merge->import_id);
	write_end(merge->import_id);
	refuse_reverted(merge);
	event_notify(merge->import_id, &merge->counts, NULL, NIL);
}

void
merge_take_turn(void)
{
	setup_ensure_writable();
	turn_take();
}

/* Merges what the gate let pass, under the settings of a merge. */
static ImportCounts
merge_passed(const MergeRequest *request)
{
	Merge		merge = {.import_id = request->import_id, .policy = request->policy};
	int			scope;

	merge.hides = row_security_applies(REL_CUSTOMERS);
	scope = settings_scope_enter();
	settings_scope_set_import(merge.import_id);
	settings_scope_pin_values();
	settings_scope_set("enable_seqscan", "off");	/* keys by index, in their order */
	run(&merge);
	settings_scope_leave(scope);
	return merge.counts;
}

MergeResult
merge_run(const MergeRequest *request)
{
	MergeResult result;

	setup_ensure_writable();
	turn_take();
	result.status = gate_pass(request->import_id, request->over_limits);
	result.counts = result.status == MERGE_DONE ? merge_passed(request)
		: import_row_read(request->import_id, IMPORT_ROW_COUNTS)->counts;
	if (result.status == MERGE_DONE)
		import_log_notice_merged(request->import_id, &result.counts);
	return result;
}

void
merge_cancel(int64 import_id)
{
	Statement	delete;

	setup_ensure_imports_writable();
	turn_take();
	import_log_claim(import_id, "status = 'cancelled'");
	delete = about_import("delete opt-outs", import_id);
	statement_write(&delete);
	delete = about_import("delete rows", import_id);
	statement_write(&delete);
	secrets_forget_import(import_id);
	import_log_notice_cancelled(import_id);
}
