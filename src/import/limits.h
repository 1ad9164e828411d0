/*
 * limits.h
 *
 * Does an import change too much?  Its file is wrong more often than the world is.
 *
 *		customer_imports.changes and its counts
 *			-> the limits: the option, the setting, the defaults; under a preset what
 *			   its last merged import changed, and half as much again
 *			-> HeldReason -> customer_imports.held
 *
 * It is asked when the import is staged, after each correction, and again at the merge.
 */
#ifndef CUSTOMERS_LIMITS_H
#define CUSTOMERS_LIMITS_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/array.h"

#include "field/options.h"

/* Shares count from so many customers, or records, on. */
#define LIMITS_FROM 20

/* Errors if the option limits names a field that is none.  SPI must be connected. */
extern void limits_require_fields(const ImportOptions *options);

/*
 * Holds a staged import to its limits, as the customers are now, and writes the reasons
 * for which it is held.  Returns all of them: a list of HeldReason, with examples.  SPI
 * must be connected.
 */
extern List *limits_settle(int64 import_id);

/* Has a field a limit?  Else it may change for all.  SPI must be connected. */
extern bool limits_hold(const ImportOptions *options, const char *field);

/*
 * The share of customers that a field may change for without a word, as it did in the
 * last import that was merged under the preset (NULL: with the same header; NULL: none);
 * 0 = there is none.
 */
extern double limits_last_share(const char *preset, ArrayType *header, const char *field);

#endif							/* CUSTOMERS_LIMITS_H */
