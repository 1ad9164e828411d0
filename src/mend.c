/*
 * mend.c
 *
 *		fix: staged row -> record -> the cell changed -> assessed -> clashes
 *		exclude: staged rows -> left out -> clashes
 *			-> rows written back, counts corrected
 *
 * Both happen under the lock that a merge takes first: the import's own row.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "catalog.h"
#include "clash.h"
#include "import_log.h"
#include "mend.h"
#include "settings_scope.h"
#include "setup.h"
#include "staged_write.h"

/* ---- the frame ---- */

/* Locks the import and opens it, with the settings it was staged under. */
static StagedImport *
begin(int64 import_id, int *scope)
{
	setup_ensure_writable();
	import_log_claim(import_id, "status = status");
	*scope = settings_scope_enter();
	settings_scope_pin_text();
	settings_scope_pin_probes();
	/* staged rows are found by a BRIN index, and lists of keys are hashed */
	settings_scope_set("enable_bitmapscan", "on");
	settings_scope_set("plan_cache_mode", "force_custom_plan");
	/* live rows as they are now that nobody else has the import */
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	return staged_open(import_id);
}

static void
end(StagedImport *import, int scope)
{
	staged_write_counts(import);
	PopActiveSnapshot();
	settings_scope_leave(scope);
}

/* ---- correcting a cell ---- */

/* Says which fields there are. */
static void
refuse_field(const StagedImport *import, const char *name)
{
	StringInfoData list;

	initStringInfo(&list);
	if (import->map->customer_id != NULL)
		appendStringInfoString(&list, import->map->customer_id->name);
	for (int i = 0; i < import->map->nfields; i++)
		if (field_in_file(&import->map->fields[i]))
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", import->map->fields[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("import " INT64_FORMAT " has no field \"%s\"", import->import_id, name),
			 errhint("Its fields are: %s.", list.data)));
}

/* Column of the file that a field, or else a header word, names. */
static int
find_column(const StagedImport *import, const char *name)
{
	const FieldMap *map = import->map;

	if (map->customer_id != NULL && strcmp(name, map->customer_id->name) == 0)
		return map->customer_id->file_column;
	for (int i = 0; i < map->nfields; i++)
		if (field_in_file(&map->fields[i]) && strcmp(name, map->fields[i].name) == 0)
			return map->fields[i].file_column;
	for (int i = 0; i < map->ncolumns; i++)
		if (map->column_field[i] != COLUMN_IGNORED && strcmp(name, map->header[i]) == 0)
			return i;
	refuse_field(import, name);
	return -1;					/* not reached */
}

/* The row of a line, if it can be corrected. */
static StagedRow *
find_row(StagedImport *import, int64 line)
{
	StagedRow  *row = staged_find(import, line);

	if (row == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("import " INT64_FORMAT " has no record to correct on line " INT64_FORMAT,
						import->import_id, line),
				 errdetail("Records that change nothing are counted, and not kept."),
				 errhint("SELECT line FROM %s WHERE import_id = " INT64_FORMAT "; lists those that are.",
						 catalog_name(REL_IMPORT_ROWS), import->import_id)));
	if (row->action == RECORD_EXCLUDE && !row->is_duplicate)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("line " INT64_FORMAT " of import " INT64_FORMAT " is left out",
						line, import->import_id),
				 errhint("Import the file again to bring it back.")));
	return row;
}

/* Cells that cannot be told apart must be mended in the file. */
static void
refuse_masked(const StagedImport *import, const StagedRow *row)
{
	if (!field_map_has_passwords(import->map) || record_fits(&row->source, import->map->ncolumns) ||
		row->rebuilt)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("line " INT64_FORMAT " cannot be corrected here", row->source.line),
			 errdetail("Which of its cells is a password could not be told, so that none was kept."),
			 errhint("Correct it in the file and import that again.")));
}

/* Room for one cell more than there are: a record that lacks its last ones. */
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

/* Puts the value into the record. */
static void
set_cell(const StagedImport *import, StagedRow *row, int column, const char *value)
{
	CsvRecord  *source = &row->source;

	refuse_masked(import, row);
	extend_source(source, column);
	/* a rebuilt record's blank cells say nothing */
	if (value[0] == '\0' && row->rebuilt && import->options.blanks == BLANKS_CLEAR)
		value = "#N/A";
	source->cells[column].data = value;
	source->cells[column].len = strlen(value);
	source->cells[column].quoted = false;
	if (source->defect_cell == column)
		source->defect = CSV_SOUND;
}

/* A rebuilt record is the same one only about the same customer. */
static void
refuse_other_customer(const StagedImport *import, const StagedRow *row)
{
	const Record *record = &row->record;

	if (!row->rebuilt || row->customer_id == 0 || row->action == RECORD_CREATE ||
		record->action == RECORD_REJECT || record->customer_id == row->customer_id)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("line " INT64_FORMAT " cannot be given to another customer here", row->source.line),
			 errdetail("Of the later changed records of a large file only what they change is kept, not the cells that customer " INT64_FORMAT " had already.",
					   row->customer_id),
			 errhint("SELECT customers_import_exclude(" INT64_FORMAT ", ARRAY[" INT64_FORMAT "]); and import the corrected record in a file of its own.",
					 import->import_id, row->source.line)));
}

const char *
mend_fix(int64 import_id, int64 line, const char *field, const char *value)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	Clashes    *clashes = clashes_create(import);
	StagedRow  *before = find_row(import, line);
	StagedRow  *row = find_row(import, line);

	set_cell(import, row, find_column(import, field), value);
	staged_assess(import, &before, 1);
	clashes_free(clashes, before);
	staged_assess(import, &row, 1);
	refuse_other_customer(import, row);
	clashes_settle(clashes, row);
	end(import, scope);
	return staged_action_word(row->record.action);
}

/* ---- leaving lines out ---- */

#define EXCLUDED_ROWS \
	"r.line OPERATOR(pg_catalog.=) ANY ($2)" \
	" AND (r.action OPERATOR(pg_catalog.=) ANY (ARRAY['create', 'update', 'reject']))"

/* What the rows that will be left out claim. */
static void
on_excluded(void *state, StagedRow **rows, int nrows)
{
	Clashes    *clashes = state;

	staged_assess(clashes_import(clashes), rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		clashes_free(clashes, rows[i]);
		staged_count(clashes_import(clashes), rows[i]->action, RECORD_EXCLUDE, 1);
	}
}

int64
mend_exclude(int64 import_id, ArrayType *lines)
{
	int			scope;
	StagedImport *import = begin(import_id, &scope);
	Clashes    *clashes = clashes_create(import);
	Oid			types[] = {INT8OID, INT8ARRAYOID};
	Datum		params[] = {Int64GetDatum(import_id), PointerGetDatum(lines)};
	int64		nrows;

	staged_scan(import, EXCLUDED_ROWS, 1, &types[1], &params[1], on_excluded, clashes);
	if (SPI_execute_with_args(psprintf("UPDATE %s AS r SET action = 'exclude', reason = 'by_hand',"
									   " customer_id = CASE WHEN r.action OPERATOR(pg_catalog.=) 'create'"
									   " THEN NULL ELSE r.customer_id END"
									   " WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND " EXCLUDED_ROWS,
									   catalog_name(REL_IMPORT_ROWS)),
							  2, types, params, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not leave lines out of the import");
	nrows = SPI_processed;
	clashes_settle(clashes, NULL);
	end(import, scope);
	return nrows;
}
