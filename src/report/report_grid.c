/*
 * report_grid.c
 *
 *		examples, first pass: which columns are used?
 *		examples, second pass: HTML, up to the limit of bytes -> sorted by line
 *
 * Columns are fields of the import; for rejected records, which are shown as in the
 * file, columns of the file.  A table has at most MAX_COLUMNS of them; each row
 * then says how many more it has.  Changed records have their changes as a list in one
 * column: most of a grid of them would be empty.
 *
 * End tags that HTML does not require are omitted, as cells are most of a page.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "report/html.h"
#include "report/report_grid.h"
#include "support/int8_array.h"

#define MAX_COLUMNS 60

/* Characters of a cell, a heading and a message that are shown. */
#define CELL_CHARS 120
#define HEAD_CHARS 40
#define MESSAGE_CHARS 240

/* Notes on a record that are shown. */
#define MAX_NOTES 3

/* Bytes that a heading and the rest of a section may need. */
#define FRAME_BYTES 2000

/* HTML of a row. */
typedef struct GridRow
{
	int64		line;			/* first, for int8_compare() */
	int			start;			/* offset in the text of all */
	int			len;
} GridRow;

typedef struct GridWriter
{
	const ImportView *view;
	ViewKind	kind;
	const ImportViewRows *rows;
	StringInfoData written;		/* rows, in the order of the examples */
	GridRow    *places;			/* of each */
	ReportGrid *grid;
	int			navailable;		/* possible columns */
	bool	   *used;			/* is each used by any row? */
	int			columns[MAX_COLUMNS];
	int			max_bytes;
} GridWriter;

/* ---- which columns ---- */

/* Rejected records have one more column, for cells beyond the header. */
static int
count_available(const GridWriter *writer)
{
	switch (writer->kind)
	{
		case VIEW_NEW:
			return writer->view->nfields;
		case VIEW_REJECTED:
			return writer->view->ncolumns + 1;
		default:
			return 0;
	}
}

/* The cells of a record beyond the header, as one text, or NULL. */
static char *
surplus(const GridWriter *writer, const ImportViewRow *row)
{
	StringInfoData text;

	if (row->nraw <= writer->view->ncolumns)
		return NULL;
	initStringInfo(&text);
	for (int i = writer->view->ncolumns; i < row->nraw && text.len < 1000; i++)
		appendStringInfo(&text, "%s%s", text.len > 0 ? " | " : "", row->raw[i] ? row->raw[i] : "");
	return text.data;
}

/* The cell of a row in a column, or NULL. */
static const char *
cell_of(const GridWriter *writer, const ImportViewRow *row, int column)
{
	if (writer->kind != VIEW_REJECTED)
		return row->ncells > 0 ? row->cells[column] : NULL;
	if (column == writer->view->ncolumns)
		return surplus(writer, row);
	return column < row->nraw ? row->raw[column] : NULL;
}

/* Is there an error about this column of the file? */
static bool
is_wrong(const GridWriter *writer, const ImportViewRow *row, int column)
{
	const char *field = writer->kind == VIEW_REJECTED && column < writer->view->ncolumns
		? writer->view->column_field[column] : NULL;

	for (int i = 0; field != NULL && i < row->nnotes; i++)
		if (row->notes[i].is_error && row->notes[i].field != NULL &&
			strcmp(row->notes[i].field, field) == 0)
			return true;
	return false;
}

/* Does a row use a column? */
static bool
is_used(const GridWriter *writer, const ImportViewRow *row, int column)
{
	const char *cell = cell_of(writer, row, column);

	return is_wrong(writer, row, column) || (cell != NULL && cell[0] != '\0');
}

/* Work for each_example(). */
static bool
survey_row(GridWriter *writer, const ImportViewRow *row)
{
	for (int i = 0; i < writer->navailable; i++)
		if (!writer->used[i] && is_used(writer, row, i))
			writer->used[i] = true;
	return true;
}

static void
choose_columns(GridWriter *writer)
{
	ReportGrid *grid = writer->grid;

	for (int i = 0; i < writer->navailable; i++)
	{
		if (!writer->used[i])
			continue;
		if (grid->ncolumns < MAX_COLUMNS)
			writer->columns[grid->ncolumns++] = i;
		grid->nused++;
	}
}

/* ---- the heading ---- */

static bool
has_reasons(const GridWriter *writer)
{
	return writer->kind != VIEW_NEW && writer->kind != VIEW_CHANGED;
}

/* Writes the heading of a column, the place-th (from 1) of the table. */
static void
put_column_head(GridWriter *writer, int column, int place)
{
	const ImportView *view = writer->view;
	ReportGrid *grid = writer->grid;
	const char *name;
	const char *field = NULL;

	if (writer->kind != VIEW_REJECTED)
	{
		name = view->fields[column];
		field = view->words[column];
	}
	else if (column == view->ncolumns)
		name = "beyond the header";
	else
	{
		name = view->header[column];
		field = view->column_field[column];
		if (name == NULL || name[0] == '\0')
			name = psprintf("column %d", column + 1);
	}
	appendStringInfoString(&grid->head, "<th scope=\"col\">");
	html_clipped(&grid->head, name, HEAD_CHARS);
	if (field != NULL && strcmp(field, name) != 0)
	{
		appendStringInfoString(&grid->head, " <small>");
		html_clipped(&grid->head, field, HEAD_CHARS);
		appendStringInfoString(&grid->head, "</small>");
	}
	appendStringInfo(&grid->labels, "#%s td:nth-child(%d)::before{content:", grid->id, place);
	html_css_string(&grid->labels, name, HEAD_CHARS);
	appendStringInfoString(&grid->labels, "}\n");
}

