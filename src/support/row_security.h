/*
 * row_security.h
 *
 * Can row-level security hide rows of our tables from the current user?  To be
 * checked if a row that is not found matters: PostgreSQL leaves hidden rows out of
 * all our statements.
 */
#ifndef CUSTOMERS_ROW_SECURITY_H
#define CUSTOMERS_ROW_SECURITY_H

#include "postgres.h"

#include "support/catalog.h"

/* Do policies restrict the current user?  Never with row_security = off. */
extern bool row_security_applies(CatalogRelation relation);

/*
 * Errors if rows of the relation may be hidden from the current user.  The detail
 * is a sentence that says what would go wrong.
 */
extern void row_security_refuse(CatalogRelation relation, const char *detail);

#endif							/* CUSTOMERS_ROW_SECURITY_H */
