/*
 * fix.c
 *
 *		fix: staged row -> record -> the cell changed (set_cell.c) -> assessed
 *		fix cells: the same of many, judged together
 *		fix a value: the same of all rows with a note on such a cell
 *		exclude: staged rows -> action exclude
 *		include: excluded rows -> records -> assessed
 *			-> duplicates judged again (recheck.c), rows written, counts corrected
 *
 * All take the lock of merges (turn.h) and lock the import's row.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "correct/fix.h"
#include "correct/fix.sql.h"
#include "correct/recheck.h"
#include "correct/remember.h"
#include "correct/set_cell.h"
#include "correct/staged_write.h"
#include "correct/takers.h"
#include "field/note.h"
#include "import/import_log.h"
#include "import/import_row.h"
#include "import/opt_out.h"
#include "merge/turn.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* ---- the frame ---- */

/* Locks the import and opens it, under the settings of staging. */
static StagedImport *
begin(int64 import_id, int *scope)
{
	setup_ensure_writable();
	turn_take();
	import_log_claim(import_id, sql_text(fix_sql, "sign", NULL));
	*scope = settings_scope_enter();
	settings_scope_pin_text();
	settings_scope_pin_probes();
	/* staged rows are found by a BRIN index, and lists of keys are hashed */
	settings_scope_set("enable_bitmapscan", "on");
	settings_scope_set("plan_cache_mode", "force_custom_plan");
	/* see live rows as of now that the import is locked */
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	return staged_open(import_id);
}

static void
end(StagedImport *import, int scope)
{
	ImportRow	row = {.import_id = import->import_id, .opted_out = opt_outs_count(import->import_id)};

	row.weak_keys = true;
	import_row_update(&row, import->weak_keys ? "opted_out, weak_keys" : "opted_out");
	staged_write_counts(import);
	import_log_notice_corrected(import->import_id);
	PopActiveSnapshot();
	settings_scope_leave(scope);
}

/* ---- fixing a cell ---- */

/* Errors for a line without a row, as that of an unchanged record. */
pg_noreturn static void
refuse_unstaged(const StagedImport *import, int64 line)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("import " INT64_FORMAT " has no staged record on line " INT64_FORMAT,
					import->import_id, line),
			 errdetail("Records that change nothing are counted as unchanged, and not kept."),
			 errhint("SELECT line FROM %s WHERE import_id = " INT64_FORMAT "; lists those that are.",
					 catalog_name(REL_IMPORT_ROWS), import->import_id)));
}

/* Was nothing kept of the excluded row? */
static bool
is_emptied(const StagedRow *row)
{
	return row->kept.raw == NULL && row->kept.cells == NULL && row->kept.marks == NULL;
}

static bool
is_by_hand(const StagedRow *row)
{
	return row->action == RECORD_EXCLUDE && strcmp(row->reason, "by_hand") == 0;
}

/* Errors if a row is left out and cannot be fixed. */
static void
refuse_left_out(const StagedImport *import, const StagedRow *row)
{
	int64		line = row->source.line;

	if (is_by_hand(row))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("line " INT64_FORMAT " of import " INT64_FORMAT " is left out",
						line, import->import_id),
				 errhint("SELECT customers_import_include(" INT64_FORMAT ", ARRAY[" INT64_FORMAT "]); takes it in again.",
						 import->import_id, line)));
	if (row->action == RECORD_EXCLUDE && is_emptied(row))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("line " INT64_FORMAT " of import " INT64_FORMAT " is left out, and none of its cells was kept",
						line, import->import_id),
				 errhint("Import the corrected record in a file of its own.")));
}

/* The row of a line; errors if it cannot be fixed. */
static StagedRow *
find_row(StagedImport *import, int64 line)
{
	StagedRow  *row = staged_find(import, line);

	if (row == NULL)
		refuse_unstaged(import, line);
	refuse_left_out(import, row);
	return row;
}

/*
 * Errors if the row matches another customer now, and some cells are unknown: of
 * cells equal to the customer's, staging keeps only that they were equal, and the
 * customer has changed since.
 */
