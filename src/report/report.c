/*
 * report.c
 *
 *		ImportView + its rows, surveyed -> totals, examples -> parts of report.html
 *			-> the page
 *
 * The page has a budget of bytes.  The description of the import comes first.  Then
 * each kind of records gets at most an equal share of what is left, the kinds with
 * probably few records first: so the largest gets what the others did not need.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "import/example_lines.h"
#include "report/html.h"
#include "report/import_view.h"
#include "report/report.h"
#include "report/report_grid.h"
#include "report/report.html.h"
#include "report/survey.h"
#include "support/catalog.h"

/* Bytes of a page, without its frame and a margin. */
#define PAGE_BYTES 960000

/* Records of a section that are shown at most. */
#define SECTION_ROWS 500

/* Columns of the file that are listed, and characters of a text that are shown. */
#define MAX_LISTED 200
#define OPEN_LISTED 20
#define WORD_CHARS 60
#define FACT_CHARS 300
#define WARNING_CHARS 4000

/* A section of the page: a kind of records. */
typedef struct ReportSection
{
	ViewKind	kind;
	const char *id;
	const char *class;			/* of its table */
	const char *sign;
	const char *heading;
	const char *text;
	int64		total;			/* records of the kind */
	int64	   *lines;			/* of its examples */
	int			nlines;
	char	   *html;
	char	   *labels;
} ReportSection;

/* In the order of the page: what needs a decision comes first. */
enum
{
	SECTION_REJECTED, SECTION_WARNED, SECTION_CHANGED, SECTION_NEW, SECTION_EXCLUDED, NUM_SECTIONS
};

/* The order in which the sections take their share. */
static const int share_order[NUM_SECTIONS] = {
	SECTION_EXCLUDED, SECTION_WARNED, SECTION_REJECTED, SECTION_NEW, SECTION_CHANGED
};

typedef struct Report
{
	const ImportView *view;
	const Survey *survey;
	const ImportViewRows *rows; /* the examples of all sections */
	ReportSection sections[NUM_SECTIONS];
	char	   *held;
	char	   *look;
	StringInfoData reading;
} Report;

/* ---- small pieces ---- */

static char *
text_html(const char *text, int max_chars)
{
	StringInfoData html;

	initStringInfo(&html);
	html_clipped(&html, text, max_chars);
	return html.data;
}

static char *
number_html(int64 number)
{
	StringInfoData html;

	initStringInfo(&html);
	html_number(&html, number);
	return html.data;
}

static char *
counted(int64 number, const char *one, const char *many)
{
	return psprintf("%s %s", number_html(number), number == 1 ? one : many);
}

/* A statement for another session, with the settings that it needs. */
static char *
sql_html(const char *sql)
{
	char	   *settings = import_view_settings();

	return psprintf("%s%s%s", text_html(settings, FACT_CHARS), settings[0] != '\0' ? "\n" : "",
					text_html(sql, FACT_CHARS * 4));
}

/* ---- the head ---- */

static char *
source_html(const ImportView *view)
{
	return psprintf("<bdi>%s</bdi>, read on %s by <bdi>%s</bdi>",
					text_html(view->source != NULL ? view->source : "a file", FACT_CHARS),
					view->imported_at, text_html(view->imported_by, WORD_CHARS));
}

/* The records that were reverted, and those of which something was kept. */
static char *
reverted_html(const ImportView *view)
{
	bool		one = view->reverted != NULL && strcmp(view->reverted, "1") == 0;
	char	   *whole = psprintf("%s %s went back whole", view->reverted ? view->reverted : "0",
								 one ? "record" : "records");

	if (view->kept == NULL || strcmp(view->kept, "0") == 0)
		return whole;
	return psprintf("%s; something was kept of %s, because it was edited or used since", whole, view->kept);
}

