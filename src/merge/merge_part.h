/*
 * merge_part.h
 *
 * The changed customers of a distributed table, in parts that are on few machines.
 *
 * Citus sends the rows of a statement on this machine to all parts of a table: each
 * reads all of them.  What is written of a part is sent to that alone.
 */
#ifndef CUSTOMERS_MERGE_PART_H
#define CUSTOMERS_MERGE_PART_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "merge/merge_rows.h"

/*
 * A list of MergeRows, in the current memory context: the changed rows of an import.  One
 * where the table is not distributed, or they are few.
 */
extern List *merge_parts(const MergeRows *rows);

#endif							/* CUSTOMERS_MERGE_PART_H */
