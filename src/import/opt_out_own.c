/*
 * opt_out_own.c
 *
 *		record that unsubscribes a customer -> their email -> its hash
 *		record that says no of one who is not subscribed
 *			-> line and customer, for the undo of other imports; not in the log -> a row,
 *			   for the log
 *			-> customer_import_opt_outs, some thousand at a time
 *
 * A weekly file has a hundred thousand of the latter: they are kept as arrays.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "import/opt_out_own.h"
#include "import/opt_out_own.sql.h"
#include "import/record.h"
#include "schema/consent_log.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Records that are staged at a time. */
#define MAX_TAKEN 1000

/* Of one kind: lines, customers, and cells. */
typedef struct Taken
{
	int			n;
	Datum		lines[MAX_TAKEN];
	Datum		customers[MAX_TAKEN];
	Datum		cells[MAX_TAKEN];	/* text; of those that are written: not set */
} Taken;

struct OwnOptOuts
{
	int64		import_id;
	bool		asks_log;		/* may the role read it? */
	MemoryContext context;		/* of the import */
	MemoryContext cells;		/* of the cells taken */
	Erasures   *erasures;		/* NULL = not needed so far */
	Taken		written;
	Taken		standing;
};

OwnOptOuts *
own_opt_outs_create(int64 import_id)
{
	OwnOptOuts *own = palloc0(sizeof(OwnOptOuts));

	own->import_id = import_id;
	own->asks_log = consent_log_is_readable();
	own->context = CurrentMemoryContext;
	own->cells = AllocSetContextCreate(CurrentMemoryContext, "customers own opt-outs", ALLOCSET_DEFAULT_SIZES);
	return own;
}

/* text[] or bytea[] */
static Datum
array_of(Datum *elements, int n, Oid type)
{
	return PointerGetDatum(construct_array(elements, n, type, -1, false, TYPALIGN_INT));
}

/* Runs a section for lines, customers, and a third column. */
static void
insert(const OwnOptOuts *own, const char *section, const Taken *taken, Oid type, Datum third)
{
	Statement	write = statement(sql_text(opt_out_own_sql, section, "unsaid", consent_log_unsaid_sql("v.customer_id"), NULL));

	statement_int8(&write, own->import_id);
	statement_datum(&write, INT8ARRAYOID, int8_array(taken->lines, taken->n), false);
	statement_datum(&write, INT8ARRAYOID, int8_array(taken->customers, taken->n), false);
	statement_datum(&write, type, third, false);
	statement_write(&write);
}

static void
flush_standing(OwnOptOuts *own)
{
	Taken	   *taken = &own->standing;
	Statement	keep = statement(sql_text(opt_out_own_sql, "keep standing", NULL));

	if (taken->n == 0)
		return;
	statement_int8(&keep, own->import_id);
	statement_datum(&keep, INT8ARRAYOID, int8_array(taken->lines, taken->n), false);
	statement_datum(&keep, INT8ARRAYOID, int8_array(taken->customers, taken->n), false);
	statement_write(&keep);
	if (own->asks_log)
		insert(own, "insert standing", taken, TEXTARRAYOID, array_of(taken->cells, taken->n, TEXTOID));
	own->standing.n = 0;
	MemoryContextReset(own->cells);
}

/* The secret is read when it is needed first. */
static Erasures *
erasures_of(OwnOptOuts *own)
{
	if (own->erasures == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(own->context);

		own->erasures = erasures_open(catalog_schema_name());
		MemoryContextSwitchTo(old);
	}
	return own->erasures;
}

/* The customers taken who have an email, with its hash. */
static Taken *
find_mailboxes(OwnOptOuts *own, KeyHashes *hashes)
{
	Taken	   *found = palloc(sizeof(Taken));
	char	   *emails[MAX_TAKEN];
	Statement	find = statement(sql_text(opt_out_own_sql, "mailboxes", NULL));

	statement_datum(&find, INT8ARRAYOID, int8_array(own->written.lines, own->written.n), false);
	statement_datum(&find, INT8ARRAYOID, int8_array(own->written.customers, own->written.n), false);
	found->n = Min(statement_select(&find), MAX_TAKEN);
	for (int i = 0; i < found->n; i++)
	{
		found->lines[i] = Int64GetDatum(spi_int64(i, 1, "line"));
		found->customers[i] = Int64GetDatum(spi_int64(i, 2, "customers.customer_id"));
		emails[i] = spi_text_not_null(i, 3, "customers.email");
	}
	for (int i = 0; i < found->n; i++)
		key_hashes_add(hashes, erasures_of(own), KEY_EMAIL, emails[i], strlen(emails[i]));
	return found;
}

static void
flush_written(OwnOptOuts *own)
{
	MemoryContext batch,
				old;
	KeyHashes	hashes = {0};
	Taken	   *found;

	if (own->written.n == 0)
		return;
	batch = AllocSetContextCreate(CurrentMemoryContext, "customers own opt-outs batch", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(batch);
	found = find_mailboxes(own, &hashes);
	if (found->n > 0)
		insert(own, "insert written", found, BYTEAARRAYOID, array_of(hashes.hashes, hashes.nhashes, BYTEAOID));
	MemoryContextSwitchTo(old);
	MemoryContextDelete(batch);
	own->written.n = 0;
}

static void
take_written(OwnOptOuts *own, int64 customer_id, int64 line)
{
	Taken	   *taken = &own->written;

	taken->lines[taken->n] = Int64GetDatum(line);
	taken->customers[taken->n] = Int64GetDatum(customer_id);
	if (++taken->n == MAX_TAKEN)
		flush_written(own);
}

static void
take_standing(OwnOptOuts *own, int64 customer_id, int64 line, const CsvCell *cell)
{
	Taken	   *taken = &own->standing;
	MemoryContext old = MemoryContextSwitchTo(own->cells);

	taken->lines[taken->n] = Int64GetDatum(line);
	taken->customers[taken->n] = Int64GetDatum(customer_id);
	taken->cells[taken->n] = CStringGetTextDatum(record_clip(cell->data, cell->len));
	MemoryContextSwitchTo(old);
	if (++taken->n == MAX_TAKEN)
		flush_standing(own);
}

void
own_opt_outs_take(OwnOptOuts *own, int64 customer_id, int64 line, const CsvCell *cell, bool subscribed)
{
	if (subscribed)
		take_written(own, customer_id, line);
	else
		take_standing(own, customer_id, line, cell);
}

void
own_opt_outs_finish(OwnOptOuts *own)
{
	flush_written(own);
	flush_standing(own);
}