/* The status of the import, and what it means for the page. */
static char *
lead_html(const ImportView *view)
{
	char	   *merged = view->merged_at == NULL ? "Merged"
		: psprintf("Merged on %s by <bdi>%s</bdi>", view->merged_at, text_html(view->merged_by, WORD_CHARS));

	if (import_view_is(view, "staged"))
		return import_view_has_changes(view)
			? "Waits for approval: <strong>nothing has been changed yet.</strong> What stands below is exactly what merging will do."
			: "<strong>There is nothing to merge:</strong> no record of the file is new, and none changes a customer.";
	if (import_view_is(view, "merged"))
		return psprintf("%s: <strong>what stands below has been applied.</strong>", merged);
	if (import_view_is(view, "reverted"))
		return psprintf("%s, and <strong>taken back</strong> on %s by <bdi>%s</bdi>: %s.",
						merged, view->reverted_at, text_html(view->reverted_by, WORD_CHARS), reverted_html(view));
	return "This import was cancelled: <strong>nothing was changed.</strong>";
}

static const char *
status_word(const ImportView *view)
{
	return view->held != NIL ? "&#9888; held"
		: import_view_is(view, "staged") ? "&#9675; staged"
		: import_view_is(view, "merged") ? "&#10003; merged"
		: import_view_is(view, "reverted") ? "&#8634; reverted" : "&#10007; cancelled";
}

/* A reason for which the import is held, and what becomes of some values. */
static void
append_reason(StringInfo html, const HeldReason *reason)
{
	StringInfoData lines;
	ListCell   *cell;

	initStringInfo(&lines);
	lines_append(&lines, reason->lines, reason->nlines, reason->records);
	appendStringInfo(html, "<li><b>%s</b>: %s%s\n", text_html(reason->code, WORD_CHARS),
					 text_html(reason->message, WARNING_CHARS), lines.data);
	foreach(cell, reason->examples)
		appendStringInfo(html, "<br><small>%s</small>\n", text_html(lfirst(cell), FACT_CHARS));
	appendStringInfoString(html, "</li>\n");
}

/* Why the import is held; nothing if it is not. */
static char *
held_html(const ImportView *view)
{
	StringInfoData html,
				reasons;
	ListCell   *cell;

	initStringInfo(&html);
	initStringInfo(&reasons);
	foreach(cell, view->held)
	{
		const char *hint = held_hint(view->held, cell);

		append_reason(&reasons, lfirst(cell));
		if (hint != NULL)
			appendStringInfo(&reasons, "<li class=\"hint\">%s</li>\n", text_html(hint, WARNING_CHARS));
	}
	if (reasons.len > 0)
		html_part(&html, report_html, "held", "reasons", reasons.data, NULL);
	return html.data;
}

/* ---- what needs a look ---- */

/* The warnings about the file as a whole. */
static char *
warnings_html(const ImportView *view)
{
	StringInfoData html;

	initStringInfo(&html);
	if (view->warnings != NULL && view->warnings[0] != '\0')
	{
		appendStringInfoString(&html, "<div class=\"note\">");
		for (char *line = strtok(pstrdup(view->warnings), "\n"); line != NULL; line = strtok(NULL, "\n"))
			if (html.len < WARNING_CHARS)
				appendStringInfo(&html, "<p>&#9888; %s</p>\n", text_html(line, WARNING_CHARS));
		appendStringInfoString(&html, "</div>\n");
	}
	return html.data;
}

/* Known customers whose consent changes; nothing if none does. */
static char *
consent_html(const Report *report)
{
	const Survey *survey = report->survey;
	StringInfoData html;

	initStringInfo(&html);
	if (survey->unsubscribed > 0)
		appendStringInfo(&html, "%s no longer subscribed.",
						 counted(survey->unsubscribed, "known customer is", "known customers are"));
	if (survey->subscribed > 0)
		appendStringInfo(&html, "%s%s subscribed again, or for the first time.", html.len > 0 ? " " : "",
						 counted(survey->subscribed, "known customer is", "known customers are"));
	if (report->view->opted_out != NULL)
		appendStringInfo(&html, "%s%s", html.len > 0 ? " " : "", report->view->opted_out);
	return html.len == 0 ? "" : psprintf("<p class=\"consent\">Consent: %s</p>\n", html.data);
}

