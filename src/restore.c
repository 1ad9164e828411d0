/*
 * restore.c
 *
 *		keys of the rows that were written -> hashes -> out of customer_erasures
 */
#include "postgres.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "catalog.h"
#include "erasure.h"
#include "restore.h"

/* Rows that are read at a time. */
#define FETCH_ROWS 1000

/* The texts of a column of the rows fetched, as hashes. */
static void
add_fetched(KeyHashes *hashes, Erasures *erasures, KeyKind key, int column)
{
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char	   *text = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, column);

		if (text != NULL && text[0] != '\0')
			key_hashes_add(hashes, erasures, key, text, strlen(text));
	}
}

/* A cell of the row, or NULL if there is no such field. */
static char *
cell_or_null(int field)
{
	return field < 0 ? "NULL" : psprintf("r.cells[%d]", field + 1);
}

/* A cursor over the identifiers and emails that the rows brought. */
static Portal
open_keys(const MergeRows *rows)
{
	char	   *sql = psprintf("SELECT %s, %s FROM %s AS r WHERE %s"
							   " AND r.action OPERATOR(pg_catalog.=) ANY ('{create,update}')",
							   cell_or_null(rows->fields.identifier), cell_or_null(rows->fields.email),
							   rows->fields.rows, rows->fields.chosen);

	return SPI_cursor_open_with_args(NULL, sql, rows->nparams, unconstify(Oid *, &rows->types[0]),
									 unconstify(Datum *, &rows->params[0]), rows->nulls, false, 0);
}

void
restore_keys(const MergeRows *rows)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext batch;
	Erasures   *erasures;
	Portal		portal;

	if ((erasures_reasons(catalog_schema_name()) & (1 << REASON_ERASED)) == 0)
		return;
	MemoryContextSwitchTo(context);
	erasures = erasures_open(catalog_schema_name());
	batch = AllocSetContextCreate(context, "customers restored keys", ALLOCSET_DEFAULT_SIZES);
	portal = open_keys(rows);
	for (;;)
	{
		KeyHashes	hashes = {0};

		CHECK_FOR_INTERRUPTS();
		SPI_cursor_fetch(portal, true, FETCH_ROWS);
		if (SPI_processed == 0)
			break;
		MemoryContextSwitchTo(batch);
		add_fetched(&hashes, erasures, KEY_IDENTIFIER, 1);
		add_fetched(&hashes, erasures, KEY_EMAIL, 2);
		SPI_freetuptable(SPI_tuptable);
		erasures_forget(erasures, &hashes, REASON_ERASED);
		MemoryContextReset(batch);
	}
	SPI_cursor_close(portal);
	MemoryContextSwitchTo(context);
	MemoryContextDelete(batch);
}
