/*
 * arguments.h
 *
 * The arguments of our SQL functions, as their own declarations name them: a
 * source of any type, the options of an import, and others by name.
 */
#ifndef CUSTOMERS_ARGUMENTS_H
#define CUSTOMERS_ARGUMENTS_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"

#include "csv/csv_source.h"
#include "field/options.h"
#include "support/signature.h"

/* The arguments of a call, to be asked for by name. */
typedef struct Arguments
{
	FunctionCallInfo fcinfo;
	Signature  *signature;
} Arguments;

extern Arguments arguments_of(FunctionCallInfo fcinfo);

/*
 * The value that was given, or that the argument has by default where that was
 * NULL; false: NULL is the default, too.
 */
extern bool argument_get(const Arguments *arguments, const char *name, Datum *value);

/* The same as a string; NULL for NULL. */
extern char *argument_text(const Arguments *arguments, const char *name);

/* The same as a boolean; otherwise for NULL. */
extern bool argument_boolean(const Arguments *arguments, const char *name, bool otherwise);

/* A required argument that is NULL is an error, not a silent NULL. */
extern void require_argument(FunctionCallInfo fcinfo, int i, const char *name);

/* A text argument; NULL = not given. */
extern char *optional_text(FunctionCallInfo fcinfo, int i);

/* A required bigint[] of customer ids, without nulls. */
extern ArrayType *required_ids(FunctionCallInfo fcinfo, int i);

/*
 * Opens the source that argument 0 is: a path (text), the content (bytea) or a
 * large object (oid); see csv_source.h.
 */
extern CsvSource *source_argument(FunctionCallInfo fcinfo);

/*
 * Reads those arguments that have the name of an option.  One that is NULL was
 * not given: the preset, if there is one, decides, then the default.  SPI must
 * be connected if preset is among them.
 */
extern void option_arguments(FunctionCallInfo fcinfo, ImportOptions *options);

#endif							/* CUSTOMERS_ARGUMENTS_H */