/* "email 517, city 392" */
static void
append_fields(StringInfo html, const SurveyCode *code)
{
	int			n = 0,
				others = 0;
	ListCell   *cell;

	foreach(cell, code->fields)
	{
		const SurveyField *field = lfirst(cell);

		if (field->field == NULL)
			continue;
		if (n == OPEN_LISTED)
			others++;
		else
			appendStringInfo(html, "%s<b>%s</b> %s", n++ > 0 ? ", " : "",
							 text_html(field->field, WORD_CHARS), number_html(field->records));
	}
	if (others > 0)
		appendStringInfo(html, " and %d more", others);
}

/* A row: how many records have a code, what it says, in which fields, and the first. */
static void
append_code(StringInfo html, const SurveyCode *code)
{
	appendStringInfo(html, "<tr><td class=\"n\">%s<td>%s <b>%s</b>", number_html(code->records),
					 code->is_error ? "&#10007;" : "&#9888;", text_html(code->code, WORD_CHARS));
	if (code->note.message != NULL)
		appendStringInfo(html, ": %s", text_html(code->note.message, FACT_CHARS));
	if (code->unchanged > 0)
		appendStringInfo(html, " (%s of these %s nothing)", number_html(code->unchanged),
						 code->unchanged == 1 ? "changes" : "change");
	appendStringInfoString(html, "<td>");
	append_fields(html, code);
	appendStringInfo(html, "<td>line %s", number_html(code->line));
	if (code->note.value != NULL)
		appendStringInfo(html, ": &ldquo;<bdi>%s</bdi>&rdquo;", text_html(code->note.value, WORD_CHARS));
	appendStringInfoString(html, "</tr>\n");
}

/* Errors and warnings by their codes; nothing if there are none. */
static char *
codes_html(const Report *report)
{
	StringInfoData html,
				codes;
	ListCell   *cell;

	initStringInfo(&html);
	initStringInfo(&codes);
	foreach(cell, report->survey->codes)
		if (foreach_current_index(cell) < MAX_LISTED)
			append_code(&codes, lfirst(cell));
	if (codes.len > 0)
		html_part(&html, report_html, "codes", "codes", codes.data, NULL);
	return html.data;
}

static char *
look_html(const Report *report)
{
	StringInfoData html;
	char	   *content = psprintf("%s%s%s", warnings_html(report->view), consent_html(report), codes_html(report));

	initStringInfo(&html);
	if (content[0] != '\0')
		html_part(&html, report_html, "look", "content", content, NULL);
	return html.data;
}

/* ---- the records ---- */

/* A statement that shows all records. */
static char *
all_sql(const ImportView *view, ViewKind kind)
{
	char	   *where = psprintf("WHERE import_id = " INT64_FORMAT, view->import_id);

	switch (kind)
	{
		case VIEW_NEW:
		case VIEW_CHANGED:
			return psprintf("SELECT * FROM %s %s AND action = '%s' ORDER BY line, field;",
							catalog_name(REL_IMPORT_DIFF), where, kind == VIEW_NEW ? "create" : "update");
		case VIEW_REJECTED:
		case VIEW_WARNED:
			return psprintf("SELECT * FROM %s %s AND severity = '%s' ORDER BY line;",
							catalog_name(REL_IMPORT_ERRORS), where, kind == VIEW_REJECTED ? "error" : "warning");
		default:
			return psprintf("SELECT line, reason, errors, cells FROM %s %s AND action = 'exclude' ORDER BY line;",
							catalog_name(REL_IMPORT_ROWS), where);
	}
}

