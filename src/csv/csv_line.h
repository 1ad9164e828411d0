/*
 * csv_line.h
 *
 * Writing CSV: a record's cells as one line, quoted where they must be.
 *
 *		csv_line_init(&line, delimiter, quote);
 *		csv_line_begin(&line);
 *		csv_line_add(&line, data, len);			-- for each cell
 *		line.text.data, line.text.len			-- without a line break
 */
#ifndef CUSTOMERS_CSV_LINE_H
#define CUSTOMERS_CSV_LINE_H

#include "postgres.h"

#include "lib/stringinfo.h"

typedef struct CsvLine
{
	StringInfoData text;
	const char *delimiter;
	size_t		delimiter_len;
	char		quote;
	int			ncells;
	bool		special[256];	/* bytes that make a cell be quoted */
} CsvLine;

/* quote '\0' stands for the usual one. */
extern void csv_line_init(CsvLine *line, const char *delimiter, char quote);
extern void csv_line_begin(CsvLine *line);
extern void csv_line_add(CsvLine *line, const char *data, size_t len);

/* A cell that is quoted whatever is in it. */
extern void csv_line_add_quoted(CsvLine *line, const char *data, size_t len);

#endif							/* CUSTOMERS_CSV_LINE_H */
