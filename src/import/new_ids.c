/*
 * new_ids.c
 *
 * nextval() costs as much as the rest of a new row's matching.  While nobody
 * else has used the sequence in an open transaction, a lock that excludes
 * them for a moment lets one nextval() and one setval() reserve a whole run
 * of ids; else they are taken one by one.  Sequences are not transactional, so
 * neither is this lock: it is released as soon as the sequence has moved.
 *
 * Ids that were given by hand may lie ahead of the sequence; it steps over those
 * that come in its way.
 *
 * An adopted table may number its rows in another way: by its default (id_default.h).
 *
 * A file may bring ids for new customers (unknown_ids => 'create').  Before a
 * batch takes ids of the sequence, that is moved past those the batch brings;
 * an id that it brings later than the sequence gave it out is remembered, and
 * the other customer's is changed at the end.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_sequence.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "import/id_default.h"
#include "import/live.h"
#include "import/new_ids.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/subxact.h"
#include "support/target.h"

/* Too few ids for a reservation to pay. */
#define RESERVE_MIN 8

/* Ids among which one step looks for live ones. */
#define STEP_IDS 100000

struct NewIds
{
	MemoryContext context;
	int64		import_id;
	Oid			sequence;		/* InvalidOid: none */
	IdDefault  *from_default;	/* in its place; NULL: none */
	int64		largest;		/* that the column holds */
	bool		is_short;		/* a sequence may come to its end */
	bool		counts_down;
	bool		has_taken;		/* then the last one is: */
	int64		last_taken;
	int64		largest_live;	/* -1 = not looked at yet */
	int64		first_given;	/* the sequence gave ids between these two */
	int64		last_given;
	int64		largest_brought;
	Datum	   *met_ids;		/* brought, though perhaps given before */
	Datum	   *met_lines;		/* by these lines */
	int			nmet;
	int			maxmet;
};

NewIds *
new_ids_create(int64 import_id)
{
	NewIds	   *ids = palloc0(sizeof(NewIds));

	ids->context = CurrentMemoryContext;
	ids->import_id = import_id;
	ids->sequence = target_id_sequence();
	ids->largest = target_largest_id();
	ids->is_short = !target_is_ours();
	if (!OidIsValid(ids->sequence) && !target_is_ours())
		ids->from_default = id_default_create();
	ids->largest_live = -1;
	ids->first_given = PG_INT64_MAX;
	return ids;
}

bool
new_ids_possible(void)
{
	return target_is_ours() || OidIsValid(target_id_sequence()) || id_default_create() != NULL;
}

/* ---- ids of the sequence ---- */

/* Does the sequence count in ones?  And to which largest id? */
static bool
counts_by_one(Oid sequence, int64 *largest)
{
	HeapTuple	tuple = SearchSysCache1(SEQRELID, ObjectIdGetDatum(sequence));
	Form_pg_sequence form;
	bool		result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for sequence %u", sequence);
	form = (Form_pg_sequence) GETSTRUCT(tuple);
	result = form->seqincrement == 1 && form->seqcache == 1 && !form->seqcycle;
	*largest = form->seqmax;
	ReleaseSysCache(tuple);
	return result;
}

/* Reserves a run of ids; false if it must be done one by one. */
static bool
reserve(Oid sequence, int count, int64 *first)
{
	int64		largest;

	if (count < RESERVE_MIN || !counts_by_one(sequence, &largest) ||
		pg_class_aclcheck(sequence, GetUserId(), ACL_UPDATE) != ACLCHECK_OK ||
		!ConditionalLockRelationOid(sequence, ShareRowExclusiveLock))
		return false;
	*first = nextval_internal(sequence, true);
	if (*first <= largest - (count - 1))
		DirectFunctionCall2(setval_oid, ObjectIdGetDatum(sequence), Int64GetDatum(*first + count - 1));
	else
		count = 0;				/* too few are left */
	UnlockRelationOid(sequence, ShareRowExclusiveLock);
	return count > 0;
}

/* Does the sequence count down? */
static bool
counts_down(Oid sequence)
{
	HeapTuple	tuple = SearchSysCache1(SEQRELID, ObjectIdGetDatum(sequence));
	bool		result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for sequence %u", sequence);
	result = ((Form_pg_sequence) GETSTRUCT(tuple))->seqincrement < 0;
	ReleaseSysCache(tuple);
	return result;
}

/*
 * Gives a record an id of the sequence.  Errors unless it is beyond the one before:
 * a sequence that cycles would give ids twice, or never a free one.
 */
static void
give_id(NewIds *ids, Record *record, int64 id)
{
	if (ids->has_taken && (ids->counts_down ? id >= ids->last_taken : id <= ids->last_taken))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the sequence that numbers new customers goes in circles"),
				 errdetail("It gave " INT64_FORMAT " after " INT64_FORMAT ".", id, ids->last_taken),
				 errhint("Have it count without CYCLE, from the largest customer_id on.")));
	if (id < 1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the sequence that numbers new customers gave " INT64_FORMAT, id),
				 errdetail("A customer_id is 1 or more."),
				 errhint("Have it count upward, from the largest customer_id on.")));
	ids->has_taken = true;
	ids->last_taken = record->customer_id = id;
}

