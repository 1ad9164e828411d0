/*
 * setup.h
 *
 * Creates our relations, and brings those of an older release to this one.
 */
#ifndef CUSTOMERS_SETUP_H
#define CUSTOMERS_SETUP_H

#include "postgres.h"

/*
 * Every entry point's first call.  Makes sure that our relations exist, are
 * ours and are of this release; runs the setup when they are missing.  Cheap
 * when all is well.  SPI must be connected.
 */
extern void setup_ensure(void);

/* The same for what is going to write: says why it cannot, where it cannot. */
extern void setup_ensure_writable(void);

/*
 * customers_setup(): creates or migrates; says in words what it did.  New
 * customers are divided by hash of their id into so many partitions, if any.
 */
extern char *setup_run(int partitions);

#endif							/* CUSTOMERS_SETUP_H */
