/*
 * export_api.c
 *
 * SQL entry points of export: arguments and results, no logic.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "field/options.h"
#include "query/export.h"
#include "query/export_file.h"
#include "support/log_guard.h"
#include "support/statement.h"

static void
refuse_nulls(ArrayType *array, const char *name)
{
	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain nulls", name)));
}

static List *
columns_argument(const Arguments *arguments)
{
	ArrayType  *array;
	List	   *names = NIL;
	Datum	   *elements;
	Datum		value;
	int			nelements;

	if (!argument_get(arguments, "columns", &value))
		return NIL;
	array = DatumGetArrayTypeP(value);
	refuse_nulls(array, "columns");
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, NULL, &nelements);
	if (nelements == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("columns must name at least one"),
				 errhint("Leave it out for all that import takes.")));
	for (int n = 0; n < nelements; n++)
		names = lappend(names, TextDatumGetCString(elements[n]));
	return names;
}

static ArrayType *
ids_argument(const Arguments *arguments)
{
	ArrayType  *array;
	Datum		value;

	if (!argument_get(arguments, "ids", &value))
		return NULL;
	array = DatumGetArrayTypePCopy(value);
	refuse_nulls(array, "ids");
	return array;
}

/* Accepts the same words as import does, such as tab. */
static const char *
delimiter_argument(const Arguments *arguments)
{
	ImportOptions options;

	options_default(&options);
	options_set(&options, "delimiter", argument_text(arguments, "delimiter"));
	return options.delimiter;
}

/* Arguments of both functions.  By its BOM, Excel knows that a file is UTF-8. */
static void
read_options(FunctionCallInfo fcinfo, bool to_file, ExportOptions *options)
{
	Arguments	arguments = arguments_of(fcinfo);

	memset(options, 0, sizeof(ExportOptions));
	options->filter.segment = argument_text(&arguments, "segment");
	options->filter.condition = argument_text(&arguments, "filter");
	options->filter.group = argument_text(&arguments, "group");
	options->filter.ids = ids_argument(&arguments);
	options->filter.search = argument_text(&arguments, "search");
	options->columns = columns_argument(&arguments);
	options->delimiter = delimiter_argument(&arguments);
	options->encoding = argument_text(&arguments, "encoding");
	options->bom = argument_boolean(&arguments, "bom", to_file && export_has_bom(options->encoding));
	options->header = argument_boolean(&arguments, "header", true);
	options->excel_safe = argument_boolean(&arguments, "excel_safe", false);
	options->encode = to_file;
}

LOG_GUARDED(customers_export, LOG_GUARD_NO_CONTENT)
{
	char	   *path;
	ExportOptions options;
	int64		rows;

	require_argument(fcinfo, 0, "path");
	path = optional_text(fcinfo, 0);
	export_check_path(path);
	read_options(fcinfo, true, &options);
	SPI_connect();
	rows = export_to_file(path, &options);
	SPI_finish();
	PG_RETURN_INT64(rows);
}

/* Closes the export if the caller stops before the end. */
static void
end_export(Datum arg)
{
	export_close((Export *) DatumGetPointer(arg));
}

/* Opens the export in the multi-call memory context. */
static Export *
begin_export(FunctionCallInfo fcinfo, MemoryContext context)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext old = MemoryContextSwitchTo(context);
	ExportOptions options;
	Export	   *export;

	read_options(fcinfo, false, &options);
	statement_connect();
	export = export_open(&options);
	SPI_finish();
	RegisterExprContextCallback(info->econtext, end_export, PointerGetDatum(export));
	MemoryContextSwitchTo(old);
	return export;
}

LOG_GUARDED(customers_export_csv, LOG_GUARD_NO_CONTENT)
{
	FuncCallContext *call;
	const char *data;
	size_t		len;

	if (SRF_IS_FIRSTCALL())
	{
		call = SRF_FIRSTCALL_INIT();
		call->user_fctx = begin_export(fcinfo, call->multi_call_memory_ctx);
	}
	call = SRF_PERCALL_SETUP();
	if (export_next_line(call->user_fctx, &data, &len))
		SRF_RETURN_NEXT(call, PointerGetDatum(cstring_to_text_with_len(data, len)));
	UnregisterExprContextCallback(((ReturnSetInfo *) fcinfo->resultinfo)->econtext, end_export,
								  PointerGetDatum(call->user_fctx));
	export_close(call->user_fctx);
	SRF_RETURN_DONE(call);
}
