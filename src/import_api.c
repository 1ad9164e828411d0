/*
 * import_api.c
 *
 * SQL entry points of imports and merges: arguments and results, no logic.
 *
 * customers_import and import_csv take the same arguments behind their source,
 * in the order of option_arguments.  An option that is NULL was not given: the
 * preset, if there is one, decides, then the default.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "catalog.h"
#include "import.h"
#include "merge.h"
#include "options.h"
#include "setup.h"

PG_FUNCTION_INFO_V1(customers_import_path);
PG_FUNCTION_INFO_V1(customers_import_bytes);
PG_FUNCTION_INFO_V1(customers_import_large_object);
PG_FUNCTION_INFO_V1(customers_import_csv_path);
PG_FUNCTION_INFO_V1(customers_import_csv_bytes);
PG_FUNCTION_INFO_V1(customers_import_csv_large_object);
PG_FUNCTION_INFO_V1(customers_merge);
PG_FUNCTION_INFO_V1(customers_cancel);

typedef struct OptionArgument
{
	const char *name;
	Oid			type;
} OptionArgument;

/* The arguments behind the source, in the order of the SQL declaration. */
static const OptionArgument option_arguments[] = {
	{"delimiter", TEXTOID},
	{"quote", TEXTOID},
	{"escape", TEXTOID},
	{"encoding", TEXTOID},
	{"skip", INT8OID},
	{"mapping", JSONBOID},
	{"preset", TEXTOID},
	{"mode", TEXTOID},
	{"match_by", TEXTARRAYOID},
	{"blanks", TEXTOID},
	{"rules", JSONBOID},
	{"duplicates", TEXTOID},
	{"unknown_columns", TEXTOID},
	{"unknown_ids", TEXTOID},
	{"group_mode", TEXTOID},
	{"unknown_groups", TEXTOID},
	{"resubscribe", BOOLOID},
	{"date_order", TEXTOID},
	{"again", BOOLOID}
};

#define PRESET_ARGUMENT 6

typedef enum SourceKind
{
	SOURCE_PATH,
	SOURCE_BYTES,
	SOURCE_LARGE_OBJECT
} SourceKind;

/* A required argument that is NULL is an error, not a silent NULL. */
static void
require_argument(FunctionCallInfo fcinfo, int i, const char *name)
{
	if (PG_ARGISNULL(i))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
}

/* Takes over what a preset says; SPI connected. */
static void
load_preset(const char *name, ImportOptions *options)
{
	Oid			type = TEXTOID;
	Datum		param = CStringGetTextDatum(name);
	bool		isnull;
	Datum		json;

	setup_ensure();
	if (SPI_execute_with_args(psprintf("SELECT COALESCE(options, '{}') OPERATOR(pg_catalog.||)"
									   " CASE WHEN mapping IS NULL THEN '{}'"
									   " ELSE pg_catalog.jsonb_build_object('mapping', mapping) END"
									   " FROM %s WHERE name OPERATOR(pg_catalog.=) $1",
									   catalog_name(REL_IMPORT_PRESETS)),
							  1, &type, &param, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read preset \"%s\"", name);
	if (SPI_processed == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("preset \"%s\" does not exist", name),
				 errhint("SELECT name FROM %s; lists those that do.", catalog_name(REL_IMPORT_PRESETS))));
	json = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	options_from_json(DatumGetJsonbPCopy(json), options);
}

/* The options of a call: preset first, then what was given. */
static void
read_options(FunctionCallInfo fcinfo, ImportOptions *options)
{
	options_default(options);
	if (!PG_ARGISNULL(1 + PRESET_ARGUMENT))
		load_preset(text_to_cstring(PG_GETARG_TEXT_PP(1 + PRESET_ARGUMENT)), options);
	for (int i = 0; i < (int) lengthof(option_arguments); i++)
	{
		Oid			output;
		bool		varlena;

		if (i == PRESET_ARGUMENT || PG_ARGISNULL(1 + i))
			continue;
		getTypeOutputInfo(option_arguments[i].type, &output, &varlena);
		options_set(options, option_arguments[i].name,
					OidOutputFunctionCall(output, PG_GETARG_DATUM(1 + i)));
	}
}

