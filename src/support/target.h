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
#include "utils/rel.h"

typedef struct Target
{
	Relation	relation;		/* the table that holds the customers */
	TupleDesc	columns;		/* its columns, by the names that our SQL has for
								 * them, at their own numbers; those that it has no
								 * name for are as dropped */
	bool		is_ours;
} Target;

/*
 * The table, locked (AccessShareLock) to the end of the transaction.  Columns are in
 * the current memory context; they hold until target_close().
 */
extern Target target_open(void);

/* The same of what stands for customers in a schema (catalog_oid_in()). */
extern Target target_of(Oid customers);
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

/* A customer_id of the table's own type, which may be a shorter one. */
extern int64 target_id(Datum value, Oid type);

/* Oid of the table, locked likewise. */
extern Oid	target_table(void);

/* Is the table one of customers_setup()? */
extern bool target_is_ours(void);

/* May the current user read all columns of customers? */
extern bool target_is_readable(void);

/*
 * The sequence that numbers new customers, locked likewise: the one that customer_id
 * owns; of an adopted table, else the one that its default takes values from.
 * InvalidOid if there is none.
 */
extern Oid	target_id_sequence(void);

#endif							/* CUSTOMERS_TARGET_H */
