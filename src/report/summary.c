/*
 * summary.c
 *
 *		ImportView + the first rejected, conflicting and kept records -> plain text
 *
 * Control characters in file names and cells are escaped, so that the subject is
 * always one line.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "report/display.h"
#include "report/import_view.h"
#include "report/report.h"
#include "report/survey.h"
#include "support/catalog.h"

/* Records of a kind that are listed, and fields of a code. */
#define TOLD_ROWS 5
#define TOLD_FIELDS 8

#define SOURCE_WIDTH 200
#define VALUE_WIDTH 60
#define MESSAGE_WIDTH 200
#define HELD_WIDTH 1000

typedef struct Summary
{
	const ImportView *view;
	StringInfoData text;
	const char *code;			/* notes to list: prefix of their codes; NULL =
								 * errors */
} Summary;

/* ---- counts ---- */

/* "1 new customer", "2 new customers". */
static void
append_count(StringInfo text, int64 n, const char *what, const char *one, const char *many)
{
	appendStringInfo(text, INT64_FORMAT " %s %s", n, what, n == 1 ? one : many);
}

/* The name of the file without its folder. */
static const char *
base_name(const char *source)
{
	const char *slash = source == NULL ? NULL : strrchr(source, '/');

	return source == NULL ? "a file" : slash != NULL && slash[1] != '\0' ? slash + 1 : source;
}

static void
append_subject(Summary *summary)
{
	const ImportView *view = summary->view;
	const ImportCounts *counts = &view->counts;

	appendStringInfo(&summary->text, "Customer import " INT64_FORMAT " %s: " INT64_FORMAT " new, "
					 INT64_FORMAT " changed, " INT64_FORMAT " rejected (",
					 view->import_id, view->held != NIL ? "held" : view->status, counts->created, counts->changed, counts->rejected);
	display_append(&summary->text, base_name(view->source), VALUE_WIDTH);
	appendStringInfoString(&summary->text, ")\n\n");
}

static void
append_counts(Summary *summary)
{
	const ImportCounts *counts = &summary->view->counts;
	char	   *consent = import_view_consent(summary->view);
	StringInfo	text = &summary->text;

	appendStringInfoString(text, "The file holds ");
	append_count(text, counts->uploaded, "customer", "record", "records");
	appendStringInfoString(text, ": ");
	append_count(text, counts->created, "new", "customer", "customers");
	appendStringInfoString(text, ", ");
	append_count(text, counts->changed, "changed", "customer", "customers");
	appendStringInfo(text, ", " INT64_FORMAT " unchanged, " INT64_FORMAT " rejected, "
					 INT64_FORMAT " excluded.\n",
					 counts->unchanged, counts->rejected, counts->excluded);
	if (consent != NULL)
		appendStringInfo(text, "%s\n", consent);
	if (summary->view->opted_out != NULL)
		appendStringInfo(text, "%s\n", summary->view->opted_out);
}

/* Why the import is not merged. */
static void
append_held(Summary *summary)
{
	StringInfo	text = &summary->text;
	ListCell   *cell;

	if (summary->view->held == NIL)
		return;
	appendStringInfoString(text, "\nIt is held, and not merged unless somebody who has looked at it says so:\n");
	foreach(cell, held_texts(summary->view->held))
	{
		appendStringInfoString(text, "- ");
		display_append(text, lfirst(cell), HELD_WIDTH);
		appendStringInfoChar(text, '\n');
	}
}

/* ---- status and reading ---- */

static void
append_story(Summary *summary)
{
	const ImportView *view = summary->view;
	StringInfo	text = &summary->text;

	display_append(text, view->source != NULL ? view->source : "A file", SOURCE_WIDTH);
	appendStringInfo(text, " was read on %s by %s.", view->imported_at, view->imported_by);
	if (import_view_is(view, "staged"))
		appendStringInfoString(text, " Nothing has been changed yet.");
	else if (import_view_is(view, "cancelled"))
		appendStringInfoString(text, " The import was cancelled: nothing was changed.");
	if (view->merged_at != NULL)
		appendStringInfo(text, "\nThe changes were merged on %s by %s.", view->merged_at,
						 view->merged_by);
	if (view->reverted_at != NULL)
	{
		appendStringInfo(text, "\nThey were taken back on %s by %s: %s whole", view->reverted_at, view->reverted_by,
						 view->reverted != NULL ? view->reverted : "0");
		if (view->kept != NULL && strcmp(view->kept, "0") != 0)
			appendStringInfo(text, "; something was kept of %s, because it was edited or used since", view->kept);
		appendStringInfoChar(text, '.');
	}
	if (view->purged_at != NULL)
		appendStringInfo(text, "\nIts rows were purged on %s: it cannot be taken back any more.", view->purged_at);
	appendStringInfoString(text, "\n\n");
}

