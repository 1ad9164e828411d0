/*
 * log_guard.c
 *
 *		error -> context callback -> can the statement hold the content, or part
 *			of it? -> it is not logged
 */
#include "postgres.h"

#include "access/detoast.h"
#include "catalog/pg_type.h"
#include "tcop/tcopprot.h"

#include "log_guard.h"

/* A statement that is longer may hold part of the content. */
#define SHOWN_BYTES 1024

/* A jsonb can be so many times larger than its text. */
#define JSONB_FACTOR 8

static void
hide_statement(void *arg)
{
	const LogGuard *guard = arg;

	if (debug_query_string != NULL && strlen(debug_query_string) >= Min(guard->content, SHOWN_BYTES))
		errhidestmt(true);
}

void
log_guard_enter(LogGuard *guard, FunctionCallInfo fcinfo, int i)
{
	guard->content = PG_ARGISNULL(i) ? 0 : toast_raw_datum_size(PG_GETARG_DATUM(i)) - VARHDRSZ;
	if (get_fn_expr_argtype(fcinfo->flinfo, i) == JSONBOID)
		guard->content /= JSONB_FACTOR;
	guard->callback.callback = hide_statement;
	guard->callback.arg = guard;
	guard->callback.previous = error_context_stack;
	error_context_stack = &guard->callback;
}

void
log_guard_leave(const LogGuard *guard)
{
	error_context_stack = guard->callback.previous;
}
