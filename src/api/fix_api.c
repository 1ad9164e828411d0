/*
 * fix_api.c
 *
 * SQL entry points of fixes, and of values, rejects and template: arguments and
 * results, no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "correct/fix.h"
#include "correct/review.h"
#include "correct/value_list.h"
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

/* customers_import_fix_value(import_id, field, value, new_value, always) */
LOG_GUARDED(customers_import_fix_value, LOG_GUARD_NO_CONTENT)
{
	static const char *const required[] = {"import_id", "field", "value", "new_value"};
	FixedRecords fixed;
	TupleDesc	desc;
	Datum		values[2];
	bool		nulls[2] = {false};

	for (int i = 0; i < (int) lengthof(required); i++)
		require_argument(fcinfo, i, required[i]);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	SPI_connect();
	fixed = fix_value(PG_GETARG_INT64(0), text_to_cstring(PG_GETARG_TEXT_PP(1)),
					  text_to_cstring(PG_GETARG_TEXT_PP(2)), text_to_cstring(PG_GETARG_TEXT_PP(3)),
					  !PG_ARGISNULL(4) && PG_GETARG_BOOL(4));
	SPI_finish();
	values[0] = Int64GetDatum(fixed.fixed);
	values[1] = Int64GetDatum(fixed.rejected);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

LOG_GUARDED(customers_import_values, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	require_argument(fcinfo, 0, "import_id");
	SPI_connect();
	value_list(PG_GETARG_INT64(0), &rows);
	SPI_finish();
	return (Datum) 0;
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
