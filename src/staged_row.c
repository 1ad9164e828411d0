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

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "catalog.h"
#include "group.h"
#include "spi_value.h"
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
	spi_refuse_value("customer_import_rows.action", word);
}

/* ---- rows to records ---- */

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
rebuild_keys(const StagedImport *import, StagedRow *row, int at, CsvCell *cells)
{
	const FieldMap *map = import->map;
	bool		known = row->customer_id != 0 && row->action != RECORD_CREATE;
	char	   *zero = spi_bool_or(at, ROW_WITHOUT_KEY, false, "customer_import_rows.errors") ? "0" : "";
	char	   *identifier = spi_text(at, ROW_IDENTIFIER);
	char	   *email = spi_text(at, ROW_EMAIL);

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
rebuild_source(const StagedImport *import, StagedRow *row, int at)
{
	const FieldMap *map = import->map;
	CsvCell    *cells = palloc0(map->ncolumns * sizeof(CsvCell));
	ArrayType  *changed = spi_array(at, ROW_CELLS, TEXTARRAYOID, "customer_import_rows.cells");
	Datum	   *elements;
	bool	   *nulls;
	int			n = 0;

	for (int i = 0; i < map->ncolumns; i++)
		cells[i].data = "";
	if (changed != NULL)
		deconstruct_array(changed, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	if (n > map->nfields)
		spi_refuse_value("customer_import_rows.cells", psprintf("of %d fields", n));
	for (int i = 0; i < n; i++)
		if (!nulls[i] && field_in_file(&map->fields[i]))
			rebuild_cell(&map->fields[i], TextDatumGetCString(elements[i]),
						 &cells[map->fields[i].file_column]);
	rebuild_keys(import, row, at, cells);
	row->source.cells = cells;
	row->source.ncells = map->ncolumns;
	row->rebuilt = true;
}

/* What was wrong with the record as a whole when it was read. */
static void
restore_defect(const StagedImport *import, StagedRow *row, int at)
{
	char	   *reason = spi_text(at, ROW_REASON);
	char	   *field = spi_text(at, ROW_DEFECT_FIELD);

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
read_row(const StagedImport *import, int at)
{
	StagedRow  *row = palloc0(sizeof(StagedRow));
	ArrayType  *raw = spi_array(at, ROW_RAW, TEXTARRAYOID, "customer_import_rows.raw");
	char	   *reason = spi_text(at, ROW_REASON);

	row->record.source = &row->source;
	row->source.line = spi_int64(at, ROW_LINE, "customer_import_rows.line");
	row->action = read_action(spi_text_not_null(at, ROW_ACTION, "customer_import_rows.action"));
	row->customer_id = spi_int64_or(at, ROW_CUSTOMER, 0, "customer_import_rows.customer_id");
	row->is_duplicate = reason != NULL && strcmp(reason, "duplicate_in_file") == 0;
	read_partners(row, spi_array(at, ROW_PARTNERS, INT8ARRAYOID, "customer_import_rows.errors"));
	if (raw != NULL)
		row->source.cells = staged_cells(raw, &row->source.ncells);
	else
		rebuild_source(import, row, at);
	restore_defect(import, row, at);
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
			rows[i] = read_row(import, i);
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
		row = read_row(import, 0);
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
		result[i] = spi_int64(i, ROW_LINE, "customer_import_rows.line");
	SPI_freetuptable(SPI_tuptable);
	return result;
}