static void
refuse_other_customer(const StagedImport *import, const StagedRow *row)
{
	if (row->is_current || (row->record.matched && row->record.customer_id == row->customer_id))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("line " INT64_FORMAT " cannot be given to another customer here", row->source.line),
			 errdetail("Some of its cells were the same as those of customer " INT64_FORMAT ", who has changed since it was staged, or an older release staged it.",
					   row->customer_id),
			 errhint("SELECT customers_import_exclude(" INT64_FORMAT ", ARRAY[" INT64_FORMAT "]); and import the corrected record in a file of its own.",
					 import->import_id, row->source.line)));
}

/* A row as it was read, that can be assessed apart from the first. */
static StagedRow *
copy_row(const StagedRow *row)
{
	StagedRow  *copy = palloc(sizeof(StagedRow));

	*copy = *row;
	copy->record.source = &copy->source;
	return copy;
}

/* Tells the recheck what rows that were just read claim now, and corrected. */
static void
take_corrected(Recheck *recheck, StagedRow **rows, int nrows, const Correction *correction)
{
	StagedImport *import = recheck_import(recheck);
	StagedRow **after = palloc(Max(nrows, 1) * sizeof(StagedRow *));

	for (int i = 0; i < nrows; i++)
		after[i] = copy_row(rows[i]);
	staged_assess(import, rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		recheck_before(recheck, rows[i]);
		correction->apply(correction->state, after[i]);
	}
	staged_assess(import, after, nrows);
	for (int i = 0; i < nrows; i++)
	{
		refuse_other_customer(import, after[i]);
		recheck_after(recheck, after[i]);
	}
}

/* State of fix_cell(). */
typedef struct Fixing
{
	const StagedImport *import;
	const char *field;
	const char *value;
	RecordAction action;		/* what the record is now */
} Fixing;

static void
apply_fix(void *state, StagedRow *row)
{
	const Fixing *fixing = state;

	set_cell_value(fixing->import, row, fixing->field, fixing->value);
}

static void
take_action(void *state, const StagedRow *row)
{
	Fixing	   *fixing = state;

	fixing->action = row->record.action;
}

const char *
fix_cell(int64 import_id, int64 line, const char *field, const char *value)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	Recheck    *recheck = recheck_create(import);
	StagedRow  *row;
	Fixing		fixing = {import, field, value, RECORD_UNDECIDED};
	Correction	correction = {apply_fix, take_action, &fixing};

	row = find_row(import, line);
	take_corrected(recheck, &row, 1, &correction);
	recheck_run(recheck, &correction);
	takers_recheck(import);
	end(import, scope);
	return staged_action_word(fixing.action);
}

/* ---- fixing a value wherever it stands ---- */

/* Bytes of the value by which rows are found; notes quote no more than RECORD_CLIP. */
#define FOUND_BYTES (RECORD_CLIP / 2)

/* State of fix_value(). */
typedef struct FixingValue
{
	Recheck    *recheck;
	const ValueFix *fix;
	Correction	correction;
	FixedRecords *fixed;
} FixingValue;

static void
apply_value_fix(void *state, StagedRow *row)
{
	const FixingValue *fixing = state;

	set_cell_replace(recheck_import(fixing->recheck), row, fixing->fix);
}

static void
count_fixed(void *state, const StagedRow *row)
{
	FixingValue *fixing = state;

	fixing->fixed->fixed++;
	if (row->record.action == RECORD_REJECT)
		fixing->fixed->rejected++;
}

/* Takes the rows of which a cell is the value. */
static void
on_found(void *state, StagedRow **rows, int nrows)
{
	FixingValue *fixing = state;
	int			n = 0;

	for (int i = 0; i < nrows; i++)
		if (!is_emptied(rows[i]) && set_cell_holds(&rows[i]->source, fixing->fix))
			rows[n++] = rows[i];
	take_corrected(fixing->recheck, rows, n, &fixing->correction);
}

/* Reads the rows with a note on a cell of the field in which the value stands. */
static void
find_value(FixingValue *fixing)
{
	const ValueFix *fix = fixing->fix;
	Oid			types[] = {TEXTOID, TEXTARRAYOID, TEXTOID};
	int			len = strlen(fix->value);
	Datum		params[] = {
		CStringGetTextDatum(fix->field->name), note_cell_codes(),
		PointerGetDatum(cstring_to_text_with_len(fix->value, pg_mbcliplen(fix->value, len, FOUND_BYTES)))
	};

	staged_scan(recheck_import(fixing->recheck), sql_text(fix_sql, "has value", NULL), lengthof(params),
				types, params, on_found, fixing);
}

