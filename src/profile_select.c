/*
 * profile_select.c
 *
 *		sections of src/profile.sql -> those of one form -> placeholders filled in
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"

#include "catalog.h"
#include "placeholder.h"
#include "profile_select.h"
#include "profile_sql.h"

static char *
relations_schema(const void *state)
{
	return pstrdup(quote_identifier(catalog_schema_name()));
}

/*
 * Columns an application has added to customers, as the end of the SELECT
 * list: those that the view has first, in its order, since a view can only
 * grow at its end.
 */
static char *
added_columns(const void *state)
{
	MemoryContext context = CurrentMemoryContext;
	Oid			types[3] = {OIDOID, OIDOID, OIDOID};
	Datum		values[3];
	char	   *list;

	values[0] = ObjectIdGetDatum(catalog_oid(REL_CUSTOMERS, false));
	values[1] = ObjectIdGetDatum(catalog_oid(REL_PROFILES, true));
	values[2] = ObjectIdGetDatum(catalog_extension_schema());
	if (SPI_execute_with_args("SELECT COALESCE(string_agg(', c.' || quote_ident(c.attname), '' ORDER BY v.attnum, c.attnum), '')"
							  " FROM pg_attribute AS c"
							  " LEFT JOIN pg_attribute AS v ON v.attrelid = $2 AND v.attname = c.attname"
							  " WHERE c.attrelid = $1 AND c.attnum > 0 AND NOT c.attisdropped"
							  " AND c.attname <> 'password_hash'"
							  " AND NOT EXISTS (SELECT FROM pg_attribute AS p JOIN pg_type AS t ON t.typrelid = p.attrelid"
							  " WHERE t.typname = 'customer_profile' AND t.typnamespace = $3 AND p.attname = c.attname)",
							  3, types, values, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the columns of %s", catalog_name(REL_CUSTOMERS));
	MemoryContextSwitchTo(context);
	list = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
	return list;
}

static const Placeholder placeholders[] = {
	{"@schema@", relations_schema},
	{"@added_columns@", added_columns},
};

/* The section of profile.sql under a head line, filled in. */
static char *
section(const char *name)
{
	char	   *head = psprintf("\n--@ %s\n", name);
	const char *text = strstr(profile_sql, head);
	const char *end;

	if (text == NULL)
		elog(ERROR, "profile.sql has no section \"%s\"", name);
	text += strlen(head);
	end = strstr(text, "\n--@ ");
	if (end == NULL)
		end = text + strlen(text);
	while (end > text && end[-1] == '\n')
		end--;
	return placeholders_fill(placeholders, lengthof(placeholders), NULL, text, end);
}

char *
profile_select(int form)
{
	return psprintf("%s\n%s\n%s",
					section("select"),
					section(form & PROFILE_GROUPS_OF_ALL ? "groups all" : "groups each"),
					section(form & PROFILE_ORDERS_OF_ALL ? "orders all" : "orders each"));
}
