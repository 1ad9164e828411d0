/*
 * source_arguments.h
 *
 * The SQL arguments that all functions over a file share: the source, and
 * behind it the options, in one order.
 */
#ifndef CUSTOMERS_SOURCE_ARGUMENTS_H
#define CUSTOMERS_SOURCE_ARGUMENTS_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/array.h"

#include "csv/csv_source.h"
#include "field/options.h"

/* Type of the source, the first argument. */
typedef enum SourceArgument
{
	SOURCE_ARGUMENT_PATH,		/* text */
	SOURCE_ARGUMENT_BYTES,		/* bytea */
	SOURCE_ARGUMENT_LARGE_OBJECT	/* oid */
} SourceArgument;

/* How many of the options a function takes, from the first. */
#define READING_OPTIONS 6		/* delimiter, quote, escape, encoding, skip,
								 * header */
#define MAPPING_OPTIONS 8		/* and mapping, preset */
#define ALL_OPTIONS 22

/* A required argument that is NULL is an error, not a silent NULL. */
extern void require_argument(FunctionCallInfo fcinfo, int i, const char *name);

/* A text argument; NULL = not given. */
extern char *optional_text(FunctionCallInfo fcinfo, int i);

/* A required bigint[] of customer ids, without nulls. */
extern ArrayType *required_ids(FunctionCallInfo fcinfo, int i);

/* Opens the source that argument 0 names; see csv_source.h. */
extern CsvSource *source_argument(FunctionCallInfo fcinfo, SourceArgument kind);

/*
 * Reads the options behind the source.  One that is NULL was not given: the
 * preset, if there is one, decides, then the default.  SPI must be connected
 * if preset is among them.
 */
extern void option_arguments(FunctionCallInfo fcinfo, int noptions, ImportOptions *options);

/* The same of a function that takes these options behind its first argument. */
extern void named_option_arguments(FunctionCallInfo fcinfo, const char *const *names,
								   int nnames, ImportOptions *options);

#endif							/* CUSTOMERS_SOURCE_ARGUMENTS_H */
