/*
 * log_guard.c
 *
 *		content -> how long it is, for as long as the client's statement runs
 *		error -> context callback -> can the statement hold the content, or part
 *			of it? -> it is not logged
 *		error -> its texts, without verifiers of passwords, clipped -> thrown on
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "tcop/tcopprot.h"
#include "utils/timestamp.h"

#include "support/log_guard.h"
#include "support/signature.h"

/* A statement that is longer may hold part of the content. */
#define SHOWN_BYTES 1024

/* A jsonb can be so many times larger than its text. */
#define JSONB_FACTOR 8

/* Of a text of an error: bytes at its beginning, and at its end, that are kept. */
#define KEPT_HEAD 2500
#define KEPT_TAIL 1500

/* How a verifier begins, and what it goes on with. */
#define VERIFIER_HEAD "SCRAM-SHA-256$"
#define VERIFIER_BYTES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=:$"

/*
 * The smallest content that one of our functions was given in a statement of
 * the client: another one, which is given none, can fail in the same statement.
 */
static TimestampTz content_statement;
static Size smallest_content;

static void
note_content(Size bytes)
{
	TimestampTz statement = GetCurrentStatementStartTimestamp();

	smallest_content = content_statement == statement ? Min(smallest_content, bytes) : bytes;
	content_statement = statement;
}

static void
hide_statement(void *arg)
{
	Size		shown = content_statement == GetCurrentStatementStartTimestamp()
		? Min(smallest_content, SHOWN_BYTES) : SHOWN_BYTES;

	if (debug_query_string != NULL && strlen(debug_query_string) >= shown)
		errhidestmt(true);
}

static Size
content_bytes(FunctionCallInfo fcinfo, int content)
{
	Size		bytes;

	if (PG_ARGISNULL(content))
		return 0;
	bytes = toast_raw_datum_size(PG_GETARG_DATUM(content)) - VARHDRSZ;
	return signature_type(fcinfo, content) == JSONBOID ? bytes / JSONB_FACTOR : bytes;
}

/* The beginning and the end of a text that is too long. */
static void
clip(char **text)
{
	int			len = *text == NULL ? 0 : strlen(*text);
	int			head,
				tail;

	if (len <= KEPT_HEAD + KEPT_TAIL)
		return;
	head = pg_mbcliplen(*text, len, KEPT_HEAD);
	tail = pg_mbcliplen(*text, len, len - KEPT_TAIL);
	*text = psprintf("%.*s ... %s", head, *text, *text + tail);
}

/*
 * A copy with a mask for each verifier of a password: PostgreSQL tells the whole
 * row that a constraint refuses.
 */
static char *
without_verifiers(const char *text)
{
	StringInfoData masked;
	const char *found;

	initStringInfo(&masked);
	while ((found = strstr(text, VERIFIER_HEAD)) != NULL)
	{
		appendBinaryStringInfo(&masked, text, found - text);
		appendStringInfoString(&masked, "********");
		found += strlen(VERIFIER_HEAD);
		text = found + strspn(found, VERIFIER_BYTES);
	}
	appendStringInfoString(&masked, text);
	return masked.data;
}

static void
tidy(char **text)
{
	if (*text != NULL && strstr(*text, VERIFIER_HEAD) != NULL)
		*text = without_verifiers(*text);
	clip(text);
}

static void
throw_tidied(MemoryContext context)
{
	ErrorData  *error;

	MemoryContextSwitchTo(context);
	error = CopyErrorData();
	FlushErrorState();
	tidy(&error->message);
	tidy(&error->detail);
	tidy(&error->detail_log);
	tidy(&error->hint);
	tidy(&error->context);
	tidy(&error->internalquery);
	ReThrowError(error);
}

Datum
log_guard_call(FunctionCallInfo fcinfo, int content, PGFunction function)
{
	MemoryContext context = CurrentMemoryContext;
	ErrorContextCallback callback = {error_context_stack, hide_statement, NULL};
	volatile Datum result = (Datum) 0;

	if (content == LOG_GUARD_SOURCE)
		content = signature_type(fcinfo, 0) == BYTEAOID ? 0 : LOG_GUARD_NO_CONTENT;
	if (content != LOG_GUARD_NO_CONTENT)
		note_content(content_bytes(fcinfo, content));
	PG_TRY();
	{
		error_context_stack = &callback;
		result = function(fcinfo);
	}
	PG_CATCH();
	{
		throw_tidied(context);
	}
	PG_END_TRY();
	error_context_stack = callback.previous;
	return result;
}
