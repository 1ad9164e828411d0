/*
 * adopt_table.h
 *
 * What adopting a table of customers and one of orders have in common: may the table be
 * adopted, the option columns, and the result.
 */
#ifndef CUSTOMERS_ADOPT_TABLE_H
#define CUSTOMERS_ADOPT_TABLE_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "support/catalog.h"
#include "support/srf.h"
#include "support/subxact.h"

/* What columns says of one column; field NULL = that it is none. */
typedef void (*AdoptTableGive) (void *state, const char *name, const char *field);

/* Name of a relation, qualified and quoted, in the current memory context. */
extern char *adopt_table_name(Oid relation);

/*
 * Runs adopt with its state, under the lock of a setup, and undoes it where it was only
 * tried (dry_run).  Errors unless it is an ordinary or partitioned table of an
 * application and the current role may do what its owner may; rows, in words, are what
 * its rows would be, why a sentence.
 */
extern void adopt_table_run(Oid table, const char *rows, const char *why, bool dry_run, SubxactWork adopt, void *state);

/* Errors unless the current role may do what its owner may; why, as a sentence. */
extern void adopt_table_check_role(Oid table, const char *why);

/*
 * Reads the option columns (NULL = nothing), pair by pair; errors if it is no object of
 * names and nulls.
 */
extern void adopt_table_read(Jsonb *columns, AdoptTableGive give, void *state);

/* Errors if the view that stands for the relation is not trusted (catalog_stand_in()). */
extern void adopt_table_check_trusted(CatalogRelation relation);

/*
 * Gives the views that are made of adopted tables to the owner of our relations, if that
 * role may have them: event triggers act as their owner (adopt_ddl.h).
 */
extern void adopt_table_hand_over(Oid table);

/* Errors if others have views on the view: it may have to be dropped. */
extern void adopt_table_check_unused(Oid view);

/* Adds a row to the result: column_name, type, field, note, each NULL if there is none. */
extern void adopt_table_put(SrfRows *rows, const char *column, const char *type, const char *field,
							const char *note);

#endif							/* CUSTOMERS_ADOPT_TABLE_H */
