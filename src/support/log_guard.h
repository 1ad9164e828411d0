/*
 * log_guard.h
 *
 * Limits what the server logs for an error, and keeps the file out of it.  The log
 * shows the statement, which may contain a file or JSON, and as the context the
 * statements that we run, which contain header words of the file.
 */
#ifndef CUSTOMERS_LOG_GUARD_H
#define CUSTOMERS_LOG_GUARD_H

#include "postgres.h"

#include "fmgr.h"

/* No argument of the function is content. */
#define LOG_GUARD_NO_CONTENT (-1)

/* The first argument is a source: content if it is bytea. */
#define LOG_GUARD_SOURCE (-2)

/*
 * Declares one of our SQL functions; its body follows.  Errors of the function show
 * at most some 4 kB of each of their texts, and no verifier of a password.  The
 * statement is not logged if it is 1 kB or longer, or long enough to contain the
 * content: the argument of number content, or a LOG_GUARD value.  A statement with
 * the content as a parameter is shorter, and is logged.
 */
#define LOG_GUARDED(name, content) \
PG_FUNCTION_INFO_V1(name); \
static Datum guarded_##name(PG_FUNCTION_ARGS); \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	return log_guard_call(fcinfo, content, guarded_##name); \
} \
static Datum \
guarded_##name(PG_FUNCTION_ARGS)

/* Calls the function, for LOG_GUARDED. */
extern Datum log_guard_call(FunctionCallInfo fcinfo, int content, PGFunction function);

#endif							/* CUSTOMERS_LOG_GUARD_H */
