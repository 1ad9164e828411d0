/*
 * references.h
 *
 * Finds the foreign keys that refer to a table of ours, whatever their ON DELETE.
 */
#ifndef CUSTOMERS_REFERENCES_H
#define CUSTOMERS_REFERENCES_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "support/catalog.h"

typedef struct Reference
{
	char	   *relation;		/* qualified and quoted */
	char	   *key_condition;	/* SQL: row x of it refers to row c */
	char	   *own;			/* SQL: row x does not count; or NULL */
	char	   *complete;		/* SQL: no column of the key is NULL in x */
	char	   *id_column;		/* column of x that holds customer_id, or NULL */
	bool		is_self;		/* x is a row of the same table */
	bool		is_enforced;	/* PostgreSQL enforces the reference */
} Reference;

/*
 * The foreign keys to customers or customer_groups; for customers, also orders,
 * which have no foreign key; for groups, also memberships that are distributed.  Memberships that import $1 created, and rows that
 * refer to themselves, do not count.  SPI must be connected.
 *
 * Errors if the caller may not see all rows of such a table.
 */
extern List *references_load(CatalogRelation table);

/* SQL: row x refers to row c, and counts. */
extern char *reference_counts(const Reference *reference);

/* "NOT EXISTS ..." for each of them, joined by AND, over row c; "true" if none. */
extern char *references_none(List *references);

#endif							/* CUSTOMERS_REFERENCES_H */
