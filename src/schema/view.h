/*
 * view.h
 *
 * Views that setup has created.  They are replaced only if they differ: replacing
 * a view waits for its readers and blocks them.
 */
#ifndef CUSTOMERS_VIEW_H
#define CUSTOMERS_VIEW_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/* The query of a CREATE VIEW statement, analyzed; takes AccessShareLock on what it reads. */
extern Query *view_query(const char *create);

/*
 * Is the relation a view with the query of a CREATE VIEW statement and with
 * security_invoker?  Takes AccessShareLock on it, and on what the statement reads,
 * until the transaction ends.
 *
 * Errors: those of analyzing the statement's query.
 */
extern bool view_is(Oid view, const char *create);

/*
 * Renames columns of the view customer_profiles after those of customers, which
 * CREATE OR REPLACE VIEW cannot do.  Does nothing if there is no view.  SPI must
 * be connected.
 */
extern void view_rename_columns(void);

#endif							/* CUSTOMERS_VIEW_H */
