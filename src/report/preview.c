/*
 * preview.c
 *
 *		rows of an import -> (line, action, customer, changes)
 *
 * Where the caller gives a width, changes are clipped to it, and customers and values to
 * what is left beside.  In a terminal of 120 columns, psql's borders and a table of
 * four columns leave 66.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "report/display.h"
#include "report/html.h"
#include "report/import_view.h"
#include "report/report.h"
#include "support/catalog.h"

/* Widths of what is clipped beside the changes, in columns. */
#define CUSTOMER_WIDTH 26
#define VALUE_WIDTH 24
#define NO_WIDTH PG_INT32_MAX

/* Widths of the parts of a row. */
typedef struct Widths
{
	int			changes;
	int			customer;
	int			value;
} Widths;

typedef struct Preview
{
	const ImportView *view;
	SrfRows    *rows;
	int64		nrows;
	Widths		widths;
} Preview;

/* ---- changes and notes ---- */

/*
 * Appends the separator if there is room for another piece.  Else appends an
 * ellipsis, which makes the text too long, so that it is clipped.
 */
static bool
begin_piece(StringInfo text, const Widths *widths, const char *separator)
{
	if (widths->changes != NO_WIDTH && display_width(text->data) >= widths->changes)
	{
		appendStringInfoString(text, display_ellipsis());
		return false;
	}
	if (text->len > 0)
		appendStringInfoString(text, separator);
	return true;
}

/* Appends a value from an offset on, or a word for an empty one. */
static void
append_value(StringInfo text, const Widths *widths, const char *value, int from, const char *none)
{
	if (value == NULL || value[0] == '\0')
		appendStringInfoString(text, none);
	else
	{
		if (from > 0)
			appendStringInfoString(text, display_ellipsis());
		display_append(text, value + from, widths->value);
	}
}

/* The field's name; of a category without "attributes." */
static const char *
short_name(const char *field)
{
	return strncmp(field, "attributes.", 11) == 0 && field[11] != '\0' ? field + 11 : field;
}

/* Appends "field: old -> new" or, if new, "field: new"; false if there is no room. */
static bool
append_change(StringInfo text, const Widths *widths, const ImportView *view, const ImportViewRow *row, int i)
{
	bool		is_new = strcmp(row->action, "create") == 0;
	const char *old = row->old_cells != NULL ? row->old_cells[i] : NULL;
	const char *new = row->cells[i];
	int			from = 0;

	if (new == NULL || (is_new && new[0] == '\0'))
		return true;
	if (!begin_piece(text, widths, ", "))
		return false;
	display_append(text, short_name(view->fields[i]), widths->value);
	appendStringInfoString(text, ": ");
	if (!is_new)
	{
		from = old == NULL || widths->value == NO_WIDTH ? 0 : text_difference(old, new, widths->value);
		append_value(text, widths, old, from, "(empty)");
		appendStringInfoString(text, display_arrow());
	}
	append_value(text, widths, new, from, "(cleared)");
	return true;
}

/* Appends the changes; consent first, so that it is never clipped. */
static void
append_changes(StringInfo text, const Widths *widths, const ImportView *view, const ImportViewRow *row)
{
	int			subscribed = import_view_subscribed(view);

	if (row->ncells == 0)
		return;
	if (subscribed >= 0)
		append_change(text, widths, view, row, subscribed);
	for (int i = 0; i < row->ncells; i++)
		if (i != subscribed && !append_change(text, widths, view, row, i))
			return;
}

/* Appends "field: code value"; without a value, the message. */
static void
append_notes(StringInfo text, const Widths *widths, const ImportViewRow *row, const char *prefix, bool errors)
{
	for (int i = 0; i < row->nnotes; i++)
	{
		const ViewNote *note = &row->notes[i];

		if (note->is_error != errors)
			continue;
		if (!begin_piece(text, widths, "; "))
			return;
		appendStringInfoString(text, prefix);
		if (note->field != NULL)
			appendStringInfo(text, "%s: ", note->field);
		appendStringInfo(text, "%s ", note->code);
		display_append(text, note->value != NULL ? note->value : note->message, widths->changes);
	}
}

/* Appends the changes of a row, or why it is left out, and its notes. */
static void
append_row(StringInfo text, const Widths *widths, const ImportView *view, const ImportViewRow *row)
{
	if (strcmp(row->action, "reject") == 0)
	{
		append_notes(text, widths, row, "", true);
		if (text->len == 0)
			appendStringInfoString(text, import_view_reason(row->reason));
		return;
	}
	if (strcmp(row->action, "exclude") == 0)
	{
		appendStringInfoString(text, import_view_reason(row->reason));
		append_notes(text, widths, row, "", false);
		return;
	}
	append_changes(text, widths, view, row);
	append_notes(text, widths, row, "warning: ", false);
}

/* ---- rows ---- */

/* A text clipped to so many columns, as a datum. */
static Datum
clipped(const char *text, int width)
{
	StringInfoData clip;

	initStringInfo(&clip);
	display_append(&clip, text, width);
	return PointerGetDatum(cstring_to_text_with_len(clip.data, clip.len));
}

static bool
put_row(void *state, const ImportViewRow *row)
{
	Preview    *preview = state;
	StringInfoData text;
	bool		nulls[4] = {false};
	Datum		values[4];

	initStringInfo(&text);
	append_row(&text, &preview->widths, preview->view, row);
	values[0] = Int64GetDatum(row->line);
	values[1] = CStringGetTextDatum(row->action);
	values[2] = clipped(row->label, preview->widths.customer);
	values[3] = clipped(text.data, preview->widths.changes);
	srf_put(preview->rows, values, nulls);
	preview->nrows++;
	return true;
}

/* Reports rows that are not shown, or purged. */
static void
tell_of_others(const Preview *preview, int64 max_rows)
{
	const ImportView *view = preview->view;
	int64		total;

	if (preview->nrows == 0 && max_rows != 0 && view->purged_at != NULL)
		ereport(NOTICE,
				(errmsg("the rows of import " INT64_FORMAT " were purged on %s", view->import_id, view->purged_at)));
	if (max_rows < 0 || preview->nrows < max_rows)
		return;
	total = import_view_count(view, VIEW_ALL);
	if (total > preview->nrows)
		ereport(NOTICE,
				(errmsg("these are the first " INT64_FORMAT " of " INT64_FORMAT " staged records",
						preview->nrows, total),
				 errhint("To see all of them: SELECT * FROM %s(" INT64_FORMAT ", max_rows => NULL);",
						 catalog_function_name("customers_import_preview"), view->import_id)));
}

/* Says that the import is held, and why. */
static void
tell_held(const ImportView *view)
{
	if (view->held != NIL)
		ereport(NOTICE,
				(errmsg("import " INT64_FORMAT " is held: it is not merged unless somebody says so", view->import_id),
				 errdetail_internal("%s", held_text(view->held)),
				 errhint("To merge it all the same: SELECT * FROM %s(" INT64_FORMAT ", over_limits => true);",
						 catalog_shown_function("customers_merge"), view->import_id)));
}

void
preview_rows(int64 import_id, int64 max_rows, int width, SrfRows *rows)
{
	Preview		preview = {.rows = rows, .widths = {NO_WIDTH, NO_WIDTH, NO_WIDTH}};

	if (width > 0)
		preview.widths = (Widths) {width, CUSTOMER_WIDTH, VALUE_WIDTH};
	preview.view = import_view_load(import_id);
	tell_held(preview.view);
	import_view_scan(preview.view, VIEW_ALL, max_rows, put_row, &preview);
	tell_of_others(&preview, max_rows);
}
