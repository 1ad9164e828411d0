/*
 * revert_api.c
 *
 * SQL entry points of revert and purge: arguments and results, no logic.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

#include "api/arguments.h"
#include "merge/purge.h"
#include "merge/revert.h"
#include "support/log_guard.h"

LOG_GUARDED(customers_revert, LOG_GUARD_NO_CONTENT)
{
	TupleDesc	desc;
	RevertCounts counts;
	bool		nulls[3] = {false};
	Datum		values[3];

	require_argument(fcinfo, 0, "import_id");
	require_argument(fcinfo, 1, "resubscribe");
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	SPI_connect();
	counts = revert_run(PG_GETARG_INT64(0), PG_GETARG_BOOL(1));
	SPI_finish();
	values[0] = Int64GetDatum(PG_GETARG_INT64(0));
	values[1] = Int64GetDatum(counts.reverted);
	values[2] = Int64GetDatum(counts.kept);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

LOG_GUARDED(customers_import_purge, LOG_GUARD_NO_CONTENT)
{
	Interval	zero = {0};
	int64		npurged;

	require_argument(fcinfo, 0, "older_than");
	if (DatumGetBool(DirectFunctionCall2(interval_lt, PG_GETARG_DATUM(0), IntervalPGetDatum(&zero))))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("older_than must not be negative"),
				 errhint("Give the age of the imports to empty, such as '90 days'.")));
	SPI_connect();
	npurged = purge_imports(PG_GETARG_INTERVAL_P(0));
	SPI_finish();
	PG_RETURN_INT64(npurged);
}