FixedRecords
fix_value(int64 import_id, const char *field, const char *value, const char *new_value, bool always)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	ValueFix	fix = set_cell_value_fix(import, field, value, new_value);
	FixedRecords fixed = {0};
	FixingValue fixing = {
		recheck_create(import), &fix, {apply_value_fix, count_fixed, &fixing}, &fixed
	};

	if (always)
		remember_word(import, &fix);
	find_value(&fixing);
	recheck_run(fixing.recheck, &fixing.correction);
	takers_recheck(import);
	end(import, scope);
	return fixed;
}

/* ---- lines ---- */

/* Errors if one of the lines is not staged. */
static void
check_lines(StagedImport *import, ArrayType *lines)
{
	int			n,
				nstaged;
	int64	   *staged = staged_lines(import, PointerGetDatum(lines), &nstaged);
	Datum	   *elements = int8_array_elements(lines, &n);

	for (int i = 0; i < n; i++)
	{
		int64		line = DatumGetInt64(elements[i]);

		if (bsearch(&line, staged, nstaged, sizeof(int64), int8_compare) == NULL)
			refuse_unstaged(import, line);
	}
}

/* Reads the rows of lines that meet a condition of fix.sql. */
static void
scan_lines(StagedImport *import, const char *condition, ArrayType *lines,
		   StagedRowsCallback callback, void *state)
{
	Oid			type = INT8ARRAYOID;
	Datum		param = PointerGetDatum(lines);

	staged_scan(import, sql_text(fix_sql, condition, "among", sql_line_among("r.line", "$2"), NULL), 1, &type, &param, callback, state);
}

/* ---- fixing many cells ---- */

/* State of fix_cells(). */
typedef struct FixingCells
{
	Recheck    *recheck;
	List	   *fixes;			/* of CellFix, by line */
	Correction	correction;
} FixingCells;

/* Those of a line stay in their order: all are in one array. */
static int
compare_lines(const ListCell *a, const ListCell *b)
{
	const CellFix *one = lfirst(a),
			   *other = lfirst(b);

	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	return one < other ? -1 : one > other;
}

