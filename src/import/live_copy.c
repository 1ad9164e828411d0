/*
 * live_copy.c
 *
 *		LiveRow -> minimal tuple -> temporary file; where each begins, in memory
 *			-> read from there -> LiveRow
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "executor/tuptable.h"
#include "storage/buffile.h"
#include "utils/memutils.h"

#include "import/live_copy.h"

#define FIRST_ROWS 1024

struct LiveCopy
{
	MemoryContext context;
	BufFile    *file;
	TupleTableSlot *put;		/* a row that comes: customer_id, and its values */
	TupleTableSlot *read;		/* a row that goes */
	int64	   *ends;			/* of each row, as bytes from the file's start */
	int64		nrows;
	int64		maxrows;
	MemoryContextCallback at_end;
};

/* A transaction that fails has closed its files already. */
static void
close_file(void *state)
{
	LiveCopy   *copy = state;

	if (copy->file != NULL && IsTransactionState())
		BufFileClose(copy->file);
	copy->file = NULL;
}

LiveCopy *
live_copy_create(const LiveReader *reader)
{
	LiveCopy   *copy = palloc0(sizeof(LiveCopy));

	copy->context = CurrentMemoryContext;
	copy->file = BufFileCreateTemp(false);
	copy->put = MakeSingleTupleTableSlot(live_reader_columns(reader), &TTSOpsVirtual);
	copy->read = MakeSingleTupleTableSlot(copy->put->tts_tupleDescriptor, &TTSOpsMinimalTuple);
	copy->maxrows = FIRST_ROWS;
	copy->ends = palloc(copy->maxrows * sizeof(int64));
	copy->at_end = (MemoryContextCallback) {.func = close_file, .arg = copy};
	MemoryContextRegisterResetCallback(copy->context, &copy->at_end);
	return copy;
}

/* Where row `number` ends; row 0, before the first, at the start. */
static int64
end_of(const LiveCopy *copy, int64 number)
{
	return number == 0 ? 0 : copy->ends[number - 1];
}

static void
add_end(LiveCopy *copy, int64 len)
{
	int64		end = end_of(copy, copy->nrows) + len;

	if (copy->nrows == copy->maxrows)
	{
		copy->maxrows *= 2;
		copy->ends = repalloc_huge(copy->ends, copy->maxrows * sizeof(int64));
	}
	copy->ends[copy->nrows++] = end;
}

void
live_copy_put(LiveCopy *copy, const LiveRow *row)
{
	TupleTableSlot *slot = copy->put;
	int			nvalues = slot->tts_tupleDescriptor->natts - 1;
	MinimalTuple tuple;
	bool		is_own;

	slot->tts_values[0] = Int64GetDatum(row->customer_id);
	slot->tts_isnull[0] = false;
	memcpy(slot->tts_values + 1, row->values, nvalues * sizeof(Datum));
	memcpy(slot->tts_isnull + 1, row->isnull, nvalues * sizeof(bool));
	ExecStoreVirtualTuple(slot);
	tuple = ExecFetchSlotMinimalTuple(slot, &is_own);
	BufFileWrite(copy->file, tuple, tuple->t_len);
	add_end(copy, tuple->t_len);
	if (is_own)
		pfree(tuple);
	ExecClearTuple(slot);
}

void
live_copy_read(LiveCopy *copy, int64 number, LiveRowCallback callback, void *state)
{
	int64		start = end_of(copy, number - 1);
	size_t		len = end_of(copy, number) - start;
	MinimalTuple tuple = MemoryContextAlloc(copy->context, len);
	LiveRow		row;

	if (BufFileSeek(copy->file, 0, start, SEEK_SET) != 0 || BufFileRead(copy->file, tuple, len) != len)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read live rows from a temporary file")));
	ExecStoreMinimalTuple(tuple, copy->read, true);
	slot_getallattrs(copy->read);
	row.customer_id = DatumGetInt64(copy->read->tts_values[0]);
	row.values = copy->read->tts_values + 1;
	row.isnull = copy->read->tts_isnull + 1;
	callback(state, &row);
	ExecClearTuple(copy->read);
}

void
live_copy_close(LiveCopy *copy)
{
	close_file(copy);
	ExecDropSingleTupleTableSlot(copy->put);
	ExecDropSingleTupleTableSlot(copy->read);
	pfree(copy->ends);
}
