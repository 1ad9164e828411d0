/*
 * key_sql.c
 *
 * One query by the index of keys that are stored folded, one by that of keys
 * that are not.
 */
#include "postgres.h"

#include "support/catalog.h"
#include "field/key_sql.h"

char *
key_sql_untidy(KeyKind key, const char *alias)
{
	return psprintf("NOT %s(%s%s)",
					catalog_function_name(key == KEY_EMAIL ? "customers_email_is_tidy"
										  : "customers_identifier_is_tidy"),
					alias, options_key_name(key));
}

char *
key_sql_fold(KeyKind key, const char *text)
{
	return psprintf("%s(%s)",
					catalog_function_name(key == KEY_EMAIL ? "customers_fold_email"
										  : "customers_fold_identifier"), text);
}

char *
key_sql_folded(KeyKind key, const char *alias)
{
	return key_sql_fold(key, psprintf("%s%s", alias, options_key_name(key)));
}

char *
key_sql_indexed(KeyKind key, const char *alias)
{
	return psprintf(key == KEY_EMAIL ? "pg_catalog.lower(%semail)" : "%sidentifier", alias);
}

char *
key_sql_bearers(KeyKind key, const char *table, const char *columns, int param)
{
	return psprintf("SELECT %1$s FROM %2$s AS c WHERE %3$s OPERATOR(pg_catalog.=) $%6$d"
					" UNION SELECT %1$s FROM %2$s AS c WHERE %4$s AND %5$s OPERATOR(pg_catalog.=) $%6$d",
					columns, table, key_sql_indexed(key, "c."),
					key_sql_untidy(key, "c."), key_sql_folded(key, "c."), param);
}
