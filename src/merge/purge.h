/*
 * purge.h
 *
 * Deletes the staged rows and journals of old imports.
 */
#ifndef CUSTOMERS_PURGE_H
#define CUSTOMERS_PURGE_H

#include "postgres.h"

#include "utils/timestamp.h"

/*
 * Purges merged and reverted imports that are older than this: they can no longer
 * be reverted.  Returns how many.  SPI must be connected.
 */
extern int64 purge_imports(const Interval *older_than);

#endif							/* CUSTOMERS_PURGE_H */
