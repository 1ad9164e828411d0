/*
 * log_guard.c
 *
 *		content -> its size, for as long as the client's statement runs
 *		error -> context callback -> can the statement contain the content? -> the
 *			statement is not logged
 *		error -> its texts, verifiers masked, clipped -> rethrown
 *		message below an error -> its texts, verifiers masked -> the server's log
 *
 * Messages below errors are those of an application's triggers, and the plans and
 * parameters of our statements that auto_explain logs.
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

/* Statements of this length are not logged in any case. */
#define SHOWN_BYTES 1024

/* How many times larger a jsonb can be than its text. */
#define JSONB_FACTOR 8

/* Bytes kept of the beginning and of the end of an error's text. */
#define KEPT_HEAD 2500
#define KEPT_TAIL 1500

/* Prefix of a verifier, and the characters that follow. */
#define VERIFIER_HEAD "SCRAM-SHA-256$"
#define VERIFIER_BYTES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=:$"

/*
 * The smallest content given to one of our functions in a statement of the client.
 * Kept, as another function without content can fail in the same statement.
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

/* Replaces the middle of a text that is too long. */
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
 * Returns a copy with verifiers of passwords masked: PostgreSQL reports the whole
 * row that violates a constraint.
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

/* ---- messages below errors ---- */

/*
 * The hook before ours.  Ours is set while a guarded call runs; in calls within it, it is
 * set already.
 */
static emit_log_hook_type emit_log_before;

static void
mask_logged(char **text)
{
	if (*text != NULL && strstr(*text, VERIFIER_HEAD) != NULL)
		*text = without_verifiers(*text);
}

static void
emit_masked(ErrorData *error)
{
	mask_logged(&error->message);
	mask_logged(&error->detail);
	mask_logged(&error->detail_log);
	mask_logged(&error->hint);
	mask_logged(&error->context);
	mask_logged(&error->internalquery);
	if (emit_log_before != NULL)
		emit_log_before(error);
}

/* Sets the hook; returns whether this call did, and is to take it off. */
static bool
begin_masking(void)
{
	if (emit_log_hook == emit_masked)
		return false;
	emit_log_before = emit_log_hook;
	emit_log_hook = emit_masked;
	return true;
}

static void
end_masking(bool began)
{
	if (began)
		emit_log_hook = emit_log_before;
}

/* ---- errors ---- */

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
	tidy(&error->schema_name);
	tidy(&error->table_name);
	tidy(&error->column_name);
	tidy(&error->datatype_name);
	tidy(&error->constraint_name);
	ReThrowError(error);
}

Datum
log_guard_call(FunctionCallInfo fcinfo, int content, PGFunction function)
{
	MemoryContext context = CurrentMemoryContext;
	ErrorContextCallback callback = {error_context_stack, hide_statement, NULL};
	volatile Datum result = (Datum) 0;
	bool		began;

	if (content == LOG_GUARD_SOURCE)
		content = signature_type(fcinfo, 0) == BYTEAOID ? 0 : LOG_GUARD_NO_CONTENT;
	if (content != LOG_GUARD_NO_CONTENT)
		note_content(content_bytes(fcinfo, content));
	began = begin_masking();
	PG_TRY();
	{
		error_context_stack = &callback;
		result = function(fcinfo);
	}
	PG_CATCH();
	{
		end_masking(began);
		throw_tidied(context);
	}
	PG_END_TRY();
	end_masking(began);
	error_context_stack = callback.previous;
	return result;
}