static void
append_reading(Summary *summary)
{
	const ImportView *view = summary->view;
	StringInfo	text = &summary->text;
	int			nignored = 0;

	for (int i = 0; i < view->ncolumns; i++)
		if (view->column_field[i] == NULL)
			nignored++;
	if (view->encoding == NULL || view->delimiter == NULL)
		return;
	appendStringInfo(text, "\nIt was read as %s, delimiter %s, %s on line %s: %d %s, %d of them ignored.\n",
					 view->encoding, strcmp(view->delimiter, "\t") == 0 ? "tab" : psprintf("\"%s\"", view->delimiter),
					 import_view_has_header(view) ? "header" : "no header, first record",
					 view->header_line != NULL ? view->header_line : "?", view->ncolumns,
					 view->ncolumns == 1 ? "column" : "columns", nignored);
	if (view->warnings == NULL)
		return;
	for (char *line = strtok(pstrdup(view->warnings), "\n"); line != NULL; line = strtok(NULL, "\n"))
	{
		appendStringInfoString(text, "- ");
		display_append(text, line, MESSAGE_WIDTH);
		appendStringInfoChar(text, '\n');
	}
}

/* ---- records ---- */

/* "email "x": what is wrong with it. What to do.", behind a line. */
static void
append_told(StringInfo text, const ViewNote *note)
{
	if (note->field != NULL)
		appendStringInfo(text, ", %s", note->field);
	if (note->value != NULL)
	{
		appendStringInfoString(text, " \"");
		display_append(text, note->value, VALUE_WIDTH);
		appendStringInfoChar(text, '"');
	}
	appendStringInfoString(text, ": ");
	display_append(text, note->message, MESSAGE_WIDTH);
	if (note->hint != NULL)
	{
		appendStringInfoString(text, ". ");
		display_append(text, note->hint, MESSAGE_WIDTH);
	}
}

static void
append_note(Summary *summary, const ImportViewRow *row, const ViewNote *note)
{
	appendStringInfo(&summary->text, "- line " INT64_FORMAT, row->line);
	append_told(&summary->text, note);
	appendStringInfoChar(&summary->text, '\n');
}

static bool
is_told(const Summary *summary, const ViewNote *note)
{
	if (summary->code == NULL)
		return note->is_error;
	return strncmp(note->code, summary->code, strlen(summary->code)) == 0;
}

/* Appends the first note to list of a record, else its reason. */
static bool
append_record(void *state, const ImportViewRow *row)
{
	Summary    *summary = state;
	int			n = 0;

	for (int i = 0; i < row->nnotes; i++)
		if (is_told(summary, &row->notes[i]) && n++ == 0)
			append_note(summary, row, &row->notes[i]);
	if (n == 0)
		appendStringInfo(&summary->text, "- line " INT64_FORMAT ": %s\n", row->line,
						 import_view_reason(row->reason));
	return true;
}

/* " (email 517, city 392)" */
static void
append_fields(StringInfo text, const List *fields)
{
	ListCell   *cell;

	appendStringInfoString(text, " (");
	foreach(cell, fields)
	{
		const SurveyField *field = lfirst(cell);

		appendStringInfoString(text, foreach_current_index(cell) > 0 ? ", " : "");
		if (foreach_current_index(cell) == TOLD_FIELDS)
		{
			appendStringInfoString(text, "...");
			break;
		}
		display_append(text, field->field != NULL ? field->field : "the record", VALUE_WIDTH);
		appendStringInfo(text, " " INT64_FORMAT, field->records);
	}
	appendStringInfoChar(text, ')');
}