/* Ids that are taken from a sequence. */
typedef struct Taking
{
	Oid			sequence;
	int64	   *values;
	int			wanted;
	volatile int n;				/* taken */
} Taking;

/* Work for subxact_run(). */
static bool
take_values(void *state)
{
	Taking	   *taking = state;
	int64		first;

	if (reserve(taking->sequence, taking->wanted, &first))
		for (; taking->n < taking->wanted; taking->n++)
			taking->values[taking->n] = first + taking->n;
	while (taking->n < taking->wanted)
	{
		taking->values[taking->n] = nextval_internal(taking->sequence, true);
		taking->n++;
	}
	return true;
}

/*
 * Takes so many ids from the sequence, whoever has them; fewer if it ends, or the
 * column does.  Returns how many.
 */
static int
take_from_sequence(NewIds *ids, int64 *values, int wanted)
{
	Taking		taking = {.sequence = ids->sequence, .values = values, .wanted = wanted};
	ErrorData  *error;
	int			n = 0;

	if (!ids->is_short)
		(void) take_values(&taking);
	else if (!subxact_run(take_values, &taking, &error))
	{
		if (error->sqlerrcode != ERRCODE_SEQUENCE_GENERATOR_LIMIT_EXCEEDED)
			ReThrowError(error);
		FreeErrorData(error);
	}
	while (n < taking.n && values[n] <= ids->largest)
		n++;
	return n;
}

/* Rejects records for which there is no id. */
static void
reject(Record **records, int count, const char *why)
{
	for (int i = 0; i < count; i++)
	{
		record_note(records[i], "no_id_source", NULL, NULL, why,
					"Enlarge the column and its sequence, or give it another default; then import the record again.");
		records[i]->action = RECORD_REJECT;
		records[i]->reason = "no_id_source";
	}
}

/* Takes count records' ids from the sequence, whoever has them; returns how many there are. */
static int
take_ids(NewIds *ids, Record **records, int count)
{
	int64	   *values = palloc(count * sizeof(int64));
	int			n = take_from_sequence(ids, values, count);

	for (int i = 0; i < n; i++)
		give_id(ids, records[i], values[i]);
	pfree(values);
	return n;
}

/*
 * Moves the sequence past an id; never backward.  Nobody else takes an id
 * between the look and the move, unless their transaction has used the sequence
 * before: waiting for its end could take forever.
 */
static void
move_sequence(NewIds *ids, int64 id)
{
	bool		locked = ConditionalLockRelationOid(ids->sequence, ShareRowExclusiveLock);
	Statement	move = statement(psprintf("SELECT pg_catalog.setval(%u::pg_catalog.regclass, " INT64_FORMAT ")"
										  " FROM pg_catalog.pg_sequence WHERE seqrelid = %u AND " INT64_FORMAT " <= seqmax"
										  " AND COALESCE(pg_catalog.pg_sequence_last_value(%u::pg_catalog.regclass), 0)"
										  " OPERATOR(pg_catalog.<) " INT64_FORMAT,
										  ids->sequence, id, ids->sequence, id, ids->sequence, id));

	statement_select(&move);
	statement_done();
	if (locked)
		UnlockRelationOid(ids->sequence, ShareRowExclusiveLock);
}

/*
 * Are there customers with ids from first to last, or soon after?  Then the
 * sequence is moved past them; one that counts down goes on step by step.
 */
static bool
step_over_live(NewIds *ids, int64 first, int64 last)
{
	Statement	find = statement(psprintf("SELECT pg_catalog.min(customer_id)::pg_catalog.int8, pg_catalog.max(customer_id)::pg_catalog.int8 FROM %s"
										  " WHERE customer_id OPERATOR(pg_catalog.>=) $1"
										  " AND customer_id OPERATOR(pg_catalog.<=) $2",
										  catalog_name(REL_CUSTOMERS)));
	int64		largest;
	bool		met;

	if (first > ids->largest_live ||
		pg_class_aclcheck(ids->sequence, GetUserId(), ACL_UPDATE) != ACLCHECK_OK)
		return false;
	find.read_only = true;
	statement_int8(&find, first);
	statement_int8(&find, Max(last, Min(first, PG_INT64_MAX - STEP_IDS) + STEP_IDS));
	statement_select(&find);
	met = spi_int64_or(0, 1, PG_INT64_MAX, "customers.customer_id") <= last;
	largest = spi_int64_or(0, 2, 0, "customers.customer_id");
	statement_done();
	if (met && !ids->counts_down)
		move_sequence(ids, largest);
	return met;
}

