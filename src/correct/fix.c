/*
 * fix.c
 *
 *		fix: staged row -> record -> the cell changed -> assessed
 *		exclude: staged rows -> action exclude
 *		include: excluded rows -> records -> assessed
 *			-> duplicates judged again (recheck.c), rows written, counts corrected
 *
 * All take the lock of merges (turn.h) and lock the import's row.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "correct/fix.h"
#include "correct/fix.sql.h"
#include "correct/recheck.h"
#include "correct/staged_write.h"
#include "field/category.h"
#include "field/consent_column.h"
#include "field/note.h"
#include "field/value.h"
#include "import/import_log.h"
#include "import/import_row.h"
#include "import/opt_out.h"
#include "import/stage_cells.h"
#include "merge/turn.h"
#include "schema/setup.h"
#include "support/catalog.h"
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
	import_log_claim(import_id, "status = status");
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

	staged_write_counts(import);
	row.weak_keys = true;
	import_row_update(&row, import->weak_keys ? "opted_out, weak_keys" : "opted_out");
	PopActiveSnapshot();
	settings_scope_leave(scope);
}

/* ---- fixing a cell ---- */

/* Does the field have cells of the file?  Not if the option set gives its value. */
static bool
is_of_file(const Field *field)
{
	return field_in_file(field) && !field->constant;
}

/* Errors for an unknown field; the hint lists the fields. */
static void
refuse_field(const StagedImport *import, const char *name)
{
	StringInfoData list;

	initStringInfo(&list);
	if (import->map->customer_id != NULL)
		appendStringInfoString(&list, import->map->customer_id->name);
	for (int i = 0; i < import->map->nfields; i++)
		if (is_of_file(&import->map->fields[i]))
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", import->map->fields[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("import " INT64_FORMAT " has no field \"%s\"", import->import_id, name),
			 errhint("Its fields are: %s.", list.data)));
}

/* The column of a field: of an address that two make, that of the street. */
static int
street_column(const FieldMap *map, const Field *field)
{
	if (field->njoined == 0)
		return field->file_column;
	return field->joined[0] == map->house_number ? field->joined[1] : field->joined[0];
}

/* Is the header word of a column a name, as written or folded as headers are? */
static bool
is_header_word(const FieldMap *map, int column, const char *name, bool exact)
{
	const char *word = map->header[column];

	return map->column_field[column] != COLUMN_IGNORED &&
		(exact ? strcmp(name, word) == 0 : category_is_same(name, word));
}

/*
 * Column of the file by the name of a field, or else by header word; or else by one
 * of them in another spelling.
 */
static int
find_column(const StagedImport *import, const char *name)
{
	const FieldMap *map = import->map;

	if (map->customer_id != NULL && strcmp(name, map->customer_id->name) == 0)
		return map->customer_id->file_column;
	for (int i = 0; i < map->nfields; i++)
		if (is_of_file(&map->fields[i]) && strcmp(name, map->fields[i].name) == 0)
			return street_column(map, &map->fields[i]);
	if (map->house_number >= 0 && strcmp(name, HOUSE_NUMBER) == 0)
		return map->house_number;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < map->ncolumns; i++)
			if (is_header_word(map, i, name, pass == 0))
				return i;
	for (int i = 0; i < map->nfields; i++)
		if (is_of_file(&map->fields[i]) && category_is_same(name, map->fields[i].name))
			return street_column(map, &map->fields[i]);
	refuse_field(import, name);
	return -1;					/* not reached */
}

/* Errors for a line without a row, as that of an unchanged record. */
static void pg_attribute_noreturn()
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

/* The row of a line; errors if it cannot be fixed. */
static StagedRow *
find_row(StagedImport *import, int64 line)
{
	StagedRow  *row = staged_find(import, line);

	if (row == NULL)
		refuse_unstaged(import, line);
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
	return row;
}

/* Errors if all cells were masked, as any might be the password. */
static void
refuse_masked(const StagedImport *import, const StagedRow *row)
{
	if (!stage_is_masked(import->map, &row->source))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("line " INT64_FORMAT " cannot be corrected here", row->source.line),
			 errdetail("Which of its cells is a password could not be told, so that none was kept."),
			 errhint("Correct it in the file and import that again.")));
}

/* Adds a cell to a record that lacks its last ones; errors if column is further. */
static void
extend_source(CsvRecord *source, int column)
{
	CsvCell    *cells;

	if (column < source->ncells)
		return;
	if (column > source->ncells)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("line " INT64_FORMAT " has only %d cells", source->line, source->ncells),
				 errhint("Give it those that follow one by one, from the left.")));
	cells = palloc0((source->ncells + 1) * sizeof(CsvCell));
	memcpy(cells, source->cells, source->ncells * sizeof(CsvCell));
	source->cells = cells;
	source->ncells++;
}

/* Sets a cell of the record. */
static void
set_cell(const StagedImport *import, StagedRow *row, int column, const char *value)
{
	CsvRecord  *source = &row->source;

	refuse_masked(import, row);
	extend_source(source, column);
	source->cells[column] = (CsvCell) {.data = value, .len = strlen(value)};
	if (source->defect_cell == column)
		source->defect = CSV_SOUND;
	row->source = *record_widen(import->map, source);
}

