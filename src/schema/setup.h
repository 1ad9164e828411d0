/*
 * setup.h
 *
 * Creates our relations, and migrates those of an older release.
 */
#ifndef CUSTOMERS_SETUP_H
#define CUSTOMERS_SETUP_H

#include "postgres.h"

/*
 * The first call of every entry point.  Makes sure that our relations exist, are
 * ours and are of this release, and runs the setup if not; locks the tables
 * (catalog_lock_tables()).  Cheap if there is nothing to do.  SPI must be
 * connected.
 */
extern void setup_ensure(void);

/* The same for an entry point that writes; errors in a read-only transaction. */
extern void setup_ensure_writable(void);

/*
 * The same for an entry point that is about imports alone: the table that is adopted may
 * be gone, or without its key.
 */
extern void setup_ensure_imports(void);
extern void setup_ensure_imports_writable(void);

/*
 * customers_setup(): creates or migrates; returns a message of what it did.  A new
 * table customers gets so many hash partitions by customer_id; 0 = none.
 */
extern char *setup_run(int partitions);

/*
 * Creates what is missing but a table customers, and what is about it: one is going to
 * be adopted.
 */
extern void setup_run_beside(void);

/* Waits for a setup of the same schema that is under way, to the end of the transaction. */
extern void setup_lock(void);

#endif							/* CUSTOMERS_SETUP_H */
