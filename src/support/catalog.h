/*
 * catalog.h
 *
 * Names and oids of our relations.  Only this file knows their schema:
 * customers.schema if set, else the extension's own.  The search_path is not used.
 */
#ifndef CUSTOMERS_CATALOG_H
#define CUSTOMERS_CATALOG_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/relcache.h"

#include "support/compat.h"

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
	REL_IMPORT_OPT_OUTS,
	REL_IMPORT_APPROVALS,
	REL_IMPORT_DIFF,
	REL_IMPORT_ERRORS,
	REL_HISTORY,
	REL_HEADER_SYNONYMS,
	REL_VALUE_WORDS,
	REL_CATEGORIES,
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

/* Errors if a schema belongs to PostgreSQL, or is temporary. */
extern void catalog_check_schema(Oid schema);
extern const char *catalog_schema_name(void);

/* Schema of the extension's functions and types. */
extern Oid	catalog_extension_schema(void);

/* Unqualified name: "customers". */
extern const char *catalog_bare_name(CatalogRelation relation);

/* Qualified and quoted, in the current memory context: crm.customers */
extern char *catalog_name(CatalogRelation relation);

/* The same, but without the schema if the search_path finds it. */
extern char *catalog_shown_name(CatalogRelation relation);

/*
 * Oid; if there is none, InvalidOid (missing_ok) or an error.  The relation is
 * locked (AccessShareLock) to the end of the transaction, so that its columns do
 * not change.
 */
extern Oid	catalog_oid(CatalogRelation relation, bool missing_ok);

/* The same in a given schema; InvalidOid if there is none. */
extern Oid	catalog_oid_in(CatalogRelation relation, Oid schema);

/* catalog_oid(), opened; for relation_close() with NoLock. */
extern Relation catalog_open(CatalogRelation relation);

/*
 * The view that stands for customers or orders in a schema where the table is an
 * application's own (customers_adopt(), customers_adopt_orders()); InvalidOid: the
 * table is ours.  All functions here take it for the relation.  Without a lock.
 */
extern Oid	catalog_stand_in(CatalogRelation relation, Oid schema);

/* Its name, qualified and quoted, whether or not there is one. */
extern char *catalog_stand_in_name(CatalogRelation relation);

/* A view that stands for customers or orders, in a schema. */
typedef struct CatalogStandIn
{
	CatalogRelation relation;
	Oid			view;
	Oid			schema;
	Oid			owner;			/* of the view */
} CatalogStandIn;

/*
 * All of them in the database, as CatalogStandIn *, in the current memory context.
 * Without a lock; costs next to nothing where there is none.
 */
extern List *catalog_stand_ins(void);

/*
 * The table that such a view shows; InvalidOid = the table, or a column that must be
 * there, is gone.
 */
extern Oid	catalog_stand_in_table(Oid view);

/* The same without a lock on the view, which may be gone: InvalidOid. */
extern Oid	catalog_stand_in_peek(Oid view);

/* The error of a list whose table is not there, or not what it was: why, in words. */
pg_noreturn extern void catalog_refuse_lost(const char *why);

/* Owner of a relation; InvalidOid if it does not exist. */
extern Oid	catalog_owner(Oid relation);

/* The same of customers. */
extern Oid	catalog_adopted(Oid schema);
extern char *catalog_adopted_name(void);

/*
 * The table that holds the rows: what such a view shows, locked likewise, else the
 * relation itself.  Errors if the view shows none (catalog_stand_in_table()).
 */
extern Oid	catalog_base(Oid relation);

/* Oid in a schema, or InvalidOid; without a lock. */
extern Oid	catalog_find(CatalogRelation relation, Oid schema);

/*
 * Locks customers and its partitions, groups, memberships, imports, settings and
 * erasures, in this order, to the end of the transaction.  Take a snapshot that is
 * kept after this call: to older ones, a table that ALTER TABLE has rewritten is
 * empty.  If the transaction has an older snapshot, that is a serialization
 * failure.  is_lost: there are no customers, so all but these.
 */
extern void catalog_lock_tables(bool is_lost);

/* Locks likewise the tables that foreign keys of customers refer to. */
extern void catalog_lock_referenced(void);

/* Qualified and quoted name of one of our functions. */
extern char *catalog_function_name(const char *name);

/* The same as the caller must write it: bare if the search_path finds its schema. */
extern char *catalog_shown_function(const char *name);

/*
 * Errors unless the relation's owner is the current user, a role that this user is
 * a member of, the schema's owner or a member of that role, or a superuser.  Inside
 * a SECURITY DEFINER function, the owner of a schema set by customers.schema is not
 * trusted.
 */
extern void catalog_check_owner(Oid relation);

/* Would catalog_check_owner() accept the relation? */
extern bool catalog_is_trusted(Oid relation);

/*
 * Errors unless the relation of this oid has the columns that our code depends on,
 * with their types.  The result is cached until the relation changes.  A relation
 * that is not locked may change afterwards: spi_value.h and stage.c check again.
 */
extern void catalog_check_columns(CatalogRelation relation, Oid oid);

#endif							/* CUSTOMERS_CATALOG_H */
