/*
 * purge.h
 *
 * Forgets how to revert old imports.
 */
#ifndef CUSTOMERS_PURGE_H
#define CUSTOMERS_PURGE_H

#include "postgres.h"

#include "utils/timestamp.h"

/*
 * Empties the staged rows of merged and reverted imports with which nothing
 * was done for so long; returns of how many.  SPI connected.
 */
extern int64 purge_imports(const Interval *older_than);

#endif							/* CUSTOMERS_PURGE_H */
