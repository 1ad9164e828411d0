/*
 * consent_default.c
 *
 *		customers.subscribed -> its default -> true or false
 */
#include "postgres.h"

#include "access/relation.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "field/column_default.h"
#include "field/consent_default.h"
#include "field/consent_sense.h"
#include "support/catalog.h"

bool
consent_default(void)
{
	Relation	customers = catalog_open(REL_CUSTOMERS);
	AttrNumber	column = get_attnum(RelationGetRelid(customers), CONSENT_SUBSCRIBED);
	char	   *value = column == InvalidAttrNumber ? NULL : column_default_value(customers, column);

	relation_close(customers, NoLock);
	return value != NULL && value[0] == 't';
}
