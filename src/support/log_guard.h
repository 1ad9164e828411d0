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

/*
 * Calls the function.  An error that leaves it shows no more than some 4 kB of
 * each of its parts.  Where argument number content is one, errors do not show
 * a statement that is long enough to hold it, or longer than 1 kB; one that has
 * it as a parameter is shown as ever.
 */
extern Datum log_guard_call(FunctionCallInfo fcinfo, int content, PGFunction function);

#endif							/* CUSTOMERS_LOG_GUARD_H */
