/*
 * created.h
 *
 * Keeps what a merge created, so that a revert knows which customers were edited
 * since.
 *
 * Staged cells and defaults that are the same for all rows tell the contents: these
 * defaults are kept with the import.  If triggers or volatile defaults write more,
 * a hash of each row is kept too.  SPI must be connected.
 */
#ifndef CUSTOMERS_CREATED_H
#define CUSTOMERS_CREATED_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/pg_list.h"
#include "utils/rel.h"

#include "merge/merge_rows.h"
#include "support/target.h"

/*
 * Before the new customers are inserted: keeps the defaults, and says whether
 * the customers must be hashed.
 */
extern bool created_keep_defaults(const MergeRows *rows);

/* At the end of the merge: keeps the hashes. */
extern void created_keep_hashes(const MergeRows *rows);

/* Does a change of the column count as an edit?  Not if generated, or updated_at. */
extern bool created_is_compared(Form_pg_attribute column);

/* Hash of the values of columns, given as SQL; as SQL, whatever the settings. */
extern char *created_hash_sql(char *const *values, int nvalues);

/* A column of customer c to be hashed, as SQL; NULL if there is none. */
extern char *created_column_sql(const Target *customers, const char *column);

/* ---- hashes that move on ---- */

/*
 * A later import may change customers who are hashed.  If a customer still had
 * their hash, nobody has edited them: they get a new hash after the change.  Else
 * the hash is deleted.
 */
typedef struct HashedList
{
	char	   *hash;			/* of customer c, as SQL; NULL: a column is gone */
	char	   *imports;		/* that hashed such columns, as a literal */
} HashedList;

/*
 * The lists of columns that are hashed; NIL = there are no hashes, or customers is
 * distributed and they cannot be computed.
 */
extern List *created_lists(void);

/* Was customer c, with s.hash of import s.creator, edited?  As SQL. */
extern char *created_edited_sql(List *lists);

/* Computes new hashes of these customers (bigint[]), who have just been written. */
extern void created_move_on(List *lists, Datum customer_ids);

/* Deletes the hashes of these customers. */
extern void created_forget(Datum customer_ids);

#endif							/* CUSTOMERS_CREATED_H */
