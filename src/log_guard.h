/*
 * log_guard.h
 *
 * A file or JSON that is given in the statement itself must not get into the
 * server's log, which shows the statement of each error.  Between enter and
 * leave, errors do not show a statement that is long enough to hold the content,
 * or longer than 1 kB; one that has it as a parameter is shown as ever.  An error leaves by
 * itself.
 */
#ifndef CUSTOMERS_LOG_GUARD_H
#define CUSTOMERS_LOG_GUARD_H

#include "postgres.h"

#include "fmgr.h"

typedef struct LogGuard
{
	ErrorContextCallback callback;
	Size		content;		/* bytes of it */
} LogGuard;

/* The content is argument i, a varlena. */
extern void log_guard_enter(LogGuard *guard, FunctionCallInfo fcinfo, int i);
extern void log_guard_leave(const LogGuard *guard);

#endif							/* CUSTOMERS_LOG_GUARD_H */
