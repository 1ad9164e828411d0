/*
 * merge_journal.c
 *
 *		customers_import_journal(), called for each row of the UPDATE
 *			-> BeforeRow[], some thousands in memory
 *			-> by updated_at, some hundred customers a row -> customer_import_changed
 *
 * Most customers of a list were last changed by a few merges: so the journal is
 * a small part of what the merge writes.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "merge/created.h"
#include "merge/merge_journal.h"
#include "merge/merge_journal.sql.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

PG_FUNCTION_INFO_V1(customers_import_journal);

/* Limits in memory: customers, those with odd attributes, and bytes of these. */
#define MAX_ROWS 65536
#define MAX_ODD 1000
#define MAX_ODD_BYTES (1024 * 1024)

/* Customers in a row of the journal: few enough that it is not toasted. */
#define ROW_CUSTOMERS 200

#define FETCH_ROWS 1000

typedef struct BeforeRow
{
	int64		customer_id;
	TimestampTz updated_at;
} BeforeRow;

/* A growing array of customer_ids. */
typedef struct Ids
{
	int			n;
	int			max;
	Datum	   *ids;
} Ids;

struct MergeJournal
{
	MergeJournal *outer;		/* of the merge whose UPDATE this one runs within */
	MemoryContext context;		/* holds all of it */
	MemoryContextCallback at_delete;
	bool		notes;			/* a merge; else only edited and intact matter */
	int64		import_id;
	Ids			edited;			/* customers that are hashed */
	Ids			intact;
	MemoryContext odd_context;	/* reset when it is written */
	int			nrows;
	int			maxrows;
	BeforeRow  *rows;
	int			nodd;
	Size		odd_bytes;
	Datum		odd_ids[MAX_ODD];
	Datum		odd_attributes[MAX_ODD];	/* jsonb */
	int			ncategories;
	char	  **categories;
	int		   *cells;			/* of the categories, from 1 */
};

/*
 * The journal of the innermost UPDATE under way, as SQL cannot pass it to the
 * function.  A trigger or a CHECK of the table can merge or revert during the
 * UPDATE; that inner UPDATE ends before the outer one reaches its next row.
 */
static MergeJournal *current = NULL;

/* Removes a journal from the list: an error ends several in any order. */
static void
forget(void *journal)
{
	for (MergeJournal **at = &current; *at != NULL; at = &(*at)->outer)
		if (*at == journal)
		{
			*at = (*at)->outer;
			return;
		}
}

/* Loads the categories of the import. */
static void
load_categories(MergeJournal *journal, const MergeFields *fields)
{
	journal->categories = MemoryContextAlloc(journal->context, Max(fields->nfields, 1) * sizeof(char *));
	journal->cells = MemoryContextAlloc(journal->context, Max(fields->nfields, 1) * sizeof(int));
	for (int i = 0; i < fields->nfields; i++)
	{
		if (fields->fields[i]->kind != FIELD_ATTRIBUTE)
			continue;
		journal->categories[journal->ncategories] = fields->fields[i]->category;
		journal->cells[journal->ncategories++] = i + 1;
	}
}

/*
 * An empty journal, which is the one that the function writes.  It belongs to
 * the subtransaction: an error that ends that, caught or not, ends the journal.
 */
static MergeJournal *
create_journal(void)
{
	MemoryContext context = AllocSetContextCreate(CurTransactionContext, "customers merge journal",
												  ALLOCSET_DEFAULT_SIZES);
	MergeJournal *journal = MemoryContextAllocZero(context, sizeof(MergeJournal));

	journal->context = context;
	journal->odd_context = AllocSetContextCreate(context, "customers odd attributes",
												 ALLOCSET_DEFAULT_SIZES);
	journal->maxrows = 256;
	journal->rows = MemoryContextAlloc(context, journal->maxrows * sizeof(BeforeRow));
	journal->outer = current;
	journal->at_delete.func = forget;
	journal->at_delete.arg = journal;
	MemoryContextRegisterResetCallback(context, &journal->at_delete);
	current = journal;
	return journal;
}

MergeJournal *
merge_journal_open(const MergeRows *rows)
{
	MergeJournal *journal = create_journal();

	journal->notes = true;
	journal->import_id = DatumGetInt64(rows->params[0]);
	load_categories(journal, &rows->fields);
	return journal;
}

MergeJournal *
merge_journal_open_revert(void)
{
	return create_journal();
}

/* ---- writing ---- */

static int
compare_rows(const void *a, const void *b)
{
	const BeforeRow *x = a,
			   *y = b;

	if (x->updated_at != y->updated_at)
		return x->updated_at < y->updated_at ? -1 : 1;
	return x->customer_id < y->customer_id ? -1 : x->customer_id > y->customer_id;
}

