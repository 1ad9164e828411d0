/*
 * adopt_setting.c
 *
 * The row "adopted" of customer_settings.  The view that an adopted table is seen through
 * says the same by its presence: the row tells a table that was given back, or is gone,
 * from one that never was.
 */
#include "postgres.h"

#include "schema/adopt_setting.h"
#include "schema/adopt_setting.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

char *
adopt_setting_read(void)
{
	Statement	find = statement(sql_text(adopt_setting_sql, "read", NULL));
	char	   *value = NULL;

	if (statement_select(&find) > 0)
		value = spi_text(0, 1);
	statement_done();
	return value;
}

void
adopt_setting_write(const char *value)
{
	Statement	write = statement(sql_text(adopt_setting_sql, "write", NULL));

	statement_text(&write, value);
	statement_write(&write);
}

void
adopt_setting_forget(void)
{
	Statement	forget = statement(sql_text(adopt_setting_sql, "forget", NULL));

	statement_write(&forget);
}
