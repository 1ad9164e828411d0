/*
 * read.c
 *
 *		CsvSource -> CsvReader -> batch -> (line, cells) in a tuplestore
 *
 * One batch of records is in memory at a time.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "import/cell_array.h"
#include "import/import.h"
#include "import/read.h"

/* A record's cells as a text[]. */
static Datum
record_cells(const CsvRecord *record)
{
	CellArray	cells;
	Size		bytes = 0;

	for (int i = 0; i < record->ncells; i++)
		bytes += record->cells[i].len;
	cells_begin(&cells, record->ncells, bytes, false);
	for (int i = 0; i < record->ncells; i++)
		cells_add(&cells, record->cells[i].data, record->cells[i].len);
	return cells_end(&cells);
}

static void
put_records(const CsvBatch *batch, SrfRows *rows)
{
	for (int i = 0; i < batch->nrecords; i++)
	{
		Datum		values[2] = {Int64GetDatum(batch->records[i].line),
		record_cells(&batch->records[i])};
		bool		nulls[2] = {false, false};

		srf_put(rows, values, nulls);
	}
}

void
read_records(CsvSource *source, const ImportOptions *options, SrfRows *rows)
{
	CsvReader  *reader = import_open_reader(source, options);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers read batch",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	const CsvBatch *batch;

	while ((batch = csv_reader_next(reader)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		put_records(batch, rows);
		MemoryContextReset(context);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	csv_reader_close(reader);
}
