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

bool
consent_default(void)
{
	Target		customers = target_open();
	AttrNumber	column = target_column(&customers, CONSENT_SUBSCRIBED);
	char	   *value = column == InvalidAttrNumber ? NULL : column_default_value(customers.relation, column);

	TargetConsent consent = customers.consent;

	target_close(&customers);
	return consent_text_is_yes(&consent, value);
}
