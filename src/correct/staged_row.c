/*
 * staged_row.c
 *
 *		customer_import_rows -> KeptRow -> cells of the record (kept.c), some of
 *			them read from the live customer -> StagedRow
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "correct/staged_row.h"
#include "correct/staged_row.sql.h"
#include "import/kept.h"
#include "import/secret.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
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
	ROW_OLD_CELLS,
	ROW_MARKS,
	ROW_ERROR_CODE,
	ROW_ERROR_FIELD,
	ROW_PARTNERS,
	ROW_VERIFIER
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

/* Restores the defect of the record, from the code of its first error. */
static void
restore_defect(const StagedImport *import, StagedRow *row, int at)
{
	char	   *code = spi_text(at, ROW_ERROR_CODE);
	char	   *field = spi_text(at, ROW_ERROR_FIELD);

	row->source.defect_cell = -1;
	if (code == NULL)
		return;
	for (int defect = CSV_SOUND + 1; defect <= CSV_STRAY_QUOTE; defect++)
		if (strcmp(code, csv_defect_code(defect)) == 0)
			row->source.defect = defect;
	if (row->source.defect == CSV_SOUND || field == NULL)
		return;
	for (int i = 0; i < import->map->ncolumns; i++)
		if (strcmp(field, import->map->header[i]) == 0)
			row->source.defect_cell = i;
}

/* Reads the lines that a row duplicates. */
static void
read_partners(StagedRow *row, ArrayType *lines)
{
	int			n;
	Datum	   *elements = int8_array_elements(lines, &n);

	for (int i = 0; i < n && i < STAGED_PARTNERS; i++)
		row->partners[i] = DatumGetInt64(elements[i]);
}

/* A copy; NULL for NULL. */
static bytea *
row_bytes(int at, RowColumn column, const char *what)
{
	bool		isnull;
	Datum		value = spi_datum(at, column, BYTEAOID, &isnull, what);

	return isnull ? NULL : DatumGetByteaPCopy(value);
}

/* Reads a row, without its cells. */
static StagedRow *
read_row(const StagedImport *import, int at)
{
	StagedRow  *row = palloc0(sizeof(StagedRow));
	KeptRow    *kept = &row->kept;
	char	   *reason = spi_text(at, ROW_REASON);

	row->record.source = &row->source;
	row->source.line = spi_int64(at, ROW_LINE, "customer_import_rows.line");
	row->action = read_action(spi_text_not_null(at, ROW_ACTION, "customer_import_rows.action"));
	row->customer_id = spi_int64_or(at, ROW_CUSTOMER, 0, "customer_import_rows.customer_id");
	row->reason = reason == NULL ? "" : reason;
	row->is_repeated = strcmp(row->reason, "repeated") == 0;
	row->is_duplicate = row->is_repeated || strcmp(row->reason, "duplicate_in_file") == 0;
	read_partners(row, spi_array(at, ROW_PARTNERS, INT8ARRAYOID, "customer_import_rows.errors"));
	kept->customer_id = row->customer_id;
	kept->raw = spi_array(at, ROW_RAW, TEXTARRAYOID, "customer_import_rows.raw");
	kept->cells = spi_array(at, ROW_CELLS, TEXTARRAYOID, "customer_import_rows.cells");
	kept->old_cells = spi_array(at, ROW_OLD_CELLS, TEXTARRAYOID, "customer_import_rows.old_cells");
	kept->marks = row_bytes(at, ROW_MARKS, "customer_import_rows.marks");
	kept->verifier = spi_text(at, ROW_VERIFIER);
	kept->matched = kept_is_matched(kept, row->action);
	restore_defect(import, row, at);
	return row;
}

/* ---- cells ---- */

/* Rows whose cells are still to be read, by customer_id. */
typedef struct Waiting
{
	const StagedImport *import;
	StagedRow **rows;
	int			nrows;
} Waiting;

/* Is a new customer's id the one in the file? */
static bool
brings_id(const StagedImport *import, const StagedRow *row)
{
	const Field *id = import->map->customer_id;
	CellValue	value = {0};

	if (id == NULL || row->kept.matched || row->customer_id == 0 ||
		id->file_column >= row->source.ncells)
		return false;
	value_parse(id, &row->source.cells[id->file_column], &value);
	return value.state == VALUE_SET && value.number == row->customer_id;
}

static void
read_cells(const StagedImport *import, StagedRow *row, const LiveRow *live)
{
	kept_read(import->map, &row->kept, live, &row->source);
	row->source = *record_widen(import->map, &row->source);
	/* by its code, it may also be a record with a cell too many */
	if (row->source.defect == CSV_TOO_MANY_CELLS && row->source.ncells < CSV_MAX_CELLS)
		row->source.defect = CSV_SOUND;
	row->is_current = kept_is_current(import->map, &row->kept, live);
	row->brings_id = brings_id(import, row);
}