static void
put_head(GridWriter *writer)
{
	ReportGrid *grid = writer->grid;
	int			place = 3;

	appendStringInfoString(&grid->head, "<th scope=\"col\">Line<th scope=\"col\">Customer");
	if (has_reasons(writer))
	{
		appendStringInfoString(&grid->head, "<th scope=\"col\">Why");
		place++;
	}
	if (writer->kind == VIEW_CHANGED)
		appendStringInfoString(&grid->head, "<th scope=\"col\">Changes");
	for (int i = 0; i < grid->ncolumns; i++)
		put_column_head(writer, writer->columns[i], place + i);
	if (grid->nused > grid->ncolumns)
		appendStringInfoString(&grid->head, "<th scope=\"col\">Others");
}

/* ---- the rows ---- */

/* Writes a value, or a word for an empty one. */
static void
put_value(StringInfo body, const char *element, const char *value, const char *none)
{
	if (value == NULL || value[0] == '\0')
		appendStringInfo(body, "<em>%s</em>", none);
	else
	{
		appendStringInfo(body, "<%s>", element);
		html_clipped(body, value, CELL_CHARS);
		appendStringInfo(body, "</%s>", element);
	}
}

/* Writes a field and, if it is another one, its word in the header of the file. */
static void
put_field(StringInfo body, const ImportView *view, int field)
{
	appendStringInfoString(body, "<b>");
	html_clipped(body, view->fields[field], HEAD_CHARS);
	appendStringInfoString(body, "</b>");
	if (view->words[field] == NULL)
		return;
	appendStringInfoString(body, " <small>");
	html_clipped(body, view->words[field], HEAD_CHARS);
	appendStringInfoString(body, "</small>");
}

/* Writes old and new value; long ones from shortly before they differ. */
static void
put_change(StringInfo body, const char *old, const char *new)
{
	int			from = old == NULL ? 0 : text_difference(old, new, CELL_CHARS);

	if (from > 0)
		appendStringInfo(body, "<i>same up to byte %d &hellip;</i> ", from);
	put_value(body, "del", old == NULL ? NULL : old + from, "empty");
	appendStringInfoString(body, " &rarr; ");
	put_value(body, "ins", new + from, from > 0 ? "ends" : "cleared");
}

static void
put_cell(GridWriter *writer, const ImportViewRow *row, int column)
{
	StringInfo	body = &writer->written;
	const char *cell = cell_of(writer, row, column);

	if (is_wrong(writer, row, column))
	{
		appendStringInfoString(body, "<td class=\"e\"><b>&#10007;</b> ");
		put_value(body, "bdi", cell, "empty");
		return;
	}
	appendStringInfoString(body, "<td>");
	if (cell != NULL)
		html_clipped(body, cell, CELL_CHARS);
}

/* Writes the changes of a record, a line each. */
static void
put_changes(GridWriter *writer, const ImportViewRow *row)
{
	StringInfo	body = &writer->written;
	int			n = 0;

	appendStringInfoString(body, "<td class=\"c\">");
	for (int i = 0; i < row->ncells; i++)
	{
		if (row->cells[i] == NULL || n++ >= MAX_COLUMNS)
			continue;
		appendStringInfoString(body, n > 1 ? "<br>" : "");
		put_field(body, writer->view, i);
		appendStringInfoString(body, ": ");
		put_change(body, row->old_cells != NULL ? row->old_cells[i] : NULL, row->cells[i]);
	}
	if (n > MAX_COLUMNS)
		appendStringInfo(body, "<br>and %d more", n - MAX_COLUMNS);
}

/* Writes how many cells a row has in columns that are not shown. */
static void
put_others(GridWriter *writer, const ImportViewRow *row)
{
	int			n = 0;

	for (int i = writer->columns[MAX_COLUMNS - 1] + 1; i < writer->navailable; i++)
		if (is_used(writer, row, i))
			n++;
	appendStringInfoString(&writer->written, "<td>");
	if (n > 0)
		appendStringInfo(&writer->written, "and %d more", n);
}

/* Writes the customer of a record. */
static void
put_who(StringInfo body, const ImportViewRow *row)
{
	appendStringInfoString(body, "<td class=\"who\">");
	html_clipped(body, row->label, HEAD_CHARS);
	if (row->contact == NULL && row->customer_id == 0)
		return;
	appendStringInfoString(body, "<small>");
	if (row->contact != NULL)
	{
		appendStringInfoString(body, "<bdi>");
		html_clipped(body, row->contact, HEAD_CHARS);
		appendStringInfoString(body, "</bdi>");
	}
	if (row->customer_id != 0)
		appendStringInfo(body, "%s#" INT64_FORMAT, row->contact != NULL ? " " : "", row->customer_id);
	appendStringInfoString(body, "</small>");
}

