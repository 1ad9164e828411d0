/*
 * target.h
 *
 * The live table: ours, or one that an application has and customers_adopt() made the
 * customers of a schema.
 *
 * An adopted table is seen through an automatically updatable view, whose columns have
 * our names.  SQL names what catalog_name(REL_CUSTOMERS) gives, the view or our table.
 * Everything else that is asked of the live table (indexes, constraints, defaults,
 * triggers, its owner, its size) is asked of the table itself, here.
 */
#ifndef CUSTOMERS_TARGET_H
#define CUSTOMERS_TARGET_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "utils/rel.h"

/*
 * Where the consent to mail is kept.  A column of another type than boolean, or of the
 * opposite sense, is in the view twice: as what it says, by the name subscribed, which
 * cannot be written; and as it is, by one of the names below.
 */
typedef struct TargetConsent
{
	const char *name;			/* of the column that is written; NULL = there is none */
	Oid			type;			/* below a domain */
	bool		refuses;		/* it says who does not consent, or since when */
} TargetConsent;

#define TARGET_OWN_SUBSCRIBED "subscribed_own"
#define TARGET_OWN_UNSUBSCRIBED "unsubscribed_own"

typedef struct Target
{
	Relation	relation;		/* the table that holds the customers */
	Oid			named;			/* what SQL names: the table, or the view of it */
	TupleDesc	columns;		/* its columns, by the names that our SQL has for
								 * them, at their own numbers; those that it has no
								 * name for are as dropped; that of consent is a
								 * boolean */
	TargetConsent consent;
	bool		is_ours;
} Target;

/*
 * What the names begin with that the view has for columns that are no fields: they
 * decide which rows are customers (target_rows.h), or are times that new ones get.
 */
#define TARGET_FIXED "fixed."
#define TARGET_DELETED "deleted."
#define TARGET_STAMP "stamp."

/* Of adopted orders, the view's column that says whether the order counts. */
#define TARGET_IS_COUNTED "is_counted"

/* A regular expression of these names, as SQL. */
#define TARGET_NO_FIELD_SQL "'^(fixed|deleted|stamp)[.]'"

/* The time of now for a column without time zone: such are in UTC. */
#define TARGET_NOW_UTC "pg_catalog.timezone('UTC', pg_catalog.now())"

/* Is it the name of such a column? */
extern bool target_is_no_field(const char *name);

/*
 * The table, locked (AccessShareLock) to the end of the transaction.  Columns are in
 * the current memory context; they hold until target_close().
 */
extern Target target_open(void);

/* The same of what stands for customers in a schema (catalog_oid_in()). */
extern Target target_of(Oid customers);

/* The same of orders, which may be an application's, too. */
extern Target target_orders(void);

/* SQL, after what else is asked of order o: does it count?  "" = every order does. */
extern const char *target_and_counted(void);
extern void target_close(Target *target);

/* Number of a column by the name that our SQL has for it; InvalidAttrNumber = none. */
extern AttrNumber target_column(const Target *target, const char *name);

/* The name that our SQL has for a column of the table; NULL = none. */
extern const char *target_name(const Target *target, AttrNumber number);

/* The table's own name for a column of ours, in the current memory context; NULL = none. */
extern char *target_own_name(const Target *target, const char *name);

/* Has the live table a column for a field of ours, by this name? */
extern bool target_has(const char *name);

/* Has it a column of consent to mail? */
extern bool target_has_consent(void);

/* That column. */
extern TargetConsent target_consent(void);

/* Is the column, by our name, that of consent, and kept in another form than as a boolean? */
extern bool target_is_other_consent(const Target *target, const char *name);

/* Is it a name that the view gives to columns as they are? */
extern bool target_is_own_consent(const char *name);

/* Is it a time, rather than a yes or no? */
static inline bool
target_consent_is_time(const TargetConsent *consent)
{
	return consent->type == TIMESTAMPTZOID || consent->type == TIMESTAMPOID;
}

/* A customer_id of the table's own type, which may be a shorter one. */
extern int64 target_id(Datum value, Oid type);

/* The largest customer_id that its column can hold. */
extern int64 target_largest_id(void);

/* Oid of the table, locked likewise. */
extern Oid	target_table(void);

/* Its name, qualified and quoted, in the current memory context. */
extern char *target_table_name(void);

/* Is the table one of customers_setup()? */
extern bool target_is_ours(void);

/* Are its rows on several machines (distributed.h)?  Costs nothing where there is no citus. */
extern bool target_is_distributed(void);

/*
 * SQL of customers in the FROM of a statement that reads tables of this machine, too:
 * the live table; or, if that is distributed, those rows of it, c, that a condition
 * finds.  Citus reads these first, for it plans no subquery that depends on both.  In
 * the current memory context.
 */
extern char *target_found(const char *condition);

/* The same: the customers of import $1, by its rows and opt-outs. */
extern char *target_found_of_import(void);

/* The same: the customers of its opt-outs alone. */
extern char *target_found_of_opt_outs(void);

/* SELECT of the ids of the customers of import $1. */
extern char *target_ids_of_import(void);

/*
 * The same of a table that is beside customers, x: its rows of the customers whose ids a
 * SELECT yields, in its column.
 */
extern char *target_found_beside(const char *table, const char *column, const char *ids);

/* The same of memberships, with the names of their groups: customer_id, status, name. */
extern char *target_found_members(const char *ids);

/* What keeps a subquery of rows of this machine from being part of the statement on another. */
extern const char *target_fence(void);

/* May the current user read all columns of customers? */
extern bool target_is_readable(void);

/*
 * The sequence that numbers new customers, locked likewise: the one that customer_id
 * owns; of an adopted table, the one whose nextval() its default is.  InvalidOid if
 * there is none, or the default is more than that.
 */
extern Oid	target_id_sequence(void);

#endif							/* CUSTOMERS_TARGET_H */
