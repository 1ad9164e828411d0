/*
 * staged_row.c
 *
 * A rejected row, and each of an import's first rows, has the cells of the
 * file (raw).  Of later ones only the changes are kept: their cells are written
 * again from those, in the way their column is written, and what was not
 * touched stays blank.  That is the same record as long as it is about the same
 * customer.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"

#include "catalog.h"
#include "column_format.h"
#include "group.h"
#include "stage.h"
#include "staged_row.h"

/* Rows of a scan that are in memory at a time. */
#define SCAN_ROWS CSV_BATCH_RECORDS

static const char *const action_word[] = {
	[RECORD_CREATE] = "create",
	[RECORD_UPDATE] = "update",
	[RECORD_UNCHANGED] = "unchanged",
	[RECORD_REJECT] = "reject",
	[RECORD_EXCLUDE] = "exclude"
};

/* Columns of the query that reads rows, from 1. */
typedef enum RowColumn
{
	ROW_LINE = 1,
	ROW_ACTION,
	ROW_CUSTOMER,
	ROW_REASON,
	ROW_RAW,
	ROW_CELLS,
	ROW_DEFECT_FIELD,
	ROW_WITHOUT_KEY,
	ROW_PARTNERS,
	ROW_IDENTIFIER,
	ROW_EMAIL
} RowColumn;

const char *
staged_action_word(RecordAction action)
{
	return action_word[action];
}

static RecordAction
read_action(const char *word)
{
	for (int action = RECORD_CREATE; action <= RECORD_EXCLUDE; action++)
		if (strcmp(word, action_word[action]) == 0)
			return action;
	elog(ERROR, "unknown action \"%s\" of a staged row", word);
}

/* ---- the import ---- */

/* Texts of an array as cells; NULL is an empty one. */
static CsvCell *
array_cells(ArrayType *array, int *ncells)
{
	Datum	   *elements;
	bool	   *nulls;
	CsvCell    *cells;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, ncells);
	cells = palloc0(Max(*ncells, 1) * sizeof(CsvCell));
	for (int i = 0; i < *ncells; i++)
	{
		if (nulls[i])
			continue;
		cells[i].data = VARDATA_ANY(DatumGetTextPP(elements[i]));
		cells[i].len = VARSIZE_ANY_EXHDR(DatumGetTextPP(elements[i]));
	}
	return cells;
}

/* Did staging give the import a field that its file has no column for? */
static bool
has_added_field(const FieldMap *map, const CsvCell *names, int nfields)
{
	return map->subscribed < 0 && nfields == map->nfields + 1 &&
		names[map->nfields].len == strlen("subscribed") &&
		memcmp(names[map->nfields].data, "subscribed", strlen("subscribed")) == 0;
}

/* Errors unless the map brings the fields that were staged. */
static void
check_fields(const StagedImport *import, ArrayType *fields)
{
	int			nfields;
	CsvCell    *names = array_cells(fields, &nfields);
	bool		same;

	if (has_added_field(import->map, names, nfields))
		erasure_check_add_field(import->map);
	same = nfields == import->map->nfields;

	for (int i = 0; i < nfields && same; i++)
		same = strlen(import->map->fields[i].name) == names[i].len &&
			memcmp(import->map->fields[i].name, names[i].data, names[i].len) == 0;
	if (!same)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the columns of import " INT64_FORMAT " would be read as other fields now",
						import->import_id),
				 errdetail("Columns of customers or header synonyms have changed since it was staged."),
				 errhint("Cancel this import and import the file again.")));
}

/* A column of the one row that was read; NULL is an error in our own table. */
static Datum
import_column(int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, &isnull);

	if (isnull)
		elog(ERROR, "the import's row is incomplete");
	return value;
}