/* The field subscribed, if name is subscribed or unsubscribed; else NULL. */
static const Field *
consent_field(const StagedImport *import, const char *name)
{
	const FieldMap *map = import->map;

	if (map->nconsent == 0 ||
		(strcmp(name, CONSENT_SUBSCRIBED) != 0 &&
		 (!map->has_opposite || strcmp(name, CONSENT_UNSUBSCRIBED) != 0)))
		return NULL;
	return &map->fields[map->subscribed];
}

/* Reads a value of consent as a cell of the field name. */
static CellValue
read_consent(const Field *field, const char *name, const char *value)
{
	ConsentColumn sense = {.refuses = strcmp(name, CONSENT_UNSUBSCRIBED) == 0, .dated = true};
	CsvCell		cell = {.data = value, .len = strlen(value)};
	Field		own = *field;
	CellValue	said = {0};

	own.consent = &sense;
	own.nconsent = 1;
	value_parse(&own, &cell, &said);
	return said;
}

/*
 * Fixes the consent of a record: in the column of the field name or, if there is
 * none, as a word in the first column of consent.  A value that is not blank
 * replaces the cells of the other columns of consent.
 */
static void
set_consent(const StagedImport *import, StagedRow *row, const Field *field, const char *name,
			const char *value)
{
	CellValue	said = read_consent(field, name, value);
	const ConsentColumn *column = field->consent;

	for (int i = 0; i < field->nconsent && strcmp(consent_column_name(column), name) != 0; i++)
		column = &field->consent[i];
	if (strcmp(consent_column_name(column), name) != 0)
	{
		column = field->consent;
		if (said.state == VALUE_SET)
			value = said.number != 0 ? CONSENT_SUBSCRIBED : CONSENT_UNSUBSCRIBED;
	}
	for (int i = 0; i < field->nconsent && said.state == VALUE_SET; i++)
		set_cell(import, row, field->consent[i].column, "");
	set_cell(import, row, column->column, value);
}

/* Sets the cell that the name of a field or a header word stands for. */
static void
set_value(const StagedImport *import, StagedRow *row, const char *name, const char *value)
{
	const Field *consent = consent_field(import, name);

	if (consent != NULL)
		set_consent(import, row, consent, name, value);
	else
	{
		/* a whole address needs no house number beside it */
		if (import->map->address >= 0 && strcmp(name, import->map->fields[import->map->address].name) == 0)
			set_cell(import, row, import->map->house_number, "");
		set_cell(import, row, find_column(import, name), value);
	}
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

const char *
fix_cell(int64 import_id, int64 line, const char *field, const char *value)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	Recheck    *recheck = recheck_create(import);
	StagedRow  *before = find_row(import, line);
	StagedRow  *row = find_row(import, line);

	set_value(import, row, field, value);
	staged_assess(import, &before, 1);
	recheck_before(recheck, before);
	staged_assess(import, &row, 1);
	refuse_other_customer(import, row);
	recheck_after(recheck, row);
	recheck_run(recheck, row);
	end(import, scope);
	return staged_action_word(row->record.action);
}

/* ---- exclude and include ---- */

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
	}
}

/* What a person leaves out is not heard, and a warning says so. */
static void
silence_rows(const StagedImport *import, ArrayType *lines, Datum saying_no)
{
	char	   *note = note_sql("consent_excluded", "'subscribed'", NULL,
								"'this record says no, which is not heard as long as it is left out by hand'", NULL);
	Statement	update = statement(sql_text(fix_sql, "silence rows", "note", note, NULL));

	opt_outs_forget(import->import_id, PointerGetDatum(lines));
	statement_int8(&update, import->import_id);
	statement_datum(&update, INT8ARRAYOID, saying_no, false);
	statement_write(&update);
}

static void
exclude_rows(const StagedImport *import, ArrayType *lines)
{
	Statement	update = statement(sql_text(fix_sql, "exclude rows", "condition",
											sql_text(fix_sql, "may be excluded", NULL), NULL));

	statement_int8(&update, import->import_id);
	statement_datum(&update, INT8ARRAYOID, PointerGetDatum(lines), false);
	statement_datum(&update, BOOLOID, BoolGetDatum(import->options.unknown_ids == UNKNOWN_CREATE), false);
	statement_write(&update);
}

/* Reads the rows of lines that meet a condition of fix.sql. */
static void
scan_lines(StagedImport *import, const char *condition, ArrayType *lines,
		   StagedRowsCallback callback, void *state)
{
	Oid			type = INT8ARRAYOID;
	Datum		param = PointerGetDatum(lines);

	staged_scan(import, sql_text(fix_sql, condition, NULL), 1, &type, &param, callback, state);
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
	exclude_rows(import, lines);
	silence_rows(import, lines, makeArrayResult(excluding.saying_no, CurrentMemoryContext));
	excluded = import->change.excluded;
	recheck_run(recheck, NULL);
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
	end(import, scope);
	return including.nrows;
}
