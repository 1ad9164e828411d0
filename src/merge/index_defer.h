/*
 * index_defer.h
 *
 * Building the indexes of a table once, after a load, instead of row by row.
 */
#ifndef CUSTOMERS_INDEX_DEFER_H
#define CUSTOMERS_INDEX_DEFER_H

#include "postgres.h"

#include "access/attnum.h"
#include "nodes/pg_list.h"

/*
 * Puts the indexes of a table out of use for the rest of the transaction, or
 * until index_rebuild().  Returns their oids; NIL if it may not be done: the
 * table is not the caller's own, is partitioned, somebody else holds it, or
 * something depends on its indexes meanwhile.  empty: a column that the load leaves
 * empty, or InvalidAttrNumber.
 */
extern List *index_defer(Oid table, AttrNumber empty);

/*
 * Builds them from the table as it is now, and puts them back in use.  A key
 * that is not unique is an error (ERRCODE_UNIQUE_VIOLATION), as at any insert.
 */
extern void index_rebuild(List *indexes);

#endif							/* CUSTOMERS_INDEX_DEFER_H */