/* A hint that there are more records, or more columns, than are shown. */
static char *
more_html(const ImportView *view, const ReportSection *section, const ReportGrid *grid)
{
	StringInfoData html,
				text;
	bool		more_rows = grid->nrows < section->total;

	initStringInfo(&html);
	initStringInfo(&text);
	if (more_rows)
		appendStringInfo(&text, "Shown are %s of %s, some of each kind%s.",
						 number_html(grid->nrows), number_html(section->total),
						 grid->is_full ? ", as many as fit on a page of 1 MB" : "");
	if (grid->nused > grid->ncolumns)
		appendStringInfo(&text, "%sOf %s columns, the first %s are shown.", more_rows ? " " : "",
						 number_html(grid->nused), number_html(grid->ncolumns));
	if (text.len == 0)
		return "";
	appendStringInfoString(&text, " To see all of them:");
	html_part(&html, report_html, "more", "text", text.data, "sql", sql_html(all_sql(view, section->kind)), NULL);
	return html.data;
}

/* Why the rows of the counted records cannot be shown. */
static char *
missing_rows_text(const ImportView *view, const ReportSection *section)
{
	char	   *records = counted(section->total, "record", "records");

	if (view->purged_at != NULL)
		return psprintf("%s: the rows of this import were purged on %s, and only the counts are left.",
						records, view->purged_at);
	if (import_view_is(view, "cancelled"))
		return psprintf("%s: the rows went when the import was cancelled.", records);
	return psprintf("%s, whose rows you may not see, or that are gone.", records);
}

/* Fields that change, those that change for most customers first. */
static int *
changed_fields(const Report *report, int *n)
{
	const Survey *survey = report->survey;
	int		   *fields = palloc(Max(report->view->nfields, 1) * sizeof(int));

	*n = 0;
	for (int i = 0; i < report->view->nfields; i++)
	{
		int			at = *n;

		if (survey_changes(survey, i) == 0)
			continue;
		for (; at > 0 && survey_changes(survey, fields[at - 1]) < survey_changes(survey, i); at--)
			fields[at] = fields[at - 1];
		fields[at] = i;
		(*n)++;
	}
	return fields;
}

/* For how many customers each field changes, and how; nothing if none does. */
static char *
totals_html(const Report *report)
{
	const ImportView *view = report->view;
	StringInfoData html,
				totals;
	int			n;
	int		   *fields = changed_fields(report, &n);

	initStringInfo(&html);
	initStringInfo(&totals);
	for (int i = 0; i < Min(n, OPEN_LISTED); i++)
	{
		const int64 *changes = report->survey->changes[fields[i]];

		appendStringInfo(&totals, "<tr><th scope=\"row\">%s", text_html(view->fields[fields[i]], WORD_CHARS));
		if (view->words[fields[i]] != NULL)
			appendStringInfo(&totals, " <small>%s</small>", text_html(view->words[fields[i]], WORD_CHARS));
		for (int change = 0; change < NUM_CHANGES; change++)
			appendStringInfo(&totals, "<td class=\"n\">%s", number_html(changes[change]));
		appendStringInfoString(&totals, "</tr>\n");
	}
	if (n > OPEN_LISTED)
		appendStringInfo(&totals, "<tr><th scope=\"row\">and %d more fields<td><td><td></tr>\n", n - OPEN_LISTED);
	if (n > 0)
		html_part(&html, report_html, "totals", "totals", totals.data, NULL);
	return html.data;
}

/* Writes a section; nothing if there are no such records. */
static void
put_section(Report *report, ReportSection *section, int max_bytes)
{
	const ImportView *view = report->view;
	char	   *totals = section->kind == VIEW_CHANGED ? totals_html(report) : "";
	StringInfoData html;
	ReportGrid *grid;

	section->html = section->labels = "";
	if (section->total == 0)
		return;
	initStringInfo(&html);
	grid = report_grid(view, report->rows, section->kind, section->id, section->lines, section->nlines,
					   max_bytes - strlen(totals));
	if (grid->nrows == 0 && !grid->is_full)
		html_part(&html, report_html, "empty", "id", section->id, "sign", section->sign,
				  "heading", section->heading, "text", missing_rows_text(view, section), NULL);
	else
	{
		html_part(&html, report_html, "rows", "id", section->id, "class", section->class,
				  "sign", section->sign, "heading", section->heading, "text", section->text, "totals", totals,
				  "head", grid->head.data, "body", grid->body.data,
				  "more", more_html(view, section, grid), NULL);
		section->labels = grid->labels.data;
	}
	section->html = html.data;
}

