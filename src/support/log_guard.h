/*
 * log_guard.h
 *
 * What an error makes the server log is bounded, and never the file: the log
 * shows the statement of each error, in which a file or JSON may have been
 * given, and as its context the statements that we run, which hold the header
 * words of the file.
 */
#ifndef CUSTOMERS_LOG_GUARD_H
#define CUSTOMERS_LOG_GUARD_H

#include "postgres.h"

#include "fmgr.h"

/* No argument of the function is a content. */
#define LOG_GUARD_NO_CONTENT (-1)

/* The first one is a source: a content if it is bytea. */
#define LOG_GUARD_SOURCE (-2)

/*
 * Begins one of our SQL functions, with the body to follow.  An error that
 * leaves it shows no more than some 4 kB of each of its parts, and no verifier of
 * a password.  It shows no
 * statement that is longer than 1 kB, nor one that is long enough to hold a
 * content that a function was given in it: argument number content, if that is
 * one.  A statement that has it as a parameter is shown as ever.
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

/* Calls the function so. */
extern Datum log_guard_call(FunctionCallInfo fcinfo, int content, PGFunction function);

#endif							/* CUSTOMERS_LOG_GUARD_H */
