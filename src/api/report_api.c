/*
 * report_api.c
 *
 * SQL entry points of the report, the preview and the summary: arguments and
 * results, no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "report/report.h"
#include "support/log_guard.h"
#include "support/srf.h"
#include "support/statement.h"

/* Returns what writer makes of the import in argument 0. */
static Datum
written_text(FunctionCallInfo fcinfo, char *(*writer) (int64 import_id))
{
	text	   *result;

	require_argument(fcinfo, 0, "import_id");
	statement_connect();
	result = cstring_to_text(writer(PG_GETARG_INT64(0)));
	SPI_finish();
	PG_RETURN_TEXT_P(result);
}

LOG_GUARDED(customers_import_report, LOG_GUARD_NO_CONTENT)
{
	return written_text(fcinfo, report_page);
}

LOG_GUARDED(customers_import_summary, LOG_GUARD_NO_CONTENT)
{
	return written_text(fcinfo, summary_text);
}

LOG_GUARDED(customers_import_status, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	SPI_connect();
	status_rows(&rows);
	SPI_finish();
	return (Datum) 0;
}

LOG_GUARDED(customers_import_preview, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);
	int64		max_rows = PG_ARGISNULL(1) ? -1 : PG_GETARG_INT64(1);

	require_argument(fcinfo, 0, "import_id");
	if (!PG_ARGISNULL(1) && max_rows < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_rows must not be negative"),
				 errhint("Give NULL to see all rows.")));
	if (!PG_ARGISNULL(2) && PG_GETARG_INT32(2) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("width must be positive"),
				 errhint("Give NULL to see all of each change.")));
	SPI_connect();
	preview_rows(PG_GETARG_INT64(0), max_rows, PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2), &rows);
	SPI_finish();
	return (Datum) 0;
}
