/*
 * distributed.h
 *
 * Tables whose rows are on several machines, by the extension citus.
 */
#ifndef CUSTOMERS_DISTRIBUTED_H
#define CUSTOMERS_DISTRIBUTED_H

#include "postgres.h"

/* Is citus installed in this database?  Costs a look into the catalog cache. */
extern bool distributed_is_possible(void);

/*
 * Is this another machine than the one that knows all of the rows?  A function in a query
 * over a distributed table runs where the rows are.
 */
extern bool distributed_is_worker(void);

/*
 * Are the rows of the table spread over machines by a column?  Not those of a
 * reference table, of which each machine has a copy.
 */
extern bool distributed_table(Oid table);

/* The column that says where a row is; InvalidAttrNumber if the table is not distributed. */
extern AttrNumber distributed_column(Oid table);

/* In how many parts the rows are; 0 if the table is not distributed. */
extern int	distributed_parts(Oid table);

/* Does citus know the table, as a distributed or a reference table? */
extern bool distributed_is_known(Oid table);

#endif							/* CUSTOMERS_DISTRIBUTED_H */
