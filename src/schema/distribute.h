/*
 * distribute.h
 *
 * The relations of a schema on several machines, by the extension citus.
 *
 *		customers, customer_group_members, customer_orders		by customer_id
 *		customer_groups											a copy on each machine
 *		all others												stay where they are
 *
 * An adopted table is not distributed, nor a distributed one adopted: it is written through
 * a view, and citus writes through none.
 */
#ifndef CUSTOMERS_DISTRIBUTE_H
#define CUSTOMERS_DISTRIBUTE_H

#include "postgres.h"

#include "support/srf.h"

/*
 * Distributes what is not distributed yet; a row a thing done: relation, note (rows may
 * be NULL).  shards is how many parts each table gets, 0 = as citus.shard_count says.
 * SPI must be connected.
 *
 * Errors: citus is not installed; a table has what citus cannot keep, by name; the role
 * does not own the tables.
 */
extern void distribute_run(int shards, SrfRows *rows);

/* Brings back what distribute_run() has distributed, and what it has replaced. */
extern void distribute_undo(SrfRows *rows);

#endif							/* CUSTOMERS_DISTRIBUTE_H */
