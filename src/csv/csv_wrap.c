/*
 * csv_wrap.c
 *
 * What stands around each line.  See csv_wrap.h.
 */
#include "postgres.h"

#include "csv/csv_cursor.h"
#include "csv/csv_wrap.h"

/* Characters that a line may be padded with. */
static const char tails[] = ",;\t|:~^";

/* Of so many lines all but one may be without what is around the others. */
#define WRAP_LENIENCY 20

/* How many times the character before end stands there in a row. */
static int
run_length(const char *start, const char *end, char character)
{
	const char *p = end;

	while (p > start && p[-1] == character)
		p--;
	return (int) (end - p);
}

static const char *
line_end(const char *p, const char *end)
{
	while (p < end && *p != '\n' && *p != '\r')
		p++;
	return p;
}

/* The longest tail that is told from one which is longer still. */
#define WRAP_LONGEST 255

/* How lines end. */
typedef struct TailCount
{
	int			nlines;
	int			nwith;			/* in a tail */
	int			runs[WRAP_LONGEST + 1]; /* in one of so many characters */
} TailCount;

/* Takes a line into the count of those that end in a tail. */
static void
count_tail(CsvWrap *wrap, const char *line, const char *stop, TailCount *count)
{
	char		last = stop > line ? stop[-1] : '\0';
	int			run = last == '\0' ? 0 : run_length(line, stop, last);

	if (run == stop - line)
		return;					/* blank, or of delimiters only */
	count->nlines++;
	if (wrap->tail == '\0' && strchr(tails, last) != NULL)
		wrap->tail = last;
	if (last != wrap->tail)
		return;
	count->nwith++;
	count->runs[Min(run, WRAP_LONGEST)]++;
}

/* Are so many of the lines few enough to be exceptions? */
static bool
are_few(int nlines, const TailCount *count)
{
	return nlines * WRAP_LENIENCY <= count->nlines;
}

/* The longest run that all lines end in, or all but a few. */
static int
usual_run(const TailCount *count)
{
	int			run = 1;
	int			nshorter = count->nlines - count->nwith + count->runs[1];

	while (run < WRAP_LONGEST && are_few(nshorter, count))
		nshorter += count->runs[++run];
	return run;
}

/* A line break in quotes, if there are any, ends no record. */
static bool
find_tail(const char *text, size_t len, bool whole, char quote, char escape, CsvWrap *wrap)
{
	const char *end = text + len;
	TailCount	count = {0};
	bool		in_quotes = false;

	memset(wrap, 0, sizeof(CsvWrap));
	while (text < end)
	{
		const char *stop = line_end(text, end);

		if (stop == end && !whole)
			break;
		for (const char *p = text; quote != '\0' && p < stop; p++)
			in_quotes ^= *p == quote && (escape == '\0' || p == text || p[-1] != escape);
		if (!in_quotes)
			count_tail(wrap, text, stop, &count);
		text = stop + (stop < end ? csv_break_len(stop, end) : 0);
	}
	if (count.nwith < 2 || !are_few(count.nlines - count.nwith, &count))
		memset(wrap, 0, sizeof(CsvWrap));
	else
		wrap->ntail = usual_run(&count);
	return wrap->ntail > 0;
}

/* The character that each record ends in, and how often at least. */
void
csv_wrap_find_tail(const char *text, size_t len, bool whole, CsvWrap *wrap)
{
	static const char quotes[][2] = {{'"', '\0'}, {'"', '\\'}, {'\'', '\0'}, {'\0', '\0'}};

	for (size_t i = 0; i < lengthof(quotes); i++)
		if (find_tail(text, len, whole, quotes[i][0], quotes[i][1], wrap))
			break;
}

/* Past a record that is one cell in quotes, and its tail; NULL if it is none. */
static const char *
quoted_line(const char *p, const char *end, const CsvWrap *wrap, bool *cut)
{
	*cut = false;
	if (*p != '"')
		return NULL;
	for (p++; p < end; p++)
	{
		if (*p != '"')
			continue;
		if (p + 1 < end && p[1] == '"')
			p++;
		else
			break;
	}
	*cut = p >= end;
	if (*cut)
		return end;
	for (p++; p < end && wrap->ntail > 0 && *p == wrap->tail; p++)
		;
	if (p == end)
		return end;
	return csv_break_len(p, end) > 0 ? p + csv_break_len(p, end) : NULL;
}

/* Is each record one cell in quotes?  wrap holds the tail that was found. */
bool
csv_wrap_find_quotes(const char *text, size_t len, bool whole, CsvWrap *wrap)
{
	const char *end = text + len;
	int			nlines = 0;
	int			nquoted = 0;

	while (text < end)
	{
		bool		cut;
		const char *next = quoted_line(text, end, wrap, &cut);

		if (cut)
			break;
		if (next == NULL)
		{
			next = line_end(text, end);
			nlines += !csv_is_blank(text, next - text);
			next += next < end ? csv_break_len(next, end) : 0;
		}
		else
		{
			nlines++;
			nquoted++;
		}
		text = next;
	}
	wrap->quoted = nquoted >= 2 && (nlines - nquoted) * WRAP_LENIENCY <= nlines;
	return wrap->quoted;
}

/* Takes the tail off a line that ends at out. */
static char *
drop_tail(const CsvWrap *wrap, char *start, char *out)
{
	if (wrap->ntail > 0)
		out -= Min(run_length(start, out, wrap->tail), wrap->ntail);
	return out;
}

size_t
csv_wrap_strip(CsvWrap *wrap, char *text, size_t from, size_t len)
{
	char	   *out = text + from;

	for (const char *p = text + from; p < text + len; p++)
	{
		bool		line_break = *p == '\n' || *p == '\r';

		if (wrap->quoted && wrap->state == WRAP_LINE_START && *p == '"')
		{
			wrap->state = WRAP_QUOTED;
			continue;
		}
		if (wrap->state == WRAP_QUOTED && *p == '"')
		{
			wrap->state = WRAP_QUOTE;
			continue;
		}
		if (wrap->state == WRAP_QUOTE)
			wrap->state = *p == '"' ? WRAP_QUOTED : WRAP_PLAIN;
		else if (wrap->state == WRAP_LINE_START && !line_break)
			wrap->state = WRAP_PLAIN;
		if (line_break && wrap->state != WRAP_QUOTED)
		{
			out = drop_tail(wrap, text, out);
			wrap->state = WRAP_LINE_START;
		}
		*out++ = *p;
	}
	return out - text;
}

const char *
csv_wrap_describe(const CsvWrap *wrap)
{
	char		tail[16];
	int			n = Min(wrap->ntail, (int) sizeof(tail) - 1);

	memset(tail, wrap->tail, n);
	tail[n] = '\0';
	if (wrap->quoted && wrap->ntail == 0)
		return "each line is in quotes as a whole, which are taken off";
	return psprintf("each line %sends in %s, which is taken off",
					wrap->quoted ? "is in quotes as a whole and " : "",
					csv_delimiter_name(tail));
}
