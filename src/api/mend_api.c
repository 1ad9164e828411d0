/*
 * mend_api.c
 *
 * SQL entry points of corrections and of the files for them: arguments and results, no
 * logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "api/source_arguments.h"
#include "correct/mend.h"
#include "correct/review.h"
#include "support/log_guard.h"

PG_FUNCTION_INFO_V1(customers_import_fix);
PG_FUNCTION_INFO_V1(customers_import_exclude);
PG_FUNCTION_INFO_V1(customers_import_include);
PG_FUNCTION_INFO_V1(customers_import_rejects);
PG_FUNCTION_INFO_V1(customers_import_template);

static Datum
guarded_import_fix(PG_FUNCTION_ARGS)
{
	const char *action;

	require_argument(fcinfo, 0, "import_id");
	require_argument(fcinfo, 1, "line");
	require_argument(fcinfo, 2, "field");
	require_argument(fcinfo, 3, "value");
	SPI_connect();
	action = mend_fix(PG_GETARG_INT64(0), PG_GETARG_INT64(1),
					  text_to_cstring(PG_GETARG_TEXT_PP(2)),
					  text_to_cstring(PG_GETARG_TEXT_PP(3)));
	SPI_finish();
	PG_RETURN_TEXT_P(cstring_to_text(action));
}

Datum
customers_import_fix(PG_FUNCTION_ARGS)
{
	return log_guard_call(fcinfo, LOG_GUARD_NO_CONTENT, guarded_import_fix);
}

/* Lines of an import, given as the second argument, to one of these. */
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

static Datum
guarded_import_exclude(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(change_lines(fcinfo, mend_exclude));
}

Datum
customers_import_exclude(PG_FUNCTION_ARGS)
{
	return log_guard_call(fcinfo, LOG_GUARD_NO_CONTENT, guarded_import_exclude);
}

static Datum
guarded_import_include(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(change_lines(fcinfo, mend_include));
}

Datum
customers_import_include(PG_FUNCTION_ARGS)
{
	return log_guard_call(fcinfo, LOG_GUARD_NO_CONTENT, guarded_import_include);
}

Datum
customers_import_rejects(PG_FUNCTION_ARGS)
{
	SrfRows		rows = srf_begin(fcinfo);

	require_argument(fcinfo, 0, "import_id");
	SPI_connect();
	review_rejects(PG_GETARG_INT64(0), &rows);
	SPI_finish();
	return (Datum) 0;
}

Datum
customers_import_template(PG_FUNCTION_ARGS)
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
