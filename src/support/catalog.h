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

#include "utils/relcache.h"

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
	REL_IMPORT_SECRETS,
	REL_IMPORT_CREATED,
	REL_IMPORT_CHANGED,
	REL_IMPORT_DIFF,
	REL_IMPORT_ERRORS,
	REL_HEADER_SYNONYMS,
	REL_VALUE_WORDS,
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

/* The same, but without the schema where the caller need not write it. */
extern char *catalog_shown_name(CatalogRelation relation);

/*
 * Oid, or InvalidOid if there is none (missing_ok), else an error.  The relation
 * is locked (AccessShareLock) to the end of the transaction, so that what is
 * looked up of its columns from here on stays true.
 */
extern Oid	catalog_oid(CatalogRelation relation, bool missing_ok);

/* The same of a schema that may be another; InvalidOid if there is none. */
extern Oid	catalog_oid_in(CatalogRelation relation, Oid schema);

/* catalog_oid(), opened; for relation_close() with NoLock. */
extern Relation catalog_open(CatalogRelation relation);

/* Oid in a schema, or InvalidOid, as of this moment: nothing is locked. */
extern Oid	catalog_find(CatalogRelation relation, Oid schema);

/*
 * Locks the tables that calls read under a snapshot they hold, in one order, to
 * the end of the transaction: customers, its partitions, groups, memberships,
 * imports, settings, erasures.  A snapshot that is to be read under must be
 * taken after it: an ALTER TABLE that rewrites a table leaves nothing for older
 * ones to see.  Where the transaction keeps to an older one, such a table is a
 * serialization failure.
 */
extern void catalog_lock_tables(void);

/* Likewise the tables that foreign keys of customers refer to. */
extern void catalog_lock_referenced(void);

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
 * remembered until the relation changes.  Of relations that catalog_lock_tables()
 * does not lock it is one look: spi_value.h and stage.c look again at what they
 * have before them.
 */
extern void catalog_check_columns(CatalogRelation relation, Oid oid);

/* Oid of the sequence behind customers.customer_id, locked likewise, or InvalidOid. */
extern Oid	catalog_customer_id_sequence(void);

#endif							/* CUSTOMERS_CATALOG_H */
