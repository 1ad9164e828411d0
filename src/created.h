/*
 * created.h
 *
 * What new customers are like when a merge has made them, so that its undo
 * knows who was edited since.
 *
 * Where the staged cells and defaults that are the same for all rows say it,
 * these defaults are kept with the import; where triggers or volatile defaults
 * write more, a hash of each row is kept, too.  SPI must be connected.
 */
#ifndef CUSTOMERS_CREATED_H
#define CUSTOMERS_CREATED_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "merge_write.h"

/*
 * Before the new customers are inserted: keeps the defaults, and says whether
 * the customers must be hashed.
 */
extern bool created_keep_defaults(const MergeRows *rows);

/* At the end of the merge: keeps the hashes. */
extern void created_keep_hashes(const MergeRows *rows);

/* Is it a column by which an edit shows?  Computed ones and updated_at are not. */
extern bool created_is_compared(Form_pg_attribute column);

/* Hash of the values of columns, given as SQL; as SQL, for pinned text settings. */
extern char *created_hash_sql(char *const *values, int nvalues);

/* Column of customer c, as SQL. */
extern char *created_column_sql(const char *column);

#endif							/* CUSTOMERS_CREATED_H */
