/*
 * secret_pairs.c
 *
 *		cell -> is it made of pairs: in brackets, as PHP writes arrays, or two and more?
 *			-> at each sign that ends a name: the name before it, as a header word
 *			-> a word of passwords or keys, and a value behind it -> true
 *
 * Nothing is held to the rules of JSON: names and values are what stands between signs.
 */
#include "postgres.h"

#include <ctype.h>

#include "miscadmin.h"

#include "field/password_text.h"
#include "field/password_word.h"
#include "field/secret_column.h"
#include "field/secret_pairs.h"
#include "field/value_trim.h"

/* Longest name of a value, in bytes. */
#define NAME_MAX_BYTES 64

/* What stands between pairs, and what is put around names and values. */
static const char separators[] = ",;|&\n\r{}[]()";
static const char around[] = " \t\"'`\\>";

/* A cell, and a place in it. */
typedef struct Scan
{
	const char *start;
	const char *end;
	bool		is_bracketed;
	bool		is_php;			/* s:8:"password";s:5:"value"; */
} Scan;

static bool
is_one_of(char c, const char *signs)
{
	return c != '\0' && strchr(signs, c) != NULL;
}

/* Does a name end at p, and is a value to follow? */
static bool
ends_name(const Scan *scan, const char *p)
{
	if (scan->is_php)
		return *p == ';' && p > scan->start && p[-1] == '"';
	return *p == ':' || *p == '=';
}

/* The name that ends at p, in a buffer of NAME_MAX_BYTES + 1; false if there is none. */
static bool
read_name(const Scan *scan, const char *p, char *name)
{
	const char *start,
			   *end = p;

	while (end > scan->start && is_one_of(end[-1], around))
		end--;
	start = end;
	while (start > scan->start && !is_one_of(start[-1], separators) && !is_one_of(start[-1], "\"'`:=") &&
		   end - start <= NAME_MAX_BYTES)
		start--;
	while (start < end && isspace((unsigned char) *start))
		start++;
	if (start == end || end - start > NAME_MAX_BYTES)
		return false;
	memcpy(name, start, end - start);
	name[end - start] = '\0';
	return true;
}

/*
 * Is a value behind the name that ends at p, and none of those that say nothing?  Outside
 * of brackets, of one word.
 */
static bool
has_value(const Scan *scan, const char *p)
{
	static const char *const nothing[] = {"true", "false", "yes", "no", "0", "1", "N"};
	const char *start = p + 1,
			   *end;

	while (start < scan->end && is_one_of(*start, around))
		start++;
	if (scan->is_php)			/* s:9:"value" */
		for (int signs = 0; start < scan->end && signs < 2 && *start != ';'; start++)
			signs += *start == ':';
	while (start < scan->end && is_one_of(*start, around))
		start++;
	for (end = start; end < scan->end && !is_one_of(*end, separators) && *end != '"';)
		end++;
	while (end > start && is_one_of(end[-1], around))
		end--;
	if (!scan->is_bracketed && memchr(start, ' ', end - start) != NULL)
		return false;
	for (size_t i = 0; i < lengthof(nothing); i++)
		if (end - start == (ptrdiff_t) strlen(nothing[i]) && pg_strncasecmp(start, nothing[i], end - start) == 0)
			return false;
	return password_is_secret(password_text(start, end - start));
}

/* Is a word, as a name of a value, one of passwords or keys? */
static bool
names_secret(const char *name)
{
	PasswordWord word = password_word(name);

	/* pass may be one for the bus, user_pass is none */
	if (word == PASSWORD_WORD_ITSELF)
		return !password_word_is_doubtful(name) || strpbrk(name, " _-.") != NULL;
	return word == PASSWORD_WORD_ABOUT || secret_is_column(name, NULL, 0);
}

static bool
cell_has_secret(const char *data, uint32 len)
{
	bool		is_php = len > 4 && memcmp(data, "a:", 2) == 0 && isdigit((unsigned char) data[2]);
	Scan		scan = {data, data + len, is_php || data[0] == '{' || data[0] == '[', is_php};
	char		name[NAME_MAX_BYTES + 1];
	int			npairs = 0;
	bool		found = false;

	for (const char *p = scan.start; p < scan.end && !(found && (scan.is_bracketed || npairs > 1)); p++)
	{
		if (!ends_name(&scan, p))
			continue;
		CHECK_FOR_INTERRUPTS();
		if (!read_name(&scan, p, name))
			continue;
		npairs++;
		found = found || (names_secret(name) && has_value(&scan, p));
	}
	return found && (scan.is_bracketed || npairs > 1);
}

bool
secret_pairs_in_column(const RecordSample *sample, int column)
{
	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const char *data = sample->records[i]->cells[column].data;
		uint32		len = sample->records[i]->cells[column].len;

		value_trim(&data, &len);
		if (len > 0 && (memchr(data, ':', len) != NULL || memchr(data, '=', len) != NULL) && cell_has_secret(data, len))
			return true;
	}
	return false;
}
