/*
 * consent_log.c
 *
 *		customers who say no, and are not subscribed -> no such row in the log -> one
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"

#include "schema/consent.h"
#include "schema/consent_log.h"
#include "schema/consent_log.sql.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

bool
consent_log_is_readable(void)
{
	Oid			log = catalog_oid(REL_CONSENT_LOG, true);

	return OidIsValid(log) && pg_class_aclcheck(log, GetUserId(), ACL_SELECT) == ACLCHECK_OK;
}

char *
consent_log_unsaid_sql(const char *customer)
{
	return sql_text(consent_log_sql, "unsaid", "customer", customer, NULL);
}

static void
write_log(void *state)
{
	statement_write(state);
}

void
consent_log_no(int64 import_id, Datum customers, Datum lines, Datum said)
{
	Statement	insert = statement(sql_text(consent_log_sql, "log no", "unsaid",
											import_id != 0 ? consent_log_unsaid_sql("v.customer_id")
											: sql_text(consent_log_sql, "unsaid themselves", "customer", "v.customer_id", NULL),
											"found", target_found("c.customer_id OPERATOR(pg_catalog.=) ANY ($3)"), NULL));

	statement_datum(&insert, INT8OID, Int64GetDatum(import_id), import_id == 0);
	statement_text(&insert, GetUserNameFromId(GetUserId(), false));
	statement_datum(&insert, INT8ARRAYOID, customers, false);
	statement_datum(&insert, INT8ARRAYOID, lines, lines == (Datum) 0);
	statement_datum(&insert, TEXTARRAYOID, said, said == (Datum) 0);
	consent_run_as_owner(write_log, &insert);
}
