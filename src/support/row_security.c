/*
 * row_security.c
 *
 * Checks whether policies of our tables restrict the current user.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/rls.h"

#include "support/row_security.h"

/* A view has no policies: those of the table that it shows count. */
bool
row_security_applies(CatalogRelation relation)
{
	return check_enable_rls(catalog_base(catalog_oid(relation, false)), InvalidOid, true) == RLS_ENABLED;
}

void
row_security_refuse(CatalogRelation relation, const char *detail)
{
	if (row_security_applies(relation))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("row-level security may hide rows of %s from role \"%s\"",
						catalog_name(relation), GetUserNameFromId(GetUserId(), false)),
				 errdetail("%s", detail),
				 errhint("Have a role do it that sees all rows.")));
}
