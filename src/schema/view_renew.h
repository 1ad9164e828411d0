/*
 * view_renew.h
 *
 * Views of ours whose columns change, or whose table is about to, without losing what
 * others have on them: their grants, and views of their own.
 */
#ifndef CUSTOMERS_VIEW_RENEW_H
#define CUSTOMERS_VIEW_RENEW_H

#include "postgres.h"

#include "nodes/pg_list.h"

/*
 * Replaces a view by one of the same columns that reads nothing, so that what it has
 * shown can change.  Whoever reads it gets an error: why, a whole sentence, which is
 * the view's comment, too.  SPI must be connected, here and below.
 */
extern void view_renew_stub(Oid view, const char *why);

/* Does anything else depend on the view, as one of the application's? */
extern bool view_renew_is_used(Oid view);

/*
 * Drops a view (InvalidOid = there is none) if CREATE OR REPLACE VIEW cannot make it
 * what the statement says, as its columns are others; returns its grants, for
 * view_renew_grant() once the statement has run, in the current memory context.  Errors
 * if other views depend on it.
 */
extern List *view_renew_make_way(Oid view, const char *create);

/* Grants on a new view what was granted on the old one; view: its name, quoted. */
extern void view_renew_grant(const char *view, const List *grants);

/* All of it: makes a view, in place of the one that there is. */
extern void view_renew(Oid view, const char *name, const char *create);

#endif							/* CUSTOMERS_VIEW_RENEW_H */