static void
init_sections(Report *report)
{
	const ImportCounts *counts = &report->view->counts;
	bool		done = import_view_is(report->view, "merged");
	char	   *consent = import_view_consent(report->view);
	const ReportSection sections[NUM_SECTIONS] = {
		[SECTION_NEW] = {VIEW_NEW, "new", "new", "+",
			psprintf("New customers: %s", number_html(counts->created)),
		psprintf("%s%s%s", done ? "Each green row has become a customer." : "Each green row becomes a customer.",
				 consent != NULL ? " " : "", consent != NULL ? consent : ""), counts->created},
		[SECTION_CHANGED] = {VIEW_CHANGED, "changed", "edit", "&rarr;",
			psprintf("Changed customers: %s", number_html(counts->changed)),
		"Each line is a field: the <del>old value</del> &rarr; the <ins>new one</ins>. Fields that do not change are not shown.", counts->changed},
		[SECTION_REJECTED] = {VIEW_REJECTED, "rejected", "wrong", "&#10007;",
			psprintf("Rejected records: %s", number_html(counts->rejected)),
		"These are not imported, and hold nothing else up. Red cells say why; all cells are as in the file.", counts->rejected},
		[SECTION_EXCLUDED] = {VIEW_EXCLUDED, "excluded", "out", "&ndash;",
			psprintf("Excluded records: %s", number_html(counts->excluded)),
		"These are left out of the import; each row says why.", counts->excluded},
		[SECTION_WARNED] = {VIEW_WARNED, "warnings", "warned", "&#9888;",
			psprintf("Records with warnings: %s", number_html(report->survey->warned)), import_view_is(report->view, "reverted") ? "What was kept when the import was taken back, and other remarks on its records."
			: "Nothing holds these records back, but something about them should be known.",
		report->survey->warned}
	};

	memcpy(report->sections, sections, sizeof(sections));
}

/* ---- how the file was read ---- */

static void
put_fact(StringInfo out, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	appendStringInfo(out, "<dt>%s</dt><dd>", name);
	html_clipped(out, value, FACT_CHARS);
	appendStringInfoString(out, "</dd>\n");
}

static const char *
delimiter_words(const ImportView *view)
{
	if (view->delimiter == NULL || view->delimiter[0] == '\0')
		return NULL;
	if (strcmp(view->delimiter, "\t") == 0)
		return "tab";
	return strcmp(view->delimiter, " ") == 0 ? "space" : view->delimiter;
}

static char *
facts_html(const ImportView *view)
{
	StringInfoData facts,
				options;

	initStringInfo(&facts);
	initStringInfo(&options);
	for (int i = 0; i < view->noptions; i++)
		appendStringInfo(&options, "%s%s => %s", i > 0 ? ", " : "",
						 view->options[i].name, view->options[i].value);
	put_fact(&facts, "Encoding", view->encoding);
	put_fact(&facts, "Delimiter", delimiter_words(view));
	put_fact(&facts, "Quote", view->quote);
	put_fact(&facts, "Line ends", view->newline);
	put_fact(&facts, "Header", view->header_line == NULL ? NULL
			 : !import_view_has_header(view) ? "none" : psprintf("line %s", view->header_line));
	put_fact(&facts, "Size", view->size == NULL ? NULL : psprintf("%s bytes", view->size));
	put_fact(&facts, "SHA-256", view->sha256);
	put_fact(&facts, "Options given", options.len > 0 ? options.data : "none");
	return facts.data;
}

/* The format of a field's cells; "" = none was found. */
static const char *
format_of(const ImportView *view, const char *field)
{
	for (int i = 0; field != NULL && i < view->nformats; i++)
		if (strcmp(view->formats[i].name, field) == 0)
			return view->formats[i].value;
	return "";
}

