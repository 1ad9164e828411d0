/*
 * csv_dialect.c
 *
 * A dialect in words.
 */
#include "postgres.h"

#include "csv/csv_dialect.h"

void
csv_dialect_note(CsvDialect *dialect, const char *note)
{
	dialect->notes = dialect->notes ? psprintf("%s; %s", dialect->notes, note) : note;
}

/* Is it a control character, which no terminal shows? */
static bool
is_control(const char *delimiter)
{
	return (unsigned char) delimiter[0] < ' ' && delimiter[1] == '\0';
}

const char *
csv_delimiter_name(const char *delimiter)
{
	if (strcmp(delimiter, "\t") == 0)
		return "tab";
	if (is_control(delimiter))
		return psprintf("\\x%02x", (unsigned char) delimiter[0]);
	return psprintf("\"%s\"", delimiter);
}

const char *
csv_delimiter_option(const char *delimiter)
{
	if (strcmp(delimiter, "\t") == 0)
		return "delimiter => 'tab'";
	if (is_control(delimiter))
		return psprintf("delimiter => E'\\x%02x'", (unsigned char) delimiter[0]);
	return psprintf("delimiter => '%s'", delimiter);
}
