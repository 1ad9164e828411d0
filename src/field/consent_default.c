/*
 * consent_default.c
 *
 *		customers.subscribed -> its default -> true or false
 */
#include "postgres.h"

#include "field/column_default.h"
#include "field/consent_default.h"
#include "field/consent_sense.h"
#include "field/consent_sql.h"
#include "support/target.h"

/* The default's text, NULL if there is none; *consent is the column. */
static char *
default_text(TargetConsent *consent)
{
	Target		customers = target_open();
	AttrNumber	column = target_column(&customers, CONSENT_SUBSCRIBED);
	char	   *value = column == InvalidAttrNumber ? NULL : column_default_value(customers.relation, column);

	*consent = customers.consent;
	target_close(&customers);
	return value;
}

bool
consent_default(void)
{
	TargetConsent consent;
	char	   *value = default_text(&consent);

	return consent_text_is_yes(&consent, value);
}

bool
consent_default_is_nothing(void)
{
	TargetConsent consent;
	char	   *value = default_text(&consent);

	return value == NULL && !target_consent_is_time(&consent);
}