static char *
columns_html(const ImportView *view)
{
	StringInfoData html;

	initStringInfo(&html);
	for (int i = 0; i < Min(view->ncolumns, MAX_LISTED); i++)
	{
		const char *field = view->column_field[i];

		appendStringInfo(&html, "<tr><th scope=\"row\">%d<td>", i + 1);
		html_clipped(&html, view->header[i] != NULL ? view->header[i] : "", WORD_CHARS);
		if (field == NULL)
			appendStringInfoString(&html, "<td class=\"ignored\">&ndash; ignored");
		else
		{
			appendStringInfoString(&html, "<td>");
			html_clipped(&html, field, WORD_CHARS);
		}
		appendStringInfoString(&html, "<td>");
		html_clipped(&html, format_of(view, field), WORD_CHARS);
		appendStringInfoChar(&html, '\n');
	}
	return html.data;
}

/* A hint that there are more columns than are listed. */
static char *
more_columns_html(const ImportView *view)
{
	StringInfoData html;

	initStringInfo(&html);
	if (view->ncolumns > MAX_LISTED)
		html_part(&html, report_html, "more", "text", "The first columns are listed. To see all of them:",
				  "sql", sql_html(psprintf("SELECT header, mapping FROM %s WHERE import_id = " INT64_FORMAT ";",
										   catalog_name(REL_IMPORTS), view->import_id)), NULL);
	return html.data;
}

static void
put_reading(Report *report)
{
	const ImportView *view = report->view;

	initStringInfo(&report->reading);
	html_part(&report->reading, report_html, "reading",
			  "facts", facts_html(view), "columns", columns_html(view),
			  "open", view->ncolumns <= OPEN_LISTED ? " open" : "",
			  "summary", counted(view->ncolumns, "column", "columns"),
			  "more", more_columns_html(view), NULL);
}

/* ---- what to do next ---- */

static void
put_step(StringInfo steps, const char *what, char *sql)
{
	html_part(steps, report_html, "step", "what", what, "sql", sql_html(sql), NULL);
}

/* A call of one of our functions; arguments are SQL. */
static char *
call(const char *select, const char *function, int64 import_id, const char *arguments)
{
	return psprintf("SELECT %s%s(" INT64_FORMAT "%s);", select, catalog_function_name(function),
					import_id, arguments);
}

/* The first error in a field; NULL = there is none. */
static const SurveyCode *
first_wrong(const Survey *survey)
{
	const SurveyCode *first = NULL;
	ListCell   *cell;

	foreach(cell, survey->codes)
	{
		const SurveyCode *code = lfirst(cell);

		if (code->is_error && code->note.field != NULL && (first == NULL || code->line < first->line))
			first = code;
	}
	return first;
}

static char *
next_html(const Report *report)
{
	const ImportView *view = report->view;
	const SurveyCode *wrong = first_wrong(report->survey);
	const ImportCounts *counts = &view->counts;
	bool		staged = import_view_is(view, "staged");
	StringInfoData html,
				steps;

	initStringInfo(&html);
	initStringInfo(&steps);
	if (staged && import_view_has_changes(view))
		put_step(&steps, view->held != NIL ? "To apply exactly these changes, though the import is held" : "To apply exactly these changes",
				 call("* FROM ", "customers_merge", view->import_id, view->held != NIL ? ", over_limits => true" : ""));
	if (staged && wrong != NULL)
		put_step(&steps, "To correct a cell, here of a rejected record",
				 call("", "customers_import_fix", view->import_id,
					  psprintf(", " INT64_FORMAT ", %s, 'the right value'", wrong->line,
							   quote_literal_cstr(wrong->note.field))));
	if ((staged || import_view_is(view, "merged")) && counts->rejected > 0)
		put_step(&steps, "To get the rejected records as a file to correct and import",
				 call("* FROM ", "customers_import_rejects", view->import_id, ""));
	if (staged && import_view_has_changes(view))
		put_step(&steps, "To leave lines out",
				 call("", "customers_import_exclude", view->import_id, ", '{2, 3}'"));
	if (staged)
		put_step(&steps, "To drop the import, with nothing changed",
				 call("", "customers_cancel", view->import_id, ""));
	if (import_view_is(view, "merged"))
		put_step(&steps, "To take it back, as far as nobody has edited the customers since",
				 call("* FROM ", "customers_revert", view->import_id, ""));
	if (steps.len > 0)
		html_part(&html, report_html, "next", "steps", steps.data, NULL);
	return html.data;
}

