/*
 * survey.c
 *
 *		customer_import_rows (a cursor, in no order)
 *			-> notes -> counts by code and field
 *			-> cells -> counts by field and kind of change
 *			-> the first lines of each kind of record -> examples
 *		customer_imports.standing -> added to the counts
 *
 * It keeps no cells but those of one note of each code.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "import/standing.h"
#include "report/survey.h"
#include "report/survey.sql.h"
#include "support/int8_array.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/text_hash.h"

#define BATCH_ROWS 1000

/* Kinds that lines are kept of, and lines of each. */
#define MAX_KINDS 5000
#define MAX_LINES 500

/* Columns of the query. */
enum
{
	ROW_LINE = 1, ROW_ACTION, ROW_REASON, ROW_CELLS, ROW_OLD_CELLS, ROW_ERRORS
};

/* Records of a section of the report that have something in common. */
typedef struct Kind
{
	char	   *key;			/* section, code, field: of the hash table */
	ViewKind	section;
	int64		records;
	int			nlines;
	int			maxlines;
	int64	   *lines;			/* the first, ascending */
} Kind;

typedef struct CodeEntry
{
	char	   *key;			/* severity, code: of the hash table */
	SurveyCode *code;
} CodeEntry;

typedef struct Surveyor
{
	const ImportView *view;
	Survey	   *survey;
	MemoryContext context;		/* of the survey */
	HTAB	   *kinds;			/* of Kind */
	HTAB	   *codes;			/* of CodeEntry */
	int			consent;		/* the field subscribed; -1 = none */
	Kind	  **by_field;		/* new customers who have a field, and changed ones, by
								 * field and SurveyChange; NULL = none yet */
} Surveyor;

/* ---- kinds ---- */

/* The kind of this name, made if there is none; NULL = there are too many. */
static Kind *
find_kind(Surveyor *surveyor, ViewKind section, const char *code, const char *field)
{
	char	   *key = psprintf("%d %s %s", section, code, field != NULL ? field : "");
	Kind	   *kind = hash_search(surveyor->kinds, &key, HASH_FIND, NULL);

	if (kind != NULL || hash_get_num_entries(surveyor->kinds) >= MAX_KINDS)
		return kind;
	key = MemoryContextStrdup(surveyor->context, key);
	kind = hash_search(surveyor->kinds, &key, HASH_ENTER, NULL);
	memset((char *) kind + sizeof(char *), 0, sizeof(Kind) - sizeof(char *));
	kind->section = section;
	return kind;
}

/* Adds a line to the first lines of a kind, unless there are enough of smaller ones. */
static void
keep_line(Surveyor *surveyor, Kind *kind, int64 line)
{
	int			at;

	if (kind->nlines == MAX_LINES && line >= kind->lines[MAX_LINES - 1])
		return;
	if (kind->nlines == kind->maxlines && kind->nlines < MAX_LINES)
	{
		int			size = Min(Max(kind->maxlines * 2, 8), MAX_LINES);
		int64	   *lines = MemoryContextAlloc(surveyor->context, size * sizeof(int64));

		if (kind->nlines > 0)
		{
			memcpy(lines, kind->lines, kind->nlines * sizeof(int64));
			pfree(kind->lines);
		}
		kind->lines = lines;
		kind->maxlines = size;
	}
	kind->nlines = Min(kind->nlines + 1, MAX_LINES);
	for (at = kind->nlines - 1; at > 0 && kind->lines[at - 1] > line; at--)
		kind->lines[at] = kind->lines[at - 1];
	kind->lines[at] = line;
}

static void
count_kind(Surveyor *surveyor, ViewKind section, const char *code, const char *field, int64 line)
{
	Kind	   *kind = find_kind(surveyor, section, code, field);

	if (kind == NULL)
		return;
	kind->records++;
	keep_line(surveyor, kind, line);
}

/* ---- notes ---- */

