/*
 * placeholder.c
 *
 * Fills in the SQL that is kept in files.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "schema/placeholder.h"

/* The placeholder that text begins with, or NULL. */
static const Placeholder *
find_placeholder(const Placeholder *placeholders, int nplaceholders, const char *text)
{
	for (int i = 0; *text == '@' && i < nplaceholders; i++)
	{
		if (strncmp(text, placeholders[i].name, strlen(placeholders[i].name)) == 0)
			return &placeholders[i];
	}
	return NULL;
}

char *
placeholders_fill(const Placeholder *placeholders, int nplaceholders, const void *state,
				  const char *text, const char *end)
{
	StringInfoData sql;

	initStringInfo(&sql);
	while (text < end)
	{
		const Placeholder *placeholder = find_placeholder(placeholders, nplaceholders, text);

		if (placeholder != NULL)
		{
			appendStringInfoString(&sql, placeholder->value(state));
			text += strlen(placeholder->name);
		}
		else
			appendStringInfoChar(&sql, *text++);
	}
	return sql.data;
}
