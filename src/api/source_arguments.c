/*
 * source_arguments.c
 *
 *		argument 0 -> CsvSource
 *		arguments 1 .. n -> ImportOptions, on top of the preset's
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "api/source_arguments.h"
#include "import/preset.h"

typedef struct OptionArgument
{
	const char *name;
	Oid			type;
} OptionArgument;

/* In the order of the SQL declarations. */
static const OptionArgument option_argument[] = {
	{"delimiter", TEXTOID},
	{"quote", TEXTOID},
	{"escape", TEXTOID},
	{"encoding", TEXTOID},
	{"skip", INT8OID},
	{"header", BOOLOID},
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
	{"again", BOOLOID},
	{"restore_erased", BOOLOID},
	{"set", JSONBOID}
};

#define PRESET_OPTION 7

StaticAssertDecl(lengthof(option_argument) == ALL_OPTIONS, "all options have an argument");

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
source_argument(FunctionCallInfo fcinfo, SourceArgument kind)
{
	require_argument(fcinfo, 0, "source");
	switch (kind)
	{
		case SOURCE_ARGUMENT_PATH:
			return csv_source_open_path(text_to_cstring(PG_GETARG_TEXT_PP(0)));
		case SOURCE_ARGUMENT_BYTES:
			return csv_source_open_bytes(PG_GETARG_BYTEA_PP(0));
		case SOURCE_ARGUMENT_LARGE_OBJECT:
			return csv_source_open_large_object(PG_GETARG_OID(0));
	}
	pg_unreachable();
}

/* Sets an option from argument i, unless that is NULL. */
static void
set_option(FunctionCallInfo fcinfo, int i, const OptionArgument *argument, ImportOptions *options)
{
	Oid			output;
	bool		varlena;

	if (PG_ARGISNULL(i))
		return;
	getTypeOutputInfo(argument->type, &output, &varlena);
	options_set(options, argument->name, OidOutputFunctionCall(output, PG_GETARG_DATUM(i)));
}

void
option_arguments(FunctionCallInfo fcinfo, int noptions, ImportOptions *options)
{
	options_default(options);
	if (noptions > PRESET_OPTION && !PG_ARGISNULL(1 + PRESET_OPTION))
		preset_load(text_to_cstring(PG_GETARG_TEXT_PP(1 + PRESET_OPTION)), options);
	for (int i = 0; i < noptions; i++)
		if (i != PRESET_OPTION)
			set_option(fcinfo, 1 + i, &option_argument[i], options);
}

void
named_option_arguments(FunctionCallInfo fcinfo, const char *const *names, int nnames,
					   ImportOptions *options)
{
	options_default(options);
	for (int i = 0; i < nnames; i++)
		for (size_t j = 0; j < lengthof(option_argument); j++)
			if (strcmp(names[i], option_argument[j].name) == 0)
				set_option(fcinfo, 1 + i, &option_argument[j], options);
}
