/*
 * restore.h
 *
 * Erased people whom an import or a save stores again (option restore_erased).
 */
#ifndef CUSTOMERS_RESTORE_H
#define CUSTOMERS_RESTORE_H

#include "postgres.h"

#include "merge/merge_write.h"

/*
 * Deletes the hashes of the keys of these rows.  Call it when they are written; SPI
 * must be connected.
 */
extern void restore_keys(const MergeRows *rows);

/*
 * Inserts the hashes again of people whom the revert of an import has deleted.
 * identifier and email are indexes of the import's fields; -1 = none.
 */
extern void restore_revert(int64 import_id, int identifier, int email);

#endif							/* CUSTOMERS_RESTORE_H */
