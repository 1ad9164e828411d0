/*
 * import_view_codes.c
 *
 *		notes of staged rows, by code; customer_imports.standing -> list of ViewCode
 *		cells of staged rows, by field -> list of ViewFieldTotal
 */
#include "postgres.h"

#include "import/standing.h"
#include "report/import_view.h"
#include "report/import_view_codes.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Fields whose changes are counted: what one statement may select. */
#define MAX_TOTALS 500

/* Columns of the query. */
enum
{
	CODE_CODE = 1, CODE_IS_ERROR, CODE_RECORDS, CODE_LINE, CODE_NOTE
};

static ViewCode *
read_code(int at)
{
	ViewCode   *code = palloc0(sizeof(ViewCode));
	Jsonb	   *note = spi_jsonb(at, CODE_NOTE, "customer_import_rows.errors");
	JsonbValue	element = {.type = jbvBinary};

	code->code = spi_text_not_null(at, CODE_CODE, "customer_import_rows.errors");
	code->is_error = spi_bool(at, CODE_IS_ERROR, "whether it is an error");
	code->records = spi_int64(at, CODE_RECORDS, "the count of records");
	code->line = spi_int64(at, CODE_LINE, "customer_import_rows.line");
	element.val.binary.data = &note->root;
	code->note = import_view_note(&element);
	return code;
}

/* The warning of the code, made if there is none. */
static ViewCode *
find_warning(List **codes, const char *name)
{
	ViewCode   *code;
	ListCell   *cell;

	foreach(cell, *codes)
	{
		code = lfirst(cell);
		if (!code->is_error && strcmp(code->code, name) == 0)
			return code;
	}
	code = palloc0(sizeof(ViewCode));
	code->code = pstrdup(name);
	*codes = lappend(*codes, code);
	return code;
}

/* Adds the warnings of records that are not staged. */
static void
add_standing(const ImportView *view, List **codes)
{
	ListCell   *cell;

	foreach(cell, view->standing)
	{
		const StandingWarning *warning = lfirst(cell);
		ViewCode   *code = find_warning(codes, warning->code);

		code->records += warning->records;
		code->unchanged = warning->records;
		if (warning->nlines > 0 && (code->line == 0 || warning->lines[0] < code->line))
			code->line = warning->lines[0];
	}
}

List *
import_view_codes(const ImportView *view)
{
	Statement	find = statement(sql_text(import_view_codes_sql, "by code", NULL));
	List	   *codes = NIL;
	int			n;

	statement_int8(&find, view->import_id);
	n = statement_select(&find);
	for (int i = 0; i < n; i++)
		codes = lappend(codes, read_code(i));
	statement_done();
	add_standing(view, &codes);
	return codes;
}

/* ---- fields ---- */

static int
compare_totals(const ListCell *a, const ListCell *b)
{
	const ViewFieldTotal *one = lfirst(a),
			   *other = lfirst(b);

	if (one->records != other->records)
		return one->records > other->records ? -1 : 1;
	return one->field - other->field;
}

List *
import_view_field_totals(const ImportView *view)
{
	StringInfoData counts;
	Statement	find;
	int			nfields = Min(view->nfields, MAX_TOTALS);
	List	   *totals = NIL;

	if (nfields == 0 || view->counts.changed == 0)
		return NIL;
	initStringInfo(&counts);
	for (int i = 1; i <= nfields; i++)
		sql_add(&counts, ", ", "pg_catalog.count(r.cells[%d])", i);
	find = statement(sql_text(import_view_codes_sql, "by field", "counts", counts.data, NULL));
	statement_int8(&find, view->import_id);
	statement_select(&find);
	for (int i = 0; i < nfields; i++)
	{
		ViewFieldTotal *total = palloc(sizeof(ViewFieldTotal));

		*total = (ViewFieldTotal) {i, spi_int64(0, i + 1, "count")};
		if (total->records > 0)
			totals = lappend(totals, total);
	}
	statement_done();
	list_sort(totals, compare_totals);
	return totals;
}
