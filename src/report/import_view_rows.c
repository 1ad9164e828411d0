/*
 * import_view_rows.c
 *
 *		customer_import_rows (a cursor, by line) + names of their customers
 *			-> ImportViewRow, one at a time
 *
 * At most FETCH_ROWS rows are in memory, or those that were asked for by their lines.  A
 * role that may not read customers sees the names that the file gives, or ids.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "field/password_text.h"
#include "report/import_view.h"
#include "report/import_view_rows.sql.h"
#include "support/catalog.h"
#include "support/target.h"
#include "support/int8_array.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

#define FETCH_ROWS 100

/* ---- a row ---- */

/* Columns of the queries for rows. */
#define ROW_COLUMNS "r.line, r.customer_id, r.action, r.reason, r.cells, r.old_cells, r.raw, r.errors"
enum
{
	ROW_LINE = 1, ROW_CUSTOMER, ROW_ACTION, ROW_REASON, ROW_CELLS, ROW_OLD_CELLS, ROW_RAW, ROW_ERRORS
};

ViewNote
import_view_note(const JsonbValue *element)
{
	ViewNote	note = {.code = "", .message = ""};
	JsonbContainer *object;
	char	   *severity;

	if (element == NULL || element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
		return note;
	object = element->val.binary.data;
	severity = json_get_text(object, "severity");
	note.field = json_get_text(object, "field");
	note.value = json_get_text(object, "value");
	note.code = json_get_text(object, "code");
	note.message = json_get_text(object, "message");
	note.hint = json_get_text(object, "hint");
	if (note.code == NULL)
		note.code = "";
	if (note.message == NULL)
		note.message = note.code;
	note.is_error = severity != NULL && strcmp(severity, "error") == 0;
	return note;
}

static void
read_notes(ImportViewRow *row, int at)
{
	Jsonb	   *notes = spi_jsonb(at, ROW_ERRORS, "customer_import_rows.errors");

	if (notes == NULL || !JB_ROOT_IS_ARRAY(notes) || JB_ROOT_IS_SCALAR(notes))
		return;
	row->nnotes = JB_ROOT_COUNT(notes);
	row->notes = palloc(Max(row->nnotes, 1) * sizeof(ViewNote));
	for (int i = 0; i < row->nnotes; i++)
		row->notes[i] = import_view_note(getIthJsonbValueFromContainer(&notes->root, i));
}

/* Reads cells; none unless they are as many as the import has fields. */
static char **
read_cells(const ImportView *view, int at, int column, int *ncells)
{
	char	  **cells = spi_texts(at, column, ncells, "customer_import_rows.cells");

	if (*ncells != view->nfields)
		*ncells = 0;
	return cells;
}

static void
read_row(const ImportView *view, int at, ImportViewRow *row)
{
	int			nold;

	memset(row, 0, sizeof(*row));
	row->line = spi_int64(at, ROW_LINE, "customer_import_rows.line");
	row->customer_id = spi_int64_or(at, ROW_CUSTOMER, 0, "customer_import_rows.customer_id");
	row->action = spi_text_not_null(at, ROW_ACTION, "customer_import_rows.action");
	row->reason = spi_text(at, ROW_REASON);
	row->cells = read_cells(view, at, ROW_CELLS, &row->ncells);
	row->old_cells = read_cells(view, at, ROW_OLD_CELLS, &nold);
	if (nold != row->ncells)
		row->old_cells = NULL;
	row->raw = spi_texts(at, ROW_RAW, &row->nraw, "customer_import_rows.raw");
	read_notes(row, at);
}

/* ---- names of customers ---- */

/* Live names of the customers of one batch, by id. */
typedef struct Names
{
	int			n;
	int64	   *ids;
	char	  **names;
	char	  **contacts;
} Names;

/* Is the text of no use as a name? */
static bool
is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " ")] == '\0' || strcmp(text, PASSWORD_SHOWN) == 0;
}

/* The first of these that is not blank, or NULL. */
static char *
first_of(char *a, char *b, char *c)
{
	return !is_blank(a) ? a : !is_blank(b) ? b : !is_blank(c) ? c : NULL;
}

/* First and last name, or one of them, or NULL. */
static char *
join_names(const char *first, const char *last)
{
	if (is_blank(first))
		return is_blank(last) ? NULL : pstrdup(last);
	return is_blank(last) ? pstrdup(first) : psprintf("%s %s", first, last);
}