/* Prepares taking the first id. */
static void
prepare(NewIds *ids)
{
	int64		smallest;

	if (ids->largest_live >= 0)
		return;
	if (!OidIsValid(ids->sequence))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"customer_id\" of %s has no sequence to number new customers by",
						catalog_name(REL_CUSTOMERS)),
				 errhint("Give it one with CREATE SEQUENCE ... OWNED BY %s.customer_id, and a default that takes its nextval().",
						 catalog_name(REL_CUSTOMERS))));
	ids->counts_down = counts_down(ids->sequence);
	if (!live_id_range(&smallest, &ids->largest_live))
		ids->largest_live = 0;
}

/* Gives count records ids of the sequence. */
static void
give_ids_of_sequence(NewIds *ids, Record **records, int count)
{
	int64		smallest,
				largest;
	int			n = count;

	prepare(ids);
	do
	{
		n = take_ids(ids, records, n);
		if (n == 0)
			break;
		smallest = records[ids->counts_down ? n - 1 : 0]->customer_id;
		largest = records[ids->counts_down ? 0 : n - 1]->customer_id;
	} while (step_over_live(ids, smallest, largest));
	reject(records + n, count - n, psprintf("the ids for new customers have come to their end: the column holds no more than " INT64_FORMAT ", or its sequence gives no more", ids->largest));
	if (n == 0)
		return;
	ids->first_given = Min(ids->first_given, smallest);
	ids->last_given = Max(ids->last_given, largest);
}

/* Gives count records ids by the table's own default. */
static void
give_ids_by_default(NewIds *ids, Record **records, int count)
{
	int64	   *values = palloc(count * sizeof(int64));
	const char *why;
	int			n = id_default_take(ids->from_default, values, count, ids->largest, &why);

	for (int i = 0; i < n; i++)
	{
		records[i]->customer_id = values[i];
		ids->first_given = Min(ids->first_given, values[i]);
		ids->last_given = Max(ids->last_given, values[i]);
	}
	reject(records + n, count - n, why);
}

static void
give_ids(NewIds *ids, Record **records, int count)
{
	if (count == 0)
		return;
	if (ids->from_default != NULL)
		give_ids_by_default(ids, records, count);
	else
		give_ids_of_sequence(ids, records, count);
}

/* ---- ids of the file ---- */

/* Remembers an id that this import may have given to somebody before. */
static void
remember_met(NewIds *ids, const Record *record)
{
	if (ids->nmet == ids->maxmet)
	{
		MemoryContext caller = MemoryContextSwitchTo(ids->context);

		ids->maxmet = Max(ids->maxmet * 2, 64);
		ids->met_ids = ids->met_ids == NULL ? palloc(ids->maxmet * sizeof(Datum))
			: repalloc_huge(ids->met_ids, ids->maxmet * sizeof(Datum));
		ids->met_lines = ids->met_lines == NULL ? palloc(ids->maxmet * sizeof(Datum))
			: repalloc_huge(ids->met_lines, ids->maxmet * sizeof(Datum));
		MemoryContextSwitchTo(caller);
	}
	ids->met_ids[ids->nmet] = Int64GetDatum(record->customer_id);
	ids->met_lines[ids->nmet++] = Int64GetDatum(record->source->line);
}

void
new_ids_assign(NewIds *ids, Record **records, int nrecords)
{
	Record	  **without = palloc(nrecords * sizeof(Record *));
	int64		largest = ids->largest_brought;
	int			n = 0;

	for (int i = 0; i < nrecords; i++)
	{
		if (records[i]->action != RECORD_CREATE)
			continue;
		if (records[i]->customer_id == 0)
		{
			without[n++] = records[i];
			continue;
		}
		largest = Max(largest, records[i]->customer_id);
		if (records[i]->customer_id >= ids->first_given &&
			records[i]->customer_id <= ids->last_given)
			remember_met(ids, records[i]);
	}
	if (largest > ids->largest_brought && OidIsValid(ids->sequence))
		move_sequence(ids, ids->largest_brought = largest);
	give_ids(ids, without, n);
}

void
new_ids_finish(NewIds *ids)
{
	Statement	update;

	if (ids->nmet == 0)
		return;
	update = statement(psprintf("UPDATE %s AS r SET customer_id = %s"
								" FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS met (id, line)"
								" WHERE r.import_id OPERATOR(pg_catalog.=) $1"
								" AND r.customer_id OPERATOR(pg_catalog.=) met.id"
								" AND r.line OPERATOR(pg_catalog.<>) met.line"
								" AND r.action OPERATOR(pg_catalog.=) 'create'",
								catalog_name(REL_IMPORT_ROWS),
								ids->from_default != NULL ? id_default_sql(ids->from_default)
								: psprintf("pg_catalog.nextval(%u::pg_catalog.regclass)", ids->sequence)));
	statement_int8(&update, ids->import_id);
	statement_datum(&update, INT8ARRAYOID, int8_array(ids->met_ids, ids->nmet), false);
	statement_datum(&update, INT8ARRAYOID, int8_array(ids->met_lines, ids->nmet), false);
	statement_write(&update);
}
