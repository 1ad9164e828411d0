/*
 * csv_format.c
 *
 *		first bytes -> a format that is no text
 *		first characters, spaces apart -> a format whose text is no table
 *		first lines -> a table whose cells stand below each other
 */
#include "postgres.h"

#include "csv/csv_format.h"

typedef struct Format
{
	const char *start;
	size_t		len;
	const char *what;
	const char *hint;
} Format;

static const Format binaries[] = {
	{"PK\x03\x04", 4, "an Excel workbook or a ZIP archive", "Save the workbook as CSV, or unpack the archive."},
	{"\xd0\xcf\x11\xe0", 4, "an Excel workbook", "Save it as CSV."},
	{"\x1f\x8b", 2, "a gzip archive", "Unpack it."},
	{"7z\xbc\xaf", 4, "a 7-Zip archive", "Unpack it."},
	{"%PDF-", 5, "a PDF document", "Ask for the table as a CSV file."},
	{"{\\rtf", 5, "a text document", "Ask for the table as a CSV file."},
	{"\x89PNG", 4, "a picture", "Ask for the table as a CSV file."},
	{"\xff\xd8\xff", 3, "a picture", "Ask for the table as a CSV file."},
	{"\x7f" "ELF", 4, "a program", "Give the path of a CSV file."}
};

static const char page_hint[] = "Open it in a spreadsheet, and save the table as CSV.";
static const char json_hint[] = "Objects whose keys are the fields are saved by customers_save(); else ask for the table as a CSV file.";
static const char cards_hint[] = "Take the cards into an address book, which exports them as CSV.";
static const char width_hint[] = "Open it in a spreadsheet, which asks where the columns begin, and save it as CSV.";
static const char sql_hint[] = "Run it where it does no harm, and write the table to a CSV file by COPY.";

/* In any case. */
static const Format beginnings[] = {
	{"<?xml", 5, "an XML document", page_hint},
	{"<!doctype", 9, "a web page", page_hint},
	{"<html", 5, "a web page", page_hint},
	{"<table", 6, "a web page", page_hint},
	{"begin:vcard", 11, "a file of contact cards (vCard)", cards_hint},
	{"insert into ", 12, "a script of SQL", sql_hint},
	{"create table ", 13, "a script of SQL", sql_hint},
	{"-- mysql dump", 13, "a script of SQL", sql_hint},
	{"--\n-- postgresql database dump", 30, "a script of SQL", sql_hint}
};

void
csv_format_check_bytes(const char *name, const char *start, size_t len)
{
	for (size_t i = 0; i < lengthof(binaries); i++)
		if (len >= binaries[i].len && memcmp(start, binaries[i].start, binaries[i].len) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_BAD_COPY_FILE_FORMAT),
					 errmsg("\"%s\" is %s, not a CSV file", name, binaries[i].what),
					 errhint("%s", binaries[i].hint)));
}

static void
refuse_text(const char *what, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_BAD_COPY_FILE_FORMAT),
			 errmsg("the file is %s, not a CSV file", what),
			 errhint("%s", hint)));
}

static const char *
pass_spaces(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p;
}

/* Behind a JSON string, whose quote p is at; NULL if it does not end. */
static const char *
pass_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p < end ? p + 1 : NULL;
}

/* {"name": or {}, or an array of such: [{"name":  [["name", */
static bool
is_json(const char *p, const char *end)
{
	if (p < end && *p == '[')
	{
		p = pass_spaces(p + 1, end);
		if (p < end && *p == '[')
		{
			p = pass_spaces(p + 1, end);
			return p < end && *p == '"';
		}
	}
	if (p >= end || *p != '{')
		return false;
	p = pass_spaces(p + 1, end);
	if (p >= end || *p != '"' || (p = pass_string(p, end)) == NULL)
		return false;
	p = pass_spaces(p, end);
	return p < end && *p == ':';
}

