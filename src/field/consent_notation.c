/*
 * consent_notation.c
 *
 *		{"newsletter": false}, email:no;sms:yes, email -> no	-> key, value
 *		a:1:{s:10:"newsletter";b:0;}							-> the same
 *		<newsletter>0</newsletter>								-> the same
 *		email ✗ phone ✓											-> the same
 *
 * JSON is not held to its rules: other programs write it with other quotes, cut short,
 * or without brackets.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "field/consent_notation.h"
#include "field/value_parse.h"
#include "field/value_trim.h"

/* Deepest nesting of what PHP wrote. */
#define MAX_NESTING 16

/* Without blanks and quotes around it. */
static CellSpan
span(const char *start, const char *end)
{
	uint32		len = end - start;

	value_trim(&start, &len);
	while (len > 0 && strchr("\"'`\\", *start) != NULL)
		start++, len--;
	while (len > 0 && strchr("\"'`\\", start[len - 1]) != NULL)
		len--;
	value_trim(&start, &len);
	return (CellSpan) {start, len};
}

/* ---- JSON, and what people write like it ---- */

/* The end of what stands in quotes, if a quote opens there; else p. */
static const char *
skip_quoted(const char *p, const char *end)
{
	const char *close;

	if (*p != '"' && *p != '\'')
		return p;
	close = memchr(p + 1, *p, end - p - 1);
	return close == NULL ? p : close;
}

/* The last blank of a part: email:no sms:yes. */
static const char *
last_blank(const char *start, const char *end)
{
	while (end > start && end[-1] == ' ')
		end--;
	while (end > start && end[-1] != ' ')
		end--;
	return end > start && span(start, end).len > 0 ? end : NULL;
}

/* A slash does behind a blank: email: yes / sms: n/a. */
static bool
ends_pair(const char *data, const char *p, char c)
{
	if (c == '/')
		return p > data && p[-1] == ' ';
	return c != '\0' && strchr("}],;|&\n", c) != NULL;
}

/* How many bytes are a dash or an arrow between blanks; 0 = none is there. */
static int
dash_at(const char *data, const char *p, const char *end)
{
	static const char *const dashes[] = {"->", "=>", "-", "\342\200\223", "\342\200\224", "\342\206\222"};

	for (size_t i = 0; p > data && p[-1] == ' ' && i < lengthof(dashes); i++)
	{
		int			len = strlen(dashes[i]);

		if (end - p > len && memcmp(p, dashes[i], len) == 0 && p[len] == ' ')
			return len;
	}
	return 0;
}

static void
read_json(const PairReader *reader, const char *data, const char *end)
{
	const char *start = data;
	CellSpan	key = {0};
	bool		keyed = false;
	bool		begun = false;	/* more than blanks stand before */

	for (const char *p = data; p <= end; p++)
	{
		char		c = p < end ? *p : '\n';
		const char *blank;
		int			dash = keyed || p == end ? 0 : dash_at(data, p, end);

		if (dash > 0)
		{
			key = span(start, p);
			keyed = true;
			p += dash - 1;
		}
		else if (c == ':' || c == '=')
		{
			blank = keyed ? last_blank(start, p) : NULL;
			if (keyed && blank == NULL)
				continue;		/* 12:30 */
			if (keyed)
				reader->pair(reader->state, key, span(start, blank));
			key = span(keyed ? blank : start, p);
			keyed = true;
		}
		else if (c == '{' || c == '[')
		{
			reader->open(reader->state, keyed ? key : (CellSpan) {0});
			keyed = false;
		}
		else if (ends_pair(data, p, c))
		{
			CellSpan	text = span(start, p);

			if (keyed)
				reader->pair(reader->state, key, text);
			else if (text.len > 0)
				reader->element(reader->state, text);
			keyed = false;
			if (c == '}' || c == ']')
				reader->close(reader->state);
		}
		else
		{
			if (!begun)
				p = skip_quoted(p, end);
			begun |= c != ' ';
			continue;
		}
		start = p + 1;
		begun = false;
	}
}

/* ---- what PHP serializes ---- */

typedef struct Php
{
	const char *p;
	const char *end;
} Php;

/* A number that ends in a colon, as of s:10: and a:2: */
static bool
php_count(Php *php, int *count)
{
	int			n = 0;

	if (php->p == php->end || !value_is_digit(*php->p))
		return false;
	while (php->p < php->end && value_is_digit(*php->p) && n < 100000000)
		n = n * 10 + (*php->p++ - '0');
	*count = n;
	return php->p < php->end && *php->p++ == ':';
}

/* A text in quotes of so many bytes; a cell that was changed since has other ones. */
static bool
php_text(Php *php, CellSpan *text)
{
	int			len;
	const char *close;

	if (!php_count(php, &len) || php->p == php->end || *php->p != '"')
		return false;
	php->p++;
	if (len < php->end - php->p && php->p[len] == '"')
		close = php->p + len;
	else
		close = memchr(php->p, '"', php->end - php->p);
	if (close == NULL)
		return false;
	*text = (CellSpan) {php->p, close - php->p};
	php->p = close + 1;
	return true;
}