static SurveyCode *
find_code(Surveyor *surveyor, const char *code, bool is_error)
{
	char	   *key = psprintf("%d %s", is_error, code);
	CodeEntry  *entry = hash_search(surveyor->codes, &key, HASH_FIND, NULL);
	MemoryContext old;

	if (entry != NULL)
		return entry->code;
	old = MemoryContextSwitchTo(surveyor->context);
	key = pstrdup(key);
	entry = hash_search(surveyor->codes, &key, HASH_ENTER, NULL);
	entry->code = palloc0(sizeof(SurveyCode));
	entry->code->code = pstrdup(code);
	entry->code->is_error = is_error;
	surveyor->survey->codes = lappend(surveyor->survey->codes, entry->code);
	MemoryContextSwitchTo(old);
	return entry->code;
}

/* Counts a record for a field of a code, once. */
static void
count_field(Surveyor *surveyor, SurveyCode *code, const char *field, int64 line)
{
	SurveyField *found = NULL;
	MemoryContext old;
	ListCell   *cell;

	foreach(cell, code->fields)
	{
		found = lfirst(cell);
		if (found->field == NULL ? field == NULL : field != NULL && strcmp(found->field, field) == 0)
			break;
		found = NULL;
	}
	if (found == NULL)
	{
		old = MemoryContextSwitchTo(surveyor->context);
		found = palloc0(sizeof(SurveyField));
		found->field = field == NULL ? NULL : pstrdup(field);
		code->fields = lappend(code->fields, found);
		MemoryContextSwitchTo(old);
	}
	if (found->records == 0 || found->line != line)
		found->records++;
	found->line = line;
}

/* Counts a note, and keeps it if its line is the first. */
static void
count_code(Surveyor *surveyor, const JsonbValue *element, const char *name, const char *field, bool is_error, int64 line)
{
	SurveyCode *code = find_code(surveyor, name, is_error);

	if (code->records == 0 || code->counted != line)
		code->records++;
	code->counted = line;
	count_field(surveyor, code, field, line);
	if (code->note.message == NULL || line < code->line)
	{
		MemoryContext old = MemoryContextSwitchTo(surveyor->context);

		code->note = import_view_note(element);
		code->line = line;
		MemoryContextSwitchTo(old);
	}
}

/* Counts a note of a row; is it of a kind of the row's section? */
static bool
survey_note(Surveyor *surveyor, ViewKind section, const JsonbValue *element, int64 line)
{
	JsonbContainer *object = element->val.binary.data;
	char	   *code,
			   *field,
			   *severity;
	bool		is_error;

	if (element->type != jbvBinary || !JsonContainerIsObject(object) ||
		(code = json_get_text(object, "code")) == NULL)
		return false;
	field = json_get_text(object, "field");
	severity = json_get_text(object, "severity");
	is_error = severity != NULL && strcmp(severity, "error") == 0;
	count_code(surveyor, element, code, field, is_error, line);
	if (section == VIEW_EXCLUDED || is_error != (section == VIEW_REJECTED))
		return false;
	count_kind(surveyor, is_error ? VIEW_REJECTED : VIEW_WARNED, code, field, line);
	return true;
}

/* Counts the notes of a row; are any of a kind of the row's section? */
static bool
survey_notes(Surveyor *surveyor, ViewKind section, int at, int64 line)
{
	bool		isnull,
				any = false;
	Datum		datum = spi_datum(at, ROW_ERRORS, JSONBOID, &isnull, "customer_import_rows.errors");
	Jsonb	   *notes = isnull ? NULL : DatumGetJsonbP(datum);

	if (notes == NULL || !JB_ROOT_IS_ARRAY(notes) || JB_ROOT_IS_SCALAR(notes))
		return false;
	for (uint32 i = 0; i < JB_ROOT_COUNT(notes); i++)
		any = survey_note(surveyor, section, getIthJsonbValueFromContainer(&notes->root, i), line) || any;
	return any;
}

/* ---- changes ---- */

