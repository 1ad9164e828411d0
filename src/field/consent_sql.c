/*
 * consent_sql.c
 *
 *		value of the column <-> yes, no, or never said
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "field/consent_sql.h"

bool
consent_sql_is_type(Oid type)
{
	return type == BOOLOID || type == INT2OID || type == TIMESTAMPTZOID || type == TIMESTAMPOID;
}

/* Of a smallint only 1 is a yes: no other number is taken for one. */
char *
consent_sql_said(const TargetConsent *consent, const char *value)
{
	if (target_consent_is_time(consent))
		return psprintf("(%s IS %sNULL)", value, consent->refuses ? "" : "NOT ");
	if (consent->type == INT2OID)
		return consent->refuses ? psprintf("(%s OPERATOR(pg_catalog.=) 0)", value)
			: psprintf("(%s OPERATOR(pg_catalog.=) 1)", value);
	return consent->refuses ? psprintf("(NOT %s)", value) : pstrdup(value);
}

/* The time of now, of the column's type. */
static const char *
now_of(const TargetConsent *consent)
{
	return consent->type == TIMESTAMPTZOID ? "pg_catalog.now()" : "LOCALTIMESTAMP";
}

char *
consent_sql_value(const TargetConsent *consent, const char *said, const char *present)
{
	if (target_consent_is_time(consent))
		return psprintf("(CASE WHEN (%s) IS %s THEN COALESCE(%s, %s) END)", said,
						consent->refuses ? "FALSE" : "TRUE",
						present == NULL ? "NULL" : present, now_of(consent));
	if (consent->refuses)
		said = psprintf("(NOT (%s))", said);
	return consent->type == INT2OID ? psprintf("((%s)::pg_catalog.int4::pg_catalog.int2)", said) : pstrdup(said);
}

char *
consent_sql_assign(const char *customer, const char *said)
{
	TargetConsent consent = target_consent();

	return psprintf("%s = %s", quote_identifier(consent.name),
					consent_sql_value(&consent, said, psprintf("%s.%s", customer, quote_identifier(consent.name))));
}

char *
consent_sql_time(const TargetConsent *consent, const char *value)
{
	return consent->type == TIMESTAMPOID ? psprintf("pg_catalog.timezone('UTC', %s)", value) : pstrdup(value);
}

bool
consent_is_yes(const TargetConsent *consent, Datum value, bool isnull)
{
	if (target_consent_is_time(consent))
		return isnull == consent->refuses;
	if (isnull)
		return false;
	if (consent->type == INT2OID)
		return DatumGetInt16(value) == (consent->refuses ? 0 : 1);
	return DatumGetBool(value) != consent->refuses;
}

bool
consent_is_no(const TargetConsent *consent, Datum value, bool isnull)
{
	return !consent_is_yes(consent, value, isnull) && (!isnull || target_consent_is_time(consent));
}

bool
consent_text_is_yes(const TargetConsent *consent, const char *value)
{
	if (target_consent_is_time(consent))
		return (value == NULL) == consent->refuses;
	if (value == NULL)
		return false;
	return consent->type == INT2OID ? strcmp(value, consent->refuses ? "0" : "1") == 0
		: (value[0] == 't') != consent->refuses;
}
