/*
 * group_list.c
 *
 *		cell -> without the brackets around all of it -> the first separator that
 *			it holds -> names, without their quotes
 *
 * A cell that holds |, which no name does, is a list of ours: in it nothing else
 * is special.
 */
#include "postgres.h"

#include <ctype.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "lib/stringinfo.h"

#include "field/value_trim.h"
#include "import/group_list.h"

static const char *const separators[] = {" ::: ", "\n", ";", ","};

static bool
begins_with(const char *data, const char *end, const char *word)
{
	size_t		len = strlen(word);

	return (size_t) (end - data) >= len && memcmp(data, word, len) == 0;
}

/* The end of a quoted text from data on, behind its last quote; NULL if none ends. */
static const char *
quoted_end(const char *data, const char *end)
{
	char		quote = *data;

	for (data++; data < end; data++)
	{
		if (*data == '\\' && data + 1 < end)
			data++;
		else if (*data == quote)
		{
			if (data + 1 == end || data[1] != quote)
				return data + 1;
			data++;
		}
	}
	return NULL;
}

/* Does a character begin a quoted name?  An apostrophe does where a list stands in brackets. */
static inline bool
is_quote(const GroupList *list, char c)
{
	return c == '"' || (c == '\'' && list->in_brackets);
}

/*
 * The place of a word from data on, or end; one in quotes does not count.  Quotes
 * begin where a name does.
 */
static const char *
find(const GroupList *list, const char *data, const char *word)
{
	bool		begins = true;

	for (; data < list->end; data++)
	{
		const char *behind;

		if (begins_with(data, list->end, word))
			return data;
		if (begins && is_quote(list, *data) && !list->plain && (behind = quoted_end(data, list->end)) != NULL)
			data = behind - 1;
		begins = strchr(",;\n[{ \t", *data) != NULL && *data != '\0';
	}
	return list->end;
}

/* Takes brackets off that are around all of it. */
static void
open_brackets(GroupList *list, char open, char close)
{
	GroupList	inner = *list;
	char		brackets[2][2] = {{open}, {close}};

	if (list->end - list->data < 2 || *list->data != open || list->end[-1] != close)
		return;
	inner.data++;
	inner.end--;
	inner.in_brackets = open == '[';
	if (find(&inner, inner.data, brackets[0]) < inner.end || find(&inner, inner.data, brackets[1]) < inner.end)
		return;
	*list = inner;
	list->is_json = open == '[' && memchr(inner.data, '"', inner.end - inner.data) != NULL;
	list->is_array = open == '{' || list->is_json;
}

GroupList
group_list(const char *data, uint32 len)
{
	GroupList	list = {0};

	value_trim(&data, &len);
	list.data = data;
	list.end = data + len;
	if (memchr(data, '|', len) != NULL)
	{
		list.separator = "|";
		list.plain = true;
		return list;
	}
	open_brackets(&list, '[', ']');
	open_brackets(&list, '{', '}');
	if (list.is_array || (list.data > data && find(&list, list.data, ",") < list.end))
		list.separator = ",";
	for (size_t i = 0; i < lengthof(separators) && list.separator == NULL; i++)
		if (find(&list, list.data, separators[i]) < list.end)
			list.separator = separators[i];
	return list;
}

/* The four digits of \u00e9; -1 = they are none. */
static int
hex_digits(const char *p, const char *end)
{
	int			value = 0;

	for (int i = 0; i < 4; i++)
	{
		if (p + i >= end || !isxdigit((unsigned char) p[i]))
			return -1;
		value = value * 16 + (isdigit((unsigned char) p[i]) ? p[i] - '0' : pg_tolower((unsigned char) p[i]) - 'a' + 10);
	}
	return value;
}

/* Appends the character that stands as \u00e9 at p, if the database has it; what is behind it. */
static const char *
append_unicode(StringInfo text, const char *p, const char *end)
{
	int			code = hex_digits(p + 1, end);
	int			low = p + 6 < end && p[5] == '\\' && p[6] == 'u' ? hex_digits(p + 7, end) : -1;
	bool		is_pair = code >= 0 && is_utf16_surrogate_first(code) && low >= 0 && is_utf16_surrogate_second(low);
	pg_wchar	character = is_pair ? surrogate_pair_to_codepoint(code, low) : (pg_wchar) code;
	unsigned char utf8[MAX_MULTIBYTE_CHAR_LEN + 1] = {0};

	if (code <= 0 || (character > 0x7F && GetDatabaseEncoding() != PG_UTF8) || (!is_pair && code >= 0xD800 && code <= 0xDFFF))
	{
		appendStringInfoChar(text, *p);
		return p;
	}
	unicode_to_utf8(character, utf8);
	appendStringInfoString(text, (char *) utf8);
	return p + (is_pair ? 10 : 4);
}

/* Takes the quotes of a name away, and what they escape. */
static void
unquote(const GroupList *list, const char **name, uint32 *len)
{
	StringInfoData text;
	const char *end = *name + *len - 1;
	char		quote = *len == 0 ? '\0' : **name;

	if (*len < 2 || !is_quote(list, quote) || quoted_end(*name, *name + *len) != *name + *len)
		return;
	initStringInfo(&text);
	for (const char *p = *name + 1; p < end; p++)
	{
		bool		escaped = *p == '\\';

		if (escaped || *p == quote)
			p++;
		if (list->is_json && escaped && *p == 'u')
			p = append_unicode(&text, p, end);
		else if (list->is_json && escaped && strchr("nrtbf", *p) != NULL)
			appendStringInfoChar(&text, ' ');
		else
			appendStringInfoChar(&text, *p);
	}
	*name = text.data;
	*len = text.len;
	value_trim(name, len);
}

bool
group_list_next(GroupList *list, const char **name, uint32 *len)
{
	const char *stop;

	CHECK_FOR_INTERRUPTS();
	if (list->done)
		return false;
	stop = list->separator == NULL ? list->end : find(list, list->data, list->separator);
	*name = list->data;
	*len = stop - list->data;
	list->done = stop == list->end;
	if (!list->done)
		list->data = stop + strlen(list->separator);
	value_trim(name, len);
	if (list->is_array && *len == 4 && pg_strncasecmp(*name, "NULL", 4) == 0)
		*len = 0;
	if (!list->plain)
		unquote(list, name, len);
	return true;
}
