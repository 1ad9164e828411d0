/*
 * csv_line.c
 *
 * A cell is quoted (by libcsv) if it holds the delimiter's first byte, the
 * quote or a line break; others stand as they are, so that reading trims them
 * as it trimmed the cells they came from, unless the caller wants them quoted.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "csv/csv_libcsv.h"
#include "csv/csv_line.h"

void
csv_line_init(CsvLine *line, const char *delimiter, char quote)
{
	initStringInfo(&line->text);
	line->delimiter = delimiter;
	line->delimiter_len = strlen(delimiter);
	line->quote = quote == '\0' ? '"' : quote;
	line->ncells = 0;
	memset(line->special, 0, sizeof(line->special));
	line->special[(unsigned char) line->delimiter[0]] = true;
	line->special[(unsigned char) line->quote] = true;
	line->special['\n'] = true;
	line->special['\r'] = true;
}

void
csv_line_begin(CsvLine *line)
{
	resetStringInfo(&line->text);
	line->ncells = 0;
}

/* Does the cell hold a byte that means something in CSV? */
static inline bool
is_special(const CsvLine *line, const char *data, size_t len)
{
	bool		special = false;

	for (size_t i = 0; i < len; i++)
		special |= line->special[(unsigned char) data[i]];
	return special;
}

static inline void
put_bytes(StringInfo text, const char *data, size_t len)
{
	if ((size_t) (text->maxlen - text->len) <= len)
		enlargeStringInfo(text, len);
	memcpy(text->data + text->len, data, len);
	text->len += len;
	text->data[text->len] = '\0';
}

static inline void
begin_cell(CsvLine *line)
{
	if (line->ncells++ > 0)
		put_bytes(&line->text, line->delimiter, line->delimiter_len);
}

void
csv_line_add(CsvLine *line, const char *data, size_t len)
{
	if (is_special(line, data, len))
	{
		csv_line_add_quoted(line, data, len);
		return;
	}
	begin_cell(line);
	put_bytes(&line->text, data, len);
}

void
csv_line_add_quoted(CsvLine *line, const char *data, size_t len)
{
	StringInfo	text = &line->text;

	/* at worst every byte is a quote, which is doubled */
	if (len > MaxAllocSize / 2 - 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("cell is too large to be quoted")));
	begin_cell(line);
	enlargeStringInfo(text, 2 * len + 2);
	text->len += csv_write2(text->data + text->len, 2 * len + 2, data, len, line->quote);
	text->data[text->len] = '\0';
}
