/*
 * catalog.h
 *
 * Names and oids of our relations.  The only place that knows which schema
 * they live in: customers.schema when set, else the extension's own.  All
 * names are returned schema-qualified and quoted; the search_path decides
 * nothing.
 */
#ifndef CUSTOMERS_CATALOG_H
#define CUSTOMERS_CATALOG_H

#include "postgres.h"

typedef enum CatalogRelation
{
	REL_CUSTOMERS,
	REL_GROUPS,
	REL_GROUP_MEMBERS,
	REL_SEGMENTS,
	REL_ORDERS,
	REL_PROFILES,
	REL_IMPORTS,
	REL_IMPORT_ROWS,
	REL_IMPORT_CREATED,
	REL_IMPORT_CHANGED,
	REL_IMPORT_DIFF,
	REL_IMPORT_ERRORS,
	REL_HEADER_SYNONYMS,
	REL_IMPORT_PRESETS,
	REL_SETTINGS,
	REL_ERASURES,
	REL_CONSENT_LOG,
	NUM_CATALOG_RELATIONS
} CatalogRelation;

/*
 * Schema of our relations.  Errors if it does not exist, or if customers.schema
 * names one that catalog_check_schema() refuses.
 */
extern Oid	catalog_schema(void);

/* Errors if a schema is PostgreSQL's own, or a temporary one. */
extern void catalog_check_schema(Oid schema);
extern const char *catalog_schema_name(void);

/* Schema of the extension's functions and types. */
extern Oid	catalog_extension_schema(void);

/* Unqualified name: "customers". */
extern const char *catalog_bare_name(CatalogRelation relation);

/* Qualified and quoted, in the current memory context: crm.customers */
extern char *catalog_name(CatalogRelation relation);

/* Oid, or InvalidOid if there is none (missing_ok), else an error. */
extern Oid	catalog_oid(CatalogRelation relation, bool missing_ok);

/* Same for one of our functions, in the extension's schema. */
extern char *catalog_function_name(const char *name);

/*
 * Refuses a relation whose owner is neither the caller, a role the caller
 * belongs to, the schema's owner nor a superuser.  Inside a SECURITY DEFINER
 * function, the owner of a schema that customers.schema names is not enough.
 */
extern void catalog_check_owner(Oid relation);

/* Would catalog_check_owner() let it pass? */
extern bool catalog_is_trusted(Oid relation);

/*
 * Errors unless the relation, of this oid, has the columns of setup.sql that
 * are read and written as what they are, each of its type.  What it found is
 * remembered until the relation changes.  It is one look, without a lock:
 * spi_value.h and stage.c look again at what they have before them.
 */
extern void catalog_check_columns(CatalogRelation relation, Oid oid);

/* Oid of the sequence behind customers.customer_id, or InvalidOid. */
extern Oid	catalog_customer_id_sequence(void);

#endif							/* CUSTOMERS_CATALOG_H */
