/*
 * seen_spill.c
 *
 * PostgreSQL's own external sort, of two bigints: what is claimed, and the line
 * with the claim's kind, key and flag in its lowest bits.
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "executor/tuptable.h"
#include "utils/tuplesort.h"

#include "import/seen_spill.h"

/* Memory of the sort, in kB. */
#define SPILL_MEMORY (16 * 1024)

struct SeenSpill
{
	Tuplesortstate *sort;
	TupleTableSlot *slot;
	bool		sorted;
};

SeenSpill *
seen_spill_create(void)
{
	SeenSpill  *spill = palloc0(sizeof(SeenSpill));
	TupleDesc	desc = CreateTemplateTupleDesc(2);
	AttrNumber	columns[] = {1, 2};
	Oid			operators[] = {Int8LessOperator, Int8LessOperator};
	Oid			collations[] = {InvalidOid, InvalidOid};
	bool		nulls_first[] = {false, false};

	TupleDescInitEntry(desc, 1, "hash", INT8OID, -1, 0);
	TupleDescInitEntry(desc, 2, "claim", INT8OID, -1, 0);
	spill->slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	spill->sort = tuplesort_begin_heap(desc, 2, columns, operators, collations, nulls_first,
									   SPILL_MEMORY, NULL, 0);
	return spill;
}

void
seen_spill_add(SeenSpill *spill, uint64 hash, SeenClaim claim)
{
	ExecClearTuple(spill->slot);
	spill->slot->tts_values[0] = Int64GetDatum((int64) hash);
	spill->slot->tts_values[1] = Int64GetDatum(claim.line << 5 | (int64) claim.kind << 3 |
											   (int64) claim.key << 1 | (claim.writes ? 1 : 0));
	spill->slot->tts_isnull[0] = spill->slot->tts_isnull[1] = false;
	ExecStoreVirtualTuple(spill->slot);
	tuplesort_puttupleslot(spill->sort, spill->slot);
}

bool
seen_spill_next(SeenSpill *spill, uint64 *claimed, SeenClaim *claim)
{
	int64		packed;

	if (!spill->sorted)
	{
		tuplesort_performsort(spill->sort);
		spill->sorted = true;
	}
	if (!tuplesort_gettupleslot(spill->sort, true, false, spill->slot, NULL))
	{
		tuplesort_end(spill->sort);
		ExecDropSingleTupleTableSlot(spill->slot);
		return false;
	}
	slot_getallattrs(spill->slot);
	*claimed = (uint64) DatumGetInt64(spill->slot->tts_values[0]);
	packed = DatumGetInt64(spill->slot->tts_values[1]);
	claim->key = (KeyKind) (packed >> 1 & 3);
	claim->kind = (SeenKind) (packed >> 3 & 3);
	claim->line = packed >> 5;
	claim->writes = (packed & 1) != 0;
	return true;
}
