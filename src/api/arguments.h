/*
 * arguments.h
 *
 * Reads the arguments of our SQL functions, by the names in their declarations: a
 * source of any type, the options of an import, and others.
 */
#ifndef CUSTOMERS_ARGUMENTS_H
#define CUSTOMERS_ARGUMENTS_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"

#include "csv/csv_source.h"
#include "field/options.h"
#include "support/signature.h"

/* The arguments of a call. */
typedef struct Arguments
{
	FunctionCallInfo fcinfo;
	Signature  *signature;
} Arguments;

extern Arguments arguments_of(FunctionCallInfo fcinfo);

/*
 * Gets the value of an argument, or its default if NULL was given; false if the
 * default is NULL too.
 */
extern bool argument_get(const Arguments *arguments, const char *name, Datum *value);

/* The same as a string; NULL for NULL. */
extern char *argument_text(const Arguments *arguments, const char *name);

/* The same as a boolean; otherwise for NULL. */
extern bool argument_boolean(const Arguments *arguments, const char *name, bool otherwise);

/* Errors if a required argument is NULL. */
extern void require_argument(FunctionCallInfo fcinfo, int i, const char *name);

/* A text argument, or NULL. */
extern char *optional_text(FunctionCallInfo fcinfo, int i);

/* A required bigint[] of customer ids, without nulls. */
extern ArrayType *required_ids(FunctionCallInfo fcinfo, int i);

/*
 * Opens the source in argument 0: a path (text), content (bytea) or a large object
 * (oid); see csv_source.h.
 */
extern CsvSource *source_argument(FunctionCallInfo fcinfo);

/*
 * Reads the arguments that have the name of an option.  An option that is NULL is
 * taken from the preset, if there is one, else from the defaults.  SPI must be
 * connected if the function has an argument preset.
 */
extern void option_arguments(FunctionCallInfo fcinfo, ImportOptions *options);

#endif							/* CUSTOMERS_ARGUMENTS_H */