/* The cells of a row; NULL unless they are as many as the import has fields. */
static Datum *
read_cells(const Surveyor *surveyor, int at, int column, bool **nulls)
{
	bool		isnull;
	Datum		datum = spi_datum(at, column, TEXTARRAYOID, &isnull, "customer_import_rows.cells");
	Datum	   *cells;
	int			n;

	if (isnull)
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(datum), TEXTOID, -1, false, TYPALIGN_INT, &cells, nulls, &n);
	return n == surveyor->view->nfields ? cells : NULL;
}

static inline bool
is_empty(Datum cell)
{
	return VARSIZE_ANY_EXHDR(DatumGetPointer(cell)) == 0;
}

/* Counts a record for a field that it changes, or brings. */
static void
count_change(Surveyor *surveyor, ViewKind section, int field, SurveyChange change, int64 line)
{
	Kind	  **kind = &surveyor->by_field[(section == VIEW_NEW ? NUM_CHANGES : change) * surveyor->view->nfields + field];

	if (*kind == NULL)
		*kind = find_kind(surveyor, section, psprintf("%d", change), psprintf("%d", field));
	if (*kind == NULL)
		return;
	(*kind)->records++;
	keep_line(surveyor, *kind, line);
}

/* Counts who becomes subscribed, and who no longer is. */
static void
count_consent(Survey *survey, Datum cell)
{
	const char *value = VARDATA_ANY(DatumGetPointer(cell));

	if (*value == 't')
		survey->subscribed++;
	else if (*value == 'f')
		survey->unsubscribed++;
}

/* Counts the changes of a known customer, or the fields of a new one. */
static void
survey_cells(Surveyor *surveyor, ViewKind section, int at, int64 line)
{
	bool	   *nulls,
			   *old_nulls;
	Datum	   *cells = read_cells(surveyor, at, ROW_CELLS, &nulls),
			   *old_cells = cells == NULL || section == VIEW_NEW ? NULL : read_cells(surveyor, at, ROW_OLD_CELLS, &old_nulls);

	for (int i = 0; cells != NULL && i < surveyor->view->nfields; i++)
	{
		bool		empty = nulls[i] || is_empty(cells[i]);
		SurveyChange change = CHANGE_OTHER;

		if (section == VIEW_NEW ? empty : nulls[i])
			continue;
		if (section == VIEW_CHANGED)
		{
			change = empty ? CHANGE_CLEARED : old_cells == NULL || old_nulls[i] || is_empty(old_cells[i]) ? CHANGE_FILLED : CHANGE_OTHER;
			surveyor->survey->changes[i][change]++;
			if (i == surveyor->consent && !empty)
				count_consent(surveyor->survey, cells[i]);
		}
		count_change(surveyor, section, i, change, line);
	}
}

/* ---- rows ---- */

/* The section that a row is shown in; VIEW_ALL = none. */
static ViewKind
section_of(const char *action)
{
	return strcmp(action, "create") == 0 ? VIEW_NEW
		: strcmp(action, "update") == 0 ? VIEW_CHANGED
		: strcmp(action, "reject") == 0 ? VIEW_REJECTED
		: strcmp(action, "exclude") == 0 ? VIEW_EXCLUDED : VIEW_ALL;
}

static void
survey_row(Surveyor *surveyor, int at)
{
	int64		line = spi_int64(at, ROW_LINE, "customer_import_rows.line");
	ViewKind	section = section_of(spi_text_not_null(at, ROW_ACTION, "customer_import_rows.action"));
	bool		noted = survey_notes(surveyor, section, at, line);
	char	   *reason;

	if (section == VIEW_NEW || section == VIEW_CHANGED)
		survey_cells(surveyor, section, at, line);
	if (section != VIEW_REJECTED && noted)
		surveyor->survey->warned++;
	if (section == VIEW_EXCLUDED || (section == VIEW_REJECTED && !noted))
	{
		reason = spi_text(at, ROW_REASON);
		count_kind(surveyor, section, reason != NULL ? reason : "", NULL, line);
	}
}

/* Work for statement_each(). */
static bool
survey_batch(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
	{
		CHECK_FOR_INTERRUPTS();
		survey_row(state, i);
	}
	return true;
}

/* ---- the result ---- */

