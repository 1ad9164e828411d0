/*
 * row_security.h
 *
 * What row-level security may hide from the caller in our tables.  PostgreSQL
 * leaves hidden rows out of every statement of ours; here is asked whether
 * there can be any, where a row that is not found means something.
 */
#ifndef CUSTOMERS_ROW_SECURITY_H
#define CUSTOMERS_ROW_SECURITY_H

#include "postgres.h"

#include "support/catalog.h"

/* Do policies restrict the caller?  Never with row_security = off. */
extern bool row_security_applies(CatalogRelation relation);

/*
 * Errors if rows of the relation may be hidden from the caller.  The detail
 * says what would go wrong: a sentence.
 */
extern void row_security_refuse(CatalogRelation relation, const char *detail);

#endif							/* CUSTOMERS_ROW_SECURITY_H */