/* The customer_ids of the batch, as int8[]. */
static Datum
fetched_customers(uint64 nrows)
{
	Datum	   *ids = palloc(Max(nrows, 1) * sizeof(Datum));
	int			n = 0;

	for (uint64 i = 0; i < nrows; i++)
	{
		int64		id = spi_int64_or(i, ROW_CUSTOMER, 0, "customer_import_rows.customer_id");

		if (id != 0)
			ids[n++] = Int64GetDatum(id);
	}
	return int8_array(ids, n);
}

/* Looks up the names of these customers, in the current memory context. */
static void
load_names(Names *names, Datum ids)
{
	Statement	find = statement(psprintf("SELECT customer_id::pg_catalog.int8, name, first_name, last_name, email, identifier"
										  " FROM %s WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1)"
										  " ORDER BY customer_id", catalog_name(REL_CUSTOMERS)));

	memset(names, 0, sizeof(*names));
	if (!target_is_readable())
		return;
	statement_datum(&find, INT8ARRAYOID, ids, false);
	names->n = (int) statement_select(&find);
	names->ids = palloc(Max(names->n, 1) * sizeof(int64));
	names->names = palloc(Max(names->n, 1) * sizeof(char *));
	names->contacts = palloc(Max(names->n, 1) * sizeof(char *));
	for (int i = 0; i < names->n; i++)
	{
		names->ids[i] = spi_int64(i, 1, "customers.customer_id");
		names->names[i] = first_of(spi_text(i, 2), join_names(spi_text(i, 3), spi_text(i, 4)), NULL);
		names->contacts[i] = first_of(spi_text(i, 5), spi_text(i, 6), NULL);
	}
	statement_done();
}

/* The value that a row has for a field: staged, else as in the file. */
static char *
brought(const ImportView *view, const ImportViewRow *row, const char *field)
{
	if (row->ncells > 0 && row->old_cells == NULL)
	{
		for (int i = 0; i < view->nfields; i++)
			if (strcmp(view->fields[i], field) == 0)
				return row->cells[i];
	}
	for (int i = 0; i < Min(row->nraw, view->ncolumns); i++)
		if (view->column_field[i] != NULL && strcmp(view->column_field[i], field) == 0)
			return row->raw[i];
	return NULL;
}

/* Sets label and contact: of the live customer, else as in the file. */
static void
name_row(const ImportView *view, const Names *names, ImportViewRow *row)
{
	int64	   *found = names->n == 0 ? NULL
		: bsearch(&row->customer_id, names->ids, names->n, sizeof(int64), int8_compare);
	char	   *name;

	if (found != NULL)
	{
		name = names->names[found - names->ids];
		row->contact = names->contacts[found - names->ids];
	}
	else
	{
		name = first_of(brought(view, row, "name"),
						join_names(brought(view, row, "first_name"), brought(view, row, "last_name")),
						brought(view, row, "company"));
		row->contact = first_of(brought(view, row, "email"), brought(view, row, "identifier"), NULL);
	}
	row->label = first_of(name, row->contact, NULL);
	if (row->label == row->contact)
		row->contact = NULL;
	if (row->label == NULL)
		row->label = row->customer_id != 0
			? psprintf("customer " INT64_FORMAT, row->customer_id) : "(no name)";
}

/* ---- all rows ---- */

static const char *const kind_condition[] = {
	[VIEW_ALL] = "true",
	[VIEW_NEW] = "r.action OPERATOR(pg_catalog.=) 'create'",
	[VIEW_CHANGED] = "r.action OPERATOR(pg_catalog.=) 'update'",
	[VIEW_REJECTED] = "r.action OPERATOR(pg_catalog.=) 'reject'",
	[VIEW_EXCLUDED] = "r.action OPERATOR(pg_catalog.=) 'exclude'",
	[VIEW_CONFLICT] = "r.action OPERATOR(pg_catalog.=) 'exclude' AND r.reason OPERATOR(pg_catalog.=) 'conflict'",
	[VIEW_KEPT] = "r.errors OPERATOR(pg_catalog.@?) '$[*].code ? (@ starts with \"kept_\")'::pg_catalog.jsonpath",
	[VIEW_WARNED] = "r.action OPERATOR(pg_catalog.<>) 'reject' AND r.action OPERATOR(pg_catalog.<>) 'exclude'"
	" AND r.errors OPERATOR(pg_catalog.@>) '[{\"severity\": \"warning\"}]'::pg_catalog.jsonb"
};

