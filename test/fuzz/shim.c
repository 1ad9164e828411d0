/*
 * shim.c
 *
 * The little of a PostgreSQL server that csv_encoding, csv_dialect and
 * csv_reader need, so that they run without one: memory by malloc, ereport()
 * as a longjmp to shim_error_jump, conversions by iconv.
 */
#include "postgres.h"

#include <iconv.h>
#include <setjmp.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "csv/csv_convert.h"
#include "shim.h"

MemoryContext CurrentMemoryContext = NULL;
volatile sig_atomic_t InterruptPending = false;

jmp_buf    *shim_error_jump = NULL;
char		shim_error_message[256];

void
ProcessInterrupts(void)
{
}

bool
errstart(int elevel, const char *domain)
{
	return elevel >= ERROR;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return errstart(elevel, domain);
}

void
errfinish(const char *filename, int lineno, const char *funcname)
{
	if (shim_error_jump)
		longjmp(*shim_error_jump, 1);
	fprintf(stderr, "ERROR: %s\n", shim_error_message);
	exit(1);
}

int
errcode(int sqlerrcode)
{
	return 0;
}

int
errmsg(const char *fmt,...)
{
	va_list		args;

	va_start(args, fmt);
	vsnprintf(shim_error_message, sizeof(shim_error_message), fmt, args);
	va_end(args);
	return 0;
}

int
errmsg_internal(const char *fmt,...)
{
	fprintf(stderr, "internal error: %s\n", fmt);
	abort();
}

int
errhint(const char *fmt,...)
{
	return 0;
}

int
errdetail(const char *fmt,...)
{
	return 0;
}

/*
 * iconv's names of PostgreSQL's encodings, where it does not know those.
 */
static const char *
iconv_name(int encoding)
{
	static const struct
	{
		int			encoding;
		const char *name;
	}			names[] = {
		{PG_WIN1250, "CP1250"}, {PG_WIN1251, "CP1251"}, {PG_WIN1252, "CP1252"},
		{PG_WIN1253, "CP1253"}, {PG_WIN1254, "CP1254"}, {PG_WIN1255, "CP1255"},
		{PG_WIN1256, "CP1256"}, {PG_WIN1257, "CP1257"}, {PG_WIN1258, "CP1258"},
		{PG_WIN866, "CP866"}, {PG_WIN874, "CP874"}, {PG_KOI8R, "KOI8-R"},
		{PG_KOI8U, "KOI8-U"}, {PG_SJIS, "CP932"}, {PG_UHC, "CP949"},
		{PG_EUC_KR, "EUC-KR"}, {PG_EUC_JP, "EUC-JP"}, {PG_EUC_CN, "EUC-CN"},
		{PG_ISO_8859_5, "ISO-8859-5"}, {PG_ISO_8859_7, "ISO-8859-7"},
		{PG_LATIN9, "ISO-8859-15"}, {PG_UTF8, "UTF-8"},
	};

	for (int i = 0; i < (int) lengthof(names); i++)
	{
		if (names[i].encoding == encoding)
			return names[i].name;
	}
	return pg_encoding_to_char(encoding);
}

/* Opened once: that takes longer than a conversion. */
static iconv_t
open_iconv(int from, int to)
{
	static iconv_t handles[_PG_LAST_ENCODING_][2];
	bool		back = from == PG_UTF8;
	iconv_t    *handle = &handles[back ? to : from][back];

	if (*handle == NULL)
		*handle = iconv_open(iconv_name(to), iconv_name(from));
	return *handle;
}

Oid
csv_convert_find(int from, int to)
{
	return open_iconv(from, to) == (iconv_t) -1 ? InvalidOid : 1;
}

/* Does iconv hold a letter back, to join it with a mark that follows? */
static bool
composes(int from)
{
	return from == PG_WIN1255 || from == PG_WIN1258;
}

size_t
csv_convert(Oid conversion, int from, int to,
			const char *text, size_t len, char *out, size_t *written)
{
	iconv_t		handle = open_iconv(from, to);
	const char *nul = memchr(text, '\0', len);
	size_t		todo = nul ? (size_t) (nul - text) : len;
	size_t		step = composes(from) ? Min(todo, 1) : todo;
	char	   *in = unconstify(char *, text);
	char	   *end = out;
	size_t		room = len * CSV_CONVERT_GROWTH;
	size_t		left = 0;

	while (left == 0 && in < text + todo)
	{
		left = step;
		iconv(handle, NULL, NULL, NULL, NULL);
		iconv(handle, &in, &left, &end, &room);
		iconv(handle, NULL, NULL, &end, &room);
	}
	*written = end - out;
	return in - text;
}

int
csv_convert_database_encoding(void)
{
	return shim_database_encoding;
}

int			shim_database_encoding = PG_UTF8;

/* What is palloc'd and not freed belongs to a memory context: no leak. */
extern const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}
