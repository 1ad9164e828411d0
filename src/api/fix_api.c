/*
 * fix_api.c
 *
 * SQL entry points of fixes, and of rejects and template: arguments and results, no
 * logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "correct/fix.h"
#include "correct/review.h"
#include "support/log_guard.h"

LOG_GUARDED(customers_import_fix, LOG_GUARD_NO_CONTENT)
{
	const char *action;

	require_argument(fcinfo, 0, "import_id");
	require_argument(fcinfo, 1, "line");
	require_argument(fcinfo, 2, "field");
	require_argument(fcinfo, 3, "value");
	SPI_connect();
	action = fix_cell(PG_GETARG_INT64(0), PG_GETARG_INT64(1),
					  text_to_cstring(PG_GETARG_TEXT_PP(2)),
					  text_to_cstring(PG_GETARG_TEXT_PP(3)));
	SPI_finish();
	PG_RETURN_TEXT_P(cstring_to_text(action));
}

/* Shared by the functions with arguments import_id and lines. */
static int64
change_lines(FunctionCallInfo fcinfo, int64 (*change) (int64 import_id, ArrayType *lines))
{
	ArrayType  *lines;
	int64		nrows;

	require_argument(fcinfo, 0, "import_id");
	require_argument(fcinfo, 1, "lines");
	lines = PG_GETARG_ARRAYTYPE_P(1);
	if (array_contains_nulls(lines))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("lines must not contain nulls")));
	SPI_connect();
	nrows = change(PG_GETARG_INT64(0), lines);
	SPI_finish();
	return nrows;
}

LOG_GUARDED(customers_import_exclude, LOG_GUARD_NO_CONTENT)
{
	PG_RETURN_INT64(change_lines(fcinfo, fix_exclude));
}

LOG_GUARDED(customers_import_include, LOG_GUARD_NO_CONTENT)
{
	PG_RETURN_INT64(change_lines(fcinfo, fix_include));
}

LOG_GUARDED(customers_import_rejects, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	require_argument(fcinfo, 0, "import_id");
	SPI_connect();
	review_rejects(PG_GETARG_INT64(0), &rows);
	SPI_finish();
	return (Datum) 0;
}

LOG_GUARDED(customers_import_template, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	ImportOptions options;

	SPI_connect();
	options_default(&options);
	options_set(&options, "delimiter",
				PG_ARGISNULL(0) ? "," : text_to_cstring(PG_GETARG_TEXT_PP(0)));
	review_template(options.delimiter, &rows);
	SPI_finish();
	return (Datum) 0;
}
