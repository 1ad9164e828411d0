/*
 * adopt_setting.c
 *
 * The rows "adopted" and "adopted_orders" of customer_settings.  The view that an adopted table is seen through
 * says the same by its presence: the row tells a table that was given back, or is gone,
 * from one that never was.
 */
#include "postgres.h"

#include "schema/adopt_setting.h"
#include "schema/adopt_setting.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

static const char *
key_of(CatalogRelation relation)
{
	return relation == REL_ORDERS ? ADOPT_SETTING_ORDERS : ADOPT_SETTING_CUSTOMERS;
}

char *
adopt_setting_read(CatalogRelation relation)
{
	Statement	find = statement(sql_text(adopt_setting_sql, "read", NULL));
	char	   *value = NULL;

	statement_text(&find, key_of(relation));
	if (statement_select(&find) > 0)
		value = spi_text(0, 1);
	statement_done();
	return value;
}

void
adopt_setting_write(CatalogRelation relation, const char *value)
{
	Statement	write = statement(sql_text(adopt_setting_sql, "write", NULL));

	statement_text(&write, key_of(relation));
	statement_text(&write, value);
	statement_write(&write);
}

void
adopt_setting_forget(CatalogRelation relation)
{
	Statement	forget = statement(sql_text(adopt_setting_sql, "forget", NULL));

	statement_text(&forget, key_of(relation));
	statement_write(&forget);
}