/* State of import_view_scan(). */
typedef struct ViewScan
{
	const ImportView *view;
	ImportViewCallback callback;
	void	   *state;
	MemoryContext row_context;
} ViewScan;

/* Work for statement_each(): calls back for the rows of one batch. */
static bool
give_rows(void *state, uint64 nrows)
{
	const ViewScan *scan = state;
	MemoryContext batch = CurrentMemoryContext;
	bool		more = true;
	Datum		customers = fetched_customers(nrows);
	StatementResult rows = statement_put_aside();
	Names		names;

	load_names(&names, customers);
	statement_take_up(&rows);
	for (uint64 i = 0; i < nrows && more; i++)
	{
		ImportViewRow row;

		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(scan->row_context);
		read_row(scan->view, i, &row);
		name_row(scan->view, &names, &row);
		more = scan->callback(scan->state, &row);
		MemoryContextSwitchTo(batch);
		MemoryContextReset(scan->row_context);
	}
	return more;
}

void
import_view_scan(const ImportView *view, ViewKind kind, int64 limit,
				 ImportViewCallback callback, void *state)
{
	ViewScan	scan = {.view = view, .callback = callback, .state = state};
	Statement	find = statement(psprintf("SELECT " ROW_COLUMNS " FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND %s ORDER BY r.line%s",
										  catalog_name(REL_IMPORT_ROWS), kind_condition[kind],
										  limit < 0 ? "" : psprintf(" LIMIT " INT64_FORMAT, limit)));

	scan.row_context = AllocSetContextCreate(CurrentMemoryContext, "customers view row",
											 ALLOCSET_DEFAULT_SIZES);
	statement_int8(&find, view->import_id);
	statement_each(&find, FETCH_ROWS, give_rows, &scan);
	MemoryContextDelete(scan.row_context);
}

/* ---- some rows ---- */

struct ImportViewRows
{
	const ImportView *view;
	StatementResult result;
	int64	   *lines;			/* of its rows, ascending */
	Names		names;
};

ImportViewRows *
import_view_fetch(const ImportView *view, const int64 *lines, int nlines)
{
	ImportViewRows *rows = palloc0(sizeof(ImportViewRows));
	Datum	   *elements = palloc(Max(nlines, 1) * sizeof(Datum));
	Statement	find = statement(sql_text(import_view_rows_sql, "lines", "columns", ROW_COLUMNS,
										  "among", sql_line_among("r.line", "$2"), NULL));
	Datum		customers;
	uint64		nrows;

	for (int i = 0; i < nlines; i++)
		elements[i] = Int64GetDatum(lines[i]);
	statement_int8(&find, view->import_id);
	statement_datum(&find, INT8ARRAYOID, int8_array(elements, nlines), false);
	find.limit = Max(nlines, 1);
	rows->view = view;
	rows->lines = palloc(Max(nlines, 1) * sizeof(int64));
	nrows = statement_select(&find);
	for (uint64 i = 0; i < nrows; i++)
		rows->lines[i] = spi_int64(i, ROW_LINE, "customer_import_rows.line");
	customers = fetched_customers(nrows);
	rows->result = statement_put_aside();
	load_names(&rows->names, customers);
	return rows;
}

bool
import_view_fetched(const ImportViewRows *rows, int64 line, ImportViewRow *row)
{
	const int64 *found = rows->result.nrows == 0 ? NULL
		: bsearch(&line, rows->lines, rows->result.nrows, sizeof(int64), int8_compare);

	if (found == NULL)
		return false;
	statement_take_up(&rows->result);
	read_row(rows->view, found - rows->lines, row);
	name_row(rows->view, &rows->names, row);
	(void) statement_put_aside();
	return true;
}

int64
import_view_count(const ImportView *view, ViewKind kind)
{
	Statement	count = statement(psprintf("SELECT pg_catalog.count(*) FROM %s AS r"
										   " WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND %s",
										   catalog_name(REL_IMPORT_ROWS), kind_condition[kind]));
	int64		n;

	statement_int8(&count, view->import_id);
	statement_select(&count);
	n = spi_int64(0, 1, "the count of rows");
	statement_done();
	return n;
}
