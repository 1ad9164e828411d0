/*
 * merge_rows.h
 *
 * The rows that are written by a merge or a save.
 */
#ifndef CUSTOMERS_MERGE_ROWS_H
#define CUSTOMERS_MERGE_ROWS_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"
#include "merge/merge_sql.h"
#include "support/compat.h"

/* Rows to be written, and the parameters of the statements over them. */
typedef struct MergeRows
{
	MergeFields fields;
	int			nparams;
	Oid			types[2];
	Datum		params[2];
	char		nulls[2];		/* 'n' or ' ', as SPI takes them */
	int64		created;		/* so many are new customers */
	int64		changed;		/* and so many change one */
	List	   *hashed_lists;	/* see created.h */
	Datum		intact;			/* hashed customers that were changed, and not edited
								 * before: bigint[] */
} MergeRows;

#endif							/* CUSTOMERS_MERGE_ROWS_H */
