/*
 * about.c
 *
 *		customer_id -> keys -> all relations that hold persons -> jsonb
 */
#include "postgres.h"

#include "field/key_sql.h"
#include "people/about.h"
#include "people/about.sql.h"
#include "schema/setup.h"
#include "support/json.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Is there anything in it? */
static bool
is_anything(Jsonb *about)
{
	JsonbIterator *pairs = json_pairs(about);
	JsonbValue	value;
	char	   *key;

	while (json_next_pair(&pairs, &key, &value))
		if (value.type == jbvBinary && JsonContainerSize(value.val.binary.data) > 0)
			return true;
	return false;
}

Jsonb *
about_customer(int64 customer_id)
{
	Statement	keys,
				find;
	char	   *email = NULL,
			   *identifier = NULL;
	Jsonb	   *about;
	int			scope;

	setup_ensure();
	keys = statement(sql_text(about_sql, "keys", "email", key_sql_folded(KEY_EMAIL, "c."),
							  "identifier", key_sql_folded(KEY_IDENTIFIER, "c."), NULL));
	statement_int8(&keys, customer_id);
	if (statement_select(&keys) > 0)
	{
		email = spi_text(0, 1);
		identifier = spi_text(0, 2);
	}
	statement_done();
	scope = settings_scope_enter();
	settings_scope_pin_text();
	find = statement(sql_text(about_sql, "about", NULL));
	statement_int8(&find, customer_id);
	statement_text(&find, email);
	statement_text(&find, identifier);
	statement_select(&find);
	about = spi_jsonb(0, 1, "all that is held of a customer");
	statement_done();
	settings_scope_leave(scope);
	if (!is_anything(about))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("nothing is held of customer " INT64_FORMAT, customer_id)));
	return about;
}