static int
compare_customers(const void *a, const void *b)
{
	int64		x = (*(StagedRow *const *) a)->customer_id,
				y = (*(StagedRow *const *) b)->customer_id;

	return x < y ? -1 : x > y;
}

/* Reads the cells of all rows that borrow from this live customer. */
static void
on_live(void *state, const LiveRow *live)
{
	Waiting    *waiting = state;
	int			low = 0,
				high = waiting->nrows;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (waiting->rows[middle]->customer_id < live->customer_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < waiting->nrows && waiting->rows[low]->customer_id == live->customer_id; low++)
		read_cells(waiting->import, waiting->rows[low], live);
}

/* Reads the cells of the rows. */
static void
read_all_cells(const StagedImport *import, StagedRow **rows, int nrows)
{
	Waiting		waiting = {import, palloc(Max(nrows, 1) * sizeof(StagedRow *)), 0};
	int64	   *ids = palloc(Max(nrows, 1) * sizeof(int64));

	for (int i = 0; i < nrows; i++)
		if (kept_borrows(import->map, &rows[i]->kept))
			waiting.rows[waiting.nrows++] = rows[i];
		else
			read_cells(import, rows[i], NULL);
	if (waiting.nrows == 0)
		return;
	qsort(waiting.rows, waiting.nrows, sizeof(StagedRow *), compare_customers);
	for (int i = 0; i < waiting.nrows; i++)
		ids[i] = waiting.rows[i]->customer_id;
	live_read_ids(import->live, ids, waiting.nrows, on_live, &waiting);
	for (int i = 0; i < waiting.nrows; i++)
		if (waiting.rows[i]->source.cells == NULL)
			read_cells(import, waiting.rows[i], NULL);
}

/* Takes the rows of SPI's result, in the current memory context. */
static StagedRow **
take_rows(const StagedImport *import, int nrows)
{
	StagedRow **rows = palloc(Max(nrows, 1) * sizeof(StagedRow *));

	for (int i = 0; i < nrows; i++)
		rows[i] = read_row(import, i);
	read_all_cells(import, rows, nrows);
	return rows;
}

/* ---- reading rows ---- */

/* SQL: verifier of row r.  Without passwords, no privilege on them is needed. */
static const char *
verifier_sql(const StagedImport *import)
{
	return import->map->password < 0 ? "NULL::pg_catalog.text" : secrets_verifier_sql();
}

/* The statement that reads rows by a condition. */
static char *
select_rows(const StagedImport *import, const char *condition)
{
	return sql_text(staged_row_sql, "read rows", "condition", condition, "verifier", verifier_sql(import), NULL);
}

typedef struct StagedScan
{
	StagedImport *import;
	StagedRowsCallback callback;
	void	   *state;
} StagedScan;

/* Work for statement_each(). */
static bool
give_rows(void *state, uint64 nrows)
{
	const StagedScan *scan = state;

	scan->callback(scan->state, take_rows(scan->import, nrows), nrows);
	return true;
}

void
staged_scan(StagedImport *import, const char *condition, int nparams, const Oid *types,
			const Datum *params, StagedRowsCallback callback, void *state)
{
	StagedScan	scan = {import, callback, state};
	Statement	find = statement(select_rows(import, condition));

	statement_int8(&find, import->import_id);
	for (int i = 0; i < nparams; i++)
		statement_datum(&find, types[i], params[i], false);
	statement_each(&find, SCAN_ROWS, give_rows, &scan);
}

StagedRow *
staged_find(StagedImport *import, int64 line)
{
	Statement	find = statement(select_rows(import, "r.line = $2"));
	int			nrows;
	StagedRow **rows;

	find.limit = 1;
	statement_int8(&find, import->import_id);
	statement_int8(&find, line);
	nrows = statement_select(&find);
	rows = take_rows(import, nrows);
	return nrows == 0 ? NULL : rows[0];
}

int64 *
staged_lines(StagedImport *import, Datum lines, int *nlines)
{
	Statement	find = statement(sql_text(staged_row_sql, "which lines", "among", sql_line_among("r.line", "$2"), NULL));
	int64	   *result;

	statement_int8(&find, import->import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	*nlines = statement_select(&find);
	result = palloc(Max(*nlines, 1) * sizeof(int64));
	for (int i = 0; i < *nlines; i++)
		result[i] = spi_int64(i, ROW_LINE, "customer_import_rows.line");
	statement_done();
	return result;
}
