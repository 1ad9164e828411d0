/*
 * csv_recipients.c
 *
 * Lists of recipients.  See csv_recipients.h.
 *
 *		text -> recipients, between line breaks, and between commas or semicolons
 *			that stand behind an address -> all but the first are addresses, most
 *			with a name
 *
 * A table may hold such cells, too: there a delimiter stands before the name.  Only
 * "Berg, Anna" has a comma in it that parts no cells.
 */
#include "postgres.h"

#include "csv/csv_cursor.h"
#include "csv/csv_recipients.h"

typedef struct Counts
{
	int			named;			/* Ann <ann@example.com> */
	int			bare;			/* ann@example.com */
	int			others;
	int			lines;
} Counts;

static inline bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

static void
trim(const char **p, const char **end)
{
	while (*p < *end && is_space(**p))
		(*p)++;
	while (*p < *end && is_space((*end)[-1]))
		(*end)--;
}

/* ann@example.com, and nothing else */
static bool
is_address(const char *p, const char *end)
{
	const char *at = memchr(p, '@', end - p);

	if (at == NULL || at == p || at + 1 == end || memchr(at + 1, '@', end - at - 1) != NULL)
		return false;
	for (; p < end; p++)
		if (strchr(" \t,;|<>\"", *p) != NULL)
			return false;
	return true;
}

/* The < of an address in brackets, good or bad, that ends a text; NULL = there is none. */
static const char *
bracket(const char *p, const char *end)
{
	const char *open = memchr(p, '<', end - p);

	if (open == NULL || end[-1] != '>' || memchr(open + 1, '<', end - open - 1) != NULL)
		return NULL;
	return memchr(open, '@', end - open) != NULL ? open : NULL;
}

bool
csv_recipients_is_one(const char *data, size_t len)
{
	const char *end = data + len;

	trim(&data, &end);
	return bracket(data, end) != NULL;
}

/* Does a comma stand between two words, as in Berg, Anna? */
static bool
parts_words(const char *start, const char *comma, const char *end)
{
	for (const char *p = start; p < end; p++)
		if ((*p >= '0' && *p <= '9') || (*p == ',' && p != comma))
			return false;
	return comma > start && end - comma > 2 && comma[1] == ' ' && !is_space(comma[2]);
}

/* Can it be a name, and nothing that a delimiter splits? */
static bool
is_name(const char *p, const char *end)
{
	bool		quoted;
	const char *comma;

	trim(&p, &end);
	quoted = end - p >= 2 && *p == '"' && end[-1] == '"';
	if (quoted)
		return memchr(p + 1, '"', end - p - 2) == NULL;
	for (const char *c = p; c < end; c++)
		if (strchr("\"\t;|@", *c) != NULL)
			return false;
	comma = memchr(p, ',', end - p);
	return comma == NULL || parts_words(p, comma, end);
}

/* Counts what stands from p to end; false if no list of recipients holds it. */
static bool
count_recipient(Counts *counts, const char *p, const char *end)
{
	const char *open;

	trim(&p, &end);
	if (p == end)
		return true;
	open = bracket(p, end);
	if (open != NULL)
	{
		counts->named += open > p;
		counts->bare += open == p;
		return is_name(p, open);
	}
	if (is_address(p, end))
	{
		counts->bare++;
		return true;
	}
	/* what the column is called */
	counts->others++;
	for (const char *c = p; c < end; c++)
		if (strchr(",;|\t@<>", *c) != NULL)
			return false;
	return counts->others == 1 && counts->named + counts->bare == 0;
}

/* Takes one character further; true if it ends a recipient. */
static bool
advance(CsvRecipients *recipients, char c)
{
	if (c == '\n' || c == '\r')
	{
		recipients->quoted = recipients->addressed = false;
		return true;
	}
	if (c == '"')
		recipients->quoted = !recipients->quoted;
	else if (!recipients->quoted && (c == ',' || c == ';') && recipients->addressed)
	{
		recipients->addressed = false;
		return true;
	}
	recipients->addressed |= c == '@' && !recipients->quoted;
	return false;
}

bool
csv_recipients_find(const char *text, size_t len, bool whole)
{
	const char *end = text + len;
	const char *start = text;
	CsvRecipients recipients = {0};
	Counts		counts = {0};

	for (const char *p = text; p < end; p++)
	{
		if (!advance(&recipients, *p))
			continue;
		if (!count_recipient(&counts, start, p))
			return false;
		counts.lines += csv_break_len(p, end) > 0;
		start = p + 1;
	}
	if (whole && !count_recipient(&counts, start, end))
		return false;
	if (counts.named == 0)
		return counts.others == 0 && counts.lines <= 1 && counts.bare > 1;
	return counts.named >= counts.bare;
}

void
csv_recipients_split(CsvRecipients *recipients, char *text, size_t from, size_t len)
{
	for (size_t i = from; i < len; i++)
	{
		char		c = text[i];

		if (recipients->behind && !is_space(c))
		{
			recipients->behind = false;
			if (c != '\n' && c != '\r' && i > 0)
				text[i - 1] = '\n';
		}
		if (!advance(recipients, c) || c == '\n' || c == '\r')
			continue;
		text[i] = ' ';
		recipients->behind = true;
	}
}