/* Writes the old updated_at, one row for many customers with the same. */
static void
write_times(MergeJournal *journal)
{
	static const Oid types[] = {INT8OID, INT8ARRAYOID, TIMESTAMPTZOID};
	Statement	insert;

	if (journal->nrows == 0)
		return;
	insert = statement(sql_text(merge_journal_sql, "insert times", NULL));
	statement_prepare(&insert, CurrentMemoryContext, lengthof(types), types);
	qsort(journal->rows, journal->nrows, sizeof(BeforeRow), compare_rows);
	for (int first = 0, next; first < journal->nrows; first = next)
	{
		Datum		ids[ROW_CUSTOMERS];
		Datum		array;
		TimestampTz updated_at = journal->rows[first].updated_at;

		CHECK_FOR_INTERRUPTS();
		for (next = first; next < journal->nrows && next - first < ROW_CUSTOMERS &&
			 journal->rows[next].updated_at == updated_at; next++)
			ids[next - first] = Int64GetDatum(journal->rows[next].customer_id);
		array = int8_array(ids, next - first);
		statement_again(&insert);
		statement_int8(&insert, journal->import_id);
		statement_datum(&insert, INT8ARRAYOID, array, false);
		statement_datum(&insert, TIMESTAMPTZOID, TimestampTzGetDatum(updated_at), false);
		statement_write(&insert);
		pfree(DatumGetPointer(array));
	}
}

/* Writes old values that were not texts, one row for each customer. */
static void
write_odd(MergeJournal *journal)
{
	Statement	insert;

	if (journal->nodd == 0)
		return;
	insert = statement(sql_text(merge_journal_sql, "insert odd", NULL));
	statement_int8(&insert, journal->import_id);
	statement_datum(&insert, INT8ARRAYOID, int8_array(journal->odd_ids, journal->nodd), false);
	statement_datum(&insert, JSONBARRAYOID,
					PointerGetDatum(construct_array(journal->odd_attributes, journal->nodd, JSONBOID, -1,
													false, TYPALIGN_INT)), false);
	statement_write(&insert);
}

/* Writes the journal; also called during the UPDATE, which is of another table. */
static void
write_journal(MergeJournal *journal)
{
	SPI_connect();
	write_times(journal);
	write_odd(journal);
	SPI_finish();
	journal->nrows = journal->nodd = 0;
	journal->odd_bytes = 0;
	MemoryContextReset(journal->odd_context);
}

/* Ids as bigint[]. */
static Datum
id_array(const Ids *ids)
{
	return int8_array(ids->ids, ids->n);
}

Datum
merge_journal_close(MergeJournal *journal)
{
	Datum		intact = journal->intact.n > 0 ? id_array(&journal->intact) : (Datum) 0;

	forget(journal);
	write_journal(journal);
	if (journal->edited.n > 0)
		created_forget(id_array(&journal->edited));
	MemoryContextDelete(journal->context);
	return intact;
}

/* ---- noting ---- */

/* Makes room for one more customer. */
static void
make_room(MergeJournal *journal)
{
	if (journal->nrows == MAX_ROWS || journal->nodd == MAX_ODD || journal->odd_bytes >= MAX_ODD_BYTES)
		write_journal(journal);
	if (journal->nrows == journal->maxrows)
	{
		journal->maxrows = Min(2 * journal->maxrows, MAX_ROWS);
		journal->rows = repalloc(journal->rows, journal->maxrows * sizeof(BeforeRow));
	}
}

static bool
is_touched(Datum cells, int cell)
{
	bool		isnull;

	(void) array_get_element(cells, 1, &cell, -1, -1, false, TYPALIGN_INT, &isnull);
	return !isnull;
}

/* The old values of changed categories that are not texts; NULL if none. */
static Jsonb *
odd_attributes(const MergeJournal *journal, Jsonb *attributes, Datum cells)
{
	JsonbParseState *state = NULL;

	for (int i = 0; i < journal->ncategories; i++)
	{
		char	   *category = journal->categories[i];
		JsonbValue *value = json_get(&attributes->root, category);

		if (value == NULL || value->type == jbvString || !is_touched(cells, journal->cells[i]))
			continue;
		if (state == NULL)
			json_begin(&state);
		json_put(&state, category, value);
	}
	return state == NULL ? NULL : json_end(&state);
}

static void
note_odd(MergeJournal *journal, int64 customer_id, Jsonb *odd)
{
	MemoryContext caller = MemoryContextSwitchTo(journal->odd_context);

	journal->odd_ids[journal->nodd] = Int64GetDatum(customer_id);
	journal->odd_attributes[journal->nodd++] = PointerGetDatum(memcpy(palloc(VARSIZE(odd)), odd, VARSIZE(odd)));
	journal->odd_bytes += VARSIZE(odd);
	MemoryContextSwitchTo(caller);
}