static CsvSource *
open_source(FunctionCallInfo fcinfo, SourceKind kind)
{
	require_argument(fcinfo, 0, "source");
	switch (kind)
	{
		case SOURCE_PATH:
			return csv_source_open_path(text_to_cstring(PG_GETARG_TEXT_PP(0)));
		case SOURCE_BYTES:
			return csv_source_open_bytes(PG_GETARG_BYTEA_PP(0));
		case SOURCE_LARGE_OBJECT:
			return csv_source_open_large_object(PG_GETARG_OID(0));
	}
	pg_unreachable();
}

/* Stages the source; SPI connected. */
static int64
import(FunctionCallInfo fcinfo, SourceKind kind, bool hint)
{
	ImportOptions options;
	CsvSource  *source;
	int64		import_id;

	read_options(fcinfo, &options);
	source = open_source(fcinfo, kind);
	import_id = import_run(source, &options, hint);
	csv_source_close(source);
	return import_id;
}

static Datum
import_only(FunctionCallInfo fcinfo, SourceKind kind)
{
	int64		import_id;

	SPI_connect();
	import_id = import(fcinfo, kind, true);
	SPI_finish();
	PG_RETURN_INT64(import_id);
}

/* The composite result of a merge. */
static Datum
merge_result(FunctionCallInfo fcinfo, int64 import_id, const ImportCounts *counts)
{
	TupleDesc	desc;
	bool		nulls[6] = {false};
	Datum		values[6];

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = Int64GetDatum(import_id);
	values[1] = Int64GetDatum(counts->created);
	values[2] = Int64GetDatum(counts->changed);
	values[3] = Int64GetDatum(counts->unchanged);
	values[4] = Int64GetDatum(counts->rejected);
	values[5] = Int64GetDatum(counts->excluded);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

static Datum
import_and_merge(FunctionCallInfo fcinfo, SourceKind kind)
{
	int64		import_id;
	ImportCounts counts;

	SPI_connect();
	import_id = import(fcinfo, kind, false);
	counts = merge_run(import_id, CONFLICT_ERROR);
	SPI_finish();
	return merge_result(fcinfo, import_id, &counts);
}

Datum
customers_import_path(PG_FUNCTION_ARGS)
{
	return import_only(fcinfo, SOURCE_PATH);
}

Datum
customers_import_bytes(PG_FUNCTION_ARGS)
{
	return import_only(fcinfo, SOURCE_BYTES);
}

Datum
customers_import_large_object(PG_FUNCTION_ARGS)
{
	return import_only(fcinfo, SOURCE_LARGE_OBJECT);
}

Datum
customers_import_csv_path(PG_FUNCTION_ARGS)
{
	return import_and_merge(fcinfo, SOURCE_PATH);
}

Datum
customers_import_csv_bytes(PG_FUNCTION_ARGS)
{
	return import_and_merge(fcinfo, SOURCE_BYTES);
}

Datum
customers_import_csv_large_object(PG_FUNCTION_ARGS)
{
	return import_and_merge(fcinfo, SOURCE_LARGE_OBJECT);
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
			 errmsg("on_conflict cannot be \"%s\"", word),
			 errhint("It is one of error, skip.")));
}

Datum
customers_merge(PG_FUNCTION_ARGS)
{
	int64		import_id;
	ConflictPolicy policy;
	ImportCounts counts;

	require_argument(fcinfo, 0, "import_id");
	require_argument(fcinfo, 1, "on_conflict");
	import_id = PG_GETARG_INT64(0);
	policy = read_conflict_policy(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	SPI_connect();
	counts = merge_run(import_id, policy);
	SPI_finish();
	return merge_result(fcinfo, import_id, &counts);
}

Datum
customers_cancel(PG_FUNCTION_ARGS)
{
	require_argument(fcinfo, 0, "import_id");
	SPI_connect();
	merge_cancel(PG_GETARG_INT64(0));
	SPI_finish();
	PG_RETURN_VOID();
}
