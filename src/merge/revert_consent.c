/*
 * revert_consent.c
 *
 *		yes -> import 1: no -> import 2: no, which changes nothing
 *			1 is reverted: the old consent of 2 becomes yes
 *		no -> import 1: yes -> import 2: no
 *			1 is reverted: the old consent of 2 becomes no
 *
 * What import 2 says holds on: so nobody is subscribed by the undo of either alone,
 * and whoever had been is so again once both are undone, in any order.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "merge/revert_consent.h"
#include "merge/revert_consent.sql.h"
#include "schema/consent_log.h"
#include "support/settings_scope.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* The consent that some imports say, a row a customer and import. */
static char *
items(const char *imports)
{
	return sql_text(revert_consent_sql, "items", "imports", imports, NULL);
}

/* Has a customer said otherwise since?  "false" where the role may not read the log. */
static const char *
said_otherwise(void)
{
	return consent_log_is_readable() ? sql_text(revert_consent_sql, "said otherwise", NULL) : "false";
}

void
revert_consent_correct(const LaterImports *imports, bool resubscribe)
{
	int			scope = settings_scope_enter();
	Statement	correct = statement(sql_text(revert_consent_sql, "correct",
											 "gone", items("ARRAY[$1]"), "later", items("$3"),
											 "said_otherwise", said_otherwise(), NULL));

	correct.closed = true;
	statement_datum(&correct, INT8OID, imports->import_id, false);
	statement_datum(&correct, TIMESTAMPTZOID, imports->merged_at, false);
	statement_datum(&correct, INT8ARRAYOID, imports->later, false);
	statement_datum(&correct, INT8ARRAYOID, imports->anew, false);
	statement_datum(&correct, BOOLOID, BoolGetDatum(resubscribe), false);
	settings_scope_set("enable_nestloop", "off");
	statement_run(&correct);
	settings_scope_leave(scope);
}