/* b:0; i:12; d:0.5; s:2:"no"; N; */
static bool
php_scalar(Php *php, CellSpan *value)
{
	char		type = php->p < php->end ? *php->p++ : '\0';
	const char *stop;

	if (type == 'N')
		*value = (CellSpan) {0};
	else if (type == '\0' || strchr("bids", type) == NULL || php->p == php->end || *php->p++ != ':')
		return false;
	else if (type == 's')
	{
		if (!php_text(php, value))
			return false;
	}
	else
	{
		stop = memchr(php->p, ';', php->end - php->p);
		if (stop == NULL)
			return false;
		*value = (CellSpan) {php->p, stop - php->p};
		php->p = stop;
	}
	if (php->p < php->end && *php->p == ';')
		php->p++;
	return true;
}

/* The beginning of a:2:{ or O:8:"stdClass":2:{ */
static bool
php_opens(Php *php)
{
	Php			at = *php;
	CellSpan	class;
	int			count;

	if (at.end - at.p < 5 || (*at.p != 'a' && *at.p != 'O') || at.p[1] != ':')
		return false;
	at.p += 2;
	if (*php->p == 'O' && !(php_text(&at, &class) && at.p < at.end && *at.p++ == ':'))
		return false;
	if (!php_count(&at, &count) || at.p == at.end || *at.p++ != '{')
		return false;
	*php = at;
	return true;
}

/* What stands in the brackets; false if it is broken off. */
static bool
php_members(const PairReader *reader, Php *php, int depth)
{
	CHECK_FOR_INTERRUPTS();
	while (php->p < php->end && *php->p != '}')
	{
		bool		numbered = *php->p == 'i';
		CellSpan	key,
					value;

		if (!php_scalar(php, &key))
			return false;
		if (php_opens(php))
		{
			reader->open(reader->state, numbered ? (CellSpan) {0} : key);
			if (depth == MAX_NESTING || !php_members(reader, php, depth + 1))
				return false;
			reader->close(reader->state);
		}
		else if (!php_scalar(php, &value))
			return false;
		else if (numbered)
			reader->element(reader->state, value);
		else
			reader->pair(reader->state, key, value);
	}
	if (php->p == php->end)
		return false;
	php->p++;
	return true;
}

static bool
read_php(const PairReader *reader, const char *data, const char *end)
{
	Php			php = {data, end};

	if (!php_opens(&php))
		return false;
	reader->open(reader->state, (CellSpan) {0});
	(void) php_members(reader, &php, 1);
	return true;
}

/* ---- XML ---- */

/* A name between brackets, and what stands before the next one: <newsletter>0</newsletter>. */
static bool
read_xml(const PairReader *reader, const char *data, const char *end)
{
	bool		found = false;

	if (data == end || *data != '<')
		return false;
	for (const char *p = data; p < end;)
	{
		const char *open = memchr(p, '<', end - p);
		const char *close = open == NULL ? NULL : memchr(open, '>', end - open);
		const char *next = close == NULL ? NULL : memchr(close, '<', end - close);
		const char *name = open == NULL ? NULL : open + 1;

		if (next == NULL)
			break;
		if (next[1] == '/' && *name != '/')
		{
			reader->pair(reader->state, span(name, close), span(close + 1, next));
			found = true;
		}
		p = next;
	}
	return found;
}

/* ---- ticks and crosses ---- */

int
consent_tick_at(const char *p, const char *end, bool *yes)
{
	if (end - p < 3 || p[0] != '[' || p[2] != ']' || strchr(" xX", p[1]) == NULL)
		return value_mark_at(p, end, yes);
	*yes = p[1] != ' ';
	return 3;
}

/* Is there a dash between blanks, or a tick? */
static bool
may_be_dashed(const char *data, uint32 len)
{
	const char *end = data + len;
	bool		yes;

	for (const char *p = data; p < end; p++)
		if ((p > data && p[-1] == ' ' && (*p == '-' || (*p & 0x80) != 0) && dash_at(data, p, end) > 0) ||
			consent_tick_at(p, end, &yes) > 0)
			return true;
	return false;
}

/* email ✗ phone ✓, each behind what it is of; or ✗ email ✓ phone. */
static bool
read_ticks(const PairReader *reader, const char *data, const char *end)
{
	static const CellSpan answers[] = {{"no", 2}, {"yes", 3}};
	bool		yes = false;
	bool		before = consent_tick_at(data, end, &yes) > 0;
	bool		said = yes;		/* by the tick that stands before the key */
	bool		found = false;
	const char *start = data;

	for (const char *p = data; p <= end; p++)
	{
		int			len = p < end ? consent_tick_at(p, end, &yes) : 0;
		const char *first = p;

		if (len == 0 && !(before && p == end))
			continue;
		while (first > start && strchr(" ,;|/\n", first[-1]) != NULL)
			first--;
		while (start < first && strchr(" ,;|/\n", *start) != NULL)
			start++;
		if (!before && first > start && strchr(":=-", first[-1]) != NULL)
			return false;
		if (start < first)
		{
			reader->pair(reader->state, span(start, first), answers[before ? said : yes]);
			found = true;
		}
		said = yes;
		start = p + len;
		p += Max(len - 1, 0);
	}
	return found;
}

/* ---- the cell ---- */

bool
consent_may_be_pairs(const char *data, uint32 len)
{
	return memchr(data, ':', len) != NULL || memchr(data, '=', len) != NULL || (len > 0 && data[0] == '<') ||
		may_be_dashed(data, len);
}

void
consent_read_pairs(const PairReader *reader, const char *data, uint32 len)
{
	const char *end = data + len;

	if (!read_php(reader, data, end) && !read_xml(reader, data, end) && !read_ticks(reader, data, end))
		read_json(reader, data, end);
}
