/*
 * record_store.c
 *
 *		CsvRecord -> line bigint, cells text[], quoted bytea -> tuplestore
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "import/cell_array.h"
#include "import/record_store.h"

struct RecordStore
{
	const FieldMap *map;
	Tuplestorestate *tuples;
	TupleTableSlot *slot;
	MemoryContext context;		/* of the slot's tuple */
};

RecordStore *
record_store_create(const FieldMap *map)
{
	RecordStore *store = palloc0(sizeof(RecordStore));
	TupleDesc	desc = CreateTemplateTupleDesc(3);

	TupleDescInitEntry(desc, 1, "line", INT8OID, -1, 0);
	TupleDescInitEntry(desc, 2, "cells", TEXTARRAYOID, -1, 0);
	TupleDescInitEntry(desc, 3, "quoted", BYTEAOID, -1, 0);
	store->map = map;
	store->slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	store->tuples = tuplestore_begin_heap(false, false, work_mem);
	store->context = CurrentMemoryContext;
	return store;
}

static int
password_column(const FieldMap *map)
{
	return map->password < 0 ? -1 : map->fields[map->password].file_column;
}

static void
add_cell(const FieldMap *map, const CsvCell *cell, int column, const char *password, CellArray *cells)
{
	if (column == password_column(map))
		cells_add(cells, password, password == NULL ? 0 : strlen(password));
	else if (column < map->ncolumns && map->secret[column])
		cells_add(cells, "", 0);
	else
		cells_add(cells, cell->data, cell->len);
}

void
record_store_put(RecordStore *store, const CsvRecord *source, const char *password)
{
	bytea	   *quoted = palloc(VARHDRSZ + source->ncells);
	Size		bytes = password == NULL ? 0 : strlen(password);
	CellArray	cells;
	Datum		values[3];
	bool		nulls[3] = {false};

	SET_VARSIZE(quoted, VARHDRSZ + source->ncells);
	for (int i = 0; i < source->ncells; i++)
		bytes += source->cells[i].len;
	cells_begin(&cells, source->ncells, bytes, false);
	for (int i = 0; i < source->ncells; i++)
	{
		VARDATA(quoted)[i] = source->cells[i].quoted;
		add_cell(store->map, &source->cells[i], i, password, &cells);
	}
	values[0] = Int64GetDatum(source->line);
	values[1] = cells_end(&cells);
	values[2] = PointerGetDatum(quoted);
	tuplestore_putvalues(store->tuples, store->slot->tts_tupleDescriptor, values, nulls);
}

int
record_store_reader(RecordStore *store)
{
	/* a copy of the first one, which is never moved */
	return tuplestore_alloc_read_pointer(store->tuples, EXEC_FLAG_REWIND);
}

/* The record that the slot holds, in the current memory context. */
static void
read_slot(const RecordStore *store, CsvRecord *source)
{
	const bytea *quoted;
	Datum	   *elements;

	slot_getallattrs(store->slot);
	*source = (CsvRecord) {.defect = CSV_SOUND, .defect_cell = -1};
	source->line = DatumGetInt64(store->slot->tts_values[0]);
	quoted = DatumGetByteaPP(store->slot->tts_values[2]);
	deconstruct_array(DatumGetArrayTypeP(store->slot->tts_values[1]), TEXTOID, -1, false,
					  TYPALIGN_INT, &elements, NULL, &source->ncells);
	source->cells = palloc0(Max(source->ncells, 1) * sizeof(CsvCell));
	for (int i = 0; i < source->ncells; i++)
		source->cells[i] = (CsvCell) {
			.data = TextDatumGetCString(elements[i]), .len = VARSIZE_ANY_EXHDR(DatumGetPointer(elements[i])),
			.quoted = VARDATA_ANY(quoted)[i] != 0,
			.canonical = i == password_column(store->map) && VARSIZE_ANY_EXHDR(DatumGetPointer(elements[i])) > 0
		};
}

bool
record_store_next(RecordStore *store, int reader, CsvRecord *source)
{
	MemoryContext caller = MemoryContextSwitchTo(store->context);
	bool		found;

	tuplestore_select_read_pointer(store->tuples, reader);
	found = tuplestore_gettupleslot(store->tuples, true, false, store->slot);
	MemoryContextSwitchTo(caller);
	if (found)
		read_slot(store, source);
	return found;
}

void
record_store_close(RecordStore *store)
{
	tuplestore_end(store->tuples);
	ExecDropSingleTupleTableSlot(store->slot);
}