/* "- invalid_email: 95000 records rejected, the first on line 7, email "x": ...". */
static void
append_code(Summary *summary, const SurveyCode *code)
{
	StringInfo	text = &summary->text;

	appendStringInfo(text, "- %s: " INT64_FORMAT " %s", code->code, code->records,
					 code->records == 1 ? "record" : "records");
	if (code->unchanged > 0)
		appendStringInfo(text, ", " INT64_FORMAT " of which %s nothing", code->unchanged,
						 code->unchanged == 1 ? "changes" : "change");
	if (list_length(code->fields) > 1)
		append_fields(text, code->fields);
	appendStringInfo(text, ", the first on line " INT64_FORMAT, code->line);
	if (code->note.message != NULL)
		append_told(text, &code->note);
	appendStringInfoChar(text, '\n');
}

/* Errors, or warnings, by their codes under a heading. */
static void
append_codes(Summary *summary, const List *codes, bool errors, const char *heading)
{
	bool		any = false;
	ListCell   *cell;

	foreach(cell, codes)
	{
		const SurveyCode *code = lfirst(cell);

		if (code->is_error != errors)
			continue;
		appendStringInfoString(&summary->text, any ? "" : heading);
		any = true;
		append_code(summary, code);
	}
}

/* Appends the first records of a kind under a heading. */
static void
append_records(Summary *summary, ViewKind kind, const char *code, const char *heading,
			   int64 total)
{
	if (total == 0)
		return;
	appendStringInfo(&summary->text, "\n%s", heading);
	if (total > TOLD_ROWS)
		appendStringInfo(&summary->text, ", the first %d of " INT64_FORMAT, TOLD_ROWS, total);
	appendStringInfoString(&summary->text, ":\n");
	summary->code = code;
	import_view_scan(summary->view, kind, TOLD_ROWS, append_record, summary);
}

/* ---- next steps ---- */

/* options: what the call is given besides the import, or "". */
static void
append_step(Summary *summary, const char *what, const char *select, const char *function, const char *options)
{
	appendStringInfo(&summary->text, "- %s: SELECT %s%s(" INT64_FORMAT "%s);\n", what, select,
					 catalog_function_name(function), summary->view->import_id, options);
}

static void
append_next(Summary *summary)
{
	const ImportView *view = summary->view;
	bool		staged = import_view_is(view, "staged");
	bool		has_changes = import_view_has_changes(view);
	bool		has_rejects = (staged || import_view_is(view, "merged")) && view->counts.rejected > 0 &&
		view->purged_at == NULL;
	char	   *settings = import_view_settings();

	if (!staged && !has_rejects)
		return;
	appendStringInfo(&summary->text, "\nWhat remains to be done:\n%s%s", settings, settings[0] != '\0' ? "\n" : "");
	if (has_rejects && staged && view->counts.rejected > TOLD_ROWS)
		append_step(summary, "see each value that was not understood once, to correct it in all its records", "* FROM ", "customers_import_values", "");
	if (has_rejects)
		append_step(summary, "correct the rejected records, which come as a file by", "* FROM ", "customers_import_rejects", "");
	if (staged && has_changes)
	{
		append_step(summary, "see each change", "* FROM ", "customers_import_preview", "");
		if (view->held != NIL)
			append_step(summary, "apply the changes though it is held", "* FROM ", "customers_merge", ", over_limits => true");
		else
			append_step(summary, "apply the changes", "* FROM ", "customers_merge", "");
	}
	if (staged)
		append_step(summary, "or drop the import", "", "customers_cancel", "");
}

char *
summary_text(int64 import_id)
{
	Summary		summary = {.view = import_view_load(import_id)};
	const ImportView *view = summary.view;

	initStringInfo(&summary.text);
	append_subject(&summary);
	append_story(&summary);
	append_counts(&summary);
	append_held(&summary);
	append_reading(&summary);
	if (view->purged_at == NULL && !import_view_is(view, "cancelled"))
	{
		List	   *codes = survey_rows(view)->codes;

		if (view->counts.rejected <= TOLD_ROWS)
			append_records(&summary, VIEW_REJECTED, NULL, "Rejected", view->counts.rejected);
		else
			append_codes(&summary, codes, true, "\nRejected, by the code of the error:\n");
		append_codes(&summary, codes, false, "\nWarnings, by their code:\n");
		append_records(&summary, VIEW_CONFLICT, "conflict", "Left out, for somebody else changed the customer after the preview",
					   import_view_count(view, VIEW_CONFLICT));
		append_records(&summary, VIEW_KEPT, "kept_", "Kept when the import was taken back",
					   import_view_count(view, VIEW_KEPT));
	}
	append_next(&summary);
	return summary.text.data;
}