/* Behind the tag of an element, which p is at; NULL if there is none. */
static const char *
pass_tag(const char *p, const char *end)
{
	if (end - p < 3 || *p != '<' || !isalpha((unsigned char) p[1]))
		return NULL;
	while (++p < end && (isalnum((unsigned char) *p) || strchr("-_:.", *p) != NULL))
		;
	if (p == end || (*p != '>' && *p != ' ' && *p != '\n' && *p != '\r'))
		return NULL;
	p = memchr(p, '>', end - p);
	return p != NULL ? p + 1 : NULL;
}

/* An element within another; not <ann@x.example>, of a list of addresses. */
static bool
is_markup(const char *p, const char *end)
{
	p = pass_tag(p, end);
	return p != NULL && pass_tag(pass_spaces(p, end), end) != NULL;
}

/* Lines that tell whether cells stand below each other, and at the least. */
#define ALIGNED_LINES 20
#define ALIGNED_LINES_MIN 3

/* Columns of which each begins behind two spaces and more, in characters of the line. */
typedef struct Alignment
{
	int			starts[64];
	int			nstarts;
} Alignment;

/* Notes where the columns of a header begin; false if a delimiter or a quote is in it. */
static bool
find_starts(Alignment *alignment, const char *p, const char *end)
{
	int			at = 0;

	for (int nspaces = 0; p < end; p++)
	{
		if (strchr(",;|\t\"", *p) != NULL)
			return false;
		if (nspaces >= 2 && *p != ' ' && at > nspaces && alignment->nstarts < (int) lengthof(alignment->starts))
			alignment->starts[alignment->nstarts++] = at;
		nspaces = *p == ' ' ? nspaces + 1 : 0;
		at += ((unsigned char) *p & 0xc0) != 0x80;
	}
	return alignment->nstarts > 0;
}

/*
 * Is there a space before each column's start, as far as the line goes?  Counts it among
 * the lines that have text at one of them.
 */
static bool
is_aligned(const Alignment *alignment, const char *p, const char *end, int *nfilled)
{
	int			at = 0;
	int			next = 0;
	bool		filled = false;

	for (char before = '\0'; p < end && next < alignment->nstarts; before = *p++)
	{
		if (strchr(",;|\t\"", *p) != NULL)
			return false;
		if (at == alignment->starts[next])
		{
			if (before != ' ')
				return false;
			filled |= *p != ' ';
			next++;
		}
		at += ((unsigned char) *p & 0xc0) != 0x80;
	}
	*nfilled += filled;
	return true;
}

/* A header and lines which mostly have cells that stand below its words, behind spaces. */
static bool
is_fixed_width(const char *p, const char *end)
{
	Alignment	alignment = {.nstarts = 0};
	int			nlines = 0;
	int			nfilled = 0;

	while (p < end && nlines < ALIGNED_LINES)
	{
		const char *stop = memchr(p, '\n', end - p);
		const char *text = p;

		if (stop == NULL)
			break;
		p = stop + 1;
		while (stop > text && (stop[-1] == '\r' || stop[-1] == ' '))
			stop--;
		if (stop == text)
			continue;
		if (!(nlines++ == 0 ? find_starts(&alignment, text, stop) : is_aligned(&alignment, text, stop, &nfilled)))
			return false;
	}
	return nlines >= ALIGNED_LINES_MIN && nfilled * 2 >= nlines;
}

void
csv_format_check_text(const char *text, size_t len)
{
	const char *end = text + len;
	const char *p = pass_spaces(text, end);

	for (size_t i = 0; i < lengthof(beginnings); i++)
		if ((size_t) (end - p) >= beginnings[i].len &&
			pg_strncasecmp(p, beginnings[i].start, beginnings[i].len) == 0)
			refuse_text(beginnings[i].what, beginnings[i].hint);
	if (is_json(p, end))
		refuse_text("a JSON document", json_hint);
	if (is_markup(p, end))
		refuse_text("an XML document or a web page", page_hint);
	if (is_fixed_width(text, end))
		refuse_text("a table of columns of fixed width", width_hint);
}