/* Index of the first fix of a line. */
static int
first_fix(const List *fixes, int64 line)
{
	int			from = 0,
				to = list_length(fixes);

	while (from < to)
	{
		int			middle = (from + to) / 2;

		if (((const CellFix *) list_nth(fixes, middle))->line < line)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void
apply_cell_fixes(void *state, StagedRow *row)
{
	const FixingCells *fixing = state;

	for (int i = first_fix(fixing->fixes, row->source.line); i < list_length(fixing->fixes); i++)
	{
		const CellFix *fix = list_nth(fixing->fixes, i);

		if (fix->line != row->source.line)
			break;
		set_cell_value(recheck_import(fixing->recheck), row, fix->field, fix->value);
	}
}

static void
ignore_written(void *state, const StagedRow *row)
{
}

/* Takes the rows of the fixes. */
static void
on_cells(void *state, StagedRow **rows, int nrows)
{
	FixingCells *fixing = state;

	for (int i = 0; i < nrows; i++)
		refuse_left_out(recheck_import(fixing->recheck), rows[i]);
	take_corrected(fixing->recheck, rows, nrows, &fixing->correction);
}

void
fix_cells(int64 import_id, const CellFix *fixes, int nfixes)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	FixingCells fixing = {recheck_create(import), NIL, {apply_cell_fixes, ignore_written, &fixing}};
	Datum	   *elements = palloc(nfixes * sizeof(Datum));
	ArrayType  *lines;

	for (int i = 0; i < nfixes; i++)
	{
		fixing.fixes = lappend(fixing.fixes, unconstify(CellFix *, &fixes[i]));
		elements[i] = Int64GetDatum(fixes[i].line);
	}
	list_sort(fixing.fixes, compare_lines);
	lines = DatumGetArrayTypeP(int8_array(elements, nfixes));
	check_lines(import, lines);
	scan_lines(import, "is one of them", lines, on_cells, &fixing);
	recheck_run(fixing.recheck, &fixing.correction);
	takers_recheck(import);
	end(import, scope);
}

/* ---- exclude and include ---- */

/* State of fix_exclude(). */
typedef struct Excluding
{
	Recheck    *recheck;
	ArrayBuildState *saying_no; /* lines: int8 */
	MemoryContext context;
} Excluding;

/* Notes the claims of the rows that will be excluded. */
static void
on_excluded(void *state, StagedRow **rows, int nrows)
{
	Excluding  *excluding = state;
	Recheck    *recheck = excluding->recheck;

	staged_assess(recheck_import(recheck), rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		if (opt_outs_says_no(recheck_import(recheck)->map, &rows[i]->source))
			excluding->saying_no = accumArrayResult(excluding->saying_no, Int64GetDatum(rows[i]->source.line),
													false, INT8OID, excluding->context);
		recheck_before(recheck, rows[i]);
		staged_count(recheck_import(recheck), rows[i]->action, RECORD_EXCLUDE, 1);
		staged_note_customer(recheck_import(recheck), rows[i]->record.matched ? rows[i]->record.customer_id : 0);
	}
}

/* What a person leaves out is not heard, and a warning says so. */
static void
silence_rows(StagedImport *import, ArrayType *lines, Datum saying_no)
{
	char	   *note = note_sql("consent_excluded", "'subscribed'", NULL,
								"'this record says no, which is not heard as long as it is left out by hand'", NULL);
	Statement	update = statement(sql_text(fix_sql, "silence rows", "note", note, "among", sql_line_among("r.line", "$2"), NULL));

	staged_forget_opt_outs(import, PointerGetDatum(lines));
	statement_int8(&update, import->import_id);
	statement_datum(&update, INT8ARRAYOID, saying_no, false);
	statement_write(&update);
}

static void
exclude_rows(const StagedImport *import, ArrayType *lines)
{
	Statement	update = statement(sql_text(fix_sql, "exclude rows", "condition",
											sql_text(fix_sql, "may be excluded", "among",
													 sql_line_among("r.line", "$2"), NULL), NULL));

	statement_int8(&update, import->import_id);
	statement_datum(&update, INT8ARRAYOID, PointerGetDatum(lines), false);
	statement_datum(&update, BOOLOID, BoolGetDatum(import->options.unknown_ids == UNKNOWN_CREATE), false);
	statement_write(&update);
}

int64
fix_exclude(int64 import_id, ArrayType *lines)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	Recheck    *recheck = recheck_create(import);
	Excluding	excluding = {
		recheck, initArrayResult(INT8OID, CurrentMemoryContext, false), CurrentMemoryContext
	};
	int64		excluded;

	check_lines(import, lines);
	scan_lines(import, "may be excluded", lines, on_excluded, &excluding);
	staged_count_changes(import, PointerGetDatum(lines), -1);
	exclude_rows(import, lines);
	staged_count_changes(import, PointerGetDatum(lines), 1);
	silence_rows(import, lines, makeArrayResult(excluding.saying_no, CurrentMemoryContext));
	excluded = import->change.excluded;
	recheck_run(recheck, NULL);
	takers_recheck(import);
	end(import, scope);
	return excluded;
}

/* State of fix_include(). */
typedef struct Including
{
	Recheck    *recheck;
	int64		nrows;
} Including;

/* Assesses rows that are included again. */
static void
on_included(void *state, StagedRow **rows, int nrows)
{
	Including  *including = state;
	StagedImport *import = recheck_import(including->recheck);

	staged_assess(import, rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		refuse_other_customer(import, rows[i]);
		recheck_after(including->recheck, rows[i]);
	}
	including->nrows += nrows;
}

int64
fix_include(int64 import_id, ArrayType *lines)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	Including	including = {recheck_create(import), 0};

	check_lines(import, lines);
	scan_lines(import, "may be included", lines, on_included, &including);
	recheck_run(including.recheck, NULL);
	takers_recheck(import);
	end(import, scope);
	return including.nrows;
}
