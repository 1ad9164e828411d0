/*
 * import_api.c
 *
 * SQL entry points of imports and merges: arguments and results, no logic.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "import/import.h"
#include "import/preset.h"
#include "merge/approval.h"
#include "merge/merge.h"
#include "support/log_guard.h"

/*
 * Stages what open() makes of argument 0; SPI must be connected.  If it is merged
 * next, the lock of merges is taken first: waiting for it later, with staged rows
 * written, could deadlock with an erasure.
 */
static int64
import(FunctionCallInfo fcinfo, CsvSource *(*open) (FunctionCallInfo fcinfo), bool merge_next)
{
	ImportOptions options;
	CsvSource  *source;
	int64		import_id;

	option_arguments(fcinfo, &options);
	source = open(fcinfo);
	if (merge_next)
		merge_take_turn();
	import_id = import_run(source, &options, !merge_next);
	csv_source_close(source);
	return import_id;
}

/* The composite result of a merge. */
static Datum
merge_result(FunctionCallInfo fcinfo, int64 import_id, const MergeResult *result)
{
	const ImportCounts *counts = &result->counts;
	TupleDesc	desc;
	bool		nulls[7] = {false};
	Datum		values[7];

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = Int64GetDatum(import_id);
	values[1] = Int64GetDatum(counts->created);
	values[2] = Int64GetDatum(counts->changed);
	values[3] = Int64GetDatum(counts->unchanged);
	values[4] = Int64GetDatum(counts->rejected);
	values[5] = Int64GetDatum(counts->excluded);
	values[6] = CStringGetTextDatum(merge_status_word(result->status));
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

/* customers_import(source text, bytea or oid, options) */
LOG_GUARDED(customers_import, LOG_GUARD_SOURCE)
{
	int64		import_id;

	SPI_connect();
	import_id = import(fcinfo, source_argument, false);
	SPI_finish();
	PG_RETURN_INT64(import_id);
}

static CsvSource *
text_argument(FunctionCallInfo fcinfo)
{
	require_argument(fcinfo, 0, "content");
	return csv_source_open_text(PG_GETARG_TEXT_PP(0));
}

/* customers_import_text(content text, options) */
LOG_GUARDED(customers_import_text, 0)
{
	int64		import_id;

	SPI_connect();
	import_id = import(fcinfo, text_argument, false);
	SPI_finish();
	PG_RETURN_INT64(import_id);
}

/* import_csv(source text, bytea or oid, options) */
LOG_GUARDED(customers_import_csv, LOG_GUARD_SOURCE)
{
	MergeRequest request = {.policy = CONFLICT_ERROR};
	MergeResult result;

	SPI_connect();
	request.import_id = import(fcinfo, source_argument, true);
	result = merge_run(&request);
	SPI_finish();
	return merge_result(fcinfo, request.import_id, &result);
}

static ConflictPolicy
read_conflict_policy(const char *word)
{
	if (strcmp(word, "error") == 0)
		return CONFLICT_ERROR;
	if (strcmp(word, "skip") == 0)
		return CONFLICT_SKIP;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid value for option \"%s\": \"%s\"", "on_conflict", word),
			 errhint("Accepted are: error, skip.")));
}

LOG_GUARDED(customers_merge, LOG_GUARD_NO_CONTENT)
{
	MergeRequest request;
	MergeResult result;

	require_argument(fcinfo, 0, "import_id");
	require_argument(fcinfo, 1, "on_conflict");
	require_argument(fcinfo, 2, "over_limits");
	request.import_id = PG_GETARG_INT64(0);
	request.policy = read_conflict_policy(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	request.over_limits = PG_GETARG_BOOL(2);
	SPI_connect();
	result = merge_run(&request);
	SPI_finish();
	return merge_result(fcinfo, request.import_id, &result);
}

LOG_GUARDED(customers_import_approve, LOG_GUARD_NO_CONTENT)
{
	require_argument(fcinfo, 0, "import_id");
	SPI_connect();
	approval_give(PG_GETARG_INT64(0));
	SPI_finish();
	PG_RETURN_VOID();
}

LOG_GUARDED(customers_cancel, LOG_GUARD_NO_CONTENT)
{
	require_argument(fcinfo, 0, "import_id");
	SPI_connect();
	merge_cancel(PG_GETARG_INT64(0));
	SPI_finish();
	PG_RETURN_VOID();
}

LOG_GUARDED(customers_import_preset_save, LOG_GUARD_NO_CONTENT)
{
	require_argument(fcinfo, 0, "name");
	require_argument(fcinfo, 1, "import_id");
	SPI_connect();
	preset_save(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_INT64(1));
	SPI_finish();
	PG_RETURN_VOID();
}