/* ---- the page ---- */

/* The link of a box to its section, if that is on the page. */
static const char *
link_to(const Report *report, int section)
{
	const ReportSection *target = &report->sections[section];

	return target->html[0] == '\0' ? "" : psprintf(" href=\"#%s\"", target->id);
}

static char *
assemble(const Report *report)
{
	const ImportView *view = report->view;
	const ImportCounts *counts = &view->counts;
	StringInfoData page,
				sections,
				labels;

	initStringInfo(&page);
	initStringInfo(&sections);
	initStringInfo(&labels);
	appendStringInfoString(&labels, "@media (max-width: 40rem) {\n");
	for (int i = 0; i < NUM_SECTIONS; i++)
	{
		appendStringInfoString(&sections, report->sections[i].html);
		appendStringInfoString(&labels, report->sections[i].labels);
	}
	appendStringInfoString(&labels, "}\n");
	html_part(&page, report_html, "page",
			  "title", psprintf("Import " INT64_FORMAT, view->import_id),
			  "import_id", psprintf(INT64_FORMAT, view->import_id),
			  "status", status_word(view), "source", source_html(view), "lead", lead_html(view),
			  "uploaded", number_html(counts->uploaded), "created", number_html(counts->created),
			  "changed", number_html(counts->changed), "unchanged", number_html(counts->unchanged),
			  "rejected", number_html(counts->rejected), "excluded", number_html(counts->excluded),
			  "created_link", link_to(report, SECTION_NEW), "changed_link", link_to(report, SECTION_CHANGED),
			  "rejected_link", link_to(report, SECTION_REJECTED),
			  "excluded_link", link_to(report, SECTION_EXCLUDED),
			  "labels", labels.data, "held", report->held, "look", report->look, "sections", sections.data, "reading", report->reading.data,
			  "next", next_html(report), "made_at", view->seen_at, NULL);
	return page.data;
}

/* Chooses the examples of all sections, and reads them. */
static void
load_examples(Report *report)
{
	int64	   *lines = palloc(NUM_SECTIONS * SECTION_ROWS * sizeof(int64));
	int			n = 0;

	for (int i = 0; i < NUM_SECTIONS; i++)
	{
		ReportSection *section = &report->sections[i];

		section->lines = survey_examples(report->survey, section->kind, SECTION_ROWS, &section->nlines);
		memcpy(lines + n, section->lines, section->nlines * sizeof(int64));
		n += section->nlines;
	}
	report->rows = import_view_fetch(report->view, lines, n);
}

char *
report_page(int64 import_id)
{
	Report	   *report = palloc0(sizeof(Report));
	int			left = PAGE_BYTES;
	int			nsections = 0;

	report->view = import_view_load(import_id);
	report->survey = survey_rows(report->view);
	init_sections(report);
	load_examples(report);
	put_reading(report);
	report->held = held_html(report->view);
	report->look = look_html(report);
	left -= report->reading.len + strlen(report->held) + strlen(report->look);
	for (int i = 0; i < NUM_SECTIONS; i++)
		if (report->sections[i].total > 0)
			nsections++;
	for (int i = 0; i < NUM_SECTIONS; i++)
	{
		ReportSection *section = &report->sections[share_order[i]];

		put_section(report, section, left / Max(nsections, 1));
		if (section->total > 0)
			nsections--;
		left -= strlen(section->html) + strlen(section->labels);
	}
	return assemble(report);
}
