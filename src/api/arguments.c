/*
 * arguments.c
 *
 *		pg_proc -> names and types of the arguments
 *			-> CsvSource; ImportOptions, over those of the preset; values by name
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "api/arguments.h"
#include "import/preset.h"

Arguments
arguments_of(FunctionCallInfo fcinfo)
{
	return (Arguments) {fcinfo, signature_of(fcinfo)};
}

bool
argument_get(const Arguments *arguments, const char *name, Datum *value)
{
	FunctionCallInfo fcinfo = arguments->fcinfo;
	int			i = signature_find(arguments->signature, name);
	bool		isnull;

	if (i < 0)
		elog(ERROR, "the function has no argument \"%s\"", name);
	isnull = PG_ARGISNULL(i);
	*value = isnull ? signature_default(arguments->signature, i, &isnull) : PG_GETARG_DATUM(i);
	return !isnull;
}

char *
argument_text(const Arguments *arguments, const char *name)
{
	Datum		value;

	return argument_get(arguments, name, &value) ? TextDatumGetCString(value) : NULL;
}

bool
argument_boolean(const Arguments *arguments, const char *name, bool otherwise)
{
	Datum		value;

	return argument_get(arguments, name, &value) ? DatumGetBool(value) : otherwise;
}

void
require_argument(FunctionCallInfo fcinfo, int i, const char *name)
{
	if (PG_ARGISNULL(i))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
}

char *
optional_text(FunctionCallInfo fcinfo, int i)
{
	return PG_ARGISNULL(i) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(i));
}

ArrayType *
required_ids(FunctionCallInfo fcinfo, int i)
{
	ArrayType  *ids;

	require_argument(fcinfo, i, "ids");
	ids = PG_GETARG_ARRAYTYPE_P(i);
	if (array_contains_nulls(ids))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("ids must not contain nulls")));
	return ids;
}

CsvSource *
source_argument(FunctionCallInfo fcinfo)
{
	require_argument(fcinfo, 0, "source");
	switch (signature_type(fcinfo, 0))
	{
		case TEXTOID:
			return csv_source_open_path(text_to_cstring(PG_GETARG_TEXT_PP(0)));
		case BYTEAOID:
			return csv_source_open_bytes(PG_GETARG_BYTEA_PP(0));
		case OIDOID:
			return csv_source_open_large_object(PG_GETARG_OID(0));
		default:
			elog(ERROR, "a source has no type %u", signature_type(fcinfo, 0));
	}
}

/* Sets an option from argument i. */
static void
set_option(FunctionCallInfo fcinfo, const Signature *signature, int i, ImportOptions *options)
{
	Oid			output;
	bool		varlena;

	getTypeOutputInfo(signature->types[i], &output, &varlena);
	options_set(options, signature->names[i], OidOutputFunctionCall(output, PG_GETARG_DATUM(i)));
}

void
option_arguments(FunctionCallInfo fcinfo, ImportOptions *options)
{
	Signature  *signature = signature_of(fcinfo);
	int			preset = signature_find(signature, "preset");

	options_default(options);
	if (preset >= 0 && !PG_ARGISNULL(preset))
		preset_load(text_to_cstring(PG_GETARG_TEXT_PP(preset)), options);
	for (int i = 0; i < signature->narguments; i++)
		if (!PG_ARGISNULL(i) && options_have(signature->names[i]))
			set_option(fcinfo, signature, i, options);
}
