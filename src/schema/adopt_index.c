/*
 * adopt_index.c
 *
 * Keys are compared folded (key_sql.h): only an index on the folded key answers as a
 * scan would.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field.h"
#include "field/key_sql.h"
#include "schema/adopt_index.h"
#include "support/target.h"

char *
adopt_index_note(Relation table, AttrNumber number, KeyKind key)
{
	const char *column = quote_identifier(NameStr(TupleDescAttr(RelationGetDescr(table), number - 1)->attname));

	if (key_sql_has_index(table, number, key))
		return NULL;
	if (field_is_key_type(TupleDescAttr(RelationGetDescr(table), number - 1)->atttypid))
		return psprintf("no index answers a look-up by it, which reads the whole table: CREATE INDEX ON %s (%s);",
						quote_qualified_identifier(get_namespace_name(RelationGetNamespace(table)),
												   RelationGetRelationName(table)), column);
	return psprintf("no index answers a look-up by it, which reads the whole table: CREATE INDEX ON %s ((%s COLLATE \"C\"));",
					quote_qualified_identifier(get_namespace_name(RelationGetNamespace(table)),
											   RelationGetRelationName(table)),
					key_sql_fold(key, column));
}
