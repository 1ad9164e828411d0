/*
 * csv_line.c
 *
 * A cell is quoted (by libcsv) if it holds the delimiter, the quote or a line
 * break; others stand as they are, so that reading trims them as it trimmed
 * the cells they came from.
 */
#include "postgres.h"

#include <csv.h>

#include "utils/memutils.h"

#include "csv_line.h"

void
csv_line_init(CsvLine *line, const char *delimiter, char quote)
{
	initStringInfo(&line->text);
	line->delimiter = delimiter;
	line->quote = quote == '\0' ? '"' : quote;
	line->ncells = 0;
}

void
csv_line_begin(CsvLine *line)
{
	resetStringInfo(&line->text);
	line->ncells = 0;
}

/* Does the delimiter occur in the cell? */
static bool
holds_delimiter(const CsvLine *line, const char *data, size_t len)
{
	size_t		delimiter_len = strlen(line->delimiter);

	for (size_t i = 0; i + delimiter_len <= len; i++)
		if (memcmp(data + i, line->delimiter, delimiter_len) == 0)
			return true;
	return false;
}

static bool
must_quote(const CsvLine *line, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (data[i] == line->quote || data[i] == '\n' || data[i] == '\r')
			return true;
	/* part of a longer delimiter at the end would join the one that follows */
	return holds_delimiter(line, data, len) ||
		(len > 0 && data[len - 1] == line->delimiter[0]);
}

void
csv_line_add(CsvLine *line, const char *data, size_t len)
{
	StringInfo	text = &line->text;

	if (line->ncells++ > 0)
		appendStringInfoString(text, line->delimiter);
	if (!must_quote(line, data, len))
	{
		appendBinaryStringInfo(text, data, len);
		return;
	}
	/* at worst every byte is a quote, which is doubled */
	if (len > MaxAllocSize / 2 - 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("cell is too large to be quoted")));
	enlargeStringInfo(text, 2 * len + 2);
	text->len += csv_write2(text->data + text->len, 2 * len + 2, data, len, line->quote);
	text->data[text->len] = '\0';
}
