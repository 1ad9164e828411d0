/*
 * segment_api.c
 *
 * SQL entry points of segments and of find: arguments and results, no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "query/find.h"
#include "query/search.h"
#include "query/segment.h"
#include "schema/setup.h"
#include "support/log_guard.h"
#include "support/srf.h"
#include "support/statement.h"

LOG_GUARDED(customers_segment_define, LOG_GUARD_NO_CONTENT)
{
	require_argument(fcinfo, 0, "name");
	require_argument(fcinfo, 1, "condition");
	SPI_connect();
	setup_ensure_writable();
	segment_define(optional_text(fcinfo, 0), optional_text(fcinfo, 1), optional_text(fcinfo, 2));
	SPI_finish();
	PG_RETURN_VOID();
}

LOG_GUARDED(customers_segment_drop, LOG_GUARD_NO_CONTENT)
{
	require_argument(fcinfo, 0, "name");
	SPI_connect();
	setup_ensure_writable();
	segment_drop(optional_text(fcinfo, 0));
	SPI_finish();
	PG_RETURN_VOID();
}

LOG_GUARDED(customers_segment, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	ProfileFilter filter = {0};

	require_argument(fcinfo, 0, "name");
	SPI_connect();
	setup_ensure();
	filter.segment = optional_text(fcinfo, 0);
	find_customers(&filter, &rows);
	SPI_finish();
	return (Datum) 0;
}

LOG_GUARDED(customers_segment_counts, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	SPI_connect();
	setup_ensure();
	segment_counts(&rows);
	SPI_finish();
	return (Datum) 0;
}

/* 0 if NULL. */
static int64
max_rows_argument(const Arguments *arguments)
{
	Datum		value;

	if (!argument_get(arguments, "max_rows", &value))
		return 0;
	if (DatumGetInt64(value) < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_rows must be at least 1"),
				 errhint("NULL is no limit.")));
	return DatumGetInt64(value);
}

static ProfileFilter
filter_arguments(const Arguments *arguments)
{
	ProfileFilter filter = {0};

	filter.search = argument_text(arguments, "search");
	filter.condition = argument_text(arguments, "filter");
	filter.group = argument_text(arguments, "group");
	filter.segment = argument_text(arguments, "segment");
	filter.max_rows = max_rows_argument(arguments);
	return filter;
}

LOG_GUARDED(customers_find, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	Arguments	arguments = arguments_of(fcinfo);
	ProfileFilter filter;

	SPI_connect();
	setup_ensure();
	filter = filter_arguments(&arguments);
	find_customers(&filter, &rows);
	SPI_finish();
	return (Datum) 0;
}

LOG_GUARDED(customers_find_explain, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	Arguments	arguments = arguments_of(fcinfo);
	ProfileFilter filter;

	SPI_connect();
	setup_ensure();
	filter = filter_arguments(&arguments);
	find_explain(&filter, argument_boolean(&arguments, "run", false), &rows);
	SPI_finish();
	return (Datum) 0;
}

LOG_GUARDED(customers_enable_fast_search, LOG_GUARD_NO_CONTENT)
{
	text	   *result;

	statement_connect();
	setup_ensure_writable();
	result = cstring_to_text(search_build_index());
	SPI_finish();
	PG_RETURN_TEXT_P(result);
}
