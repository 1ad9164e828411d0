/*
 * report_grid.c
 *
 *		rows, first pass: which columns are used?
 *		rows, second pass: HTML, up to REPORT_ROWS rows or the limit of bytes
 *
 * Columns are fields of the import; for rejected records, which are shown as in the
 * file, columns of the file.  A table has at most MAX_COLUMNS of them; each row
 * then says how many more it has.  Changed records have their changes as a list in one
 * column: most of a grid of them would be empty.
 *
 * End tags that HTML does not require are omitted, as cells are most of a page.
 */
#include "postgres.h"

#include "report/html.h"
#include "report/report_grid.h"

#define MAX_COLUMNS 60

/* Characters of a cell, a heading and a message that are shown. */
#define CELL_CHARS 120
#define HEAD_CHARS 40
#define MESSAGE_CHARS 240

/* Notes on a record that are shown. */
#define MAX_NOTES 3

/* Bytes that a heading and the rest of a section may need. */
#define FRAME_BYTES 2000

typedef struct GridWriter
{
	const ImportView *view;
	ViewKind	kind;
	ReportGrid *grid;
	int			navailable;		/* possible columns */
	bool	   *used;			/* is each used by any row? */
	int			columns[MAX_COLUMNS];
	MemoryContext context;
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

static bool
survey_row(void *state, const ImportViewRow *row)
{
	GridWriter *writer = state;

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
		name = view->fields[column];
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
put_field(StringInfo body, const ImportView *view, const char *field)
{
	appendStringInfoString(body, "<b>");
	html_clipped(body, field, HEAD_CHARS);
	appendStringInfoString(body, "</b>");
	for (int i = 0; i < view->ncolumns; i++)
	{
		const char *word = view->header[i];

		if (view->column_field[i] == NULL || strcmp(view->column_field[i], field) != 0)
			continue;
		if (word == NULL || word[0] == '\0' || strcmp(word, field) == 0)
			break;
		appendStringInfoString(body, " <small>");
		html_clipped(body, word, HEAD_CHARS);
		appendStringInfoString(body, "</small>");
		break;
	}
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
	StringInfo	body = &writer->grid->body;
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
	StringInfo	body = &writer->grid->body;
	int			n = 0;

	appendStringInfoString(body, "<td class=\"c\">");
	for (int i = 0; i < row->ncells; i++)
	{
		if (row->cells[i] == NULL || n++ >= MAX_COLUMNS)
			continue;
		appendStringInfoString(body, n > 1 ? "<br>" : "");
		put_field(body, writer->view, writer->view->fields[i]);
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
	appendStringInfoString(&writer->grid->body, "<td>");
	if (n > 0)
		appendStringInfo(&writer->grid->body, "and %d more", n);
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

/* Writes a note: field, value (with_value), message and hint. */
static void
put_note(StringInfo body, const ViewNote *note, bool with_value)
{
	if (note->field != NULL)
	{
		appendStringInfoString(body, "<b>");
		html_clipped(body, note->field, HEAD_CHARS);
		appendStringInfoString(body, "</b> ");
	}
	if (with_value && note->value != NULL)
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
	StringInfo	body = &writer->grid->body;
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
		put_note(body, &row->notes[i], !rejected);
	}
	if (rejected && n == 0)
		html_clipped(body, import_view_reason(row->reason), MESSAGE_CHARS);
}

/* Remembers the first error in a field, as an example of a fix. */
static void
keep_note(GridWriter *writer, const ImportViewRow *row)
{
	ReportGrid *grid = writer->grid;

	for (int i = 0; i < row->nnotes && grid->note_line == 0; i++)
	{
		if (!row->notes[i].is_error || row->notes[i].field == NULL)
			continue;
		grid->note_line = row->line;
		grid->note_field = MemoryContextStrdup(writer->context, row->notes[i].field);
	}
}

/* Writes a row; if the limit of bytes is exceeded, removes it and stops. */
static bool
put_row(void *state, const ImportViewRow *row)
{
	GridWriter *writer = state;
	ReportGrid *grid = writer->grid;
	int			start = grid->body.len;

	appendStringInfo(&grid->body, "<tr><th scope=\"row\">" INT64_FORMAT, row->line);
	put_who(&grid->body, row);
	if (has_reasons(writer))
		put_reasons(writer, row);
	if (writer->kind == VIEW_CHANGED)
		put_changes(writer, row);
	for (int i = 0; i < grid->ncolumns; i++)
		put_cell(writer, row, writer->columns[i]);
	if (grid->nused > grid->ncolumns)
		put_others(writer, row);
	appendStringInfoString(&grid->body, "</tr>\n");
	if (grid->body.len > writer->max_bytes)
	{
		grid->body.data[start] = '\0';
		grid->body.len = start;
		grid->is_full = true;
		return false;
	}
	keep_note(writer, row);
	grid->nrows++;
	grid->last_line = row->line;
	return true;
}

ReportGrid *
report_grid(const ImportView *view, ViewKind kind, const char *id, int max_bytes)
{
	ReportGrid *grid = palloc0(sizeof(ReportGrid));
	GridWriter	writer = {.view = view, .kind = kind, .grid = grid, .context = CurrentMemoryContext};

	grid->id = id;
	initStringInfo(&grid->head);
	initStringInfo(&grid->body);
	initStringInfo(&grid->labels);
	writer.navailable = count_available(&writer);
	writer.used = palloc0(Max(writer.navailable, 1) * sizeof(bool));
	if (writer.navailable > 0)
		import_view_scan(view, kind, REPORT_ROWS, survey_row, &writer);
	choose_columns(&writer);
	put_head(&writer);
	writer.max_bytes = max_bytes - grid->head.len - grid->labels.len - FRAME_BYTES;
	import_view_scan(view, kind, REPORT_ROWS, put_row, &writer);
	return grid;
}
