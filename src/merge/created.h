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

/*
 * The name by which a column of the live table is kept with an import, in the current
 * memory context: ours, or a point and its own name where an adopted table has it beside.
 * NULL: a change of it does not count as an edit (generated, updated_at), or the current
 * user may not read it.
 */
extern char *created_column_name(const Target *customers, AttrNumber number);

/* Hash of the values of columns, given as SQL; as SQL, whatever the settings. */
extern char *created_hash_sql(char *const *values, int nvalues);

/*
 * A column of customer c by that name, as SQL; NULL if there is none.  SQL of such
 * columns goes through created_whole_sql().
 */
extern char *created_column_sql(const Target *customers, const char *name);

/* The same, but dates and times as numbers, whose texts depend on settings. */
extern char *created_hashed_sql(const Target *customers, const char *name);

/*
 * SQL over customer c that also reads columns which an adopted table has beside: in the
 * row of the table itself.
 */
extern char *created_whole_sql(const Target *customers, const char *sql);

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
