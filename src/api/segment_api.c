/*
 * segment_api.c
 *
 * SQL entry points of segments and of finding customers: arguments and
 * results, no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "api/source_arguments.h"
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

/* search, filter, "group", segment: from argument 0 on. */
static ProfileFilter
filter_arguments(FunctionCallInfo fcinfo)
{
	ProfileFilter filter = {0};

	filter.search = optional_text(fcinfo, 0);
	filter.condition = optional_text(fcinfo, 1);
	filter.group = optional_text(fcinfo, 2);
	filter.segment = optional_text(fcinfo, 3);
	return filter;
}

LOG_GUARDED(customers_find, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	ProfileFilter filter;

	SPI_connect();
	setup_ensure();
	filter = filter_arguments(fcinfo);
	find_customers(&filter, &rows);
	SPI_finish();
	return (Datum) 0;
}

LOG_GUARDED(customers_find_explain, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	ProfileFilter filter;

	SPI_connect();
	setup_ensure();
	filter = filter_arguments(fcinfo);
	find_explain(&filter, !PG_ARGISNULL(4) && PG_GETARG_BOOL(4), &rows);
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
