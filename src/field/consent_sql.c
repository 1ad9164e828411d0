/*
 * consent_sql.c
 *
 *		value of the column <-> yes, no, or never said
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "field/consent_sql.h"

/* Is it kept as a number? */
static bool
is_number(Oid type)
{
	return type == INT2OID || type == INT4OID;
}

bool
consent_sql_is_type(Oid type)
{
	return type == BOOLOID || is_number(type) || type == TIMESTAMPTZOID || type == TIMESTAMPOID;
}

/* Of a number only 1 is a yes: no other number is taken for one. */
char *
consent_sql_said(const TargetConsent *consent, const char *value)
{
	if (target_consent_is_time(consent))
		return psprintf("(%s IS %sNULL)", value, consent->refuses ? "" : "NOT ");
	if (is_number(consent->type))
		return consent->refuses ? psprintf("(%s OPERATOR(pg_catalog.=) 0)", value)
			: psprintf("(%s OPERATOR(pg_catalog.=) 1)", value);
	return consent->refuses ? psprintf("(NOT %s)", value) : pstrdup(value);
}

/* The time of now, of the column's type. */
static const char *
now_of(const TargetConsent *consent)
{
	return consent->type == TIMESTAMPTZOID ? "pg_catalog.now()" : TARGET_NOW_UTC;
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
	return is_number(consent->type)
		? psprintf("((%s)::pg_catalog.int4%s)", said, consent->type == INT2OID ? "::pg_catalog.int2" : "") : pstrdup(said);
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
	if (is_number(consent->type))
		return (consent->type == INT2OID ? DatumGetInt16(value) : DatumGetInt32(value)) == (consent->refuses ? 0 : 1);
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
	return is_number(consent->type) ? strcmp(value, consent->refuses ? "0" : "1") == 0
		: (value[0] == 't') != consent->refuses;
}
