/*
 * takers.c
 *
 *		customers whose rows were corrected -> rows that would take their addresses
 *			-> judged as the rows are now; those that come out otherwise
 *			-> recheck.c -> written -> their customers, and so on
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"

#include "correct/recheck.h"
#include "correct/staged_write.h"
#include "correct/takers.h"
#include "correct/takers.sql.h"
#include "field/key_sql.h"
#include "import/taker.h"
#include "support/int8_array.h"
#include "support/sql_text.h"

/* Longest chain of customers that is followed; a merge notices what is left. */
#define MAX_ROUNDS 100

typedef struct Retaking
{
	Recheck    *recheck;
	int			nrows;
} Retaking;

/* Copies of the rows, not assessed. */
static StagedRow **
copy_rows(StagedRow **rows, int nrows)
{
	StagedRow  *copies = palloc(Max(nrows, 1) * sizeof(StagedRow));
	StagedRow **result = palloc(Max(nrows, 1) * sizeof(StagedRow *));

	for (int i = 0; i < nrows; i++)
	{
		copies[i] = *rows[i];
		copies[i].record = (Record) {.source = &copies[i].source};
		result[i] = &copies[i];
	}
	return result;
}

/* Is what the row has been judged now not what is staged? */
static bool
is_otherwise(const StagedRow *row)
{
	bool		writes = row->record.action == RECORD_CREATE || row->record.action == RECORD_UPDATE;

	if (!row->record.is_taker)
		return false;
	if (!row->is_current && !(row->record.matched && row->record.customer_id == row->customer_id))
		return false;			/* its cells are not known any more */
	if (row->is_duplicate)
		return !writes;
	return row->record.action != row->action;
}

/* Judges rows by who gives addresses up now. */
static void
on_may_take(void *state, StagedRow **rows, int nrows)
{
	Retaking   *retaking = state;
	StagedImport *import = recheck_import(retaking->recheck);
	StagedRow **without = copy_rows(rows, nrows),
			  **with = copy_rows(rows, nrows);

	staged_assess(import, rows, nrows);
	staged_assess_given(import, without, nrows, false);
	staged_assess_given(import, with, nrows, true);
	for (int i = 0; i < nrows; i++)
	{
		if (!is_otherwise(rows[i]))
			continue;
		recheck_before(retaking->recheck, without[i]);
		recheck_before(retaking->recheck, with[i]);
		recheck_after(retaking->recheck, rows[i]);
		retaking->nrows++;
	}
}

/* Judges the rows that would take an address of these customers; false if none changes. */
static bool
retake(StagedImport *import, Datum customers)
{
	Retaking	retaking = {recheck_create(import), 0};
	Oid			type = INT8ARRAYOID;

	staged_scan(import, sql_text(takers_sql, "may take", "email", sql_number(import->map->email + 1),
								 "live", key_sql_folded(KEY_EMAIL, "c."), NULL),
				1, &type, &customers, on_may_take, &retaking);
	if (retaking.nrows == 0)
		return false;
	recheck_run(retaking.recheck, NULL);
	return true;
}

void
takers_recheck(StagedImport *import)
{
	Datum		customers;

	for (int i = 0; i < MAX_ROUNDS && import->corrected != NULL; i++)
	{
		CHECK_FOR_INTERRUPTS();
		customers = makeArrayResult(import->corrected, import->context);
		import->corrected = NULL;
		if (!retake(import, customers))
			return;
	}
}