static void
add_id(MergeJournal *journal, Ids *ids, int64 customer_id)
{
	if (ids->n == ids->max)
	{
		ids->max = Max(2 * ids->max, 256);
		ids->ids = ids->ids == NULL ? MemoryContextAlloc(journal->context, ids->max * sizeof(Datum))
			: repalloc_huge(ids->ids, ids->max * sizeof(Datum));
	}
	ids->ids[ids->n++] = Int64GetDatum(customer_id);
}

/* Removes a customer who was the last one added. */
static void
take_back(Ids *ids, int64 customer_id)
{
	if (ids->n > 0 && DatumGetInt64(ids->ids[ids->n - 1]) == customer_id)
		ids->n--;
}

/* Notes whether a hashed customer had been edited. */
static void
note_edited(MergeJournal *journal, int64 customer_id, bool edited)
{
	take_back(&journal->edited, customer_id);
	take_back(&journal->intact, customer_id);
	add_id(journal, edited ? &journal->edited : &journal->intact, customer_id);
}

/*
 * Makes room for a customer who is about to be changed.  If the UPDATE had to wait for
 * the row, this is called twice, and the second call is right.
 */
static void
make_way(MergeJournal *journal, int64 customer_id)
{
	if (journal->nodd > 0 && DatumGetInt64(journal->odd_ids[journal->nodd - 1]) == customer_id)
		journal->nodd--;
	if (journal->nrows > 0 && journal->rows[journal->nrows - 1].customer_id == customer_id)
		journal->nrows--;
	else
		make_room(journal);
}

/* Notes when a customer was last changed, who may have had no such time. */
static void
note(MergeJournal *journal, int64 customer_id, TimestampTz updated_at)
{
	journal->rows[journal->nrows].customer_id = customer_id;
	journal->rows[journal->nrows++].updated_at = updated_at;
}

/*
 * customers_import_journal(customer_id, updated_at, attributes, cells, merged_at,
 * edited) returns merged_at.  Notes nothing if no merge is under way.
 */
Datum
customers_import_journal(PG_FUNCTION_ARGS)
{
	int64		customer_id;
	Jsonb	   *odd = NULL;

	if (PG_ARGISNULL(4))
		PG_RETURN_NULL();
	if (current == NULL || PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(4));
	customer_id = PG_GETARG_INT64(0);
	if (!PG_ARGISNULL(5))
		note_edited(current, customer_id, PG_GETARG_BOOL(5));
	if (!current->notes)
		PG_RETURN_DATUM(PG_GETARG_DATUM(4));
	make_way(current, customer_id);
	if (!PG_ARGISNULL(1))
		note(current, customer_id, PG_GETARG_TIMESTAMPTZ(1));
	if (current->ncategories > 0 && !PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		odd = odd_attributes(current, PG_GETARG_JSONB_P(2), PG_GETARG_DATUM(3));
	if (odd != NULL)
		note_odd(current, customer_id, odd);
	PG_RETURN_DATUM(PG_GETARG_DATUM(4));
}

/* ---- reading ---- */

/* Notes a fetched row. */
static void
note_fetched(MergeJournal *journal, int row)
{
	static const Oid types[] = {INT8OID, TIMESTAMPTZOID, JSONBOID, TEXTARRAYOID};
	static const char *const what[] = {
		"customers.customer_id", "customers.updated_at", "customers.attributes", "customer_import_rows.cells"
	};
	bool		isnull[4];
	Datum		values[4];
	Jsonb	   *odd;

	for (int i = 0; i < 4; i++)
		values[i] = spi_datum(row, i + 1, types[i], &isnull[i], what[i]);
	if (isnull[0])
		return;
	make_way(journal, DatumGetInt64(values[0]));
	if (!isnull[1])
		note(journal, DatumGetInt64(values[0]), DatumGetTimestampTz(values[1]));
	if (journal->ncategories == 0 || isnull[2] || isnull[3])
		return;
	odd = odd_attributes(journal, DatumGetJsonbP(values[2]), values[3]);
	if (odd != NULL)
		note_odd(journal, DatumGetInt64(values[0]), odd);
}

/* Work for statement_each(). */
static bool
note_all_fetched(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
		note_fetched(state, (int) i);
	return true;
}

void
merge_journal_read(MergeJournal *journal, const MergeRows *rows)
{
	Statement	read = merge_rows_statement(rows, sql_text(merge_journal_sql, "read customers",
														   "rows", rows->fields.rows,
														   "chosen", rows->fields.chosen,
														   "part", merge_sql_and_part(&rows->fields), NULL));

	statement_each(&read, FETCH_ROWS, note_all_fetched, journal);
}
