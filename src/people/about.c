/*
 * about.c
 *
 *		customer_id -> keys -> rows that an erasure would empty; all other relations
 *			that hold persons -> jsonb
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "field/key_sql.h"
#include "people/about.h"
#include "people/about.sql.h"
#include "people/erase_rows.h"
#include "schema/setup.h"
#include "support/int8_array.h"
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

/* Who the customer is, by the keys that they have. */
static Person
find_person(int64 customer_id)
{
	Person		person = {.customer_id = customer_id};
	Datum		id = Int64GetDatum(customer_id);
	Statement	keys = statement(sql_text(about_sql, "keys", "email", key_sql_folded(KEY_EMAIL, "c."),
										  "identifier", key_sql_folded(KEY_IDENTIFIER, "c."), NULL));

	person.ids = int8_array(&id, 1);
	statement_int8(&keys, customer_id);
	if (statement_select(&keys) > 0)
	{
		person.email = spi_text(0, 1);
		person.identifier = spi_text(0, 2);
	}
	statement_done();
	return person;
}

Jsonb *
about_customer(int64 customer_id)
{
	Person		person;
	Datum		imports,
				lines;
	Statement	find;
	Jsonb	   *about;
	int			scope;

	setup_ensure();
	person = find_person(customer_id);
	scope = settings_scope_enter();
	settings_scope_pin_text();
	erase_rows_find(&person, &imports, &lines);
	find = statement(sql_text(about_sql, "about", NULL));
	statement_int8(&find, customer_id);
	statement_datum(&find, INT8ARRAYOID, imports, false);
	statement_datum(&find, INT8ARRAYOID, lines, false);
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
