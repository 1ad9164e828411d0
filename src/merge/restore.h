/*
 * restore.h
 *
 * People who were erased, and whom an import or a save took in again
 * (restore_erased).
 */
#ifndef CUSTOMERS_RESTORE_H
#define CUSTOMERS_RESTORE_H

#include "postgres.h"

#include "merge/merge_write.h"

/*
 * The keys that these rows brought are no longer those of erased people.  To
 * be called when they are written; SPI connected.
 */
extern void restore_keys(const MergeRows *rows);

/*
 * An import is reverted: who left by that is an erased person again.  The
 * numbers of the import's fields; -1 = none.
 */
extern void restore_revert(int64 import_id, int identifier, int email);

#endif							/* CUSTOMERS_RESTORE_H */