/* Options, header and fields of the import, into the map. */
static void
load_import(StagedImport *import)
{
	Oid			type = INT8OID;
	Datum		param = Int64GetDatum(import->import_id);
	CsvCell    *header;
	ArrayType  *fields;
	Jsonb	   *formats;
	int			ncells;
	bool		has_header = false;

	if (SPI_execute_with_args(psprintf("SELECT options, header, fields, COALESCE(formats, '{}')"
									   " FROM %s WHERE import_id OPERATOR(pg_catalog.=) $1",
									   catalog_name(REL_IMPORTS)),
							  1, &type, &param, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the import");
	if (SPI_processed == 0)
		import_log_missing(import->import_id);
	options_default(&import->options);
	options_from_json(DatumGetJsonbPCopy(import_column(1)), &import->options);
	header = array_cells(DatumGetArrayTypePCopy(import_column(2)), &ncells);
	fields = DatumGetArrayTypePCopy(import_column(3));
	formats = DatumGetJsonbPCopy(import_column(4));
	for (int i = 0; i < ncells; i++)
		has_header |= header[i].len > 0;
	import->map = field_map_header(header, ncells, has_header, &import->options);
	check_fields(import, fields);
	column_formats_apply(formats, import->map);
}

/*
 * Writes the fields anew where the map has got one more since it was staged;
 * rows that have no cell of it do not touch it.
 */
static void
write_fields(StagedImport *import)
{
	Oid			types[] = {INT8OID, TEXTARRAYOID};
	Datum		params[] = {Int64GetDatum(import->import_id), field_map_names(import->map)};

	if (SPI_execute_with_args(psprintf("UPDATE %s SET fields = $2"
									   " WHERE import_id OPERATOR(pg_catalog.=) $1",
									   catalog_name(REL_IMPORTS)),
							  2, types, params, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not write the fields of the import");
}

StagedImport *
staged_open(int64 import_id)
{
	MemoryContext context = CurrentMemoryContext;
	StagedImport *import = palloc0(sizeof(StagedImport));
	int			nfields;

	import->import_id = import_id;
	import->context = context;
	load_import(import);
	MemoryContextSwitchTo(context);
	nfields = import->map->nfields;
	import->assessor = assessor_create(import->map, &import->options, 0);
	if (import->map->nfields > nfields)
		write_fields(import);
	MemoryContextSwitchTo(context);
	import->ids = new_ids_create(import_id);
	MemoryContextSwitchTo(context);
	return import;
}

/* ---- rows to records ---- */

static char *
row_text(HeapTuple tuple, RowColumn column)
{
	return SPI_getvalue(tuple, SPI_tuptable->tupdesc, column);
}

static ArrayType *
row_array(HeapTuple tuple, RowColumn column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(tuple, SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? NULL : DatumGetArrayTypePCopy(value);
}

/* 0 for NULL. */
static int64
row_int64(HeapTuple tuple, RowColumn column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(tuple, SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? 0 : DatumGetInt64(value);
}

static bool
row_flag(HeapTuple tuple, RowColumn column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(tuple, SPI_tuptable->tupdesc, column, &isnull);

	return !isnull && DatumGetBool(value);
}

static void
set_cell(CsvCell *cell, const char *text)
{
	cell->data = text;
	cell->len = strlen(text);
}

/*
 * A number as its column writes it.  Where its cells decide one by one, a
 * fourth decimal tells the point from a thousands separator.
 */
static char *
rebuild_number(const Field *field, char *text)
{
	char	   *point = strchr(text, '.');

	if (point == NULL)
		return text;
	if (field->decimal == ',')
		*point = ',';
	return field->decimal == '\0' && strlen(point) == 4 ? psprintf("%s0", text) : text;
}

/* A canonical value as a cell of its column, so that it is read as the same. */
static void
rebuild_cell(const Field *field, char *text, CsvCell *cell)
{
	if (text[0] == '\0')
		text = "#N/A";
	else if (field->kind == FIELD_BOOLEAN && field->negated)
		text = strcmp(text, "true") == 0 ? "0" : "1";
	else if (field->kind == FIELD_NUMBER)
		text = rebuild_number(field, text);
	else if (field->kind == FIELD_GROUPS)
		text = psprintf("%s%c", text, GROUP_SEPARATOR);
	set_cell(cell, text);
	cell->quoted = true;
}

/*
 * The keys of a rebuilt record.  One that was not touched is that of the
 * customer it was matched with; a new customer has the id he was given only
 * where the file may bring ids.
 */
static void
rebuild_keys(const StagedImport *import, StagedRow *row, HeapTuple tuple, CsvCell *cells)
{
	const FieldMap *map = import->map;
	bool		known = row->customer_id != 0 && row->action != RECORD_CREATE;
	char	   *zero = row_flag(tuple, ROW_WITHOUT_KEY) ? "0" : "";
	char	   *identifier = row_text(tuple, ROW_IDENTIFIER);
	char	   *email = row_text(tuple, ROW_EMAIL);

	if (map->customer_id != NULL)
		set_cell(&cells[map->customer_id->file_column],
				 known || (row->customer_id != 0 && import->options.unknown_ids == UNKNOWN_CREATE)
				 ? psprintf(INT64_FORMAT, row->customer_id) : zero);
	if (map->identifier >= 0 && cells[map->fields[map->identifier].file_column].len == 0)
		set_cell(&cells[map->fields[map->identifier].file_column],
				 known && identifier != NULL ? identifier : zero);
	if (map->email >= 0 && cells[map->fields[map->email].file_column].len == 0 &&
		known && email != NULL)
		set_cell(&cells[map->fields[map->email].file_column], email);
}

/* The record that staged the row, from its changes. */
static void
rebuild_source(const StagedImport *import, StagedRow *row, HeapTuple tuple)
{
	const FieldMap *map = import->map;
	CsvCell    *cells = palloc0(map->ncolumns * sizeof(CsvCell));
	ArrayType  *changed = row_array(tuple, ROW_CELLS);
	Datum	   *elements;
	bool	   *nulls;
	int			n = 0;

	for (int i = 0; i < map->ncolumns; i++)
		cells[i].data = "";
	if (changed != NULL)
		deconstruct_array(changed, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	for (int i = 0; i < n; i++)
		if (!nulls[i] && field_in_file(&map->fields[i]))
			rebuild_cell(&map->fields[i], TextDatumGetCString(elements[i]),
						 &cells[map->fields[i].file_column]);
	rebuild_keys(import, row, tuple, cells);
	row->source.cells = cells;
	row->source.ncells = map->ncolumns;
	row->rebuilt = true;
}

/* What was wrong with the record as a whole when it was read. */
static void
restore_defect(const StagedImport *import, StagedRow *row, HeapTuple tuple)
{
	char	   *reason = row_text(tuple, ROW_REASON);
	char	   *field = row_text(tuple, ROW_DEFECT_FIELD);

	row->source.defect_cell = -1;
	if (row->action != RECORD_REJECT || reason == NULL)
		return;
	for (int defect = CSV_SOUND + 1; defect <= CSV_STRAY_QUOTE; defect++)
		if (strcmp(reason, csv_defect_code(defect)) == 0)
			row->source.defect = defect;
	if (row->source.defect == CSV_SOUND || field == NULL)
		return;
	for (int i = 0; i < import->map->ncolumns; i++)
		if (strcmp(field, import->map->header[i]) == 0)
			row->source.defect_cell = i;
}

/* The lines that a row was left out for. */
static void
read_partners(StagedRow *row, ArrayType *lines)
{
	Datum	   *elements;
	int			n;

	deconstruct_array(lines, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &elements, NULL, &n);
	for (int i = 0; i < n && i < STAGED_PARTNERS; i++)
		row->partners[i] = DatumGetInt64(elements[i]);
}

static StagedRow *
read_row(const StagedImport *import, HeapTuple tuple)
{
	StagedRow  *row = palloc0(sizeof(StagedRow));
	ArrayType  *raw = row_array(tuple, ROW_RAW);
	char	   *reason = row_text(tuple, ROW_REASON);

	row->record.source = &row->source;
	row->source.line = row_int64(tuple, ROW_LINE);
	row->action = read_action(row_text(tuple, ROW_ACTION));
	row->customer_id = row_int64(tuple, ROW_CUSTOMER);
	row->is_duplicate = reason != NULL && strcmp(reason, "duplicate_in_file") == 0;
	read_partners(row, row_array(tuple, ROW_PARTNERS));
	if (raw != NULL)
		row->source.cells = array_cells(raw, &row->source.ncells);
	else
		rebuild_source(import, row, tuple);
	restore_defect(import, row, tuple);
	return row;
}

/* ---- reading rows ---- */

/* The statement that reads rows by a condition. */
static char *
select_rows(const char *condition)
{
	return psprintf("SELECT r.line, r.action, r.customer_id, r.reason, r.raw, r.cells,"
					" r.errors OPERATOR(pg_catalog.#>>) '{0,field}',"
					" r.errors OPERATOR(pg_catalog.@>) '[{\"code\": \"new_without_key\"}]',"
					" ARRAY(SELECT (e.note OPERATOR(pg_catalog.->>) 'other_line')::pg_catalog.int8"
					" FROM pg_catalog.jsonb_array_elements(r.errors) AS e (note)"
					" WHERE r.reason OPERATOR(pg_catalog.=) 'duplicate_in_file'"
					" AND e.note OPERATOR(pg_catalog.?) 'other_line'),"
					" c.identifier, c.email"
					" FROM %s AS r LEFT JOIN %s AS c ON r.raw IS NULL"
					" AND c.customer_id OPERATOR(pg_catalog.=) r.customer_id"
					" WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND (%s) ORDER BY r.line",
					catalog_name(REL_IMPORT_ROWS), catalog_name(REL_CUSTOMERS), condition);
}

void
staged_scan(StagedImport *import, const char *condition, int nparams, const Oid *types,
			const Datum *params, StagedRowsCallback callback, void *state)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext batch = AllocSetContextCreate(context, "customers staged rows",
												ALLOCSET_DEFAULT_SIZES);
	Oid		   *all_types = palloc((nparams + 1) * sizeof(Oid));
	Datum	   *all_params = palloc((nparams + 1) * sizeof(Datum));
	Portal		portal;

	all_types[0] = INT8OID;
	all_params[0] = Int64GetDatum(import->import_id);
	for (int i = 0; i < nparams; i++)
	{
		all_types[i + 1] = types[i];
		all_params[i + 1] = params[i];
	}
	portal = SPI_cursor_open_with_args(NULL, select_rows(condition), nparams + 1, all_types,
									   all_params, NULL, false, 0);
	for (;;)
	{
		StagedRow **rows;
		int			nrows;

		CHECK_FOR_INTERRUPTS();
		SPI_cursor_fetch(portal, true, SCAN_ROWS);
		nrows = SPI_processed;
		if (nrows == 0)
			break;
		MemoryContextSwitchTo(batch);
		rows = palloc(nrows * sizeof(StagedRow *));
		for (int i = 0; i < nrows; i++)
			rows[i] = read_row(import, SPI_tuptable->vals[i]);
		SPI_freetuptable(SPI_tuptable);
		callback(state, rows, nrows);
		MemoryContextReset(batch);
	}
	SPI_cursor_close(portal);
	MemoryContextSwitchTo(context);
	MemoryContextDelete(batch);
}

StagedRow *
staged_find(StagedImport *import, int64 line)
{
	MemoryContext context = CurrentMemoryContext;
	Oid			types[] = {INT8OID, INT8OID};
	Datum		params[] = {Int64GetDatum(import->import_id), Int64GetDatum(line)};
	StagedRow  *row = NULL;

	if (SPI_execute_with_args(select_rows("r.line OPERATOR(pg_catalog.=) $2"), 2, types, params,
							  NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the staged row of line " INT64_FORMAT, line);
	MemoryContextSwitchTo(context);
	if (SPI_processed > 0)
		row = read_row(import, SPI_tuptable->vals[0]);
	SPI_freetuptable(SPI_tuptable);
	return row;
}

int64 *
staged_lines(StagedImport *import, Datum lines, int *nlines)
{
	MemoryContext context = CurrentMemoryContext;
	Oid			types[] = {INT8OID, INT8ARRAYOID};
	Datum		params[] = {Int64GetDatum(import->import_id), lines};
	int64	   *result;

	if (SPI_execute_with_args(psprintf("SELECT line FROM %s WHERE import_id OPERATOR(pg_catalog.=) $1"
									   " AND line OPERATOR(pg_catalog.=) ANY ($2) ORDER BY line",
									   catalog_name(REL_IMPORT_ROWS)),
							  2, types, params, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the staged lines");
	MemoryContextSwitchTo(context);
	*nlines = SPI_processed;
	result = palloc(Max(*nlines, 1) * sizeof(int64));
	for (int i = 0; i < *nlines; i++)
		result[i] = row_int64(SPI_tuptable->vals[i], ROW_LINE);
	SPI_freetuptable(SPI_tuptable);
	return result;
}

/* ---- judging ---- */

/* Assesses those rows that are rebuilt, or those that are not. */
static void
assess_some(StagedImport *import, StagedRow **rows, int nrows, bool rebuilt)
{
	Record	  **records = palloc(nrows * sizeof(Record *));
	int			n = 0;

	for (int i = 0; i < nrows; i++)
		if (rows[i]->rebuilt == rebuilt)
			records[n++] = &rows[i]->record;
	if (n == 0)
		return;
	assess_records(import->assessor, records, n);
	for (int i = 0; i < n; i++)
		assess_decide(import->assessor, records[i]);
}

static void
set_blanks(StagedImport *import, BlankPolicy blanks)
{
	for (int i = 0; i < import->map->nfields; i++)
		import->map->fields[i].blanks = blanks;
}

void
staged_assess(StagedImport *import, StagedRow **rows, int nrows)
{
	assess_some(import, rows, nrows, false);
	/* what a rebuilt record left untouched is blank, and stays so */
	set_blanks(import, BLANKS_KEEP);
	assess_some(import, rows, nrows, true);
	set_blanks(import, import->options.blanks);
}

/* ---- writing ---- */

static int64 *
count_of(ImportCounts *counts, RecordAction action)
{
	switch (action)
	{
		case RECORD_CREATE:
			return &counts->created;
		case RECORD_UPDATE:
			return &counts->changed;
		case RECORD_UNCHANGED:
			return &counts->unchanged;
		case RECORD_REJECT:
			return &counts->rejected;
		case RECORD_EXCLUDE:
			return &counts->excluded;
		case RECORD_UNDECIDED:
			break;
	}
	elog(ERROR, "staged row was not decided");
}

void
staged_count(StagedImport *import, RecordAction from, RecordAction to, int64 nrows)
{
	*count_of(&import->change, from) -= nrows;
	*count_of(&import->change, to) += nrows;
}

/* Columns of the rows to be written, each as text: NULL stays NULL. */
typedef enum WrittenColumn
{
	WRITTEN_LINE,
	WRITTEN_ACTION,
	WRITTEN_CUSTOMER,
	WRITTEN_CELLS,
	WRITTEN_OLD_CELLS,
	WRITTEN_RAW,
	WRITTEN_ERRORS,
	WRITTEN_REASON,
	NUM_WRITTEN
} WrittenColumn;

static Datum
array_text(Datum array)
{
	return CStringGetTextDatum(OidOutputFunctionCall(F_ARRAY_OUT, array));
}

static Datum
int64_text(int64 number)
{
	return CStringGetTextDatum(psprintf(INT64_FORMAT, number));
}

/* One row's new contents; (Datum) 0 is NULL. */
static void
fill_columns(StagedImport *import, StagedRow *row, Datum *values)
{
	Record	   *record = &row->record;

	memset(values, 0, NUM_WRITTEN * sizeof(Datum));
	values[WRITTEN_LINE] = int64_text(row->source.line);
	values[WRITTEN_ACTION] = CStringGetTextDatum(action_word[record->action]);
	if (record->customer_id != 0)
		values[WRITTEN_CUSTOMER] = int64_text(record->customer_id);
	if (record->action != RECORD_REJECT && record->ntouched > 0)
	{
		values[WRITTEN_CELLS] = array_text(stage_new_cells(import->map, record));
		if (record->matched)
			values[WRITTEN_OLD_CELLS] = array_text(stage_old_cells(import->map, record));
	}
	/* rebuilt cells are the file's only where nothing else is kept */
	if (record->action == RECORD_REJECT || !row->rebuilt)
		values[WRITTEN_RAW] = array_text(stage_assessed_cells(import->map, record));
	if (record->notes != NULL)
		values[WRITTEN_ERRORS] = CStringGetTextDatum(JsonbToCString(NULL, &DatumGetJsonbP(record_notes_jsonb(record))->root, 0));
	if (record->reason != NULL)
		values[WRITTEN_REASON] = CStringGetTextDatum(record->reason);
}

/* A column of the rows as text[]. */
static Datum
column_array(Datum (*values)[NUM_WRITTEN], int nrows, WrittenColumn column)
{
	Datum	   *elements = palloc(nrows * sizeof(Datum));
	bool	   *nulls = palloc(nrows * sizeof(bool));
	int			lower = 1;

	for (int i = 0; i < nrows; i++)
	{
		elements[i] = values[i][column];
		nulls[i] = elements[i] == (Datum) 0;
	}
	return PointerGetDatum(construct_md_array(elements, nulls, 1, &nrows, &lower, TEXTOID, -1,
											  false, TYPALIGN_INT));
}

/* Writes rows in one statement, which reads the staged ones once. */
static void
write_rows(StagedImport *import, StagedRow **rows, int nrows)
{
	Datum		(*values)[NUM_WRITTEN] = palloc(nrows * sizeof(*values));
	Oid			types[NUM_WRITTEN + 1];
	Datum		params[NUM_WRITTEN + 1];

	types[0] = INT8OID;
	params[0] = Int64GetDatum(import->import_id);
	for (int i = 0; i < nrows; i++)
		fill_columns(import, rows[i], values[i]);
	for (int i = 0; i < NUM_WRITTEN; i++)
	{
		types[i + 1] = TEXTARRAYOID;
		params[i + 1] = column_array(values, nrows, i);
	}
	if (SPI_execute_with_args(psprintf("UPDATE %s AS r SET action = v.action, customer_id = v.customer_id::pg_catalog.int8,"
									   " cells = v.cells::pg_catalog.text[], old_cells = v.old_cells::pg_catalog.text[],"
									   " raw = v.raw::pg_catalog.text[], errors = v.errors::pg_catalog.jsonb, reason = v.reason"
									   " FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3),"
									   " pg_catalog.unnest($4), pg_catalog.unnest($5), pg_catalog.unnest($6),"
									   " pg_catalog.unnest($7), pg_catalog.unnest($8), pg_catalog.unnest($9))"
									   " AS v (line, action, customer_id, cells, old_cells, raw, errors, reason)"
									   " WHERE r.import_id OPERATOR(pg_catalog.=) $1"
									   " AND r.line OPERATOR(pg_catalog.=) ANY ($2::pg_catalog.int8[])"
									   " AND r.line OPERATOR(pg_catalog.=) v.line::pg_catalog.int8",
									   catalog_name(REL_IMPORT_ROWS)),
							  NUM_WRITTEN + 1, types, params, NULL, false, 0) != SPI_OK_UPDATE ||
		SPI_processed != (uint64) nrows)
		elog(ERROR, "staged rows to be corrected were not found");
}

void
staged_write(StagedImport *import, StagedRow **rows, int nrows)
{
	MemoryContext context = CurrentMemoryContext;
	Record	  **records = palloc(Max(nrows, 1) * sizeof(Record *));

	for (int i = 0; i < nrows; i++)
	{
		Record	   *record = &rows[i]->record;

		records[i] = record;
		assess_complete(import->assessor, record);
		if (record->action == RECORD_CREATE && rows[i]->action == RECORD_CREATE &&
			record->customer_id == 0)
			record->customer_id = rows[i]->customer_id;
		staged_count(import, rows[i]->action, record->action, 1);
	}
	new_ids_assign(import->ids, records, nrows);
	MemoryContextSwitchTo(context);
	write_rows(import, rows, nrows);
	MemoryContextSwitchTo(context);
}

void
staged_write_counts(const StagedImport *import)
{
	const ImportCounts *change = &import->change;

	import_log_claim(import->import_id,
					 psprintf("created = created OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", changed = changed OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", unchanged = unchanged OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", rejected = rejected OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", excluded = excluded OPERATOR(pg_catalog.+) (" INT64_FORMAT ")",
							  change->created, change->changed, change->unchanged,
							  change->rejected, change->excluded));
}
