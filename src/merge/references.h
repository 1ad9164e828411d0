/*
 * references.h
 *
 * Which rows of other tables refer to the rows of a table of ours: by any
 * foreign key, whatever it does on DELETE.
 */
#ifndef CUSTOMERS_REFERENCES_H
#define CUSTOMERS_REFERENCES_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "support/catalog.h"

typedef struct Reference
{
	char	   *relation;		/* qualified and quoted */
	char	   *key_condition;	/* of a row x of it that refers to row c, as SQL */
	char	   *own;			/* of a row x that does not count; or NULL */
	char	   *complete;		/* no column of that key is NULL in x, as SQL */
	char	   *id_column;		/* column of x that holds customer_id, or NULL */
	bool		is_self;		/* x is a row of the same table */
	bool		is_enforced;	/* PostgreSQL sees to it that row c is there */
} Reference;

/*
 * The foreign keys to customers or customer_groups; to customers, orders as
 * well, which have none.  Neither a membership that import $1 made for a
 * customer counts, nor a row that refers to itself.
 * SPI must be connected.
 *
 * Errors if the caller cannot see all rows of such a table: what it does not
 * see, it would take for not there.
 */
extern List *references_load(CatalogRelation table);

/* The condition of a row x that refers to row c, and counts. */
extern char *reference_counts(const Reference *reference);

/* "NOT EXISTS ..." for each of them, joined by AND, over row c; "true" if none. */
extern char *references_none(List *references);

#endif							/* CUSTOMERS_REFERENCES_H */