/* Writes a note: field, value, message and hint. */
static void
put_note(StringInfo body, const ViewNote *note)
{
	if (note->field != NULL)
	{
		appendStringInfoString(body, "<b>");
		html_clipped(body, note->field, HEAD_CHARS);
		appendStringInfoString(body, "</b> ");
	}
	if (note->value != NULL)
	{
		appendStringInfoString(body, "&ldquo;<bdi>");
		html_clipped(body, note->value, CELL_CHARS);
		appendStringInfoString(body, "</bdi>&rdquo; ");
	}
	html_clipped(body, note->message, MESSAGE_CHARS);
	if (note->hint != NULL)
	{
		appendStringInfoString(body, ". ");
		html_clipped(body, note->hint, MESSAGE_CHARS);
	}
}

/* Writes the notes of a record and, if excluded or without notes, its reason. */
static void
put_reasons(GridWriter *writer, const ImportViewRow *row)
{
	StringInfo	body = &writer->written;
	bool		rejected = writer->kind == VIEW_REJECTED;
	int			n = 0;

	appendStringInfo(body, "<td class=\"why%s\">", rejected ? " e" : "");
	if (writer->kind == VIEW_EXCLUDED)
		html_clipped(body, import_view_reason(row->reason), MESSAGE_CHARS);
	for (int i = 0; i < row->nnotes; i++)
	{
		if (rejected && !row->notes[i].is_error)
			continue;
		if (n > 0 || writer->kind == VIEW_EXCLUDED)
			appendStringInfoString(body, "<br>");
		if (n++ == MAX_NOTES)
		{
			appendStringInfoString(body, "and others");
			break;
		}
		put_note(body, &row->notes[i]);
	}
	if (rejected && n == 0)
		html_clipped(body, import_view_reason(row->reason), MESSAGE_CHARS);
}

/* Writes a row; if the limit of bytes is exceeded, removes it and stops. */
static bool
put_row(GridWriter *writer, const ImportViewRow *row)
{
	ReportGrid *grid = writer->grid;
	StringInfo	body = &writer->written;
	int			start = body->len;

	appendStringInfo(body, "<tr><th scope=\"row\">" INT64_FORMAT, row->line);
	put_who(body, row);
	if (has_reasons(writer))
		put_reasons(writer, row);
	if (writer->kind == VIEW_CHANGED)
		put_changes(writer, row);
	for (int i = 0; i < grid->ncolumns; i++)
		put_cell(writer, row, writer->columns[i]);
	if (grid->nused > grid->ncolumns)
		put_others(writer, row);
	appendStringInfoString(body, "</tr>\n");
	if (body->len > writer->max_bytes)
	{
		grid->is_full = true;
		return false;
	}
	writer->places[grid->nrows++] = (GridRow) {row->line, start, body->len - start};
	return true;
}

/* ---- all rows ---- */

/* Calls back for the row of each line, until it returns false. */
static void
each_example(GridWriter *writer, const int64 *lines, int nlines, bool (*callback) (GridWriter *, const ImportViewRow *))
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers report row", ALLOCSET_DEFAULT_SIZES),
				old = MemoryContextSwitchTo(context);
	ImportViewRow row;
	bool		more = true;

	for (int i = 0; i < nlines && more; i++)
	{
		CHECK_FOR_INTERRUPTS();
		more = !import_view_fetched(writer->rows, lines[i], &row) || callback(writer, &row);
		MemoryContextReset(context);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}

/* The rows by their lines. */
static void
sort_rows(GridWriter *writer)
{
	ReportGrid *grid = writer->grid;

	qsort(writer->places, grid->nrows, sizeof(GridRow), int8_compare);
	for (int i = 0; i < grid->nrows; i++)
		appendBinaryStringInfo(&grid->body, writer->written.data + writer->places[i].start, writer->places[i].len);
}

ReportGrid *
report_grid(const ImportView *view, const ImportViewRows *rows, ViewKind kind, const char *id,
			const int64 *lines, int nlines, int max_bytes)
{
	ReportGrid *grid = palloc0(sizeof(ReportGrid));
	GridWriter	writer = {.view = view, .kind = kind, .rows = rows, .grid = grid};

	grid->id = id;
	initStringInfo(&grid->head);
	initStringInfo(&grid->body);
	initStringInfo(&grid->labels);
	initStringInfo(&writer.written);
	writer.places = palloc(Max(nlines, 1) * sizeof(GridRow));
	writer.navailable = count_available(&writer);
	writer.used = palloc0(Max(writer.navailable, 1) * sizeof(bool));
	if (writer.navailable > 0)
		each_example(&writer, lines, nlines, survey_row);
	choose_columns(&writer);
	put_head(&writer);
	writer.max_bytes = max_bytes - grid->head.len - grid->labels.len - FRAME_BYTES;
	each_example(&writer, lines, nlines, put_row);
	sort_rows(&writer);
	return grid;
}
