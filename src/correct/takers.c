/*
 * takers.c
 *
 *		customers whose rows were corrected -> takers of their addresses, takers of these
 *			takers' addresses, ... -> who gets one (handover.h)
 *			-> rows that come out otherwise -> recheck.c -> written
 *			-> customers of what was written, and so on
 *		at last, takers of the addresses of all of them -> what goes with an address
 *			(handed_no.h)
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/hsearch.h"

#include "correct/recheck.h"
#include "correct/staged_write.h"
#include "correct/takers.h"
#include "correct/takers.sql.h"
#include "field/key_sql.h"
#include "import/handed_no.h"
#include "import/taker.h"
#include "support/int8_array.h"
#include "support/sql_text.h"

/* Rounds of corrections that follow from corrections; a merge notices what is left. */
#define MAX_ROUNDS 100

typedef struct Retaking
{
	StagedImport *import;
	Handover   *handover;
	Handover   *hoped;			/* the same, as long as nobody is left out: by it an
								 * import finds duplicates */
	HTAB	   *customers;		/* int64: whose address may be given up */
	HTAB	   *lines;			/* int64: of the takers */
	Recheck    *recheck;
	bool		any;			/* row to be judged again */
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
is_otherwise(const StagedImport *import, const StagedRow *row)
{
	const Record *record = &row->record;
	bool		writes = record->action == RECORD_CREATE || record->action == RECORD_UPDATE;
	RecordAction action = staged_loses_email(import, row) ? RECORD_REJECT : record->action;

	if (!row->is_current && !(row->record.matched && row->record.customer_id == row->customer_id))
		return false;			/* its cells are not known any more */
	if (row->is_duplicate)
		return !writes;
	return action != row->action ||
		(action == RECORD_REJECT && row->customer_id != (record->matched ? record->customer_id : 0));
}

/* Judges takers by who gives addresses up now: which others they duplicate, too. */
static void
on_taker(void *state, StagedRow **rows, int nrows)
{
	Retaking   *retaking = state;
	StagedRow **without = copy_rows(rows, nrows),
			  **with = copy_rows(rows, nrows);

	staged_assess(retaking->import, rows, nrows);
	staged_assess_given(retaking->import, without, nrows, false);
	staged_assess_given(retaking->import, with, nrows, true);
	for (int i = 0; i < nrows; i++)
	{
		if (!rows[i]->record.is_taker)
			continue;
		retaking->any = true;
		if (is_otherwise(retaking->import, rows[i]))
		{
			recheck_before(retaking->recheck, without[i]);
			recheck_before(retaking->recheck, with[i]);
			recheck_after(retaking->recheck, rows[i]);
		}
		else
			recheck_again(retaking->recheck, rows[i]);
	}
}

/* ---- who are they? ---- */

static HTAB *
create_set(void)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = CurrentMemoryContext};

	return hash_create("customers takers", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

/* Adds a number to a set; false if it is there. */
static bool
add_to_set(HTAB *set, int64 number)
{
	bool		found;

	hash_search(set, &number, HASH_ENTER, &found);
	return !found;
}

/* The numbers of a set, as int8[]. */
static Datum
set_array(HTAB *set)
{
	Datum	   *numbers = palloc(Max(hash_get_num_entries(set), 1) * sizeof(Datum));
	HASH_SEQ_STATUS scan;
	int64	   *number;
	int			n = 0;

	hash_seq_init(&scan, set);
	while ((number = hash_seq_search(&scan)) != NULL)
		numbers[n++] = Int64GetDatum(*number);
	return int8_array(numbers, n);
}

/* Takes the takers of the customers' addresses, whose own ones may be taken then. */
static void
on_may_take(void *state, StagedRow **rows, int nrows)
{
	Retaking   *retaking = state;

	staged_find_takers(retaking->import, rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		const Record *record = &rows[i]->record;

		if (!record->is_taker || hash_search(retaking->customers, &record->bearers[KEY_EMAIL].first, HASH_FIND, NULL) == NULL ||
			!add_to_set(retaking->lines, rows[i]->source.line))
			continue;
		handover_add(retaking->handover, record, rows[i]->is_duplicate);
		handover_add(retaking->hoped, record, false);
		if (taker_customer(record) != 0)
			add_to_set(retaking->customers, taker_customer(record));
	}
}

/* Finds all takers, round by round, as long as there are more customers. */
static void
find_takers(Retaking *retaking)
{
	StagedImport *import = retaking->import;
	Oid			type = INT8ARRAYOID;
	long		ncustomers = 0,
				nlines = -1;

	while (hash_get_num_entries(retaking->customers) > ncustomers && hash_get_num_entries(retaking->lines) > nlines)
	{
		Datum		customers = set_array(retaking->customers);

		ncustomers = hash_get_num_entries(retaking->customers);
		nlines = hash_get_num_entries(retaking->lines);
		staged_scan(import, sql_text(takers_sql, "may take", "email", sql_number(import->map->email + 1),
									 "live", key_sql_folded(KEY_EMAIL, "c."), NULL),
					1, &type, &customers, on_may_take, retaking);
	}
}

/* Notes what becomes of takers who get what is given up. */
static void
on_settled(void *state, StagedRow **rows, int nrows)
{
	const Retaking *retaking = state;
	Record	  **records = palloc(Max(nrows, 1) * sizeof(Record *));

	staged_assess(retaking->import, rows, nrows);
	for (int i = 0; i < nrows; i++)
		records[i] = &rows[i]->record;
	handover_staged(retaking->handover, records, nrows);
}

/* Decides who gives an address up: not a taker that is rejected for something else. */
static void
settle(Retaking *retaking, Datum lines)
{
	Oid			type = INT8ARRAYOID;

	handover_settle(retaking->hoped);
	handover_settle(retaking->handover);
	retaking->import->handover = retaking->hoped;
	staged_scan(retaking->import, sql_line_among("r.line", "$2"), 1, &type, &lines, on_settled, retaking);
	handover_drop_rejected(retaking->handover);
	retaking->import->handover = retaking->handover;
}

/*
 * The takers of addresses of these customers (int8), and of theirs, settled; their lines
 * (int8[]) are the result, (Datum) 0 if there are none.  Empties the list.  The import
 * judges by this handover until the caller takes it away.
 */
static Datum
settle_takers(Retaking *retaking, ArrayBuildState **customers)
{
	int			n;
	Datum	   *elements = int8_array_elements(DatumGetArrayTypeP(makeArrayResult(*customers, CurrentMemoryContext)), &n);
	Datum		lines;

	*customers = NULL;
	retaking->handover = handover_create(retaking->import->import_id, retaking->import->map);
	retaking->hoped = handover_create(retaking->import->import_id, retaking->import->map);
	retaking->customers = create_set();
	retaking->lines = create_set();
	for (int i = 0; i < n; i++)
		add_to_set(retaking->customers, DatumGetInt64(elements[i]));
	find_takers(retaking);
	if (hash_get_num_entries(retaking->lines) == 0)
		return (Datum) 0;
	lines = set_array(retaking->lines);
	settle(retaking, lines);
	return lines;
}

/* Judges the takers of the corrected customers' addresses; false if none changes. */
static bool
retake(StagedImport *import)
{
	Retaking	retaking = {.import = import, .recheck = recheck_create(import)};
	Datum		lines = settle_takers(&retaking, &import->corrected);
	Oid			type = INT8ARRAYOID;
	bool		wrote;

	if (lines == (Datum) 0)
		return false;
	import->handover = retaking.hoped;
	import->remaining = retaking.handover;
	staged_scan(import, sql_line_among("r.line", "$2"), 1, &type, &lines, on_taker, &retaking);
	wrote = retaking.any && recheck_run(retaking.recheck, NULL);
	import->handover = import->remaining = NULL;
	return wrote;
}

/* ---- what goes with an address ---- */

/* Writes rows anew, without the no that came with their address. */
static void
on_stale(void *state, StagedRow **rows, int nrows)
{
	staged_assess(state, rows, nrows);
	staged_write(state, rows, nrows);
}

/* Unsubscribes who gets an address that says no now, and not who does not any more. */
static void
hand_noes(StagedImport *import)
{
	Retaking	retaking = {.import = import};
	Datum		lines = settle_takers(&retaking, &import->concerned);
	Oid			type = INT8ARRAYOID;

	if (lines == (Datum) 0)
		return;
	for (int i = 0; i < MAX_ROUNDS; i++)
	{
		Datum		stale = handed_no_stale(import->import_id, import->map, lines);

		if (stale == (Datum) 0)
			break;
		staged_scan(import, sql_line_among("r.line", "$2"), 1, &type, &stale, on_stale, import);
		staged_hear_opt_outs(import);
	}
	import->handover = NULL;
	staged_count_changes(import, lines, -1);
	handed_no_impose(import->import_id, import->map, lines);
	staged_count_changes(import, lines, 1);
}

void
takers_recheck(StagedImport *import)
{
	for (int i = 0; i < MAX_ROUNDS && import->corrected != NULL; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!retake(import))
			break;
	}
	if (import->concerned != NULL)
		hand_noes(import);
}