/* Adds the warnings of records that are not staged. */
static void
add_standing(Surveyor *surveyor)
{
	ListCell   *cell;

	foreach(cell, surveyor->view->standing)
	{
		const StandingWarning *warning = lfirst(cell);
		SurveyCode *code = find_code(surveyor, warning->code, false);

		if (warning->nlines > 0 && (code->records == 0 || warning->lines[0] < code->line))
			code->line = warning->lines[0];
		code->records += warning->records;
		code->unchanged = warning->records;
	}
}

static int
compare_codes(const ListCell *a, const ListCell *b)
{
	const SurveyCode *one = lfirst(a),
			   *other = lfirst(b);

	if (one->is_error != other->is_error)
		return one->is_error ? -1 : 1;
	if (one->records != other->records)
		return one->records > other->records ? -1 : 1;
	return strcmp(one->code, other->code);
}

static int
compare_fields(const ListCell *a, const ListCell *b)
{
	const SurveyField *one = lfirst(a),
			   *other = lfirst(b);

	if (one->records != other->records)
		return one->records > other->records ? -1 : 1;
	return strcmp(one->field != NULL ? one->field : "", other->field != NULL ? other->field : "");
}

/* Kinds of which there are few come first. */
static int
compare_kinds(const ListCell *a, const ListCell *b)
{
	const Kind *one = lfirst(a),
			   *other = lfirst(b);

	if (one->records != other->records)
		return one->records < other->records ? -1 : 1;
	return strcmp(one->key, other->key);
}

static void
sort_results(Surveyor *surveyor)
{
	Survey	   *survey = surveyor->survey;
	HASH_SEQ_STATUS kinds;
	Kind	   *kind;
	ListCell   *cell;

	list_sort(survey->codes, compare_codes);
	foreach(cell, survey->codes)
		list_sort(((SurveyCode *) lfirst(cell))->fields, compare_fields);
	hash_seq_init(&kinds, surveyor->kinds);
	while ((kind = hash_seq_search(&kinds)) != NULL)
		survey->kinds = lappend(survey->kinds, kind);
	list_sort(survey->kinds, compare_kinds);
}

Survey *
survey_rows(const ImportView *view)
{
	Surveyor	surveyor = {.view = view, .survey = palloc0(sizeof(Survey)), .context = CurrentMemoryContext};
	Statement	find = statement(sql_text(survey_sql, "rows", NULL));
	Size		nfields = Max(view->nfields, 1);

	surveyor.consent = import_view_subscribed(view);
	surveyor.kinds = text_hash_make("customers kinds of records", sizeof(Kind), 64);
	surveyor.codes = text_hash_make("customers codes of notes", sizeof(CodeEntry), 16);
	surveyor.by_field = palloc0(nfields * (NUM_CHANGES + 1) * sizeof(Kind *));
	surveyor.survey->changes = palloc0(nfields * sizeof(*surveyor.survey->changes));
	statement_int8(&find, view->import_id);
	statement_each(&find, BATCH_ROWS, survey_batch, &surveyor);
	add_standing(&surveyor);
	sort_results(&surveyor);
	return surveyor.survey;
}

/* Is a line among these?  Most often it is the last. */
static bool
contains(const int64 *lines, int n, int64 line)
{
	while (n > 0)
		if (lines[--n] == line)
			return true;
	return false;
}

int64 *
survey_examples(const Survey *survey, ViewKind section, int max, int *n)
{
	int64	   *lines = palloc(max * sizeof(int64));
	bool		more = true;

	*n = 0;
	/* the first line of each kind, then the second of each ... */
	for (int round = 0; more && *n < max; round++)
	{
		ListCell   *cell;

		CHECK_FOR_INTERRUPTS();
		more = false;
		foreach(cell, survey->kinds)
		{
			const Kind *kind = lfirst(cell);

			if (kind->section != section || round >= kind->nlines || *n == max)
				continue;
			more = true;
			if (!contains(lines, *n, kind->lines[round]))
				lines[(*n)++] = kind->lines[round];
		}
	}
	return lines;
}
