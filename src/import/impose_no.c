/*
 * impose_no.c
 */
#include "postgres.h"

#include "import/impose_no.h"
#include "import/impose_no.sql.h"
#include "import/kept.h"
#include "support/sql_text.h"
#include "support/statement.h"

void
impose_no_add_field(int64 import_id, FieldMap *map)
{
	Statement	update;

	if (map->subscribed >= 0)
		return;
	field_map_add_subscribed(map);
	update = statement(sql_text(impose_no_sql, "add field", NULL));
	statement_int8(&update, import_id);
	statement_write(&update);
}

char *
impose_no_on_new(const FieldMap *map)
{
	return sql_text(impose_no_sql, "on new", "consent", sql_number(map->subscribed + 1),
					"kept", kept_sql_impose(map, map->subscribed, false), NULL);
}

char *
impose_no_on_known(const FieldMap *map)
{
	return sql_text(impose_no_sql, "on known", "consent", sql_number(map->subscribed + 1),
					"kept", kept_sql_impose(map, map->subscribed, true), NULL);
}
