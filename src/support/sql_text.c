/*
 * sql_text.c
 *
 *		file, section -> its lines after the comment -> placeholders replaced
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/target.h"

/* Longest name of a placeholder. */
#define MAX_NAME 40

/* ---- sections ---- */

/* Start of the section after its comment, and its end. */
static const char *
find_section(const char *file, const char *section, const char **end)
{
	char	   *head = psprintf("\n--@ %s\n", section);
	const char *text = strstr(file, head);

	if (text == NULL)
		elog(ERROR, "no section \"%s\" in SQL of the library", section);
	text += strlen(head);
	pfree(head);
	while (strncmp(text, "-- ", 3) == 0)
		text += strcspn(text, "\n") + 1;
	*end = strstr(text, "\n--@ ");
	if (*end == NULL)
		*end = text + strlen(text);
	while (*end > text && (*end)[-1] == '\n')
		(*end)--;
	return text;
}

/* ---- placeholders ---- */

/* Reads @name@ at the start of text; false if it is not a placeholder. */
static bool
read_name(const char *text, char *name)
{
	size_t		len = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_");

	if (len == 0 || len >= MAX_NAME || text[len + 1] != '@')
		return false;
	memcpy(name, text + 1, len);
	name[len] = '\0';
	return true;
}

/* The value of a placeholder; consumes pairs. */
static const char *
find_value(const char *name, va_list pairs)
{
	const char *given;

	if (strcmp(name, "schema") == 0)
		return quote_identifier(catalog_schema_name());
	if (strcmp(name, "customers") == 0)
		return catalog_name(REL_CUSTOMERS);
	if (strcmp(name, "import_customers") == 0)
		return target_found_of_import();
	if (strcmp(name, "opt_out_customers") == 0)
		return target_found_of_opt_outs();
	if (strcmp(name, "import_members") == 0)
		return target_found_beside(catalog_name(REL_GROUP_MEMBERS), "customer_id", target_ids_of_import());
	if (strcmp(name, "import_groups") == 0)
		return target_found_members(target_ids_of_import());
	if (strcmp(name, "orders") == 0)
		return catalog_name(REL_ORDERS);
	if (strcmp(name, "extschema") == 0)
		return quote_identifier(get_namespace_name(catalog_extension_schema()));
	while ((given = va_arg(pairs, const char *)) != NULL)
	{
		const char *value = va_arg(pairs, const char *);

		if (strcmp(given, name) == 0)
			return value;
	}
	elog(ERROR, "nothing to put for @%s@ in SQL of the library", name);
}

static char *
fill(const char *text, const char *end, va_list pairs)
{
	StringInfoData sql;
	const char *at;
	char		name[MAX_NAME];
	va_list		copy;

	initStringInfo(&sql);
	while ((at = memchr(text, '@', end - text)) != NULL)
	{
		appendBinaryStringInfo(&sql, text, at - text);
		text = at + 1;
		if (!read_name(at, name))
		{
			appendStringInfoChar(&sql, '@');
			continue;
		}
		va_copy(copy, pairs);
		appendStringInfoString(&sql, find_value(name, copy));
		va_end(copy);
		text = at + strlen(name) + 2;
	}
	appendBinaryStringInfo(&sql, text, end - text);
	return sql.data;
}

char *
sql_fill(const char *text, const char *end,...)
{
	va_list		pairs;
	char	   *sql;

	va_start(pairs, end);
	sql = fill(text, end, pairs);
	va_end(pairs);
	return sql;
}

char *
sql_text(const char *file, const char *section,...)
{
	const char *end;
	const char *text = find_section(file, section, &end);
	va_list		pairs;
	char	   *sql;

	va_start(pairs, section);
	sql = fill(text, end, pairs);
	va_end(pairs);
	return sql;
}

/* ---- values ---- */

char *
sql_number(int number)
{
	return psprintf("%d", number);
}

char *
sql_line_among(const char *line, const char *parameter)
{
	return psprintf("(%1$s = ANY (%2$s)) IS TRUE"
					" AND %1$s >= (SELECT pg_catalog.min(l.line) FROM pg_catalog.unnest(%2$s) AS l (line))"
					" AND %1$s <= (SELECT pg_catalog.max(l.line) FROM pg_catalog.unnest(%2$s) AS l (line))",
					line, parameter);
}

void
sql_add(StringInfo list, const char *separator, const char *format,...)
{
	va_list		args;
	int			needed;

	if (list->len > 0)
		appendStringInfoString(list, separator);
	do
	{
		va_start(args, format);
		needed = appendStringInfoVA(list, format, args);
		va_end(args);
		if (needed > 0)
			enlargeStringInfo(list, needed);
	} while (needed > 0);
}
