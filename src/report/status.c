/*
 * status.c
 *
 *		staged imports -> (what waits, how much, why, what to type next)
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "import/held.h"
#include "import/import_row.h"
#include "merge/approval.h"
#include "merge/gate.h"
#include "report/report.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/subxact.h"

/* Columns of the result. */
#define STATUS_COLUMNS 13

/* The ids of staged imports, the oldest first. */
static int64 *
staged_imports(int *n)
{
	Statement	find = statement(psprintf("SELECT import_id FROM %s WHERE status OPERATOR(pg_catalog.=) 'staged' ORDER BY import_id",
										  catalog_name(REL_IMPORTS)));
	int64	   *ids;

	*n = statement_select(&find);
	ids = palloc(Max(*n, 1) * sizeof(int64));
	for (int i = 0; i < *n; i++)
		ids[i] = spi_int64(i, 1, "customer_imports.import_id");
	statement_done();
	return ids;
}

/* Adds a statement to type, on a line of its own. */
static void
append_step(StringInfo next, const char *what, const char *function, int64 import_id, const char *arguments)
{
	appendStringInfo(next, "%sSELECT %s%s(" INT64_FORMAT "%s);", next->len > 0 ? "\n" : "", what,
					 catalog_shown_function(function), import_id, arguments);
}

static char *
next_steps(const ImportRow *row, MergeStatus status)
{
	StringInfoData next;

	initStringInfo(&next);
	if (row->counts.created + row->counts.changed > 0)
		append_step(&next, "* FROM ", "customers_import_preview", row->import_id, "");
	if (row->counts.rejected > 0)
		appendStringInfo(&next, "%sSELECT * FROM %s WHERE import_id = " INT64_FORMAT ";", next.len > 0 ? "\n" : "",
						 catalog_shown_name(REL_IMPORT_ERRORS), row->import_id);
	if (status == MERGE_NEEDS_APPROVAL)
		append_step(&next, "", "customers_import_approve", row->import_id, "");
	append_step(&next, "* FROM ", "customers_merge", row->import_id, status == MERGE_HELD ? ", over_limits => true" : "");
	append_step(&next, "", "customers_cancel", row->import_id, "");
	return next.data;
}

static Datum
text_or_null(const char *text, bool *isnull)
{
	*isnull = text == NULL;
	return text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/* What status_rows() adds a row for. */
typedef struct Waiting
{
	SrfRows    *rows;
	int64		import_id;
} Waiting;

/* Work for subxact_run(). */
static bool
put_import(void *state)
{
	Waiting    *waiting = state;
	int64		import_id = waiting->import_id;
	const ImportRow *row = import_row_read(import_id, "imported_at, imported_by, source, held, warnings, opted_out, " IMPORT_ROW_COUNTS);
	List	   *reasons = held_read(row->held);
	MergeStatus status = reasons != NIL ? MERGE_HELD : approval_is_missing(import_id) ? MERGE_NEEDS_APPROVAL : MERGE_DONE;
	const int64 counts[] = {row->counts.created, row->counts.changed, row->counts.unchanged, row->counts.rejected,
		row->counts.excluded, row->opted_out};
	Datum		values[STATUS_COLUMNS];
	bool		nulls[STATUS_COLUMNS] = {false};

	held_load_examples(import_id, reasons);
	values[0] = Int64GetDatum(import_id);
	values[1] = CStringGetTextDatum(status == MERGE_DONE ? "staged" : merge_status_word(status));
	values[2] = text_or_null(row->source, &nulls[2]);
	values[3] = TimestampTzGetDatum(row->imported_at);
	nulls[3] = row->imported_at == IMPORT_ROW_NEVER;
	values[4] = text_or_null(row->imported_by, &nulls[4]);
	for (int i = 0; i < (int) lengthof(counts); i++)
		values[5 + i] = Int64GetDatum(counts[i]);
	values[11] = text_or_null(reasons != NIL ? held_text(reasons) : row->warnings, &nulls[11]);
	values[12] = CStringGetTextDatum(next_steps(row, status));
	srf_put(waiting->rows, values, nulls);
	return true;
}

/* One whose row somebody has written what we do not write does not hide the others. */
static void
put_unreadable(const Waiting *waiting, const ErrorData *error)
{
	StringInfoData next;
	Datum		values[STATUS_COLUMNS];
	bool		nulls[STATUS_COLUMNS];

	initStringInfo(&next);
	append_step(&next, "", "customers_cancel", waiting->import_id, "");
	memset(nulls, true, sizeof(nulls));
	values[0] = Int64GetDatum(waiting->import_id);
	values[1] = CStringGetTextDatum("unreadable");
	values[11] = CStringGetTextDatum(error->message);
	values[12] = CStringGetTextDatum(next.data);
	nulls[0] = nulls[1] = nulls[11] = nulls[12] = false;
	srf_put(waiting->rows, values, nulls);
}

void
status_rows(SrfRows *rows)
{
	int			n;
	int64	   *ids;

	setup_ensure_imports();
	ids = staged_imports(&n);
	for (int i = 0; i < n; i++)
	{
		Waiting		waiting = {.rows = rows, .import_id = ids[i]};
		ErrorData  *error;

		CHECK_FOR_INTERRUPTS();
		if (!subxact_run(put_import, &waiting, &error))
			put_unreadable(&waiting, error);
	}
}
